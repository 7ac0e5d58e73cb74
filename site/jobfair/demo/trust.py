"""Invented warnings in every state, and complaints from new to closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from jobfair.agencies.contacts import CONTACT_KINDS, ContactKind, read_contact
from jobfair.complaints.sealing import PHONE, event_place, receipt_mark, text_place
from jobfair.demo.bodies import SOURCE, Bodies
from jobfair.demo.dice import Dice
from jobfair.demo.staff import Cast, Hand
from jobfair.lib.clock import add_months
from jobfair.lib.codes import receipt_for
from jobfair.lib.crypto import KeyRing, blind_index
from jobfair.lib.text import fold, slugify
from jobfair.models import (
    Complaint,
    ComplaintAbout,
    ComplaintEvent,
    ComplaintState,
    Outcome,
    ScamMark,
    ScamWarning,
    WarningState,
)

A, S, W = ComplaintAbout, ComplaintState, WarningState


@dataclass(frozen=True)
class Warns:
    """An invented warning; ``numbers``: a phone, an account, a web address, '' for none."""

    title: str
    text: str
    state: WarningState
    ago: int
    numbers: tuple[str, str, str]
    name: str = ""


WARNINGS: Final = (
    Warns(
        "Mạo danh tuyển đi Nhật, bắt đặt cọc",
        "Người gọi xưng là công ty đưa người đi Nhật.\n"
        "Họ hứa bay trong một tháng, không cần học tiếng.\n"
        "Họ đòi chuyển trước ba triệu đồng tiền giữ chỗ.",
        W.PUBLISHED,
        6,
        ("0950 000 066", "066000111222, Ngân hàng mẫu", "nhatnhanh-mau.example"),
        "Nhóm Đi Nhật Nhanh Mẫu",
    ),
    Warns(
        "Trang mạng giả nhận hồ sơ đi Hàn Quốc",
        "Trang này chép tên và ảnh của cơ quan nhà nước.\n"
        "Trang bắt nhập số căn cước và mã gửi vào điện thoại.",
        W.PUBLISHED,
        19,
        ("", "", "hanquoc-mau.example"),
    ),
    Warns(
        "Gọi điện báo trúng tuyển, thu tiền khám sức khỏe",
        "Người gọi báo đã trúng tuyển dù chưa phỏng vấn.\n"
        "Họ đòi tiền khám sức khỏe vào tài khoản cá nhân.",
        W.PUBLISHED,
        44,
        ("0950 000 067", "067000111222, Ngân hàng mẫu", ""),
    ),
    Warns(
        "Tin nhắn mời đi Úc hái nho",
        "Tin nhắn mời đi Úc, lương cao, không cần hợp đồng.",
        W.CHECKING,
        2,
        ("0950 000 068", "", ""),
    ),
    Warns("Số bị báo là lừa đảo", "", W.DRAFT, 1, ("0950 000 069", "", "")),
)


@dataclass(frozen=True)
class Told:
    """An invented complaint; ``said``: what was done, each kind with its words."""

    about: ComplaintAbout
    text: str
    state: ComplaintState
    ago: int
    body: str = ""
    numbers: str = ""
    outcome: Outcome = Outcome.NONE
    phone: bool = True
    late: bool = False
    said: tuple[tuple[str, str], ...] = ()


TAKEN: Final = ("take", "")
COMPLAINTS: Final = (
    Told(A.SCAM, "Họ gọi ba lần, đòi đặt cọc để giữ chỗ đi Nhật.", S.RECEIVED, 0,
         numbers="0950 000 069"),
    Told(A.FEE, "Công ty thu tiền hồ sơ mà không đưa biên lai.", S.RECEIVED, 1,
         body="Suối Xanh", phone=False),
    Told(A.PROMISE, "Hứa lương mười hai triệu, hợp đồng ghi chín triệu.", S.ASKED, 9,
         body="Ruộng Bậc Thang",
         said=(TAKEN, ("ask", "Bạn gửi giúp ảnh chụp hợp đồng."))),
    Told(A.FEE, "Đã nộp mười triệu, công ty không trả lại khi tôi thôi đi.", S.TAKEN, 41,
         body="Đèo Gió", late=True, said=(TAKEN, ("note", "Đã gọi công ty hai lần."))),
    Told(A.AGENCY, "Chi nhánh ký hợp đồng và thu tiền.", S.HANDED_OVER, 25, body="Bến Lá",
         said=(TAKEN, ("hand_over", ""))),
    Told(A.REGISTRATION, "Đến hội nghị mà không có tên trong danh sách.", S.CLOSED, 33,
         outcome=Outcome.UPHELD,
         said=(TAKEN, ("close", "Chúng tôi xin lỗi. Bạn đã có chỗ ở hội nghị sau."))),
    Told(A.FEE, "Bị thu tiền môi giới.", S.CLOSED, 60, body="Suối Xanh", outcome=Outcome.SETTLED,
         said=(TAKEN, ("close", "Công ty đã trả lại tiền."))),
    Told(A.STAFF, "Cán bộ không nghe máy cả tuần.", S.RECEIVED, 2),
)  # fmt: skip

TOLD: Final = frozenset({"ask", "answer", "hand_over", "close"})
DAYS: Final = 30


def write_trust(
    session: Session, dice: Dice, keys: KeyRing, cast: Cast, bodies: Bodies, day: date
) -> None:
    """Add the warnings and complaints, dated back from the day of loading."""
    session.add_all([_warning(dice, cast, warns, day) for warns in WARNINGS])
    writer = _Writer(session, dice, keys, cast, bodies, day)
    for place, told in enumerate(COMPLAINTS):
        writer.write(told, place)
    session.flush()


def _warning(dice: Dice, cast: Cast, warns: Warns, day: date) -> ScamWarning:
    writer = next(iter(cast.officers.values()), cast.counsellor)
    on = day - timedelta(days=warns.ago)
    at = dice.before(day, dice.at(on))
    seen = warns.state is W.PUBLISHED
    return ScamWarning(
        id=dice.id(),
        slug=slugify(warns.title)[:70],
        act_key=dice.form_key(),
        title=warns.title,
        text=warns.text,
        name_used=warns.name,
        folded=fold(f"{warns.title} {warns.name} {warns.text} {' '.join(warns.numbers)}"),
        state=warns.state,
        drafted_by=writer.id,
        drafted_name=writer.shown,
        created_at=at,
        **_first(writer, at if warns.state is not W.DRAFT else None),
        **(_second(cast, at) if seen else {}),
        marks=_marks(dice, warns),
        source=SOURCE,
        checked_on=on,
        check_again_on=add_months(on, 6),
    )


def _first(hand: Hand, at: object) -> dict[str, object]:
    return {"first_by": hand.id, "first_name": hand.shown, "first_at": at} if at else {}


def _second(cast: Cast, at: object) -> dict[str, object]:
    by, lead = cast.counsellor, cast.leader
    found = {"second_by": by.id, "second_name": by.shown, "second_at": at}
    return found | {"published_by": lead.id, "published_name": lead.shown, "published_at": at}


def _marks(dice: Dice, warns: Warns) -> list[ScamMark]:
    marks: list[ScamMark] = []
    for kind, text in zip(CONTACT_KINDS, warns.numbers, strict=True):
        value = _value(kind, text)
        if value is not None:
            shown, normalised = value
            mark = ScamMark(
                id=dice.id(),
                position=len(marks),
                kind=kind,
                value_shown=shown,
                value_normalised=normalised,
            )
            marks.append(mark)
    return marks


def _value(kind: ContactKind, text: str) -> tuple[str, str] | None:
    value = read_contact(kind, text) if text else None
    return (value.shown, value.normalised) if value else None


@dataclass(frozen=True)
class _Writer:
    """What every complaint is written with."""

    session: Session
    dice: Dice
    keys: KeyRing
    cast: Cast
    bodies: Bodies
    day: date

    def write(self, told: Told, place: int) -> None:
        """One complaint with what was done."""
        row = self._row(told)
        self._seal(row, told, f"+8495000007{place}")
        if told.state is S.HANDED_OVER:
            row.handed_to, row.handed_no = "Thanh tra mẫu", "07/MAU"
            row.handed_on = self.day - timedelta(days=told.ago)
        self.session.add(row)
        owner = self._owner(told)
        for minute, (kind, words) in enumerate((("receive", ""), *told.said)):
            self.session.add(_event(self.dice, self.keys, row, kind, words, owner, minute))

    def _owner(self, told: Told) -> Hand:
        return self.cast.leader if told.about is A.STAFF else self.cast.counsellor

    def _at(self, on: date) -> datetime:
        return self.dice.before(self.day, self.dice.at(on))

    def _row(self, told: Told) -> Complaint:
        complaint_id, on = self.dice.id(), self.day - timedelta(days=told.ago)
        at, owner, due = self._at(on), self._owner(told), on + timedelta(days=DAYS)
        leads = told.about is A.STAFF
        return Complaint(
            id=complaint_id,
            number=self.dice.slip(),
            form_key=self.dice.form_key(),
            receipt=receipt_for(receipt_mark(complaint_id), self.keys.receipt_key),
            about=told.about,
            body_id=self.bodies.id_of(told.body) if told.body else None,
            state=told.state,
            owner_office_id=self.cast.department_id if leads else self.cast.centre_id,
            owner_user=owner.id if told.said else "",
            owner_name=owner.shown if told.said else "",
            received_at=at,
            take_by=on + timedelta(days=5),
            due_on=due,
            taken_at=at if told.said else None,
            escalated_at=self._at(due + timedelta(days=1)) if told.late else None,
            outcome=told.outcome,
            closed_at=self._at(on + timedelta(days=20)) if told.state is S.CLOSED else None,
        )

    def _seal(self, row: Complaint, told: Told, e164: str) -> None:
        cipher = self.keys.cipher()
        row.text_enc = cipher.seal(told.text, text_place("text", row.id))
        if told.numbers:
            row.numbers_enc = cipher.seal(told.numbers, text_place("numbers", row.id))
        if told.phone:
            row.phone_enc = cipher.seal(e164, text_place("phone", row.id))
            row.phone_hmac = blind_index(self.keys.hmac_key, PHONE, e164)
        else:  # nobody has its code
            row.follow_hmac = blind_index(self.keys.hmac_key, PHONE, row.id)


def _event(
    dice: Dice, keys: KeyRing, row: Complaint, kind: str, words: str, owner: Hand, minute: int
) -> ComplaintEvent:
    event_id = dice.id()
    by_us = kind != "receive"
    sealed = keys.cipher().seal(words, event_place(event_id)) if words else None
    return ComplaintEvent(
        id=event_id,
        complaint_id=row.id,
        act_key=dice.form_key(),
        kind=kind,
        text_enc=sealed,
        told=kind in TOLD,
        by=owner.id if by_us else "public",
        by_name=owner.shown if by_us else "",
        at=row.closed_at or row.received_at + timedelta(minutes=minute)
        if kind == "close"
        else row.received_at + timedelta(minutes=minute),
    )
