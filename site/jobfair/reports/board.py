"""The board of the communes: targets beside what this system counted, the slowest first.

Published figures of past years are shown apart and never added to this system's cases.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final

from jobfair.abroad.figures import Work, count_work
from jobfair.access import Scope
from jobfair.lib.clock import today
from jobfair.models import Stage, Statistic, Target
from jobfair.reports import counts
from jobfair.reports.counts import Exits
from jobfair.reports.turnout import Turnout, count_turnout
from jobfair.reports.units import ELSEWHERE, Unit, Units, read_units

FIRST_YEAR: Final = 2025
"""The programme begins (Project 2553/DA-UBND, 2025-2030)."""

PERIOD: Final = "2025-2030"
"""The programme's years, where a pack names none."""

BASES: Final = ("project", "resolution", "ambition", "demo")
"""Which basis is the year's target when there are several: the first of these."""

STEPS: Final = (50, 70, 85, 100)
"""Percent of the target from which a hexagon is one step darker."""


@dataclass
class Row:
    """One commune: what was given, who left, who is on the way."""

    code: str
    name: str
    unit: Unit | None
    target: int | None = None
    is_sample: bool = False  # the target is demonstration data
    departed: int = 0
    without_gate: int = 0
    waiting: int = 0
    progress: int = 0
    interested: int = 0
    own: bool = False
    earlier: dict[str, int] = field(default_factory=dict)  # old unit -> its departures

    @property
    def rest(self) -> int | None:
        """People still to go; None where no target was given."""
        return None if self.target is None else max(0, self.target - self.departed)

    @property
    def percent(self) -> int | None:
        """Departed of a hundred of the target, rounded down."""
        return 100 * self.departed // self.target if self.target else None

    @property
    def step(self) -> int | None:
        """The hexagon's step: 0 nobody, 1 to 4, 5 reached, None without a target."""
        if self.target is None:
            return None
        if not self.departed:
            return 0
        reached = self.percent if self.percent is not None else 100
        return 1 + sum(reached >= limit for limit in STEPS)


@dataclass(frozen=True)
class Board:
    """Everything the page shows for one year."""

    year: int
    years: list[int]
    day: date
    rows: list[Row]
    others: list[Row]  # another province, divided units
    exits: Exits
    target: Target | None
    targets: list[Target]
    period_years: str  # 2025-2030
    period: Exits
    period_communes: int
    stages: Counter[Stage]
    past_clock: Counter[Stage]
    turnout: Turnout
    reached: Counter[Stage]
    returned: Work
    published: list[Statistic]

    @property
    def is_now(self) -> bool:
        """Whether the year is under way: the states of today belong to it."""
        return self.year == self.day.year

    @property
    def wanted(self) -> int | None:
        """The province's target of the year."""
        return _number(self.target)

    @property
    def without_gate(self) -> int:
        """People who left although a condition was missing."""
        return sum(self.exits.without_gate.values())

    @property
    def with_people(self) -> int:
        """Communes from which somebody left."""
        return sum(1 for row in self.rows if row.departed)

    @property
    def given(self) -> int | None:
        """The communes' targets together; None while not one was given."""
        given = [row.target for row in self.rows if row.target is not None]
        return sum(given) if given else None

    @property
    def has_samples(self) -> bool:
        """Whether some target is demonstration data."""
        return any(row.is_sample for row in self.rows)

    @property
    def pace(self) -> int | None:
        """Departures that an even pace asks for by today."""
        if self.wanted is None or not self.is_now:
            return None
        gone = (self.day - date(self.year, 1, 1)).days + 1
        return self.wanted * gone // 365

    @property
    def by_month(self) -> list[int]:
        """Departures up to each month's end, as far as the year has come."""
        last = self.day.month if self.is_now else 12
        points = [0]
        for month in range(1, last + 1):
            points.append(points[-1] + self.exits.by_month[month])
        return points

    def people(self, stages: Iterable[Stage]) -> int:
        """Open cases that stand in one of the stages now."""
        return sum(self.stages[stage] for stage in stages)

    def late(self, stages: Iterable[Stage]) -> int:
        """Of those, selected more than 180 days ago."""
        return sum(self.past_clock[stage] for stage in stages)

    @property
    def own(self) -> list[Row]:
        """The rows of the communes that the reader answers for."""
        return [row for row in self.rows if row.own]

    @property
    def oriented(self) -> Decimal | None:
        """Of a hundred who left in the period, those with the orientation certificate."""
        everybody = self.period.total
        if not everybody:
            return None
        return Decimal(100 * (everybody - self.period.without_orientation)) / everybody

    @property
    def covered(self) -> Decimal | None:
        """Of a hundred communes, those from which somebody left in the period."""
        if not self.period.total or not self.rows:
            return None
        return Decimal(100 * self.period_communes) / len(self.rows)


