"""Words of the guide: income, periods, indicators, the status of a document."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from jobfair.language import current_language
from jobfair.lib.clock import show_date
from jobfair.models import Programme

INDICATORS: dict[str, object] = {
    "departed": _l("Left to work abroad"),
    "stock_abroad": _l("Working abroad at that time"),
    "plan": _l("Planned departures"),
    "target": _l("Target"),
    "loans": _l("Borrowers"),
    "conferences": _l("Recruitment conferences held"),
    "conference_attendees": _l("People at conferences"),
    "advised": _l("People advised"),
    "cross_border": _l("Cross-border workers"),
    "budget_support": _l("Supported from the budget"),
    "supported_poor_districts": _l("Supported in poor districts"),
    "labour_force_share_pct": _l("Labour force, percent of the population"),
    "literacy_15plus_pct": _l("Able to read, percent of people from 15"),
    "adult_smartphone_pct": _l("Adults with a smartphone, percent"),
    "poverty_rate_pct": _l("Poverty rate, percent"),
}

STATUSES: dict[str, tuple[str, object]] = {
    "in_force": ("good", _l("In force")),
    "amended": ("good", _l("In force, amended")),
    "check": ("mind", _l("To be checked")),
    "replaced": ("plain", _l("Replaced")),
    "repealed": ("plain", _l("Repealed")),
    "ended": ("plain", _l("Ended")),
}

KINDS: dict[str, object] = {
    "law": _l("Law"),
    "decree": _l("Decree"),
    "circular": _l("Circular"),
    "joint_circular": _l("Joint circular"),
    "decision": _l("Decision"),
    "resolution": _l("Resolution"),
    "party_resolution": _l("Party resolution"),
    "directive": _l("Directive"),
    "project": _l("Project"),
}

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_QUARTER = re.compile(r"(\d{4})-Q([1-4])")
_HALF = re.compile(r"(\d{4})-H([12])")


def plain_number(number: Decimal) -> str:
    """24; 14,41 in Vietnamese, 14.41 in English; thousands in groups."""
    text = f"{number.normalize():,f}"
    return text if current_language() == "en" else text.translate(str.maketrans(",.", ".,"))


def income_range(programmes: Iterable[Programme]) -> str:
    """The lowest and highest income of programmes in million đồng a month: "24–50"; '' if none."""
    shown = [p for p in programmes if p.income_min_million or p.income_max_million]
    lows = [p.income_min_million for p in shown if p.income_min_million]
    highs = [p.income_max_million for p in shown if p.income_max_million]
    ends = [plain_number(min(lows))] if lows else []
    ends += [plain_number(max(highs))] if highs else []
    return "–".join(dict.fromkeys(ends))


def income_line(programmes: Iterable[Programme]) -> str:
    """24–50 million đồng a month; '' when nothing is known."""
    shown = income_range(programmes)
    return _("%(range)s million đồng a month", range=shown) if shown else ""


def period_words(period: str) -> str:
    """A period of the pack in words: 2020..2024, 2025-01..2025-10, 2024-Q1, 2025-H1, days."""
    first, dots, last = period.partition("..")
    if dots:
        return f"{_one(first)}–{_one(last)}"
    return _one(period)


def _one(period: str) -> str:
    if _DAY.fullmatch(period):
        year, month, day = period.split("-")
        return f"{day}/{month}/{year}"
    if found := _MONTH.fullmatch(period):
        return f"{int(found[2])}/{found[1]}"
    if found := _QUARTER.fullmatch(period):
        return _("quarter %(number)s of %(year)s", number=found[2], year=found[1])
    if found := _HALF.fullmatch(period):
        if found[2] == "1":
            return _("first half of %(year)s", year=found[1])
        return _("second half of %(year)s", year=found[1])
    return period


def date_words(written: str) -> str:
    """A date of the pack: 13/11/2020 for 2020-11-13, a bare year as it is."""
    if _DAY.fullmatch(written):
        return show_date(date.fromisoformat(written))
    return written


def lower_first(name: str) -> str:
    """The name behind a colon: Vietnamese goes on in small letters, a name in capitals stays."""
    if current_language() == "en" or len(name) < 2 or not name[1].islower():
        return name
    return name[0].lower() + name[1:]
