"""Sending a registration: one person, one seat, one case, once.

Everything that can be looked up is read before the write begins; what is written stands in
``writing``, when it is written in ``line``. The once-only key is inserted before the seat is
taken, so that a repeat gives the first one's receipt and takes no second seat.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from jobfair import audit
from jobfair.cases.history import WORKER
from jobfair.cases.opening import opening_rows
from jobfair.conferences.rules import WhyClosed, why_closed
from jobfair.database import db
from jobfair.errors import Conflict, Invalid
from jobfair.keys import keys
from jobfair.lib import clock
from jobfair.lib.codes import new_id, receipt_for
from jobfair.messages.outbox import message_row
from jobfair.models import Conference, Purpose, RegistrationState
from jobfair.registration.answers import Answers
from jobfair.registration.duplicates import Typed, find_similar, similar_rows
from jobfair.registration.line import line
from jobfair.registration.queries import office_id_for, text_versions
from jobfair.registration.writing import NoSeatLeft, Row, SentBefore, Writing, prepare

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
    registration = _registration_row(conference, sending)
    writing = _prepare(conference, sending, registration)
    # A reader of our own would keep SQLite's log from being emptied by the commit.
    db.session.rollback()
    try:
        line().send(writing)
    except SentBefore as before:
        return before.receipt
    except NoSeatLeft:
        raise NoSeat(_why_now(conference)) from None
    return str(registration["receipt"])


def _why_now(conference: Conference | None) -> WhyClosed:
    """Look again why there was no seat; whoever was faster has it by now."""
    now_there = db.session.get(Conference, conference.id) if conference else None
    return (why_closed(now_there) if now_there else None) or "full"


def _typed(sending: Sending) -> Typed:
    answers = sending.answers
    return Typed(
        name=answers.name or "",
        birth_year=answers.birth_year or 0,
        commune_code=answers.commune_code,
        e164=sending.e164,
        shared_office=answers.phone_owner == "office",
    )


def _prepare(conference: Conference | None, sending: Sending, registration: Row) -> Writing:
    """Everything one sending writes, with the reads it needs, before any lock is taken."""
    starts_at = conference.starts_at if conference else None
    office_id = office_id_for(sending.answers.commune_code)
    case, event = opening_rows(
        office_id=office_id,
        next_step="call_before_conference" if conference else "call_back",
        next_on=_call_on(starts_at),
        commune_code=sending.answers.commune_code,
        act_key=f"open:{sending.form_key}",
        by=WORKER,
        by_name="",
        role=WORKER,
    )
    pairs, tasks = similar_rows(
        registration, find_similar(_typed(sending)), office_id=office_id, day=clock.today()
    )
    person_id, case_id = registration["person_id"], registration["case_id"]
    return prepare(
        line().dialect,
        registration,
        first={
            "person": [_person_row(registration, sending)],
            "person_phone": [_phone_row(person_id, sending)],
            "case_file": [case | {"id": case_id, "person_id": person_id}],
        },
        then={
            "case_event": [event | {"case_id": case_id}],
            "consent": _consent_rows(registration, sending),
            "audit_event": [_audit_row(registration)],
            "outbox_message": _message_rows(registration, sending, starts_at),
            "duplicate_pair": pairs,
            "task": tasks,
        },
    )


def _phone_row(person_id: str, sending: Sending) -> Row:
    return {
        "person_id": person_id,
        "e164": sending.e164,
        "tail": sending.e164[-3:],
        "owner": sending.answers.phone_owner,
        "note": sending.answers.phone_note,
    }


def _audit_row(registration: Row) -> Row:
    return audit.event_row(
        "public",
        "registration.create",
        "registration",
        registration["id"],
        person_ids=[registration["person_id"]],
        fields=["name", "birth_year", "phone", "commune", "village"],
    )


def _person_row(registration: Row, sending: Sending) -> Row:
    answers, typed = sending.answers, _typed(sending)
    return {
        "id": registration["person_id"],
        "name": typed.name,
        "folded": typed.folded,
        "given_folded": typed.given_folded,
        "birth_year": typed.birth_year,
        "birth_date": answers.born_on,
        "commune_code": typed.commune_code,
        "other_province": typed.commune_code is None,
        "village": answers.village,
        "created_at": registration["created_at"],
    }


def _registration_row(conference: Conference | None, sending: Sending) -> Row:
    answers, registration_id = sending.answers, new_id()
    return {
        "id": registration_id,
        "conference_id": conference.id if conference else None,
        "person_id": new_id(),
        "case_id": new_id(),
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
        "created_at": clock.now(),
    }


def _consent_rows(registration: Row, sending: Sending) -> list[Row]:
    """One row a purpose. For an adult registered by someone else it is provisional."""
    versions = text_versions(sending.lang)
    for_whom = sending.answers.for_whom or "self"
    return [
        {
            "person_id": registration["person_id"],
            "purpose": purpose,
            "given": True,
            "provisional": for_whom != "self",
            "text_version": versions[purpose][0],
            "lang": versions[purpose][1],
            "how": "web",
            "note": "" if for_whom == "self" else f"for_whom={for_whom}",
            "at": registration["created_at"],
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


def _message_rows(registration: Row, sending: Sending, starts_at: datetime | None) -> Sequence[Row]:
    """A message the day before, only where the person has agreed to messages."""
    agreed = Purpose.SMS in sending.purposes and registration["for_whom"] == "self"
    if starts_at is None or not agreed:
        return ()
    ids = {"registration": registration["id"], "conference": registration["conference_id"]}
    key = f"{REMINDER}:{registration['id']}"
    return (message_row(key, REMINDER, ids, reminder_at(starts_at, clock.now())),)


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
