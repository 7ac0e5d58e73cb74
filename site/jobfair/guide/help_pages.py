"""Pages for parents, for whoever is abroad, for whoever is back: one each, to print and keep."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template

from jobfair import page_cache
from jobfair.filters import in_language
from jobfair.guide import queries
from jobfair.guide.support import list_fund, name_of
from jobfair.guide.support_page import dated
from jobfair.guide.told import ANY, Part, Said, part, rows_of
from jobfair.guide.told import part_of as made_part
from jobfair.lib.clock import today
from jobfair.models import GuideText, SupportAmount

MINUTE = 60
BACK_EARLY = ("fund40_early_return", "fund40_retraining")
BY_CASE = {
    "violence": ("fund40_early_return_abuse",),
    "accident": ("fund40_early_return_sickness",),
    "wage": ("fund40_legal",),
    "passport": (),
    "employer": (),
}
"""What went wrong -> what the fund pays then (Decision 40/2021/QĐ-TTg)."""


@dataclass(frozen=True)
class Case:
    """Something that goes wrong abroad: what to do, what the fund pays."""

    key: str
    part: Part
    fund: list[tuple[str, str, str]]


@dataclass(frozen=True)
class Place:
    """The numbers of a market; of several, by name, where nobody has checked one yet."""

    name: str
    said: tuple[Said, ...]


def family_page() -> str:
    """Draw the page for parents."""
    page_cache.keep("guide", seconds=MINUTE)
    topics = ("cost", "debt", "danger", "keep", "register", "call")
    return render_template("guide/family.html", **{t: part("family", t) for t in topics})


def abroad_page() -> str:
    """Draw the page for help abroad; it stays on the phone (static/js/sw.js)."""
    page_cache.keep("guide", seconds=MINUTE)
    return abroad_html()


def abroad_html() -> str:
    """The page itself, for the service worker too."""
    fund = list_fund(today())
    places, numbers = _places()
    cases = [
        Case(key, told, _fund(fund, items))
        for key, items in BY_CASE.items()
        if (told := part("abroad", key)) is not None
    ]
    return render_template(
        "guide/abroad.html",
        first=part("abroad", "first"),
        call=part("abroad", "call"),
        cases={case.key: case for case in cases},
        places=places,
        numbers=numbers,
        embassy=part("abroad", "number", (ANY,)),
    )


def _places() -> tuple[list[Place], Part | None]:
    """The markets with a number, those without one together; all rows as a part, for its source."""
    found: list[Place] = []
    without: dict[Said, list[str]] = {}
    rows: list[GuideText] = []
    for market in queries.list_markets():
        own = rows_of("abroad", "number", (market.code,))
        told = made_part(own)
        rows += own
        name = in_language(market, "name")
        if told is not None and any(one.tel for one in told.said):
            found.append(Place(name, told.said))
        elif told is not None:
            without.setdefault(told.said[0], []).append(name)
    found += [Place(", ".join(names), (said,)) for said, names in without.items()]
    return found, made_part(rows)


def back_page() -> str:
    """Draw the page for returnees."""
    page_cache.keep("guide", seconds=MINUTE)
    topics = ("days", "money", "job", "say", "certificate")
    return render_template(
        "guide/back.html",
        fund=_fund(list_fund(today()), BACK_EARLY),
        **{topic: part("back", topic) for topic in topics},
    )


def _fund(rows: list[SupportAmount], items: tuple[str, ...]) -> list[tuple[str, str, str]]:
    return [
        (name_of(row), in_language(row, "amount"), dated(row))
        for row in rows
        if items and row.item.startswith(items)
    ]
