"""From a number of the room to the people behind it, within the reader's scope."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import contains_eager

from jobfair.abroad.figures import (
    Where,
    absconded,
    came_home,
    counts,
    due_checks,
    ended,
    job_group,
    overstayed,
)
from jobfair.abroad.lists import Page, paged
from jobfair.access import Scope
from jobfair.cases.scoping import in_scope
from jobfair.errors import NotFound
from jobfair.models import CaseFile, JobCheck, Person, StayAbroad, StayState

GROUPS: Final[dict[str, object]] = {
    "abroad": _l("Still abroad"),
    "departed": _l("Left the country"),
    "ended": _l("Contract is over"),
    "absconded": _l("Left the employer or overstayed, confirmed"),
    "overstayed": _l("Past the end of the contract, not known to be home"),
    "lost": _l("Absconded or past the end"),
    "on_time": _l("Home on time"),
    "early": _l("Home early"),
    "late": _l("Home late"),
    "job_due": _l("Check of work was due"),
    "job_works": _l("Has work at home"),
    "job_none": _l("Without work"),
    "job_unknown": _l("Work at home is not known"),
}
"""Group of an address -> its title."""

_HOME: Final = {
    "on_time": StayState.ON_TIME,
    "early": StayState.EARLY,
    "late": StayState.LATE,
}


@dataclass(frozen=True)
class Asked:
    """What an address asks for. ``months`` 0: each person's last check that was due."""

    group: str
    year: int
    commune: str = ""
    market: str = ""
    months: int = 0


def list_people(asked: Asked, day: date, scope: Scope, page: int = 1) -> Page[StayAbroad]:
    """The people whom a number counts, by given name; of a scope only its own.

    Raises NotFound for a group that is none, and for a commune that the reader does not
    answer for, as for one that does not exist.
    """
    if asked.group not in GROUPS:
        raise NotFound()
    if asked.commune and not (scope.province or asked.commune in scope.communes):
        raise NotFound()
    query = (
        sa.select(StayAbroad)
        .join(StayAbroad.case)
        .join(CaseFile.person)
        .options(contains_eager(StayAbroad.case).contains_eager(CaseFile.person))
        .where(counts(), in_scope(scope), _condition(asked, day))
    )
    if asked.commune:
        query = query.where(StayAbroad.commune_code == asked.commune)
    if asked.market:
        query = query.where(StayAbroad.market_code == asked.market)
    return paged(query.order_by(Person.given_folded, Person.folded, StayAbroad.id), page)


def _condition(asked: Asked, day: date) -> Where:
    if asked.group in _HOME:
        first, last = date(asked.year, 1, 1), date(asked.year, 12, 31)
        return came_home(_HOME[asked.group], first, last)
    if asked.group.startswith("job_"):
        checks = due_checks(asked.months or None, day)
        found = sa.select(JobCheck.placement_id).where(
            *checks, job_group(asked.group.removeprefix("job_"))
        )
        return StayAbroad.placement_id.in_(found)
    gone = StayAbroad.exit_on <= day
    return {
        "abroad": StayAbroad.state == StayState.ABROAD,
        "departed": gone,
        "ended": ended(day),
        "absconded": absconded(),
        "overstayed": sa.and_(overstayed(day), ~absconded()),
        "lost": sa.or_(overstayed(day), absconded()),
    }[asked.group]
