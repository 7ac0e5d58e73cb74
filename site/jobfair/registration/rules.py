"""Sending a registration: one person, one seat, one case, once.

Everything that can be looked up is read before the write begins; the write itself is one short
transaction whose seat is one conditional UPDATE (model, "Seats"). The once-only key is inserted
before the seat is taken, so that a repeat gives the first one's receipt and takes no second seat.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import aliased

from jobfair import audit
from jobfair.cases.history import WORKER
from jobfair.cases.offices import office_for_person
from jobfair.cases.opening import open_case
from jobfair.conferences.rules import WhyClosed, why_closed
from jobfair.database import db, set_mode
from jobfair.errors import Conflict, Invalid
from jobfair.keys import keys
from jobfair.lib import clock
from jobfair.lib.codes import new_id, new_slip_code, receipt_for
from jobfair.messages.outbox import enqueue
from jobfair.models import (
    CaseFile,
    Conference,
    ConferenceState,
    Consent,
    Person,
    PersonPhone,
    Purpose,
    Registration,
    RegistrationState,
)
from jobfair.privacy.queries import find_texts
from jobfair.registration.answers import Answers
from jobfair.registration.duplicates import (
    FOLDED_LENGTH,
    GIVEN_LENGTH,
    Typed,
    find_similar,
    note_similar,
)
from jobfair.registration.queries import find_receipt

DAYS_BEFORE = 2  # the office calls two days before the conference
CALL_BACK_WORKING_DAYS = 1  # a promise of three days, kept over a weekend
REMINDER = "conference_reminder"
MORNING, NIGHT = time(7, 0), time(21, 0)  # Decree 91/2020/NĐ-CP: messages by day only
CODE_TRIES = 5


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


@dataclass(frozen=True)
class _Ready:
    """A sending with everything that was looked up before the write began."""

    sending: Sending
    conference_id: str | None
    starts_at: datetime | None
    office_id: str
    versions: dict[Purpose, tuple[int, str]]
    similar: list[tuple[str, str]]
    registration_id: str
    person_id: str

    @property
    def receipt(self) -> str:
        return receipt_for(self.registration_id, keys().receipt_key)


def register(conference: Conference | None, sending: Sending) -> str:
    """Hold a seat (or, without a conference, ask for a call) and give the receipt.

    The same form key always gives the same receipt, whatever else is sent with it. Raises
    Invalid without the consent to hold a seat, NoSeat when the conference takes nobody now.
    """
    if Purpose.SEAT not in sending.purposes:
        raise Invalid()
    if conference is not None:
        why = why_closed(conference)
        if why is not None:
            raise NoSeat(why)
    ready = _prepare(conference, sending)
    _begin_writing()
    if not _insert_once(ready):
        db.session.rollback()
        return find_receipt(sending.form_key) or ready.receipt
    if ready.conference_id is not None and not _take_seat(ready.conference_id):
        _give_up(ready.conference_id)
    case = _open_case(ready)
    _write_consents(ready)
    note_similar(
        ready.person_id,
        case.id,
        ready.similar,
        office_id=ready.office_id,
        day=clock.today(),
    )
    _remind(ready)
    audit.record(
        "public",
        "registration.create",
        "registration",
        ready.registration_id,
        person_ids=[ready.person_id],
        fields=["name", "birth_year", "phone", "commune", "village"],
    )
    return ready.receipt


def _prepare(conference: Conference | None, sending: Sending) -> _Ready:
    answers = sending.answers
    texts = find_texts(sending.lang, sending.purposes)
    typed = Typed(
        name=answers.name or "",
        birth_year=answers.birth_year or 0,
        commune_code=answers.commune_code,
        e164=sending.e164,
        shared_office=answers.phone_owner == "office",
    )
    return _Ready(
        sending=sending,
        conference_id=conference.id if conference else None,
        starts_at=conference.starts_at if conference else None,
        office_id=office_for_person(answers.commune_code).id,
        versions={purpose: (text.version, text.lang) for purpose, text in texts.items()},
        similar=find_similar(typed),
        registration_id=new_id(),
        person_id=new_id(),
    )


def _begin_writing() -> None:
    """End the read-only transaction of this request; the next statement takes the write lock."""
    db.session.rollback()
    set_mode("write")


def _insert_once(ready: _Ready) -> bool:
    """Insert the provisional person and, by its key, the registration; False for a repeat."""
    answers = ready.sending.answers
    person = Person(
        id=ready.person_id,
        name=answers.name,
        birth_year=answers.birth_year,
        birth_date=answers.born_on,
        commune_code=answers.commune_code,
        other_province=answers.commune_code is None,
        village=answers.village,
    )
    person.folded = person.folded[:FOLDED_LENGTH]
    person.given_folded = person.given_folded[:GIVEN_LENGTH]
    person.phones = [
        PersonPhone(
            e164=ready.sending.e164,
            tail=ready.sending.e164[-3:],
            owner=answers.phone_owner,
            note=answers.phone_note,
        )
    ]
    db.session.add(person)
    db.session.flush()
    for _try in range(CODE_TRIES):
        if _insert_registration(ready):
            return True
        if find_receipt(ready.sending.form_key):
            return False
    raise Conflict()


def _insert_registration(ready: _Ready) -> bool:
    sending, answers = ready.sending, ready.sending.answers
    is_sqlite = db.engine.dialect.name == "sqlite"
    build = sqlite.insert if is_sqlite else postgresql.insert
    state = RegistrationState.HELD if ready.conference_id else RegistrationState.CALL_BACK
    written = db.session.execute(
        build(Registration)
        .values(
            id=ready.registration_id,
            conference_id=ready.conference_id,
            person_id=ready.person_id,
            form_key=sending.form_key,
            slip_code=new_slip_code(),
            receipt=ready.receipt,
            typed_name=answers.name,
            typed_birth_year=answers.birth_year,
            typed_phone=sending.e164,
            typed_commune=answers.commune,
            typed_village=answers.village,
            channel="web",
            for_whom=answers.for_whom or "self",
            state=state,
            lang=sending.lang,
            created_at=clock.now(),
        )
        .on_conflict_do_nothing()
    )
    return bool(written.rowcount)  # type: ignore[attr-defined]


def _take_seat(conference_id: str) -> bool:
    """One conditional UPDATE; nobody passes those who wait."""
    waiting = aliased(Registration)
    line = sa.exists().where(
        waiting.conference_id == conference_id, waiting.state == RegistrationState.WAITING
    )
    taken = db.session.execute(
        sa.update(Conference)
        .where(
            Conference.id == conference_id,
            Conference.seats_taken + 1 <= Conference.capacity,
            Conference.state == ConferenceState.OPEN,
            Conference.starts_at > clock.now(),
            ~line,
        )
        .values(seats_taken=Conference.seats_taken + 1)
        .execution_options(synchronize_session=False)
    )
    return bool(taken.rowcount)  # type: ignore[attr-defined]


def _give_up(conference_id: str) -> None:
    """Let the lock go before anything is drawn, then say why. Raises NoSeat."""
    db.session.rollback()
    set_mode("read")
    conference = db.session.get(Conference, conference_id)
    raise NoSeat((why_closed(conference) if conference else None) or "full")


def _open_case(ready: _Ready) -> CaseFile:
    person = db.session.get(Person, ready.person_id)
    if person is None:
        raise Conflict()
    case = open_case(
        person,
        office_id=ready.office_id,
        next_step="call_before_conference" if ready.starts_at else "call_back",
        next_on=_call_on(ready.starts_at),
        commune_code=ready.sending.answers.commune_code,
        act_key=f"open:{ready.sending.form_key}",
        by=WORKER,
        by_name="",
        role=WORKER,
    )
    db.session.execute(
        sa.update(Registration)
        .where(Registration.id == ready.registration_id)
        .values(case_id=case.id)
        .execution_options(synchronize_session=False)
    )
    return case


def _call_on(starts_at: datetime | None) -> date:
    """Two days before the conference, not before today; a call back on the next working day."""
    if starts_at is None:
        return clock.add_working_days(clock.today(), CALL_BACK_WORKING_DAYS)
    before = clock.to_local(starts_at).date() - timedelta(days=DAYS_BEFORE)
    return max(clock.today(), before)


def _write_consents(ready: _Ready) -> None:
    """One row a purpose. For an adult registered by someone else it is provisional."""
    sending = ready.sending
    for_whom = sending.answers.for_whom or "self"
    at = clock.now()
    rows = [
        {
            "id": new_id(),
            "person_id": ready.person_id,
            "purpose": purpose,
            "given": True,
            "provisional": for_whom != "self",
            "text_version": ready.versions[purpose][0],
            "lang": ready.versions[purpose][1],
            "how": "web",
            "by": "",
            "note": "" if for_whom == "self" else f"for_whom={for_whom}",
            "at": at,
            "seq": 1,
        }
        for purpose in sending.purposes
    ]
    db.session.execute(sa.insert(Consent), rows)


def _remind(ready: _Ready) -> None:
    """A message the day before, only where the person has agreed to messages."""
    agreed = Purpose.SMS in ready.sending.purposes and ready.sending.answers.for_whom == "self"
    if ready.starts_at is None or ready.conference_id is None or not agreed:
        return
    enqueue(
        f"{REMINDER}:{ready.registration_id}",
        REMINDER,
        {"registration": ready.registration_id, "conference": ready.conference_id},
        due_at=reminder_at(ready.starts_at, clock.now()),
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
