"""Sending a registration: one person, one seat, one case, once.

Everything that can be looked up is read before the write begins; the write itself is one short
transaction whose seat is one conditional UPDATE (model, "Seats"). The once-only key is inserted
before the seat is taken, so that a repeat gives the first one's receipt and takes no second seat.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from jobfair import audit
from jobfair.cases.history import WORKER
from jobfair.cases.opening import opening_rows
from jobfair.conferences.rules import WhyClosed, why_closed
from jobfair.database import db, set_mode
from jobfair.errors import Conflict, Invalid
from jobfair.keys import keys
from jobfair.lib import clock
from jobfair.lib.codes import new_id, receipt_for
from jobfair.messages.outbox import enqueue
from jobfair.models import Conference, Purpose, RegistrationState
from jobfair.registration.answers import Answers
from jobfair.registration.duplicates import Typed, find_similar, note_similar
from jobfair.registration.reference import office_id_for, text_versions
from jobfair.registration.writing import NoSeatLeft, Row, Rows, SentBefore, write

DAYS_BEFORE = 2  # the office calls two days before the conference
CALL_BACK_WORKING_DAYS = 1  # a promise of three days, kept over a weekend
REMINDER = "conference_reminder"
MORNING, NIGHT = time(7, 0), time(21, 0)  # Decree 91/2020/NĐ-CP: messages by day only


class NoSeat(Conflict):
    """409: full, past, cancelled or closed; ``why`` says which. The key stays free."""

    def __init__(self, why: WhyClosed) -> None:
        super().__init__()
        self.why = why


@dataclass(frozen=True)
class Sending:
    """What is sent: complete answers, the number in E.164, the purposes agreed to."""

    form_key: str
    answers: Answers
    e164: str
    purposes: tuple[Purpose, ...]
    lang: str


def register(
    conference: Conference | None, sending: Sending, *, waiting: frozenset[str] | None = None
) -> str:
    """Hold a seat (or, without a conference, ask for a call) and give the receipt.

    The same form key always gives the same receipt, whatever else is sent with it. ``waiting``
    is as in conferences.queries.seats_left, when it is known. Raises Invalid without the
    consent to hold a seat, NoSeat when the conference takes nobody now.
    """
    if Purpose.SEAT not in sending.purposes:
        raise Invalid()
    if conference is not None:
        why = why_closed(conference, waiting=waiting)
        if why is not None:
            raise NoSeat(why)
    office_id = office_id_for(sending.answers.commune_code)
    rows = _make_rows(conference, sending, office_id)
    starts_at = conference.starts_at if conference else None
    similar = find_similar(_typed(sending))
    _begin_writing()
    try:
        write(db.session.connection(), rows, clock.now())
    except SentBefore as before:
        db.session.rollback()
        return before.receipt
    except NoSeatLeft:
        raise _seen_again(rows.registration["conference_id"]) from None
    note_similar(rows.registration, similar, office_id=office_id, day=clock.today())
    _remind(rows.registration, sending, starts_at)
    _record(rows.registration)
    return str(rows.registration["receipt"])


def _begin_writing() -> None:
    """End the read-only transaction of this request; the next statement takes the write lock."""
    db.session.rollback()
    set_mode("write")


def _seen_again(conference_id: str) -> NoSeat:
    """Let the lock go before anything is drawn, then look why there was no seat."""
    db.session.rollback()
    set_mode("read")
    conference = db.session.get(Conference, conference_id)
    return NoSeat((why_closed(conference) if conference else None) or "full")


def _record(registration: Row) -> None:
    audit.record(
        "public",
        "registration.create",
        "registration",
        registration["id"],
        person_ids=[registration["person_id"]],
        fields=["name", "birth_year", "phone", "commune", "village"],
    )


def _typed(sending: Sending) -> Typed:
    answers = sending.answers
    return Typed(
        name=answers.name or "",
        birth_year=answers.birth_year or 0,
        commune_code=answers.commune_code,
        e164=sending.e164,
        shared_office=answers.phone_owner == "office",
    )


def _make_rows(conference: Conference | None, sending: Sending, office_id: str) -> Rows:
    answers, at = sending.answers, clock.now()
    person_id, case_id = new_id(), new_id()
    case, event = opening_rows(
        office_id=office_id,
        next_step="call_before_conference" if conference else "call_back",
        next_on=_call_on(conference.starts_at if conference else None),
        commune_code=answers.commune_code,
        act_key=f"open:{sending.form_key}",
        by=WORKER,
        by_name="",
        role=WORKER,
    )
    phone = {
        "person_id": person_id,
        "e164": sending.e164,
        "tail": sending.e164[-3:],
        "owner": answers.phone_owner,
        "note": answers.phone_note,
    }
    return Rows(
        person=_person_row(person_id, sending, at),
        phone=phone,
        case=case | {"id": case_id, "person_id": person_id},
        event=event | {"case_id": case_id},
        registration=_registration_row(conference, sending, person_id, case_id, at),
        consents=_consent_rows(person_id, sending, at),
    )


def _person_row(person_id: str, sending: Sending, at: datetime) -> Row:
    answers, typed = sending.answers, _typed(sending)
    return {
        "id": person_id,
        "name": typed.name,
        "folded": typed.folded,
        "given_folded": typed.given_folded,
        "birth_year": typed.birth_year,
        "birth_date": answers.born_on,
        "commune_code": typed.commune_code,
        "other_province": typed.commune_code is None,
        "village": answers.village,
        "created_at": at,
    }


def _registration_row(
    conference: Conference | None, sending: Sending, person_id: str, case_id: str, at: datetime
) -> Row:
    answers, registration_id = sending.answers, new_id()
    return {
        "id": registration_id,
        "conference_id": conference.id if conference else None,
        "person_id": person_id,
        "case_id": case_id,
        "form_key": sending.form_key,
        "receipt": receipt_for(registration_id, keys().receipt_key),
        "typed_name": answers.name,
        "typed_birth_year": answers.birth_year,
        "typed_phone": sending.e164,
        "typed_commune": answers.commune,
        "typed_village": answers.village,
        "for_whom": answers.for_whom or "self",
        "state": RegistrationState.HELD if conference else RegistrationState.CALL_BACK,
        "lang": sending.lang,
        "created_at": at,
    }


def _consent_rows(person_id: str, sending: Sending, at: datetime) -> list[Row]:
    """One row a purpose. For an adult registered by someone else it is provisional."""
    versions = text_versions(sending.lang)
    for_whom = sending.answers.for_whom or "self"
    return [
        {
            "person_id": person_id,
            "purpose": purpose,
            "given": True,
            "provisional": for_whom != "self",
            "text_version": versions[purpose][0],
            "lang": versions[purpose][1],
            "how": "web",
            "note": "" if for_whom == "self" else f"for_whom={for_whom}",
            "at": at,
            "seq": 1,
        }
        for purpose in sending.purposes
    ]


def _call_on(starts_at: datetime | None) -> date:
    """Two days before the conference, not before today; a call back on the next working day."""
    if starts_at is None:
        return clock.add_working_days(clock.today(), CALL_BACK_WORKING_DAYS)
    before = clock.to_local(starts_at).date() - timedelta(days=DAYS_BEFORE)
    return max(clock.today(), before)


def _remind(registration: Row, sending: Sending, starts_at: datetime | None) -> None:
    """A message the day before, only where the person has agreed to messages."""
    agreed = Purpose.SMS in sending.purposes and registration["for_whom"] == "self"
    if starts_at is None or not agreed:
        return
    enqueue(
        f"{REMINDER}:{registration['id']}",
        REMINDER,
        {"registration": registration["id"], "conference": registration["conference_id"]},
        due_at=reminder_at(starts_at, clock.now()),
    )


def reminder_at(starts_at: datetime, now: datetime) -> datetime:
    """07:00 of the day before; when that has passed, now by day, else 07:00 of the day itself.

    Takes and gives moments in UTC.
    """
    day = clock.to_local(starts_at).date()
    eve = clock.from_local(day - timedelta(days=1), MORNING)
    if eve > now:
        return eve
    if MORNING <= clock.to_local(now).time() < NIGHT:
        return now
    return max(now, clock.from_local(day, MORNING))
