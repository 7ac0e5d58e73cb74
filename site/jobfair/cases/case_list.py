"""The list of cases: one page of what the filters leave, the most urgent first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, selectinload

from jobfair.access import Scope
from jobfair.cases.case_filters import Filters, narrowed
from jobfair.cases.scoping import in_scope
from jobfair.database import db
from jobfair.lib import clock
from jobfair.models import (
    CLOSED_STAGES,
    CaseFile,
    Market,
    Person,
    Placement,
    Programme,
    SendingBody,
    Stage,
    StageDefinition,
)

PAGE_SIZE: Final = 50
ENDS: Final = CLOSED_STAGES | {Stage.LIQUIDATED}
"""Stages in which a case may be closed; a merged case keeps its stage but is never listed."""


@dataclass(frozen=True)
class CaseRow:
    """One case of the list."""

    case: CaseFile
    body: str
    market: Market | None
    days: int
    limit_days: int | None
    late: int

    @property
    def stuck(self) -> bool:
        """Whether the case is in its stage for longer than usual."""
        return self.limit_days is not None and self.days > self.limit_days


@dataclass(frozen=True)
class CasePage:
    """One page, how many there are by stage, and how many in all under the filter."""

    rows: list[CaseRow]
    by_stage: dict[Stage, int]
    total: int
    page: int
    pages: int

    @property
    def open_total(self) -> int:
        """Open cases under the filter, whatever the stage."""
        return sum(self.by_stage.values())


def list_cases(filters: Filters, scope: Scope, page: int = 1) -> CasePage:
    """One page of cases in scope; a page beyond the end is the last one.

    Open cases by the day of their next step; those of a stage that ends the journey follow,
    the last closed first.
    """
    found = _find(filters, scope)
    pages = max(1, -(-found.total // PAGE_SIZE))
    number = min(max(1, page), pages)
    keys = _keys(found, PAGE_SIZE, (number - 1) * PAGE_SIZE)
    rows = _rows(_read([case_id for case_id, _person in keys]), found.day)
    return CasePage(rows, _by_stage(found.counted), found.total, number, pages)


def list_chosen(filters: Filters, scope: Scope, limit: int) -> list[CaseFile]:
    """The first open cases of a filter, in the order of the list."""
    keys = _open_keys(_find(filters, scope), limit, 0)
    return _read([case_id for case_id, _person in keys])


def list_case_keys(filters: Filters, scope: Scope, limit: int) -> list[tuple[str, str]]:
    """Case and person of the first cases of a filter, in the order of the list."""
    return _keys(_find(filters, scope), limit, 0)


def list_rows(case_ids: Sequence[str], scope: Scope) -> list[CaseRow]:
    """The rows of these cases in their order; what is outside the scope is left out."""
    day = clock.today()
    return _rows(_read(case_ids, in_scope(scope, day)), day)


Counted = list[tuple[Stage, date, int]]


def _count_open(where: list[sa.ColumnElement[bool]]) -> Counted:
    """Open cases by stage and day of the next step: the chips, the total, and where a page lies."""
    rows = db.session.execute(
        sa.select(CaseFile.stage, CaseFile.next_on, sa.func.count())
        .where(CaseFile.closed_at.is_(None), *where)
        .group_by(CaseFile.stage, CaseFile.next_on)
    )
    return [(stage, on, number) for stage, on, number in rows if on is not None]


def _by_stage(counted: Counted) -> dict[Stage, int]:
    """Stage -> open cases, in the order of the journey; empty ones are left out."""
    found: Counter[Stage] = Counter()
    for stage, _on, number in counted:
        found[stage] += number
    return {stage: found[stage] for stage in Stage if stage in found}


def _by_day(counted: Counted, stages: tuple[Stage, ...]) -> dict[date, int]:
    """Day -> open cases in the stages (none chosen: in all), the earliest first."""
    found: Counter[date] = Counter()
    for stage, on, number in counted:
        if not stages or stage in stages:
            found[on] += number
    return dict(sorted(found.items()))


@dataclass(frozen=True)
class _Found:
    """What a filter leaves, counted once."""

    filters: Filters
    scope: Scope
    day: date
    counted: Counted
    by_day: dict[date, int]
    closed: int

    @property
    def still_open(self) -> int:
        return sum(self.by_day.values())

    @property
    def total(self) -> int:
        return self.still_open + self.closed


def _find(filters: Filters, scope: Scope) -> _Found:
    day = clock.today()
    where = [in_scope(scope, day, many=True), *narrowed(filters, scope, day)]
    counted, closed = _count_open(where), _count_closed(filters.stages, where)
    return _Found(filters, scope, day, counted, _by_day(counted, filters.stages), closed)


def _keys(found: _Found, limit: int, offset: int) -> list[tuple[str, str]]:
    """Case and person of a part of the list, the open ones first."""
    keys = _open_keys(found, limit, offset)
    if found.closed and len(keys) < limit:
        keys += _closed_keys(found, limit - len(keys), max(0, offset - found.still_open))
    return keys


def _open_keys(found: _Found, limit: int, offset: int) -> list[tuple[str, str]]:
    """Of the open cases; only the days on which that part lies are read and sorted."""
    days, before, skipped = [], 0, 0
    for on, number in found.by_day.items():
        if before + number <= offset:
            skipped = before + number
        elif before < offset + limit:
            days.append(on)
        before += number
    if not days:
        return []
    filters, scope = found.filters, found.scope
    query = (
        sa.select(CaseFile.id, CaseFile.person_id)
        .join(Person, Person.id == CaseFile.person_id)
        .where(in_scope(scope, found.day), *narrowed(filters, scope, found.day, few=True))
        .where(CaseFile.closed_at.is_(None), CaseFile.next_on.between(days[0], days[-1]))
    )
    if filters.stages:
        query = query.where(CaseFile.stage.in_(filters.stages))
    query = query.order_by(CaseFile.next_on, Person.given_folded, Person.folded, CaseFile.id)
    return [(c, p) for c, p in db.session.execute(query.limit(limit).offset(offset - skipped))]


def _count_closed(stages: tuple[Stage, ...], where: list[sa.ColumnElement[bool]]) -> int:
    """Closed cases in the chosen stages; closed cases show by their stage only."""
    if not ENDS.intersection(stages):
        return 0
    query = sa.select(sa.func.count()).select_from(CaseFile)
    query = query.where(CaseFile.closed_at.is_not(None), CaseFile.stage.in_(stages), *where)
    return db.session.scalar(query.where(CaseFile.merged_into_id.is_(None))) or 0


def _closed_keys(found: _Found, limit: int, offset: int) -> list[tuple[str, str]]:
    inside = in_scope(found.scope, found.day, many=True)
    where = [inside, *narrowed(found.filters, found.scope, found.day)]
    query = (
        sa.select(CaseFile.id, CaseFile.person_id)
        .where(CaseFile.closed_at.is_not(None), CaseFile.stage.in_(found.filters.stages), *where)
        .where(CaseFile.merged_into_id.is_(None))
        .order_by(CaseFile.closed_at.desc(), CaseFile.id)
    )
    return [(c, p) for c, p in db.session.execute(query.limit(limit).offset(offset))]


def _read(ids: Sequence[str], *where: sa.ColumnElement[bool]) -> list[CaseFile]:
    """The cases of the ids, in that order, with person and placements."""
    if not ids:
        return []
    rows = db.session.scalars(
        sa.select(CaseFile)
        .join(CaseFile.person)
        .options(contains_eager(CaseFile.person))
        .options(selectinload(CaseFile.placements).joinedload(Placement.body))
        .where(CaseFile.id.in_(ids), *where)
    )
    found = {case.id: case for case in rows}
    return [found[case_id] for case_id in ids if case_id in found]


def _rows(cases: list[CaseFile], day: date) -> list[CaseRow]:
    if not cases:
        return []
    placed, limits = _placed([case.id for case in cases]), _limits()
    rows = []
    for case in cases:
        body, market = placed.get(case.id, ("", None))
        since = clock.to_local(case.stage_since).date()
        late = (day - case.next_on).days if case.next_on and case.closed_at is None else 0
        limit = limits.get(case.stage) if case.closed_at is None else None
        rows.append(CaseRow(case, body, market, (day - since).days, limit, max(0, late)))
    return rows


def _placed(case_ids: list[str]) -> dict[str, tuple[str, Market]]:
    """Case -> the body's short name and the market of the open placement."""
    rows = db.session.execute(
        sa.select(Placement.case_id, SendingBody.short_name, SendingBody.name, Market)
        .join(SendingBody, SendingBody.id == Placement.body_id)
        .join(Programme, Programme.code == Placement.programme_code)
        .join(Market, Market.code == Programme.market_code)
        .where(Placement.case_id.in_(case_ids), Placement.closed_on.is_(None))
    )
    return {case_id: (short or name, market) for case_id, short, name, market in rows}


def _limits() -> dict[Stage, int]:
    """Stage -> the usual days in it, where the days count from the stage's first day."""
    rows = db.session.execute(
        sa.select(StageDefinition.code, StageDefinition.limit_days).where(
            StageDefinition.limit_basis == "stage", StageDefinition.limit_days.is_not(None)
        )
    )
    return {Stage(code): days for code, days in rows if days is not None}
