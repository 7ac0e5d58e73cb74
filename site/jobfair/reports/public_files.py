"""The public figures as files: the same numbers as the page, hidden ones left empty."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from jobfair.models import Statistic
from jobfair.reports.public_figures import Line, Part, PublicFigures
from jobfair.reports.words import share_number

COLUMNS = (
    *("kind", "period", "area", "area_name", "market", "indicator", "value", "hidden"),
    *("basis", "mark", "source", "checked_on", "demo"),
)
"""``kind``: counted (this system's cases), target, published (earlier, by others). Never add
numbers of different kinds. ``hidden`` is yes where a number is too small to be shown."""

DEFINITIONS = {
    "counted": "Left through the border gate in the period under a contract that this system"
    " follows; each exit once, for the commune at registration.",
    "target": "Given to the unit for the year; empty: not given.",
    "published": "Published earlier by the source named; never added to counted.",
    "hidden": "Fewer people than hidden_below, or hidden so that no such number can be computed.",
    "employed_after_return": "Of all whose check after coming home was due: those with stable work."
    " unknown stays in the whole; known_share leaves it out.",
}


def figures_for_json(figures: PublicFigures) -> dict[str, object]:
    """The page's numbers by name; null where a number is hidden or nothing is known."""
    work = figures.work
    return {
        "year": figures.year,
        "hidden_below": figures.limit,
        "definitions": DEFINITIONS,
        "counted": {
            "departed": figures.departed,
            "by_year": [_counted(line) for line in figures.years],
            "by_commune": _part(figures.communes),
            "by_market": _part(figures.markets),
            "conferences": figures.conferences,
            "conference_visitors": figures.visitors,
        },
        "employed_after_return": work
        and {
            "due": work.due,
            "employed": work.works,
            "not_employed": work.none,
            "unknown": work.unknown,
            "share": share_number(work.share),
            "known_share": share_number(work.known_share),
        },
        "published": [_published(row) for row in figures.published],
    }


def _counted(line: Line) -> dict[str, object]:
    return {
        "code": line.code,
        "name": line.name,
        "target": line.target,
        "target_is_sample": line.is_sample,
        "departed": line.departed,
    }


def _part(part: Part) -> dict[str, object]:
    return {
        "shown": part.shown,
        "hidden_lines": part.hidden,
        "hidden_people": part.hidden_people if part.shown else None,
        "lines": [_counted(line) for line in part.lines],
    }


def _published(row: Statistic) -> dict[str, object]:
    return {
        "area": row.area,
        "period": row.period,
        "indicator": row.indicator,
        "market": row.market_code,
        "value": float(row.value),
        "mark": row.mark,
        "source": row.source,
        "checked_on": row.checked_on.isoformat() if row.checked_on else None,
    }


def figures_lines(figures: PublicFigures, demo: bool) -> list[Sequence[object]]:
    """One number a line in the order of COLUMNS."""
    lines: list[Sequence[object]] = []
    for line in figures.years:
        lines += _two(line, "province", "", "*", line.code)
    for line in figures.communes.lines:
        lines += _two(line, line.code, line.name, "*", str(figures.year))
    for line in figures.markets.lines:
        lines += _two(line, "province", "", line.code, str(figures.year))
    lines += _work(figures)
    lines += [_earlier(row) for row in figures.published]
    return [(*line, "yes" if demo else "no") for line in lines]


def _two(line: Line, area: str, name: str, market: str, period: str) -> Iterable[Sequence[object]]:
    """What was counted, and the target where one was given."""
    hidden = "yes" if line.departed is None else "no"
    beside = ("", "", "", "")
    yield ("counted", period, area, name, market, "departed", line.departed, hidden, *beside)
    if line.target is not None:
        basis = ("sample" if line.is_sample else "", "", "", "")
        yield ("target", period, area, name, market, "departed", line.target, "no", *basis)


def _work(figures: PublicFigures) -> Iterable[Sequence[object]]:
    work = figures.work
    if work is None:
        return
    numbers = {
        "check_due": work.due,
        "employed": work.works,
        "not_employed": work.none,
        "unknown": work.unknown,
        "employed_after_return_pct": share_number(work.share),
        "employed_after_return_known_pct": share_number(work.known_share),
    }
    period = f"..{figures.day.isoformat()}"
    for indicator, value in numbers.items():
        yield ("counted", period, "province", "", "*", indicator, value, "no", "", "", "", "")


def _earlier(row: Statistic) -> Sequence[object]:
    checked = row.checked_on.isoformat() if row.checked_on else ""
    what = (row.market_code, row.indicator, f"{row.value.normalize():f}", "no", "")
    return ("published", row.period, row.area, row.area, *what, row.mark, row.source, checked)
