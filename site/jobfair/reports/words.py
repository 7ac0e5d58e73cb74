"""The board's numbers in words: the headline, definitions, bases of targets, periods."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from jobfair.filters import show_number
from jobfair.models import Target
from jobfair.reports.behind import Group
from jobfair.reports.board import Board
from jobfair.reports.public_figures import PublicFigures

BASIS_LABELS: Final[dict[str, object]] = {
    "resolution": _l("By the resolution of the People's Council"),
    "ambition": _l("Ambition"),
    "project": _l("By the province's project"),
    "demo": _l("Sample"),
}
"""Basis of a target -> words."""

INDICATOR_LABELS: Final[dict[str, object]] = {
    "departed": _l("People who left"),
    "communes_pct": _l("Communes and wards from which somebody left"),
    "oriented_pct": _l("Oriented before leaving"),
    "employed_after_return_pct": _l("Working after coming home"),
    "skilled_pct": _l("Skilled workers among them"),
    "stock_abroad": _l("Working abroad now"),
    "conferences": _l("Conferences"),
    "conference_attendees": _l("People at conferences"),
    "advised": _l("People advised"),
}
"""Indicator of a target or published figure -> words."""

GROUP_LABELS: Final[dict[Group, object]] = {
    "departed": _l("Left"),
    "without_gate": _l("Left although a condition was missing"),
    "waiting": _l("Waiting for the flight"),
    "progress": _l("Learning, papers"),
    "interested": _l("Interested, being advised"),
}
"""Group of people -> words."""

GATE_LABELS: Final[dict[str, object]] = {
    "orientation": _l("No orientation certificate"),
    "body_ok": _l("The sending body was not allowed to send"),
    "order_room": _l("The job order was full"),
}
"""Gate that an exit lacked -> words."""

_DAY: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_MONTH: Final = re.compile(r"(\d{4})-(\d{2})")
_PART: Final = re.compile(r"(\d{4})-([QH])(\d)")


def headline(board: Board) -> str:
    """The finding as the page's title: year, how many left, how many are needed."""
    people = show_number(board.exits.total)
    if board.wanted is None:
        return _(
            "%(year)s: %(people)s people left, no target given yet", year=board.year, people=people
        )
    return _(
        "%(year)s: %(people)s people left, %(target)s needed",
        year=board.year,
        people=people,
        target=amount(board.target),
    )


def amount(target: Target | None) -> str:
    """A target as it was given: “about 700”, “over 260”, “70%”."""
    if target is None or target.value is None:
        return _("not given yet")
    number = show_number(target.value)
    if target.indicator.endswith("_pct"):
        number = f"{number}%"
    if target.qualifier == "about":
        return _("about %(number)s", number=number)
    if target.qualifier == "over":
        return _("over %(number)s", number=number)
    if target.qualifier == "at least":
        return _("at least %(number)s", number=number)
    return number


def percent(share: Decimal | None) -> str:
    """A share in whole percent, rounded down so that 100 means all; or that nothing is known."""
    return _("no figures yet") if share is None else f"{int(share)}%"


def actual(board: Board, target: Target) -> tuple[str, str]:
    """What was reached, and the two numbers behind it; for targets of the programme."""
    period = board.period.total
    if target.indicator == "departed":
        exits = board.exits if target.year == str(board.year) else board.period
        return show_number(exits.total), ""
    if target.indicator == "communes_pct":
        both = _both(board.period_communes, len(board.rows)) if period else ""
        return percent(board.covered), both
    if target.indicator == "oriented_pct":
        both = _both(period - board.period.without_orientation, period) if period else ""
        return percent(board.oriented), both
    if target.indicator == "employed_after_return_pct":
        returned = board.returned
        if not returned.due:
            return percent(None), ""
        return percent(returned.share), _(
            "%(employed)s of %(due)s due; of %(unknown)s nobody knows yet",
            employed=show_number(returned.works),
            due=show_number(returned.due),
            unknown=show_number(returned.unknown),
        )
    return percent(None), ""


def _both(part: int, whole: int) -> str:
    return _("%(part)s of %(whole)s", part=show_number(part), whole=show_number(whole))


def show_period(period: str) -> str:
    """A period of the pack as people write it: “quarter 1/2024”, “01/01/2025–02/12/2025”."""
    first, _dots, last = period.partition("..")
    return f"{_one(first)}–{_one(last)}" if last else _one(first)


def _one(text: str) -> str:
    if found := _PART.fullmatch(text):
        year, kind, number = found.groups()
        if kind == "Q":
            return _("quarter %(number)s/%(year)s", number=number, year=year)
        return _("half %(number)s/%(year)s", number=number, year=year)
    if found := _DAY.fullmatch(text):
        year, month, day = found.groups()
        return f"{day}/{month}/{year}"
    if found := _MONTH.fullmatch(text):
        return f"{found[2]}/{found[1]}"
    return text


def share_number(share: Decimal | None) -> float | None:
    """A share with one digit for files; None where nothing is known."""
    return None if share is None else round(float(share), 1)


def public_headline(figures: PublicFigures) -> str:
    """The finding as the title of the public page."""
    if figures.departed is None:
        return _("%(year)s: the first people have left", year=figures.year)
    people = show_number(figures.departed)
    if figures.wanted is None:
        return _(
            "%(year)s: %(people)s people left to work abroad", year=figures.year, people=people
        )
    return _(
        "%(year)s: %(people)s people left to work abroad, the target is %(target)s",
        year=figures.year,
        people=people,
        target=amount(figures.target),
    )
