"""The waiting line: who stands where, and freed seats that go to the first whom they fit.

Under the lock of the conference's row, so two freed seats never go to one person and no seat
goes to two. A family is promoted whole, or skipped with the reason in the audit.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import sqlalchemy as sa

from jobfair import audit
from jobfair.cases.history import append_event, find_event
from jobfair.cases.locking import hold_case
from jobfair.cases.offices import office_for_person
from jobfair.cases.tasks import open_task
from jobfair.conferences.interviews import free_slots_of
from jobfair.database import db
from jobfair.lib.clock import now
from jobfair.messages.outbox import enqueue
from jobfair.models import (
    AuditEvent,
    CaseFile,
    Conference,
    ConferenceState,
    Purpose,
    Registration,
    RegistrationState,
)
from jobfair.privacy.rules import consent_in_force
from jobfair.registration.writing import skipped_row

PROMOTED = "seat_promoted"
SEAT_PROMOTED = "Có chỗ: người trước đã trả chỗ."


def place_in_line(registration: Registration) -> int:
    """How many stand in line up to this person, from 1; 0 for who does not wait."""
    if registration.state is not RegistrationState.WAITING:
        return 0
    count = db.session.scalar(
        sa.select(sa.func.count())
        .select_from(Registration)
        .where(
            Registration.conference_id == registration.conference_id,
            Registration.state == RegistrationState.WAITING,
            Registration.waiting_no <= registration.waiting_no,
        )
    )
    return count or 0


def _hold(conference_id: str | None) -> Conference:
    """The conference as it is now, locked until the transaction ends: before any registration.

    Not against the sendings that have only written rows which point at it: they come for its
    seats next, and each would wait for the other.
    """
    return db.session.scalars(
        sa.select(Conference)
        .where(Conference.id == conference_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).one()


def leave(registration: Registration) -> bool:
    """Give back the seat or the place in line; of two presses the second gives False.

    The freed seat is nobody's until ``hand_on``.
    """
    conference = _hold(registration.conference_id)
    db.session.refresh(registration, ["state", "waiting_no"])
    if registration.state is RegistrationState.HELD:
        conference.seats_taken -= 1
    elif registration.state is RegistrationState.WAITING:
        conference.waiting -= 1
    else:
        return False
    registration.state, registration.waiting_no = RegistrationState.CANCELLED, None
    registration.cancelled_at = now()
    db.session.flush()
    free_slots_of(registration.id)
    return True


def hand_on(conference_id: str) -> list[str]:
    """Give free seats to those who wait, in order; the ids of who got one.

    Nobody is promoted to a conference that has begun, or that is not open. Each is told once:
    by a message with that consent, else by a call of the office.
    """
    conference = _hold(conference_id)
    open_still = conference.state is ConferenceState.OPEN and conference.starts_at > now()
    free = conference.capacity - conference.seats_taken
    if not (conference.waiting and open_still and free > 0):
        return []
    promoted = _choose(_groups(conference_id), free)
    _seat(conference, promoted)
    return [registration.id for registration in promoted]


def _choose(groups: Sequence[list[Registration]], free: int) -> list[Registration]:
    """Who gets the free seats. A family that is too large is noted once somebody passes it."""
    promoted: list[Registration] = []
    too_large: list[tuple[list[Registration], int]] = []
    for group in groups:
        if len(group) > free:
            too_large.append((group, free))
            continue
        for family, seats in too_large:
            _note_skipped(family, seats)
        too_large = []
        promoted += group
        free -= len(group)
        if not free:
            break
    return promoted


def _groups(conference_id: str) -> list[list[Registration]]:
    """Those who wait in order, a family as one; it stands where its first one stands."""
    rows = db.session.scalars(
        sa.select(Registration)
        .where(
            Registration.conference_id == conference_id,
            Registration.state == RegistrationState.WAITING,
        )
        .order_by(Registration.waiting_no, Registration.id)
        .execution_options(populate_existing=True)
    )
    return [list(group) for _key, group in groupby(rows, lambda r: r.family_key or r.id)]


def _note_skipped(group: Sequence[Registration], free: int) -> None:
    row = skipped_row(group[0].id, [one.person_id for one in group], free)
    db.session.add(AuditEvent(**row))


def _seat(conference: Conference, promoted: Sequence[Registration]) -> None:
    if not promoted:
        return
    conference.seats_taken += len(promoted)
    conference.waiting -= len(promoted)
    for registration in promoted:
        registration.state, registration.waiting_no = RegistrationState.HELD, None
        audit.record(
            "system",
            "registration.promote",
            "registration",
            registration.id,
            person_ids=[registration.person_id],
            fields=["state"],
        )
    db.session.flush()
    for registration in promoted:
        _tell(registration)


def _tell(registration: Registration) -> None:
    """Once: the message's key and the task's key are the registration's."""
    key = f"promoted:{registration.id}"
    case = db.session.get(CaseFile, registration.case_id) if registration.case_id else None
    if case is not None and case.closed_at is None and not find_event(key):
        hold_case(case)
        append_event(case, "note", by="system", act_key=key, note=SEAT_PROMOTED)
    if consent_in_force(registration.person_id, Purpose.SMS):
        ids = {"registration": registration.id, "conference": str(registration.conference_id)}
        enqueue(key, PROMOTED, ids)
    elif case is not None:
        office = office_for_person(registration.person.commune_code)
        open_task("promoted", key, office.id, case, note=SEAT_PROMOTED)
