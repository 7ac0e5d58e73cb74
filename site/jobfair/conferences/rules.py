"""What may be done with a conference, by whom, and when a seat may be asked for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Literal

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from jobfair import audit
from jobfair.access import Actor
from jobfair.conferences.plan import TOLD_OF, Plan, changed_fields
from jobfair.conferences.queries import seats_left
from jobfair.conferences.staff_queries import find_made, may_plan, planning_scope
from jobfair.conferences.told import CANCELLED, CHANGED
from jobfair.conferences.writing import add_with_slug, fill, id_for, write_lists
from jobfair.database import db
from jobfair.errors import Conflict, Invalid, NotFound, Stale
from jobfair.lib import clock
from jobfair.models import Conference, ConferenceState
from jobfair.public_version import raise_version

WhyClosed = Literal["full", "past", "cancelled", "closed"]

SEATS_ADDED: list[Callable[[str], object]] = []
"""What is to happen once a conference (its id) has more seats: the rooms above add to it."""

PEOPLE_TOLD: list[Callable[[Conference, str], object]] = []
"""How those who registered hear of a change or a cancelling (its topic): the room above adds."""

PAST_START = _l("The conference must begin later than now. Correct the day or the time.")
ENDS_FIRST = _l("The end must come after the start.")
OVER = _l("This conference is over. Copy it to plan the next one.")
IS_CANCELLED = _l("This conference was cancelled. Copy it to plan another one.")
IS_DRAFT = _l("A draft is not public yet, so there is nothing to cancel.")


class BelowTaken(Invalid):
    """422: the capacity asked for is lower than the seats that people hold."""


class WrongTimes(Invalid):
    """422: the start has passed, or the end does not come after it. ``field`` says which."""

    def __init__(self, field: Literal["day", "ends"], message: object) -> None:
        super().__init__(message)
        self.field = field


def why_closed(conference: Conference, at: datetime | None = None) -> WhyClosed | None:
    """Why no seat can be asked for at the moment (default: now), or None when it can.

    A draft counts as closed. Open until the start (model.md, Seats).
    """
    if conference.state is ConferenceState.CANCELLED:
        return "cancelled"
    if conference.starts_at <= (at or clock.now()):
        return "past"
    if conference.state is not ConferenceState.OPEN:
        return "closed"
    return None if seats_left(conference) else "full"


def is_open_for_registration(conference: Conference, at: datetime | None = None) -> bool:
    """Whether a seat can be asked for; the UPDATE of the seat has the last word."""
    return why_closed(conference, at) is None


def create_conference(plan: Plan, *, by: Actor, key: str = "") -> Conference:
    """Write a draft. ``key``: the once-only id of the form; sent twice it is one draft.

    Raises NotFound outside the planning scope, WrongTimes for the times.
    """
    made = find_made(key)  # the first sending came through
    if made is not None:
        check_may_change(made, by)
        return made
    check_plan(plan, by)
    conference = Conference(
        id=id_for(key),
        capacity=plan.capacity,
        seats_taken=0,
        version=1,
        state=ConferenceState.DRAFT,
    )
    fill(conference, plan)
    add_with_slug(conference, plan)
    write_lists(conference, plan)
    audit.record(by, "conference.create", "conference", conference.id)
    return conference


def edit_conference(conference: Conference, plan: Plan, version: int, *, by: Actor) -> Conference:
    """Change the plan that stood at ``version``; the public address stays.

    Raises NotFound outside the planning scope, Conflict when it is over or cancelled, Stale
    when somebody changed it since, BelowTaken and WrongTimes. People who hold a seat are told
    of a new day, time, place or link of a published conference.
    """
    check_may_change(conference, by)
    if conference.version != version:
        raise Stale()
    check_plan(plan, by)
    changed = changed_fields(conference, plan)
    if not changed:
        return conference
    raise_plan_version(conference, version, plan.capacity)
    fill(conference, plan)
    write_lists(conference, plan)
    audit.record(by, "conference.edit", "conference", conference.id, fields=changed)
    if conference.state is ConferenceState.OPEN:
        raise_version("conferences")
        if TOLD_OF & set(changed):
            _tell(conference, CHANGED)
        for hand_on in SEATS_ADDED if "capacity" in changed else ():
            hand_on(conference.id)
    return conference


def publish_conference(conference: Conference, *, by: Actor) -> Conference:
    """Show a draft to the public; doing it twice changes nothing.

    Raises NotFound outside the planning scope, Conflict when it is cancelled or over, and
    WrongTimes for a draft whose start has passed.
    """
    check_may_change(conference, by)
    if conference.state is ConferenceState.OPEN:
        return conference
    if conference.starts_at <= clock.now():
        raise WrongTimes("day", PAST_START)
    raise_plan_version(conference, conference.version)
    conference.state = ConferenceState.OPEN
    db.session.flush()
    audit.record(by, "conference.publish", "conference", conference.id)
    raise_version("conferences")
    return conference


def cancel_conference(conference: Conference, reason: str, *, by: Actor) -> Conference:
    """Call an open conference off and tell everyone who holds a seat or waits; final.

    ``reason`` is read by the public. Doing it twice changes nothing. Raises NotFound outside
    the planning scope, Conflict for a draft or one that is over.
    """
    if may_plan(conference, by) and conference.state is ConferenceState.CANCELLED:
        return conference
    check_may_cancel(conference, by)
    raise_plan_version(conference, conference.version)
    conference.state, conference.cancel_reason = ConferenceState.CANCELLED, reason
    db.session.flush()
    audit.record(by, "conference.cancel", "conference", conference.id, fields=["cancel_reason"])
    raise_version("conferences")
    _tell(conference, CANCELLED)
    return conference


def check_may_change(conference: Conference, by: Actor) -> None:
    """Raise NotFound outside the planning scope, Conflict when it is over or cancelled."""
    if not may_plan(conference, by):
        raise NotFound()
    if conference.state is ConferenceState.CANCELLED:
        raise Conflict(IS_CANCELLED)
    if conference.state is not ConferenceState.DRAFT and conference.starts_at <= clock.now():
        raise Conflict(OVER)


def check_may_cancel(conference: Conference, by: Actor) -> None:
    """As ``check_may_change``; a draft, which nobody has seen, raises Conflict too."""
    check_may_change(conference, by)
    if conference.state is ConferenceState.DRAFT:
        raise Conflict(IS_DRAFT)


def check_plan(plan: Plan, by: Actor) -> None:
    """Raise NotFound outside the planning scope, WrongTimes for the times."""
    scope = planning_scope(by)
    if not (scope.province or plan.commune_code in scope.communes):
        raise NotFound()
    if plan.starts_at <= clock.now():
        raise WrongTimes("day", PAST_START)
    if plan.ends_at <= plan.starts_at:
        raise WrongTimes("ends", ENDS_FIRST)


def raise_plan_version(conference: Conference, version: int, capacity: int | None = None) -> None:
    """One conditional UPDATE: of two officers, or an officer and a last seat, one loses.

    Raises Stale, or BelowTaken when only the capacity was in the way.
    """
    values: dict[str, int] = {"version": version + 1}
    query = sa.update(Conference).where(
        Conference.id == conference.id, Conference.version == version
    )
    if capacity is not None:
        values["capacity"] = capacity
        query = query.where(Conference.seats_taken <= capacity)
    done = db.session.execute(query.values(**values).execution_options(synchronize_session=False))
    db.session.refresh(conference, ["version", "capacity", "seats_taken"])
    if done.rowcount:  # type: ignore[attr-defined]
        return
    if conference.version == version:
        raise BelowTaken(
            _l(
                "%(taken)s seats are given already. The number of seats cannot be lower.",
                taken=conference.seats_taken,
            )
        )
    raise Stale()


def _tell(conference: Conference, topic: str) -> None:
    for tell in PEOPLE_TOLD:
        tell(conference, topic)
