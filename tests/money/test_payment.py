"""The money log: saved, marked, told once, and set against the cap of this contract."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from jobfair.cases.queries import open_placement
from jobfair.cases.sight import sight_of
from jobfair.database import db
from jobfair.errors import AppError
from jobfair.lib.clock import now, today
from jobfair.lib.codes import new_form_key
from jobfair.models import CaseFile, Payment, Placement, Stage, Task
from jobfair.money import log, terms
from jobfair.money.caps import limits_of
from jobfair.money.log import PaymentData
from jobfair.money.standing import money_view
from jobfair.money.terms import TermsData
from tests.cases import journey
from tests.checked_client import CheckedClient

S = Stage
CAP = 3 * 180_000 * 170


def paid(kind: str = "service_fee", amount: int = 5_000_000, days_ago: int = 0) -> PaymentData:
    return PaymentData(kind, amount, today() - timedelta(days=days_ago), "Công ty mẫu")


def pay(case: CaseFile, data: PaymentData, by: str = "officer.muongla") -> Payment:
    key = new_form_key()
    log.add_payment(case, data, by=journey.actor(by), act_key=key)
    return db.session.query(Payment).filter_by(act_key=key).one()


def placement_of(case: CaseFile) -> Placement:
    found = open_placement(case)
    assert found is not None
    return found


def tasks(case: CaseFile, kind: str) -> list[Task]:
    return db.session.query(Task).filter_by(kind=kind, case_id=case.id).all()


@pytest.mark.both
def test_money_before_the_contract_is_saved_marked_and_told(session: Session) -> None:
    case = journey.bring(journey.new_case(), S.SELECTED)
    assert pay(case, paid()).flag == "before_contract"
    (task,) = tasks(case, "early_payment")
    assert task.office_id == journey.actor("counsellor").main_grant.office_id
    journey.step(case, S.CONTRACT_SIGNED, "agency.one")
    assert pay(case, paid()).flag == ""
    assert pay(case, paid(days_ago=3)).flag == "before_contract"


@pytest.mark.both
def test_money_taken_before_there_was_a_sending_body_is_kept_too(session: Session) -> None:
    case = journey.new_case()
    row = pay(case, replace(paid("other"), payee="person", to_whom="Người lạ"))
    assert row.placement_id is None
    assert row.flag == "before_contract"
    assert len(tasks(case, "early_payment")) == 1


def test_tuition_with_a_receipt_is_right_when_preparing_ahead(session: Session) -> None:
    case = journey.bring(journey.new_case(), S.INTRODUCED)
    assert pay(case, replace(paid("tuition"), receipt="BL 1")).flag == "before_contract"
    journey.record(case, "source_approval", "agency.one")
    assert pay(case, replace(paid("tuition"), receipt="BL 2")).flag == ""
    assert pay(case, paid("tuition")).flag == "before_contract"


def test_a_passport_paid_at_the_office_is_no_money_taken(session: Session) -> None:
    case = journey.bring(journey.new_case(), S.INTRODUCED)
    assert pay(case, replace(paid("papers", 200_000), payee="office")).flag == ""
    assert pay(case, replace(paid("health", 700_000), payee="clinic")).flag == ""
    assert pay(case, replace(paid("papers", 200_000), payee="person")).flag == "before_contract"


@pytest.mark.both
def test_above_the_cap_is_saved_and_told_once(session: Session) -> None:
    case = journey.bring(journey.new_case(), S.CONTRACT_SIGNED)
    pay(case, paid(amount=CAP))
    assert tasks(case, "over_cap") == []
    pay(case, paid(amount=1))
    (task,) = tasks(case, "over_cap")
    task.done_at = now()
    pay(case, paid(amount=1_000))
    assert len(tasks(case, "over_cap")) == 1
    assert task.done_at is not None


def test_the_signed_contract_shows_that_too_much_was_paid_before(session: Session) -> None:
    case = journey.bring(journey.new_case(), S.SELECTED)
    pay(case, paid(amount=CAP + 1))
    assert tasks(case, "over_cap") == []
    journey.step(case, S.CONTRACT_SIGNED, "agency.one")
    assert len(tasks(case, "over_cap")) == 1


@pytest.mark.parametrize("kind", ["brokerage", "recruitment"])
def test_what_may_never_be_asked_is_marked_with_its_rule(session: Session, kind: str) -> None:
    case = journey.bring(journey.new_case(), S.CONTRACT_SIGNED)
    assert pay(case, paid(kind)).flag == "forbidden"
    assert len(tasks(case, "forbidden_payment")) == 1
    view = money_view(case, sight_of(journey.actor("counsellor"), case))
    assert view is not None
    line = next(line for line in view.lines if line.kind == kind)
    assert line.over
    assert line.rule is not None
    assert line.rule.source


def test_deposit_and_fund_have_caps_of_their_own(session: Session) -> None:
    case = journey.bring(journey.new_case(), S.CONTRACT_SIGNED)
    limits = limits_of(placement_of(case))
    assert limits["service_fee"].most == CAP
    assert limits["deposit"].most == 0
    assert limits["fund"].most == 100_000
    pay(case, paid("deposit", 1_000_000))
    pay(case, paid("fund", 100_000))
    assert [task.note for task in tasks(case, "over_cap")] == [
        "Tiền ký quỹ: 1.000.000 đồng / 0 đồng"
    ]


def test_the_rate_of_another_currency_is_kept(session: Session) -> None:
    case = journey.bring(journey.new_case(), S.CONTRACT_SIGNED)
    foreign = replace(paid(), amount=Decimal("1000.50"), currency="JPY", rate=Decimal("170.33"))
    row = pay(case, foreign)
    assert row.amount == 170_415  # 1000.50 x 170.33 = 170 415.165
    assert (row.currency, row.original, row.rate) == ("JPY", Decimal("1000.50"), Decimal("170.33"))


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount": 0},
        {"amount": log.MOST + 1},
        {"currency": "JPY"},
        {"currency": "JPY", "rate": Decimal(0)},
        {"kind": "gift"},
        {"payee": "nobody"},
        {"said_by": "rumour"},
        {"paid_on": today() + timedelta(days=1)},
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_with_a_sentence(
    session: Session, wrong: dict[str, object]
) -> None:
    case = journey.bring(journey.new_case(), S.CONTRACT_SIGNED)
    with pytest.raises(AppError) as refused:
        pay(case, replace(paid(), **wrong))  # type: ignore[arg-type]
    assert refused.value.status == 422
    assert refused.value.message


@pytest.mark.both
def test_the_terms_of_the_contract_change_the_cap(session: Session) -> None:
    case = journey.bring(journey.new_case(), S.CONTRACT_SIGNED)
    by = journey.actor("counsellor")
    pay(case, paid(amount=CAP))
    data = TermsData(foreign_paid=10_000_000, hours_week=Decimal(44))
    terms.save_terms(case, data, by=by, act_key=new_form_key(), version=0)
    assert limits_of(placement_of(case))["service_fee"].most == CAP - 10_000_000
    assert len(tasks(case, "over_cap")) == 1
    with pytest.raises(AppError) as stale:
        terms.save_terms(case, TermsData(), by=by, act_key=new_form_key(), version=0)
    assert stale.value.status == 409


def test_terms_need_a_contract(session: Session) -> None:
    case = journey.bring(journey.new_case(), S.SELECTED)
    with pytest.raises(AppError) as refused:
        terms.save_terms(
            case, TermsData(), by=journey.actor("counsellor"), act_key=new_form_key(), version=0
        )
    assert refused.value.status == 409


def test_another_body_sees_no_payment_of_the_first(session: Session) -> None:
    case = journey.bring(journey.new_case(), S.CONTRACT_SIGNED)
    pay(case, paid())
    journey.agree(case, 2)
    assert money_view(case, sight_of(journey.actor("agency.two"), case)) is None
    own = money_view(case, sight_of(journey.actor("agency.one"), case))
    assert own is not None
    assert len(own.payments) == 1


def test_the_page_shows_bar_badge_and_source(app: object, counsellor: CheckedClient) -> None:
    with app.app_context():  # type: ignore[attr-defined]
        case = journey.bring(journey.new_case(), S.CONTRACT_SIGNED)
        pay(case, paid(amount=58_000_000))
        db.session.commit()
        case_id = case.id
    page = counsellor.get(f"/can-bo/ho-so/{case_id}").get_data(as_text=True)
    assert "Trong mức trần" in page
    assert "Luật 69/2020/QH14, Điều 23(4)" in page
    assert "58 triệu" in page
    assert "91,8 triệu" in page


def test_a_bad_payment_keeps_what_was_typed(app: object, counsellor: CheckedClient) -> None:
    with app.app_context():  # type: ignore[attr-defined]
        case = journey.bring(journey.new_case(), S.CONTRACT_SIGNED)
        db.session.commit()
        case_id = case.id
    typed = {"kind": "service_fee", "amount": "1.000", "currency": "JPY", "to_whom": "Cô Mẫu"}
    more = {"payee": "person", "said_by": "worker", "paid_on": today().isoformat()}
    answer = counsellor.post(f"/can-bo/ho-so/{case_id}/tien", data=typed | more)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Cô Mẫu" in page
    assert "bao nhiêu đồng" in page
