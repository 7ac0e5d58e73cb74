"""Interviews at the tables: nobody and no table is in two places at once (C12).

Whoever makes hours at a table holds the table's row; whoever gives an hour to a person holds the
person's registration and person, then the hours in the order of their ids. SQLite has one writer
at a time. What overlaps is looked for behind those locks, in the same transaction.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Final

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from jobfair import audit
from jobfair.access import Actor
from jobfair.conferences.door_days import door_days
from jobfair.database import db
from jobfair.door.rules import find_attendance, lock, note_act
from jobfair.errors import Conflict, Invalid, NotFound, Stale
from jobfair.lib import clock
from jobfair.models import (
    Conference,
    ConferenceGuest,
    ConferenceState,
    InterviewSlot,
    Person,
    Registration,
    RegistrationState,
    SlotState,
)

LEAST_MINUTES, MOST_MINUTES, MOST_AT_ONCE = 5, 120, 60
BUSY: Final = (SlotState.GIVEN, SlotState.STARTED, SlotState.DONE)
"""Hours at which the person sits at that table."""
STEPS: Final = {
    "start": (frozenset({SlotState.GIVEN, SlotState.MISSED}), SlotState.STARTED),
    "finish": (frozenset({SlotState.STARTED}), SlotState.DONE),
    "miss": (frozenset({SlotState.GIVEN}), SlotState.MISSED),
}
"""Step -> from which states, to which. Who was late after all begins from missed."""

CALLED_OFF = _l("This conference was cancelled. There are no interviews.")
TAKEN = _l("Somebody else has this hour already. Choose another one.")
ELSEWHERE = _l("This person is at another table at that hour. Choose another hour.")
NOT_HERE = _l("Only who holds a seat or is present gets an hour.")
NOT_NOW = _l("This is not possible any more. Look at the hour again.")
DAYS = _l("Choose a day of the conference, or one of the seven days after it.")


def open_slots(
    conference: Conference,
    guest_id: str,
    first: datetime,
    until: datetime,
    minutes: int,
    *,
    by: Actor,
) -> int:
    """Make hours of so many minutes at a table, one after the other; how many were made.

    An hour that would overlap one that is there is left out, so the same form twice makes
    nothing. Raises NotFound for no guest of this conference, Conflict when it was cancelled,
    Invalid for times out of its days, too short or too many.
    """
    _check_on(conference)
    _check_times(conference, first, until, minutes)
    guest = _hold_guest(conference, guest_id)
    there = _times(guest.id)
    made, starts, length = 0, first, timedelta(minutes=minutes)
    while starts + length <= until:
        ends = starts + length
        if all(ends <= begin or end <= starts for begin, end in there):
            db.session.add(InterviewSlot(guest_id=guest.id, starts_at=starts, ends_at=ends))
            made += 1
        starts = ends
    db.session.flush()
    if made:
        audit.record(by, "slot.open", "conference", conference.id, fields=("slots",))
    return made


def _check_on(conference: Conference) -> None:
    if conference.state is not ConferenceState.OPEN:
        raise Conflict(CALLED_OFF)


def _check_times(conference: Conference, first: datetime, until: datetime, minutes: int) -> None:
    last_day = door_days(conference)[1]
    if first < conference.starts_at or _day(until) > last_day:
        raise Invalid(DAYS)
    if not LEAST_MINUTES <= minutes <= MOST_MINUTES:
        raise Invalid(_l("Between 5 and 120 minutes."))
    room = (until - first) // timedelta(minutes=minutes)
    if room < 1:
        raise Invalid(_l("The end must leave room for one interview."))
    if room > MOST_AT_ONCE:
        raise Invalid(_l("At most 60 interviews at once. Choose a shorter time."))


def _day(moment: datetime) -> date:
    return clock.to_local(moment).date()


def _hold_guest(conference: Conference, guest_id: str) -> ConferenceGuest:
    """The guest, held: two officers make hours at one table one after the other."""
    found = db.session.scalars(
        sa.select(ConferenceGuest)
        .where(ConferenceGuest.id == guest_id, ConferenceGuest.conference_id == conference.id)
        .with_for_update(of=ConferenceGuest)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise NotFound()
    return found


def _times(guest_id: str) -> list[tuple[datetime, datetime]]:
    rows = db.session.execute(
        sa.select(InterviewSlot.starts_at, InterviewSlot.ends_at).where(
            InterviewSlot.guest_id == guest_id
        )
    )
    return [(starts, ends) for starts, ends in rows]


def remove_slot(conference: Conference, slot_id: str, *, by: Actor) -> None:
    """Take an hour away that nobody has; one that is gone already changes nothing.

    Raises Conflict when somebody has it.
    """
    _check_on(conference)
    slots = _hold_slots(conference, [slot_id])
    if not slots:
        return
    if slots[0].state is not SlotState.FREE:
        raise Conflict(TAKEN)
    db.session.delete(slots[0])
    audit.record(by, "slot.remove", "conference", conference.id, fields=("slots",))
    db.session.flush()


def give_slot(
    conference: Conference, slot_id: str, registration_id: str, *, by: Actor
) -> InterviewSlot:
    """Give a free hour to somebody; the same again changes nothing.

    Raises NotFound off this conference, Conflict when the hour is somebody's, when the person
    sits at another table then, or holds no seat and is not present.
    """
    _check_on(conference)
    registration = _hold_person(conference, registration_id)
    slot = _get_held(conference, slot_id)
    if slot.state is SlotState.GIVEN and slot.registration_id == registration.id:
        return slot
    if slot.state is not SlotState.FREE:
        raise Conflict(TAKEN)
    _check_nowhere_else(registration, slot, ())
    _take(slot, registration)
    note_act(by, "slot.give", registration, ("slots",))
    return slot


def move_slot(
    conference: Conference, slot_id: str, to_id: str, registration_id: str, *, by: Actor
) -> InterviewSlot:
    """The person has another hour instead, at this table or another one of the conference.

    ``registration_id``: whom the officer saw in the old hour. Raises as ``give_slot``, Stale
    when the old hour is not that person's any more.
    """
    _check_on(conference)
    registration = _hold_person(conference, registration_id)
    slots = {slot.id: slot for slot in _hold_slots(conference, {slot_id, to_id})}
    if slots.keys() != {slot_id, to_id}:
        raise NotFound()
    old, new = slots[slot_id], slots[to_id]
    if new.state is SlotState.GIVEN and new.registration_id == registration.id:
        return new
    if old.registration_id != registration.id or old.state is not SlotState.GIVEN:
        raise Stale()
    if new.state is not SlotState.FREE:
        raise Conflict(TAKEN)
    _check_nowhere_else(registration, new, (old.id,))
    _let_go(old)
    _take(new, registration)
    note_act(by, "slot.move", registration, ("slots",))
    return new


def give_back(conference: Conference, slot_id: str, registration_id: str, *, by: Actor) -> None:
    """The hour is free again; Stale when it is somebody else's or has begun."""
    _check_on(conference)
    slot = _get_held(conference, slot_id)
    if slot.state is SlotState.FREE:
        return
    if slot.registration_id != registration_id or slot.state is not SlotState.GIVEN:
        raise Stale(NOT_NOW)
    registration = db.session.get_one(Registration, registration_id)
    _let_go(slot)
    note_act(by, "slot.give_back", registration, ("slots",))