def read_board(wanted: int | None, scope: Scope) -> Board:
    """The board of a year (default and beyond: this year), with the reader's communes marked."""
    day = today()
    years = _years(day)
    year = wanted if wanted in years else day.year
    first, last = counts.year_ends(year)
    units = read_units(min(day, last))
    exits, targets = counts.count_exits(first, last), counts.list_targets(year)
    stages = counts.count_stages() if year == day.year else {}
    years_of_period = next((t.year for t in targets if t.year != str(year)), PERIOD)
    period = _count_period(years_of_period)
    rows = _rows(units, exits, stages, targets, str(year), scope)
    whole: Counter[Stage] = Counter()
    for by_stage in stages.values():
        whole.update(by_stage)
    return Board(
        year=year,
        years=years,
        day=day,
        rows=sorted((row for row in rows.values() if row.unit), key=_slowest_first),
        others=sorted((r for r in rows.values() if not r.unit), key=lambda r: r.name),
        exits=exits,
        target=chosen_target(targets, "province", str(year)),
        targets=_of_province(targets, str(year)),
        period_years=years_of_period,
        period=period,
        period_communes=len({units.row_of(c) for c in period.by_commune} & set(units.by_code)),
        stages=whole,
        past_clock=counts.count_past_clock(day) if year == day.year else Counter(),
        turnout=count_turnout(first, last),
        reached=counts.count_reached((Stage.REGISTERED, Stage.SELECTED), first, last),
        returned=count_work(None, day, Scope(province=True)),
        published=counts.list_published(PUBLISHED),
    )


PUBLISHED: Final = ("departed", "stock_abroad", "conferences", "conference_attendees", "advised")
"""Published indicators that stand beside the board."""


def _count_period(years: str) -> Exits:
    begins, _dash, ends = years.partition("-")
    return counts.count_exits(
        counts.year_ends(int(begins))[0], counts.year_ends(int(ends or begins))[1]
    )


def _years(day: date) -> list[int]:
    """From the programme's first year, or the first departure, to this year; newest first."""
    known = [FIRST_YEAR, counts.first_exit_year() or day.year, *counts.list_target_years()]
    return list(range(day.year, min([*known, day.year]) - 1, -1))


def _rows(
    units: Units,
    exits: Exits,
    stages: dict[str | None, Counter[Stage]],
    targets: list[Target],
    year: str,
    scope: Scope,
) -> dict[str, Row]:
    rows = {
        code: Row(code, unit.short_name, unit, own=code in scope.communes)
        for code, unit in units.by_code.items()
    }

    def row(code: str | None) -> Row:
        target = units.row_of(code)
        return rows.setdefault(target, Row(target, units.name(target), None))

    for code, people in exits.by_commune.items():
        found = row(code)
        found.departed += people
        found.without_gate += exits.without_gate[code]
        if code and code != found.code:
            found.earlier[units.name(code)] = people
    for code, by_stage in stages.items():
        found = row(code)
        found.waiting += sum(by_stage[s] for s in counts.WAITING)
        found.progress += sum(by_stage[s] for s in counts.PROGRESS)
        found.interested += sum(by_stage[s] for s in counts.INTERESTED)
    for code in units.by_code:
        chosen = chosen_target(targets, code, year)
        rows[code].target = _number(chosen)
        rows[code].is_sample = chosen is not None and chosen.basis == "demo"
    return {c: r for c, r in rows.items() if r.unit or r.departed or _on_the_way(r)}


def _on_the_way(row: Row) -> int:
    return row.waiting + row.progress + row.interested


def _of_province(targets: list[Target], year: str) -> list[Target]:
    """The province's targets that were given: the year's first, each by its basis."""
    given = [t for t in targets if t.unit == "province" and t.value is not None]
    return sorted(given, key=lambda t: (t.year != year, t.indicator != "departed", _rank(t)))


def _rank(target: Target) -> int:
    return BASES.index(target.basis) if target.basis in BASES else len(BASES)


def chosen_target(targets: list[Target], unit: str, year: str) -> Target | None:
    """The target of a unit and year that was given, by the order of the bases."""
    given = [
        t
        for t in targets
        if t.unit == unit
        and t.year == year
        and t.indicator == "departed"
        and t.value is not None
        and t.basis in BASES
    ]
    return min(given, key=lambda t: BASES.index(t.basis), default=None)


def _number(target: Target | None) -> int | None:
    return int(target.value) if target is not None and target.value is not None else None


def _slowest_first(row: Row) -> tuple[bool, int, int, str]:
    folded = row.unit.folded if row.unit else row.name
    return (row.target is None, row.percent or 0, -(row.rest or 0), folded)


__all__ = ["ELSEWHERE", "Board", "Row", "chosen_target", "read_board"]
