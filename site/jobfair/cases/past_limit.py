"""Which open cases have overstayed their stage: the limits of ``stage_definition`` as SQL.

The limit is the last day that is in time. It runs from the day the case came to its stage;
where the pack says so from the conference, the selection, the contract's end or the day of
coming home. Where that day is not known it runs from the stage. A call does not move it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

import sqlalchemy as sa

from jobfair.cases.settings import call_back_days
from jobfair.database import db
from jobfair.lib.clock import from_local, local_date
from jobfair.models import (
    LISTED,
    CaseFile,
    CaseRecord,
    Conference,
    ConferenceState,
    Placement,
    Registration,
    Stage,
    StageDefinition,
)

USUAL_DAYS = 30
"""Where a pack gives an open stage no limit of its own."""


@dataclass(frozen=True, slots=True)
class Limit:
    """A stage's limit: so many days, from what."""

    stage: Stage
    days: int
    basis: str


def limits() -> list[Limit]:
    """The limits of all stages that the pack defines; settings of mark K."""
    rows = db.session.scalars(sa.select(StageDefinition).order_by(StageDefinition.position))
    return [Limit(Stage(row.code), _days(row), row.limit_basis) for row in rows]


def _days(row: StageDefinition) -> int:
    if row.limit_days is not None:
        return row.limit_days
    return 0 if row.limit_basis == "contract_end" else USUAL_DAYS


def _of_placement(column: sa.orm.InstrumentedAttribute[Any]) -> sa.ScalarSelect[Any]:
    """A column of the case's open placement."""
    open_ = sa.select(column).where(Placement.case_id == CaseFile.id, Placement.closed_on.is_(None))
    return open_.correlate(CaseFile).scalar_subquery()


END_ON = _of_placement(Placement.end_on)
SELECTED_ON = _of_placement(Placement.selected_on)
ENTRY_ON = (
    sa.select(CaseRecord.on_date)
    .where(CaseRecord.case_id == CaseFile.id, CaseRecord.kind == "entry_date")
    .order_by(CaseRecord.recorded_at.desc(), CaseRecord.id)
    .limit(1)
    .correlate(CaseFile)
    .scalar_subquery()
)
MEETS_AT = (
    sa.select(sa.func.max(Conference.starts_at))
    .join(Registration, Registration.conference_id == Conference.id)
    .where(Registration.person_id == CaseFile.person_id, Registration.state.in_(LISTED))
    .where(Conference.state != ConferenceState.CANCELLED)
    .correlate(CaseFile)
    .scalar_subquery()
)
"""The last conference at which the person holds or held a seat, stands in line or walked in."""


BASES: Final = {
    "conference": MEETS_AT,
    "contract_end": END_ON,
    "clock180": SELECTED_ON,
    "entry": ENTRY_ON,
}
"""Basis of a limit -> the day or moment from which it runs, of one case."""


def is_past(until: date, known: list[Limit] | None = None) -> sa.ColumnElement[bool]:
    """SQL: the case's limit lies on ``until`` or before. Open cases only."""
    ways = [
        sa.and_(CaseFile.stage == limit.stage, _past(limit, until)) for limit in known or limits()
    ]
    return sa.and_(CaseFile.closed_at.is_(None), sa.or_(sa.false(), *ways))


def _past(limit: Limit, until: date) -> sa.ColumnElement[bool]:
    day = until - timedelta(days=limit.days)
    by_stage = CaseFile.stage_since < _end_of(day)
    if limit.basis == "conference":
        alone = _end_of(until - timedelta(days=call_back_days()))
        meets = BASES["conference"]
        return sa.or_(sa.and_(CaseFile.stage_since < alone, meets.is_(None)), meets < _end_of(day))
    start = BASES.get(limit.basis)
    if start is None:
        return by_stage
    if limit.basis == "contract_end":
        by_stage = CaseFile.stage_since < _end_of(until - timedelta(days=USUAL_DAYS))
    return sa.or_(start <= day, sa.and_(start.is_(None), by_stage))


def _end_of(day: date) -> datetime:
    """The moment at which a day is over in Vietnam."""
    return from_local(day + timedelta(days=1), time(0, 0))


def limit_day(limit: Limit, since: datetime, basis: date | datetime | None) -> date:
    """The last day in time of one stay; ``basis`` is the day that the limit runs from."""
    came = local_date(since)
    if limit.basis == "conference":
        days = limit.days if basis is not None else call_back_days()
        return local_date(basis or since) + timedelta(days=days)
    if basis is None:
        return came + timedelta(days=limit.days or USUAL_DAYS)
    return local_date(basis) + timedelta(days=limit.days)
