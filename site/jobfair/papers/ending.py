"""Papers that end too early, of people who have not left: one list for Today and its page (G2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import InstrumentedAttribute, joinedload, selectinload

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
Condition = sa.ColumnElement[bool]

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


# Any: SQL expressions of both engines.
def _by_issue(set_: Limits) -> sa.ColumnElement[Any]:
    """SQL: the day on which an orientation certificate ends."""
    if db.engine.dialect.name == "sqlite":
        return sa.func.date(Paper.issued_on, f"+{set_.orientation} months")
    return Paper.issued_on + sa.func.make_interval(0, set_.orientation)


def _as_day(day: sa.ColumnElement[Any] | InstrumentedAttribute[Any]) -> sa.ColumnElement[Any]:
    """SQL: a day by which the list is ordered; text on SQLite."""
    return sa.cast(day, sa.String if db.engine.dialect.name == "sqlite" else sa.Date)


def _window(when: str, day: date, set_: Limits) -> tuple[date | None, date]:
    """The days between which a paper ends; None: ever."""
    one = timedelta(days=1)
    urgent, warn = day + timedelta(days=set_.urgent), day + timedelta(days=set_.warn)
    return {
        "het-han": (None, day - one),
        "gap": (day, urgent - one),
        "sap": (urgent, warn - one),
    }.get(when, (None, warn - one))


def _inside(filters: Filters, day: date, set_: Limits) -> Condition:
    """SQL: the paper ends in the window; an orientation certificate by its issue."""
    first, last = _window(filters.when, day, set_)
    plain = [Paper.kind != ORIENTATION, Paper.valid_to <= last]
    issued = [Paper.kind == ORIENTATION, Paper.issued_on <= add_months(last, -set_.orientation)]
    if first is not None:
        plain.append(Paper.valid_to >= first)
        issued.append(Paper.issued_on >= add_months(first, -set_.orientation))
    return sa.or_(sa.and_(*plain), sa.and_(*issued))


def _waiting(scope: Scope, filters: Filters) -> sa.Subquery:
    """Cases of people who have not left, in the order of the index of their papers.

    Most papers that have ended are those of people who left long ago, so people come first; and
    one after the other as the indexes have them, which is read twice as fast as here and there.
    """
    before = sa.cast(CaseFile.stage, sa.String).in_([str(stage) for stage in BEFORE_LEAVING])
    query = sa.select(CaseFile.id, CaseFile.person_id).where(
        CaseFile.closed_at.is_(None), before, in_scope(scope, many=True)
    )
    if filters.commune:
        residents = sa.select(Person.id).where(Person.commune_code == filters.commune)
        query = query.where(CaseFile.person_id.in_(residents))
    return query.order_by(CaseFile.person_id).subquery("waiting")


def _asked(scope: Scope, filters: Filters, day: date, set_: Limits) -> sa.Select[Any]:
    """Paper, case and last day of everything that is asked for. Any: columns of several types."""
    waiting = _waiting(scope, filters)
    ends = sa.case(
        (Paper.kind == ORIENTATION, _as_day(_by_issue(set_))), else_=_as_day(Paper.valid_to)
    )
    query = (
        sa.select(Paper.id, waiting.c.id.label("case_id"), ends.label("ends"))
        .select_from(waiting)
        .join(Paper, Paper.person_id == waiting.c.person_id)
        .where(_inside(filters, day, set_), Paper.state != "asked")
    )
    if filters.kind:
        query = query.where(Paper.kind == filters.kind)
    if not scope.province and not scope.communes:
        query = query.where(Paper.kind.not_in(HIDDEN_FROM_BODIES))
    return query


def count_ending(scope: Scope, day: date, filters: Filters | None = None) -> int:
    """How many papers of people in the scope end within the days of warning."""
    query = _asked(scope, filters or Filters(), day, limits())
    count = sa.select(sa.func.count()).select_from(query.subquery())
    return int(db.session.scalar(count) or 0)


def list_ending(scope: Scope, filters: Filters, day: date, *, size: int = A_PAGE) -> Endings:
    """A page of papers that end, the first to end first."""
    set_, page = limits(), max(1, filters.page)
    keys = _keys(scope, filters, day, set_, size, page)
    if not keys and page > 1:  # beyond the end is the last page
        page = max(1, -(-count_ending(scope, day, filters) // size))
        keys = _keys(scope, filters, day, set_, size, page)
    total = keys[0][2] if keys else 0
    pairs = [(paper_id, case_id) for paper_id, case_id, _total in keys]
    return Endings(_rows(pairs, day, set_), total, page, max(1, -(-total // size)))


def _keys(
    scope: Scope, filters: Filters, day: date, set_: Limits, size: int, page: int
) -> list[tuple[str, str, int]]:
    """Paper and case of a page, and how many there are in all: one reading for both."""
    asked = _asked(scope, filters, day, set_).add_columns(sa.func.count().over())
    order = (asked.selected_columns.ends, asked.selected_columns.id)
    rows = db.session.execute(asked.order_by(*order).offset((page - 1) * size).limit(size))
    return [(paper_id, case_id, total) for paper_id, case_id, _ends, total in rows]


def _rows(keys: list[tuple[str, str]], day: date, set_: Limits) -> list[Ending]:
    """The rows of these papers with case, person and placements, in that order."""
    papers = sa.select(Paper).where(Paper.id.in_([paper_id for paper_id, _case in keys]))
    cases = (
        sa.select(CaseFile)
        .where(CaseFile.id.in_([case_id for _paper, case_id in keys]))
        .options(joinedload(CaseFile.person), selectinload(CaseFile.placements))
    )
    paper_of = {paper.id: paper for paper in db.session.scalars(papers)}
    case_of = {case.id: case for case in db.session.scalars(cases)}
    return [_row(paper_of[paper_id], case_of[case_id], day, set_) for paper_id, case_id in keys]


def _row(paper: Paper, case: CaseFile, day: date, set_: Limits) -> Ending:
    ends = end_of(paper, set_.orientation) or day
    placement = last_placement(case) if case.stage in ON_THE_CLOCK else None
    warning = warning_of(paper, day, latest_exit(case, placement, day, set_), set_)
    label = PAPER_KINDS[paper.kind].label if paper.kind in PAPER_KINDS else paper.kind
    return Ending(case, paper, label, ends, (ends - day).days, warning)