def step_slot(
    conference: Conference, slot_id: str, registration_id: str, step: str, *, by: Actor
) -> InterviewSlot:
    """It begins, is over, or the person did not come; the same step again changes nothing.

    Raises Stale for another person's hour or a step that does not follow, Conflict when who was
    missed and begins now sits elsewhere.
    """
    _check_on(conference)
    if step not in STEPS:
        raise Invalid()
    allowed, to = STEPS[step]
    registration = _hold_person(conference, registration_id, any_state=True)
    slot = _get_held(conference, slot_id)
    if slot.registration_id != registration.id:
        raise Stale(NOT_NOW)
    if slot.state is to:
        return slot
    if slot.state not in allowed:
        raise Stale(NOT_NOW)
    if slot.state not in BUSY:
        _check_nowhere_else(registration, slot, ())
    slot.state, slot.changed_at = to, clock.now()
    note_act(by, f"slot.{step}", registration, ("slots",))
    db.session.flush()
    return slot


def _hold_person(
    conference: Conference, registration_id: str, *, any_state: bool = False
) -> Registration:
    """The registration and its person, held. Raises NotFound, Conflict for who may not come."""
    registration = lock(conference, registration_id)
    db.session.execute(
        sa.select(Person.id).where(Person.id == registration.person_id).with_for_update()
    )
    if any_state or registration.state is not RegistrationState.WAITING:
        return registration
    came = find_attendance(registration)
    if came is None or not came.present:
        raise Conflict(NOT_HERE)
    return registration


def _hold_slots(conference: Conference, ids: Collection[str]) -> list[InterviewSlot]:
    rows = db.session.scalars(
        sa.select(InterviewSlot)
        .join(ConferenceGuest, ConferenceGuest.id == InterviewSlot.guest_id)
        .where(InterviewSlot.id.in_(ids), ConferenceGuest.conference_id == conference.id)
        .order_by(InterviewSlot.id)
        .with_for_update(of=InterviewSlot)
        .execution_options(populate_existing=True)
    )
    return list(rows)


def _get_held(conference: Conference, slot_id: str) -> InterviewSlot:
    slots = _hold_slots(conference, [slot_id])
    if not slots:
        raise NotFound()
    return slots[0]


def _check_nowhere_else(
    registration: Registration, slot: InterviewSlot, without: Collection[str]
) -> None:
    """Raises Conflict when the person, under whatever registration, is busy then."""
    busy = (
        sa.select(InterviewSlot.id)
        .join(Registration, Registration.id == InterviewSlot.registration_id)
        .where(
            Registration.person_id == registration.person_id,
            InterviewSlot.state.in_(BUSY),
            InterviewSlot.starts_at < slot.ends_at,
            InterviewSlot.ends_at > slot.starts_at,
            InterviewSlot.id.not_in((slot.id, *without)),
        )
    )
    if db.session.scalars(busy.limit(1)).first() is not None:
        raise Conflict(ELSEWHERE)


def _take(slot: InterviewSlot, registration: Registration) -> None:
    slot.registration_id, slot.state = registration.id, SlotState.GIVEN
    slot.changed_at = clock.now()
    db.session.flush()


def _let_go(slot: InterviewSlot) -> None:
    slot.registration_id, slot.state = None, SlotState.FREE
    slot.changed_at = clock.now()
    db.session.flush()
