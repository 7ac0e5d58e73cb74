"""Papers that end too early, of people who have not left: one list for Today and its page (G2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import contains_eager, selectinload

from jobfair.access import Scope
from jobfair.cases.paper_kinds import HIDDEN_FROM_BODIES, PAPER_KINDS
from jobfair.cases.queries import last_placement
from jobfair.cases.scoping import in_scope
from jobfair.cases.stages import ON_THE_CLOCK
from jobfair.database import db
from jobfair.lib.clock import add_months
from jobfair.models import CaseFile, Paper, Person, Stage
from jobfair.papers.ends import ORIENTATION, end_of, latest_exit, warning_of
from jobfair.papers.settings import Limits, limits

A_PAGE: Final = 50

BEFORE_LEAVING: Final = tuple(
    stage for stage in Stage if list(Stage).index(stage) < list(Stage).index(Stage.DEPARTED)
)
"""Stages in which a paper that ends still matters for the exit."""

WHEN: Final[dict[str, object]] = {
    "het-han": _l("Expired"),
    "gap": _l("Very soon"),
    "sap": _l("Soon"),
}
"""Word of the address -> its name."""


@dataclass(frozen=True)
class Ending:
    """One paper that ends, with its case."""

    case: CaseFile
    paper: Paper
    label: object
    ends: date
    left: int
    warning: str


@dataclass(frozen=True)
class Endings:
    """A page of the list."""

    rows: list[Ending]
    total: int
    page: int
    pages: int


@dataclass(frozen=True)
class Filters:
    """What the list is narrowed to; '' for everything."""

    kind: str = ""
    when: str = ""
    commune: str = ""
    page: int = 1


def _last_day(set_: Limits) -> sa.ColumnElement[object]:
    """SQL: the day on which a paper ends, by which the list is ordered."""
    if db.engine.dialect.name == "sqlite":
        by_issue: sa.ColumnElement[object] = sa.func.date(
            Paper.issued_on, f"+{set_.orientation} months"
        )
    else:
        by_issue = sa.cast(Paper.issued_on + sa.func.make_interval(0, set_.orientation), sa.Date)
    return sa.case((Paper.kind == ORIENTATION, by_issue), else_=Paper.valid_to)


def _within(first: date | None, last: date, set_: Limits) -> sa.ColumnElement[bool]:
    """SQL: the paper ends from ``first`` (None: ever) to ``last``; orientation by its issue."""
    plain = [Paper.kind != ORIENTATION, Paper.valid_to <= last]
    issued = [Paper.kind == ORIENTATION, Paper.issued_on <= add_months(last, -set_.orientation)]
    if first is not None:
        plain.append(Paper.valid_to >= first)
        issued.append(Paper.issued_on >= add_months(first, -set_.orientation))
    return sa.or_(sa.and_(*plain), sa.and_(*issued))


def _window(when: str, day: date, set_: Limits) -> sa.ColumnElement[bool]:
    one = timedelta(days=1)
    urgent, warn = day + timedelta(days=set_.urgent), day + timedelta(days=set_.warn)
    if when == "het-han":
        return _within(None, day - one, set_)
    if when == "gap":
        return _within(day, urgent - one, set_)
    if when == "sap":
        return _within(urgent, warn - one, set_)
    return _within(None, warn - one, set_)


def _asked(scope: Scope, filters: Filters, day: date, set_: Limits) -> sa.Select[Paper, CaseFile]:
    query = (
        sa.select(Paper, CaseFile)
        .join(CaseFile, CaseFile.person_id == Paper.person_id)
        .join(Person, Person.id == CaseFile.person_id)
        .where(
            in_scope(scope),
            CaseFile.closed_at.is_(None),
            CaseFile.stage.in_(BEFORE_LEAVING),
            Paper.state != "asked",
            _window(filters.when, day, set_),
        )
    )
    if filters.kind:
        query = query.where(Paper.kind == filters.kind)
    if filters.commune:
        query = query.where(Person.commune_code == filters.commune)
    if not scope.province and not scope.communes:
        query = query.where(Paper.kind.not_in(HIDDEN_FROM_BODIES))
    return query


def count_ending(scope: Scope, day: date, filters: Filters | None = None) -> int:
    """How many papers of people in the scope end within the days of warning."""
    query = _asked(scope, filters or Filters(), day, limits())
    count = sa.select(sa.func.count()).select_from(query.with_only_columns(Paper.id).subquery())
    return int(db.session.scalar(count) or 0)


def list_ending(scope: Scope, filters: Filters, day: date, *, size: int = A_PAGE) -> Endings:
    """A page of papers that end, the first to end first."""
    set_ = limits()
    query = _asked(scope, filters, day, set_)
    total = count_ending(scope, day, filters)
    pages = max(1, -(-total // size))
    page = min(max(1, filters.page), pages)
    rows = db.session.execute(
        query.options(contains_eager(CaseFile.person), selectinload(CaseFile.placements))
        .order_by(_last_day(set_), Paper.id)
        .offset((page - 1) * size)
        .limit(size)
    ).unique()
    return Endings([_row(row[0], row[1], day, set_) for row in rows], total, page, pages)


def _row(paper: Paper, case: CaseFile, day: date, set_: Limits) -> Ending:
    ends = end_of(paper, set_.orientation) or day
    placement = last_placement(case) if case.stage in ON_THE_CLOCK else None
    warning = warning_of(paper, day, latest_exit(case, placement, day, set_), set_)
    label = PAPER_KINDS[paper.kind].label if paper.kind in PAPER_KINDS else paper.kind
    return Ending(case, paper, label, ends, (ends - day).days, warning)
