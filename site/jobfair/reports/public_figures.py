"""The figures everybody may read: targets and departures, work after return, published ones.

They are those of the board (``board.read_board``), without small numbers of people. Published
past figures stand apart and are never added to this system's own (model.md, Figures).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from jobfair.abroad.figures import Work
from jobfair.abroad.settings import small_cell
from jobfair.access import Scope
from jobfair.models import Statistic, Target
from jobfair.reports import counts
from jobfair.reports.board import Board, chosen_target, read_board
from jobfair.reports.small_cells import hide_small


@dataclass(frozen=True)
class Line:
    """A unit, market or year: its target, and how many left; None where it is not shown."""

    code: str
    name: str
    target: int | None
    departed: int | None
    is_sample: bool = False  # the target is demonstration data
    elsewhere: bool = False  # nobody in this system, and published figures tell of people


@dataclass(frozen=True)
class Part:
    """The whole in parts: the lines that show their number, and the rest of it in one."""

    lines: Sequence[Line]
    shown: bool  # False: too few people to show any part
    hidden: int  # lines whose number is hidden
    hidden_people: int  # in all of these together


@dataclass(frozen=True)
class PublicFigures:
    """Everything of the page; ``departed`` is None while fewer left than may be shown."""

    year: int
    years: Sequence[Line]
    day: date
    is_now: bool
    limit: int
    departed: int | None
    target: Target | None
    wanted: int | None
    communes: Part
    markets: Part
    conferences: int
    visitors: int | None
    work: Work | None  # None: nobody was due, or too few people to show
    work_due: bool
    published: Sequence[Statistic]


def read_figures(wanted: int | None, names: Mapping[str, str]) -> PublicFigures:
    """The figures of a year (default and beyond: this year); ``names``: market code -> name."""
    board, limit = read_board(wanted, Scope(province=True)), small_cell()
    total = board.exits.total
    work = board.returned
    return PublicFigures(
        year=board.year,
        years=[_year(board, year, limit) for year in board.years],
        day=board.day,
        is_now=board.is_now,
        limit=limit,
        departed=_enough(total, limit),
        target=board.target,
        wanted=board.wanted,
        communes=_communes(board, limit),
        markets=_markets(board, names, limit),
        conferences=board.turnout.conferences,
        visitors=_enough(board.turnout.came + board.turnout.walked_in, limit),
        work=work if work.due and _work_is_shown(work, limit) else None,
        work_due=bool(work.due),
        published=board.published,
    )


def _enough(people: int, limit: int) -> int | None:
    """The number where it may be shown; nobody at all is shown too."""
    return None if 0 < people < limit else people


def _year(board: Board, year: int, limit: int) -> Line:
    first, last = counts.year_ends(year)
    exits = board.exits if year == board.year else counts.count_exits(first, last)
    target = chosen_target(counts.list_targets(year), "province", str(year))
    value = int(target.value) if target is not None and target.value is not None else None
    sample = target is not None and target.basis == "demo"
    elsewhere = not exits.total and _is_published(board, year)
    departed = None if elsewhere else _enough(exits.total, limit)
    return Line(str(year), str(year), value, departed, sample, elsewhere)


def _is_published(board: Board, year: int) -> bool:
    """Whether a published figure of the year says that people left: 0 here would mislead."""
    return any(
        row.indicator == "departed" and row.period.startswith(str(year)) for row in board.published
    )


def _communes(board: Board, limit: int) -> Part:
    rows = [*board.rows, *board.others]
    people = {row.code: row.departed for row in rows}
    lines = {row.code: Line(row.code, row.name, row.target, 0, row.is_sample) for row in rows}
    return _part(lines, people, limit)


def _markets(board: Board, names: Mapping[str, str], limit: int) -> Part:
    first, last = counts.year_ends(board.year)
    found = counts.count_exits_by_market(first, last)
    people = {code: found[code] for code in names}
    lines = {code: Line(code, name, None, 0) for code, name in names.items()}
    return _part(lines, people, limit)


def _part(lines: Mapping[str, Line], people: Mapping[str, int], limit: int) -> Part:
    """Most people first, then the hidden ones by name."""
    total = sum(people.values())
    hidden = hide_small(people, limit) if _enough(total, limit) is not None else None
    shown = hidden is not None
    away = hidden if hidden is not None else frozenset(people)
    made = [
        Line(
            line.code,
            line.name,
            line.target,
            None if line.code in away else people[line.code],
            line.is_sample,
        )
        for line in lines.values()
    ]
    made.sort(key=lambda line: (line.departed is None, -(line.departed or 0), line.name))
    return Part(made, shown, len(away), sum(people[code] for code in away) if shown else 0)


def _work_is_shown(work: Work, limit: int) -> bool:
    """Whether none of the groups of returned people is too small."""
    parts = {"works": work.works, "none": work.none, "unknown": work.unknown}
    return hide_small(parts, limit) == frozenset()
