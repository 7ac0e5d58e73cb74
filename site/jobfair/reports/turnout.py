"""Who came, by one rule for the board and for the report on conferences (C19).

A person came whose mark at the door says present, with a seat or without one; who was in the
waiting line came without one. Cancelled and drafted conferences, and those ahead, do not count.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

import sqlalchemy as sa

from jobfair.database import db
from jobfair.lib import clock
from jobfair.models import (
    LISTED,
    Attendance,
    Conference,
    ConferenceState,
    Registration,
    RegistrationState,
)


def listed() -> sa.ColumnElement[bool]:
    """Join condition: who is on the list of a conference that was held."""
    return sa.and_(Registration.conference_id == Conference.id, Registration.state.in_(LISTED))


def present() -> sa.ColumnElement[bool]:
    """Join condition: the mark of somebody on the list that says present."""
    return sa.and_(Attendance.registration_id == Registration.id, Attendance.present.is_(True))


def begun(first: date, last: date) -> tuple[sa.ColumnElement[bool], ...]:
    """Condition: a conference between two days (both included) that took place or is under way."""
    start, end = clock.from_local(first, time(0)), clock.from_local(last, time(23, 59, 59))
    return (
        Conference.state.in_((ConferenceState.OPEN, ConferenceState.CLOSED)),
        Conference.starts_at >= start,
        Conference.starts_at <= min(end, clock.now()),
    )


def how_many(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    """How many rows meet a condition; 0 where there is no row."""
    return sa.func.coalesce(sa.func.sum(sa.case((condition, 1), else_=0)), 0)


def numbers() -> tuple[sa.ColumnElement[int], sa.ColumnElement[int], sa.ColumnElement[int]]:
    """Had a seat, came, came without a seat: over the joins ``listed`` and ``present``."""
    came = Attendance.id.is_not(None)
    return (
        how_many(Registration.state == RegistrationState.HELD),
        how_many(came),
        how_many(sa.and_(came, Registration.state != RegistrationState.HELD)),
    )


@dataclass(frozen=True)
class Turnout:
    """Conferences that have begun: how many, seats held, came with a seat, came without one."""

    conferences: int
    held: int
    came: int
    walked_in: int


def count_turnout(first: date, last: date) -> Turnout:
    """Seats and attendance at the conferences between two days, as far as they have begun."""
    shown = begun(first, last)
    held, came, walked_in = db.session.execute(
        sa.select(*numbers())
        .select_from(Registration)
        .join(Conference, listed())
        .outerjoin(Attendance, present())
        .where(*shown)
    ).one()
    conferences = db.session.scalar(sa.select(sa.func.count(Conference.id)).where(*shown)) or 0
    return Turnout(conferences, int(held), int(came) - int(walked_in), int(walked_in))
