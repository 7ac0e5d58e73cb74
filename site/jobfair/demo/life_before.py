"""Her life until the flight: the hall, papers, contract, loan, classes, visa."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from jobfair.cases.consents import record_consent
from jobfair.cases.identity import IdentityData, save_identity
from jobfair.demo.life_days import BODY, CENTRE, COMMUNE, Diary
from jobfair.demo.life_money import borrow, decide_loan, pay, plan_support, settle_support
from jobfair.demo.life_school import learn_language, learn_orientation
from jobfair.demo.life_setting import AGE, WORK
from jobfair.door.folding import DOUBT, MARKET, PRESENT, SAID, Act
from jobfair.door.taking import take_one
from jobfair.lib import clock
from jobfair.lib.clock import add_months, today
from jobfair.models import Purpose, Stage
from jobfair.money.terms import TermsData, save_terms
from jobfair.papers.household import MemberData, save_member

S = Stage
BORN = (3, 14)
NUMBER_END = "992081"
"""The last digits of an identity number that nobody else of the demonstration has."""

THAI = "03"
CONTRACT = "HD 0417/MAU"


def go_to_the_door(diary: Diary) -> None:
    """The conference: present, interested in Japan, what the order promises is kept."""
    conference, officer = diary.setting.conference, diary.people[COMMUNE]
    who = diary.registration_id

    def tap(kind: str, value: str) -> None:
        act = Act(diary.key(), who, kind, value, clock.now(), by=officer.user_id)
        take_one(conference, act, lang="vi", by=officer)

    with diary.after(0, 7, 51):
        tap(PRESENT, "1")
    with diary.after(0, 10, 20):
        tap(MARKET, f"+{WORK.market}")
        tap(DOUBT, "debt")
    with diary.after(0, 10, 55):
        tap(SAID, "counsel")
        diary.talk(COMMUNE, "cost", "hall", 10)


def prepare(diary: Diary) -> None:
    """Registration form, household, counselling, screening, introduction."""
    with diary.after(2):
        _identity(diary)
        _household(diary)
        diary.paper("id_card", COMMUNE, "received")
        diary.step(S.REGISTERED, COMMUNE)
    with diary.after(2, 15):
        diary.talk(CENTRE, "markets", "phone", 40)
        diary.record("counsel_note", CENTRE, "Đã nói về Nhật Bản, chi phí, quyền lợi, vay vốn.")
        diary.step(S.COUNSELLED, CENTRE)
    with diary.after(13, 10):
        diary.record("screening_record", CENTRE, "Đạt sơ tuyển. Không thu tiền.")
        diary.step(S.SCREENED, CENTRE)
    with diary.after(20, 10):
        _agree(diary, Purpose.BODY)
        diary.step(
            S.INTRODUCED,
            CENTRE,
            body_id=diary.setting.body_id,
            programme_code=WORK.programme,
            order_id=diary.setting.order_id,
        )


def _identity(diary: Diary) -> None:
    year = diary.calendar.registered.year - AGE
    data = IdentityData(
        birth_date=date(year, *BORN),
        sex="F",
        national_id=f"000{2 * (year // 100 - 19) + 1}{year % 100:02}{NUMBER_END}",
        identity_seen=True,
        ethnic_group=THAI,
        household="near_poor",
        certificate="SHN 12/MAU",
    )
    save_identity(diary.case, data, by=diary.people[COMMUNE], act_key=diary.key())


def _household(diary: Diary) -> None:
    """Her mother is called first, her father decides with her."""
    for data in (
        MemberData("Lường Thị Mẫu", "mother", 1978, "+84950000998", call_first=True),
        MemberData("Lò Văn Mẫu", "father", 1975, "+84950000997", decides=True),
    ):
        save_member(diary.case, data, by=diary.people[COMMUNE], act_key=diary.key())


def _agree(diary: Diary, purpose: Purpose) -> None:
    body_id = diary.setting.body_id if purpose is Purpose.BODY else None
    record_consent(
        diary.case,
        purpose,
        given=True,
        how="signed",
        by=diary.people[CENTRE],
        act_key=diary.key(),
        body_id=body_id,
    )


def sign(diary: Diary) -> None:
    """Interview, selection, passport, contract at the head office, its terms, the loan."""
    with diary.after(45):
        diary.step(S.INTERVIEWED, BODY)
    with diary.after(54):
        diary.step(S.SELECTED, BODY, selected_on=today())
    with diary.after(60):
        diary.paper("passport", COMMUNE, "asked", asked_on=today())
        pay(diary, "papers", 200_000, "office", "Phòng mẫu cấp hộ chiếu", "HC 118/MAU")
        for purpose in (Purpose.BANK, Purpose.HEALTH, Purpose.JUDICIAL):
            _agree(diary, purpose)
    with diary.after(68) as day:
        until = add_months(day, 120)
        diary.paper(
            "passport", COMMUNE, "checked", issued_on=day, valid_to=until, number="X0417118"
        )
        diary.paper("personal_history", COMMUNE, "received")
    with diary.after(76):
        _contract(diary)
    with diary.after(77, 14):
        borrow(diary)


def _contract(diary: Diary) -> None:
    order = diary.setting.order
    diary.step(
        S.CONTRACT_SIGNED,
        BODY,
        contract_no=CONTRACT,
        contract_on=today(),
        contract_months=WORK.months,
        wage=order.wage,
        currency=WORK.currency,
        rate=order.rate,
        head_office=True,
    )
    terms = TermsData(
        hours_week=Decimal(40),
        service_fee=order.service_fee,
        deposit=0,
        departure_on=diary.calendar.exit,
    )
    save_terms(diary.case, terms, by=diary.people[BODY], act_key=diary.key(), version=0)


def learn(diary: Diary) -> None:
    """Language, support, health and other papers, orientation, visa, the day of the flight."""
    with diary.after(82):
        diary.step(S.TRAINING, BODY)
        plan_support(diary)
    with diary.after(86):
        decide_loan(diary, "approve")
    with diary.after(92):
        decide_loan(diary, "disburse")
    with diary.after(92, 10):
        pay(diary, "service_fee", 24_000_000, "body", "Trụ sở doanh nghiệp mẫu", "BL 231/MAU")
    with diary.after(105):
        settle_support(diary, "decided", "QD 31/MAU")
    learn_language(diary, 84, 11)
    _papers(diary)
    learn_orientation(diary, 176)
    _entry(diary)
    _leave(diary)


def _papers(diary: Diary) -> None:
    with diary.after(140):
        diary.paper("judicial", COMMUNE, "asked", asked_on=today())
    with diary.after(150, 15) as day:
        diary.paper("health", BODY, "checked", issued_on=day, valid_to=add_months(day, 12))
        pay(diary, "health", 750_000, "clinic", "Bệnh viện mẫu", "KSK 77/MAU")
    with diary.after(156) as day:
        diary.paper("judicial", COMMUNE, "checked", issued_on=day, valid_to=add_months(day, 6))
    with diary.after(168):
        settle_support(diary, "paid", "")
    with diary.after(173):
        diary.step(S.VISA_PROCESS, BODY)
    with diary.after(173, 11):
        diary.paper("coe", BODY, "asked", asked_on=today())


def _entry(diary: Diary) -> None:
    with diary.after(200) as day:
        diary.paper("coe", BODY, "checked", issued_on=day, valid_to=add_months(day, 3))
    with diary.after(204, 10):
        pay(diary, "service_fee", 20_000_000, "body", "Trụ sở doanh nghiệp mẫu", "BL 398/MAU")
    with diary.after(209) as day:
        diary.paper("visa", BODY, "checked", issued_on=day, valid_to=add_months(day, 3))
    with diary.after(213):
        diary.step(S.WAITING_DEPARTURE, BODY)


def _leave(diary: Diary) -> None:
    """The fund, a call to the family, the report, the confirmed exit."""
    exit_on = diary.calendar.exit
    with diary.on(exit_on - timedelta(days=8)):
        pay(diary, "fund", 100_000, "body", "Trụ sở doanh nghiệp mẫu", "QUY 052/MAU")
    with diary.on(exit_on - timedelta(days=5), 16):
        diary.call(COMMUNE)
    with diary.on(exit_on, 16, 30):
        diary.record("exit_report", BODY, WORK.employer, number="VN 310")
    with diary.on(clock.add_working_days(exit_on, 1), 8, 30):
        diary.step(
            S.DEPARTED,
            CENTRE,
            exit_on=exit_on,
            employer=WORK.employer,
            evidence="ticket",
            evidence_ref="VN 310",
        )
