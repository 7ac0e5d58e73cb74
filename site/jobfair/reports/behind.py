"""From a number of the board to the people behind it (I6), within the reader's scope."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal, get_args

import sqlalchemy as sa

from jobfair.access import Scope
from jobfair.cases.scoping import in_scope
from jobfair.database import db
from jobfair.errors import NotFound
from jobfair.lib.clock import today
from jobfair.models import CaseFile, Departure, Person, Placement, Programme, SendingBody, Stage
from jobfair.reports import counts
from jobfair.reports.units import Units, read_units

Group = Literal["departed", "without_gate", "waiting", "progress", "interested"]
GROUPS: Final[tuple[Group, ...]] = get_args(Group)
PAGE_SIZE: Final = 50
_EXITS: Final = frozenset({"departed", "without_gate"})
_STAGES: Final[dict[str, tuple[Stage, ...]]] = {
    "waiting": counts.WAITING,
    "progress": counts.PROGRESS,
    "interested": counts.INTERESTED,
}


@dataclass(frozen=True)
class Behind:
    """One person behind a number; exit and gates are empty for whoever has not left."""

    person_id: str
    case_id: str
    name: str
    birth_year: int
    commune: str
    stage: Stage
    market_code: str | None
    body: str
    exit_on: date | None
    without_gate: tuple[str, ...]


@dataclass(frozen=True)
class BehindPage:
    """A page of them, with how many there are in all and the unit's name ('' for all)."""

    rows: list[Behind]
    total: int
    page: int
    pages: int
    place: str


def read_group(text: str) -> Group:
    """The group of an address. Raises NotFound for another word."""
    for group in GROUPS:
        if group == text:
            return group
    raise NotFound()


def list_behind(group: Group, year: int, commune: str, scope: Scope, page: int = 1) -> BehindPage:
    """The people that a number counts, by given name; the whole province without a commune.

    The number of the board and the length of this list agree for whoever sees the province;
    a commune's officer finds the people of the own commune. Raises NotFound for a commune
    that the reader does not answer for, as for one that does not exist.
    """
    if commune and not (scope.province or commune in scope.communes):
        raise NotFound()
    first, last = counts.year_ends(year)
    units = read_units(min(today(), last))
    if commune and commune not in units.by_code and commune not in units.old_names:
        raise NotFound()
    query = _left(first, last, group) if group in _EXITS else _on_the_way(group)
    home = _home(units, commune, query)
    base = query.where(in_scope(scope), *home)
    total = _count(group, first, last, scope, home)
    pages = max(1, -(-total // PAGE_SIZE))
    number = min(max(1, page), pages)
    order = (Person.given_folded, Person.folded, CaseFile.id)
    found = db.session.execute(
        base.order_by(*order).limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE)
    )
    rows = [_row(row, units) for row in found]
    return BehindPage(rows, total, number, pages, units.name(commune) if commune else "")


def _count(
    group: Group, first: date, last: date, scope: Scope, home: list[sa.ColumnElement[bool]]
) -> int:
    """How many there are, without the tables that only the page's rows show."""
    counted = sa.select(sa.func.count())
    if group not in _EXITS:
        counted = counted.select_from(CaseFile).where(*_standing(group))
    else:
        counted = counted.select_from(Departure).where(*_exits(first, last, group))
        if not scope.province:
            counted = counted.join(Placement, Placement.id == Departure.placement_id)
            counted = counted.join(CaseFile, CaseFile.id == Placement.case_id)
    return db.session.scalar(counted.where(in_scope(scope), *home)) or 0


# Any: rows of plain columns of several tables.
Query = sa.Select[Any]


# Any: columns of all types.
def _columns(home: Any, exit_on: Any, without_gate: Any) -> list[Any]:
    return [
        Person.id.label("person_id"),
        CaseFile.id.label("case_id"),
        Person.name,
        Person.birth_year,
        home.label("home"),
        CaseFile.stage,
        Programme.market_code,
        SendingBody.short_name,
        SendingBody.name.label("body_name"),
        exit_on,
        without_gate,
    ]


def _left(first: date, last: date, group: Group) -> Query:
    """Those who left between the days, once for each exit that counts."""
    return (
        sa.select(*_columns(Departure.commune_code, Departure.exit_on, Departure.without_gate))
        .select_from(Departure)
        .join(Placement, Placement.id == Departure.placement_id)
        .join(CaseFile, CaseFile.id == Placement.case_id)
        .join(Person, Person.id == CaseFile.person_id)
        .join(SendingBody, SendingBody.id == Placement.body_id)
        .join(Programme, Programme.code == Placement.programme_code)
        .where(*_exits(first, last, group))
    )


def _exits(first: date, last: date, group: Group) -> list[sa.ColumnElement[bool]]:
    where = [*counts.counted(first, last)]
    return [*where, Departure.without_gate != ""] if group == "without_gate" else where


def _standing(group: Group) -> list[sa.ColumnElement[bool]]:
    return [CaseFile.closed_at.is_(None), CaseFile.stage.in_(_STAGES[group])]


def _on_the_way(group: Group) -> Query:
    """Those whose open case stands in one of the group's stages now."""
    no_exit = sa.cast(sa.null(), sa.Date).label("exit_on")
    no_gate = sa.cast(sa.null(), sa.String).label("without_gate")
    return (
        sa.select(*_columns(CaseFile.commune_code, no_exit, no_gate))
        .select_from(CaseFile)
        .join(Person, Person.id == CaseFile.person_id)
        .outerjoin(
            Placement, sa.and_(Placement.case_id == CaseFile.id, Placement.closed_on.is_(None))
        )
        .outerjoin(SendingBody, SendingBody.id == Placement.body_id)
        .outerjoin(Programme, Programme.code == Placement.programme_code)
        .where(*_standing(group))
    )


def _home(units: Units, commune: str, query: Query) -> list[sa.ColumnElement[bool]]:
    """The commune's own code and those of earlier units that its row counts."""
    if not commune:
        return []
    codes = units.codes_of(commune, [*units.by_code, *units.old_names])
    return [query.selected_columns["home"].in_(codes)]


def _row(row: sa.Row[Any], units: Units) -> Behind:
    return Behind(
        person_id=row.person_id,
        case_id=row.case_id,
        name=row.name,
        birth_year=row.birth_year,
        commune=units.name(row.home) if row.home else "",
        stage=row.stage,
        market_code=row.market_code,
        body=row.short_name or row.body_name or "",
        exit_on=row.exit_on,
        without_gate=tuple(gate for gate in (row.without_gate or "").split(",") if gate),
    )
