"""The list of cases: one page of what the filters leave, the most urgent first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeVarTuple

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, selectinload

from jobfair.access import Scope
from jobfair.cases.case_filters import Filters, narrowed
from jobfair.cases.scoping import in_scope
from jobfair.database import db
from jobfair.lib import clock
from jobfair.models import (
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
Columns = TypeVarTuple("Columns")


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
    """One page of cases in scope; a page beyond the end is the last one."""
    day = clock.today()
    where = [in_scope(scope, day), *narrowed(filters, scope, day)]
    by_stage = _count_by_stage(where)
    total = sum(by_stage.values())
    if filters.stages:
        total = sum(by_stage.get(stage, 0) for stage in filters.stages)
        total += _count_closed(filters.stages, where)
    pages = max(1, -(-total // PAGE_SIZE))
    number = min(max(1, page), pages)
    cases = _read(filters, where, PAGE_SIZE, (number - 1) * PAGE_SIZE) if total else []
    return CasePage(_rows(cases, day), by_stage, total, number, pages)


def list_chosen(filters: Filters, scope: Scope, limit: int) -> list[CaseFile]:
    """The first open cases of a filter, in the order of the list."""
    day = clock.today()
    where = [in_scope(scope, day), *narrowed(filters, scope, day), CaseFile.closed_at.is_(None)]
    return _read(filters, where, limit, 0)


def list_case_keys(filters: Filters, scope: Scope, limit: int) -> list[tuple[str, str]]:
    """Case and person of the first cases of a filter, in the order of the list."""
    day = clock.today()
    where = [in_scope(scope, day), *narrowed(filters, scope, day)]
    query = sa.select(CaseFile.id, CaseFile.person_id).join(CaseFile.person)
    found = db.session.execute(_in_order(query, filters, where).limit(limit))
    return [(case_id, person_id) for case_id, person_id in found]


def list_rows(case_ids: Sequence[str], scope: Scope) -> list[CaseRow]:
    """The rows of these cases in their order; what is outside the scope is left out."""
    day = clock.today()
    query = _with_people(sa.select(CaseFile).join(CaseFile.person))
    found = db.session.scalars(query.where(CaseFile.id.in_(case_ids), in_scope(scope, day)))
    at = {case.id: case for case in found}
    return _rows([at[case_id] for case_id in case_ids if case_id in at], day)


def _count_by_stage(where: list[sa.ColumnElement[bool]]) -> dict[Stage, int]:
    rows = db.session.execute(
        sa.select(CaseFile.stage, sa.func.count(CaseFile.id))
        .where(CaseFile.closed_at.is_(None), *where)
        .group_by(CaseFile.stage)
    )
    found = dict(rows.all())
    return {stage: found[stage] for stage in Stage if stage in found}


def _count_closed(stages: tuple[Stage, ...], where: list[sa.ColumnElement[bool]]) -> int:
    query = sa.select(sa.func.count(CaseFile.id)).where(
        CaseFile.closed_at.is_not(None), CaseFile.stage.in_(stages), *where
    )
    return db.session.scalar(query) or 0


def _read(
    filters: Filters, where: list[sa.ColumnElement[bool]], limit: int, offset: int
) -> list[CaseFile]:
    query = _in_order(_with_people(sa.select(CaseFile).join(CaseFile.person)), filters, where)
    return list(db.session.scalars(query.limit(limit).offset(offset)))


def _with_people(query: sa.Select[CaseFile]) -> sa.Select[CaseFile]:
    """Read person and placements along."""
    query = query.options(contains_eager(CaseFile.person))
    return query.options(selectinload(CaseFile.placements).joinedload(Placement.body))


def _in_order(
    query: sa.Select[*Columns], filters: Filters, where: list[sa.ColumnElement[bool]]
) -> sa.Select[*Columns]:
    """What the filters leave, in the order of the list."""
    query = query.where(*where)
    if not filters.stages:  # the order of an index: a page costs the same in a large table
        query = query.where(CaseFile.closed_at.is_(None))
    else:
        query = query.where(CaseFile.stage.in_(filters.stages))
        query = query.order_by(CaseFile.closed_at.is_not(None))
    return query.order_by(CaseFile.next_on, Person.given_folded, Person.folded, CaseFile.id)


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
