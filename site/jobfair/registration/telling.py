"""A conference has another day, hour or place, or is off: everyone who registered hears it once.

By a text message with that consent, else by a call of the office. What was not sent or called
yet is replaced by what holds now, and a change waits ten minutes, in which it can be put right.
"""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from jobfair.cases.offices import office_for_person
from jobfair.cases.tasks import open_task
from jobfair.conferences.showing import Communes
from jobfair.conferences.staff_queries import list_to_tell
from jobfair.conferences.told import CANCELLED, CHANGED, told_key
from jobfair.database import db
from jobfair.lib import clock
from jobfair.messages.outbox import enqueue
from jobfair.models import (
    CaseFile,
    Conference,
    OutboxMessage,
    Purpose,
    Registration,
    Task,
)
from jobfair.privacy.queries import people_who_agreed
from jobfair.registration.rows import REMINDER, reminder_at

SETTLE = timedelta(minutes=10)
KINDS = {CHANGED: "conference_changed", CANCELLED: "conference_cancelled"}


def tell_everyone(conference: Conference, topic: str) -> None:
    """Write one message or one call for everyone with a seat or in line.

    ``topic``: ``CHANGED`` or ``CANCELLED``. The key holds the plan's version, so the same
    telling twice is one.
    """
    ids = list_to_tell(conference.id)
    _take_texts_back(conference, set(ids))
    _move_reminders(conference, set(ids), topic)
    rows = db.session.scalars(
        sa.select(Registration)
        .where(Registration.id.in_(ids))
        .options(selectinload(Registration.person))
        .order_by(Registration.created_at, Registration.id)
    )
    registrations = list(rows)
    telling = _Telling(conference, topic, registrations)
    for registration in registrations:
        telling.tell(registration)


class _Telling:
    """One telling of one conference, with what holds for its people read at once."""

    def __init__(self, conference: Conference, topic: str, people: list[Registration]) -> None:
        self.conference, self.topic = conference, topic
        self.note = _note(conference, topic)
        self.calls = _open_calls(people)
        self.agreed = _who_agreed(conference)
        cases = [r.case_id for r in people if r.case_id]
        rows = db.session.scalars(sa.select(CaseFile).where(CaseFile.id.in_(cases)))
        self.cases = {case.id: case for case in rows}
        self.offices: dict[str | None, str] = {}

    def office(self, commune_code: str | None) -> str:
        """The office that calls people of a commune, asked for once."""
        if commune_code not in self.offices:
            self.offices[commune_code] = office_for_person(commune_code).id
        return self.offices[commune_code]

    def tell(self, registration: Registration) -> None:
        """Write the message or the call of one person."""
        conference, topic, waiting = self.conference, self.topic, self.calls.get(registration.id)
        key = told_key(topic, registration.id, conference.version)
        case = self.cases.get(registration.case_id or "")
        if registration.person_id in self.agreed:
            due = clock.now() + (SETTLE if topic == CHANGED else timedelta())
            ids = {"registration": registration.id, "conference": conference.id}
            enqueue(key, topic, ids, due)
            if waiting is not None:  # the consent came after the call was written down
                db.session.delete(waiting)
        elif waiting is not None:
            waiting.key, waiting.kind, waiting.note = key, KINDS[topic], self.note[:300]
            waiting.due_on, waiting.created_at = clock.today(), clock.now()
        elif case is not None:
            office = self.office(registration.person.commune_code)
            open_task(KINDS[topic], key, office, case, note=self.note, due=clock.today())


def _who_agreed(conference: Conference) -> set[str]:
    """People of the conference whose consent to text messages is in force."""
    rows = db.session.scalars(
        sa.select(Registration.person_id).where(
            Registration.conference_id == conference.id,
            Registration.person_id.in_(people_who_agreed(Purpose.SMS)),
        )
    )
    return set(rows)


def _note(conference: Conference, topic: str) -> str:
    """What the officer says on the phone, in Vietnamese."""
    if topic == CANCELLED:
        return f"Hội nghị bị hủy: {conference.cancel_reason}"
    start = clock.to_local(conference.starts_at)
    day = f"{clock.weekday_vi(start.date())} {clock.show_date(start.date())}"
    place = ", ".join(filter(None, (conference.place, conference.landmark)))
    commune = Communes().short(conference.commune_code)
    return f"Nay là: {start.hour}:{start.minute:02}, {day}, {place}, {commune}"


def _unsent(topic: str, conference: Conference) -> list[OutboxMessage]:
    """Messages of the topic about this conference that no worker has taken."""
    free = sa.or_(OutboxMessage.lease_until.is_(None), OutboxMessage.lease_until <= clock.now())
    rows = db.session.scalars(
        sa.select(OutboxMessage)
        .where(OutboxMessage.topic == topic, OutboxMessage.done_at.is_(None), free)
        .where(OutboxMessage.payload["conference"].as_string() == conference.id)
        .order_by(OutboxMessage.id)
        .with_for_update(skip_locked=True)
    )
    return list(rows)


def _take_texts_back(conference: Conference, registrations: set[str]) -> None:
    for message in _unsent(CHANGED, conference):
        if message.payload.get("registration") in registrations:
            db.session.delete(message)
    db.session.flush()


def _move_reminders(conference: Conference, registrations: set[str], topic: str) -> None:
    """The reminder goes out before the new day, and not at all when there is none."""
    at = reminder_at(conference.starts_at, clock.now())
    for message in _unsent(REMINDER, conference):
        if message.payload.get("registration") not in registrations:
            continue
        if topic == CANCELLED:
            db.session.delete(message)
        else:
            message.due_at = at
    db.session.flush()


def _open_calls(registrations: list[Registration]) -> dict[str, Task]:
    """Registration -> the call about this conference that nobody has made yet."""
    cases = [r.case_id for r in registrations if r.case_id]
    rows = db.session.scalars(
        sa.select(Task)
        .where(Task.case_id.in_(cases), Task.kind == KINDS[CHANGED], Task.done_at.is_(None))
        .order_by(Task.id)
    )
    return {task.key.split(":")[1]: task for task in rows}
