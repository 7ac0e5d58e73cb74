"""Numbers of the tables at which the guests of a conference sit (C12)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask_babel import lazy_gettext as _l

from jobfair import audit
from jobfair.access import Actor
from jobfair.conferences.rules import IS_CANCELLED, OVER, raise_plan_version
from jobfair.conferences.staff_queries import may_plan
from jobfair.conferences.writing import number_tables
from jobfair.database import db
from jobfair.errors import Conflict, Invalid, NotFound, Stale
from jobfair.lib import clock
from jobfair.models import Conference, ConferenceKind, ConferenceState
from jobfair.public_version import raise_version

MOST_TABLES: Final = 200


class NumberTwice(Invalid):
    """422: two guests would sit at one table. ``guest_id``: the later of the two."""

    def __init__(self, guest_id: str, number: int) -> None:
        super().__init__(_l("Table %(number)s is given twice.", number=number))
        self.guest_id = guest_id


def check_may_number(conference: Conference, by: Actor) -> None:
    """Until the end: tables move on the day. Raises NotFound out of scope, Conflict after it."""
    if not may_plan(conference, by):
        raise NotFound()
    if conference.state is ConferenceState.CANCELLED:
        raise Conflict(IS_CANCELLED)
    if conference.ends_at <= clock.now():
        raise Conflict(OVER)


def set_booths(
    conference: Conference, numbers: Mapping[str, int | None], version: int, *, by: Actor
) -> None:
    """Give the guests (their ids) their tables; at a fair who has none gets the next free one.

    ``version``: of the plan that was looked at. The same numbers again change nothing. Raises
    NotFound and Conflict as ``check_may_number``, Stale when the plan was changed since, and
    NumberTwice.
    """
    check_may_number(conference, by)
    if conference.version != version:
        raise Stale()
    wanted = {guest.id: numbers.get(guest.id) for guest in conference.guests}
    _check_once(wanted)
    if wanted == {guest.id: guest.booth for guest in conference.guests}:
        return
    raise_plan_version(conference, version)
    for guest in conference.guests:
        guest.booth = None
    db.session.flush()  # two tables may change places
    for guest in conference.guests:
        guest.booth = wanted[guest.id]
    db.session.flush()
    if conference.kind is ConferenceKind.FAIR:
        number_tables(conference)
    audit.record(by, "conference.edit", "conference", conference.id, fields=["booths"])
    if conference.state is ConferenceState.OPEN:
        raise_version("conferences")


def _check_once(wanted: Mapping[str, int | None]) -> None:
    seen: set[int] = set()
    for guest_id, number in wanted.items():
        if number is not None and number in seen:
            raise NumberTwice(guest_id, number)
        if number is not None:
            seen.add(number)
