"""Figures of returns and of work at home, as model.md defines them; unknown stays unknown.

Every figure is a condition over ``stay_abroad`` or ``job_check``: the number counts it and the
list behind the number reads the same condition.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from jobfair.abroad.words import KNOWN, WORKS
from jobfair.access import Scope
from jobfair.cases.scoping import in_scope
from jobfair.cases.settings import end_tolerance_days
from jobfair.database import db
from jobfair.models import CaseFile, JobCheck, StayAbroad, StayState

Where = sa.ColumnElement[bool]
ENDED: Final = (StayState.ON_TIME, StayState.EARLY, StayState.LATE, StayState.DEAD)


def counts() -> Where:
    """The exit counts: no correction took it back."""
    return StayAbroad.undone_at.is_(None)


def overstayed(day: date) -> Where:
    """The contract ended longer ago than the tolerance, and nobody recorded the coming home."""
    last = day - timedelta(days=end_tolerance_days())
    return sa.and_(StayAbroad.state == StayState.ABROAD, StayAbroad.end_on < last)


def absconded() -> Where:
    """Left the employer or stayed on, confirmed by the leader, and not found at work again."""
    return StayAbroad.was_absconded.is_(True)


def ended(day: date) -> Where:
    """The contract is over: by its day, by coming home, by leaving the employer, by death."""
    return sa.or_(
        StayAbroad.end_on <= day, StayAbroad.state.in_(ENDED), StayAbroad.was_absconded.is_(True)
    )


def came_home(state: StayState, first: date, last: date) -> Where:
    """Came home in this way between two days, both included."""
    return sa.and_(StayAbroad.state == state, StayAbroad.home_on.between(first, last))


def mine(scope: Scope) -> list[Where]:
    """The stays of a scope; nothing is joined for the province."""
    if scope.province:
        return []
    return [StayAbroad.case_id.in_(sa.select(CaseFile.id).where(in_scope(scope)))]


@dataclass(frozen=True)
class Returns:
    """Who came home in a period, and who should have by a day."""

    on_time: int
    early: int
    late: int
    overstayed: int  # on the day, whenever the contract ended
    absconded: int  # on the day
    early_by_reason: dict[str, int]

    @property
    def home(self) -> int:
        """All who came home in the period."""
        return self.on_time + self.early + self.late


def count_returns(first: date, last: date, day: date, scope: Scope) -> Returns:
    """Returns between two days in scope, one read; the overdue as of ``day``."""
    rows = db.session.execute(
        sa.select(StayAbroad.state, StayAbroad.reason, sa.func.count(StayAbroad.id))
        .where(counts(), StayAbroad.home_on.between(first, last), *mine(scope))
        .group_by(StayAbroad.state, StayAbroad.reason)
    )
    states: Counter[StayState] = Counter()
    reasons: Counter[str] = Counter()
    for state, reason, people in rows:
        states[state] += people
        if state is StayState.EARLY:
            reasons[reason] += people
    row = db.session.execute(
        sa.select(_sum(overstayed(day)), _sum(absconded())).where(counts(), *mine(scope))
    ).one()
    return Returns(
        states[StayState.ON_TIME],
        states[StayState.EARLY],
        states[StayState.LATE],
        int(row[0] or 0),
        int(row[1] or 0),
        dict(sorted(reasons.items(), key=lambda pair: (-pair[1], pair[0]))),
    )


def _sum(condition: Where) -> sa.ColumnElement[int]:
    return sa.func.sum(sa.case((condition, 1), else_=0))


@dataclass(frozen=True)
class Work:
    """Checks of work at home that were due by a day, by what is known."""

    due: int
    employed: int
    own: int
    none: int

    @property
    def works(self) -> int:
        """Employed or with an own business."""
        return self.employed + self.own

    @property
    def unknown(self) -> int:
        """Due, and nobody knows: never asked, or could not be found out."""
        return self.due - self.works - self.none

    @property
    def share(self) -> Decimal | None:
        """Headline: works, of a hundred who were due; None while nobody is due."""
        return Decimal(100 * self.works) / self.due if self.due else None

    @property
    def known_share(self) -> Decimal | None:
        """Works, of a hundred of whom it is known; shown beside the headline, never alone."""
        known = self.works + self.none
        return Decimal(100 * self.works) / known if known else None


def due_checks(months: int | None, day: date) -> list[Where]:
    """Checks after so many months that were due; None: each person's last one that was due."""
    due: list[Where] = [JobCheck.undone_at.is_(None), JobCheck.due_on <= day]
    if months is not None:
        return [*due, JobCheck.months == months]
    later = aliased(JobCheck)
    newer = sa.exists().where(
        later.placement_id == JobCheck.placement_id,
        later.undone_at.is_(None),
        later.due_on <= day,
        later.months > JobCheck.months,
    )
    return [*due, ~newer]


def job_group(group: str) -> Where:
    """works | none | unknown | due."""
    return {
        "works": JobCheck.outcome.in_(WORKS),
        "none": JobCheck.outcome == "none",
        "unknown": JobCheck.outcome.not_in(KNOWN),
    }.get(group, sa.true())


def count_work(months: int | None, day: date, scope: Scope) -> Work:
    """Work at home by a day in scope (Law 69/2020/QH14 Art. 60; the programme's 70 %).

    ``months`` None counts everybody once, by the last check that was due.
    """
    own: list[Where] = []
    if not scope.province:
        own = [JobCheck.case_id.in_(sa.select(CaseFile.id).where(in_scope(scope)))]
    rows = db.session.execute(
        sa.select(JobCheck.outcome, sa.func.count(JobCheck.id))
        .where(*due_checks(months, day), *own)
        .group_by(JobCheck.outcome)
    )
    found = dict(rows.all())
    return Work(
        sum(found.values()), found.get("employed", 0), found.get("own", 0), found.get("none", 0)
    )
