"""Where the province may put words of its own: the parts of pages that staff can fill.

A slot is named after its page and part: ``page.costs``, ``market.JP-TITP.note``. A page
draws it by ``section(slot)`` of ``guide/_texts.html``; nothing stands there until a text is
published.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from jobfair.filters import in_language
from jobfair.guide import queries

# Any: a lazy text stands where str is asked for.
Words = Any

PAGES: Final[dict[str, tuple[str, Words]]] = {
    "markets": ("guide.markets", _l("Where can you go?")),
    "costs": ("guide.costs", _l("What may they ask, what do I keep?")),
    "support": ("guide.support", _l("Loans and support")),
    "family": ("guide.family", _l("For parents and families")),
    "abroad": ("guide.abroad", _l("Help abroad")),
    "back": ("guide.back", _l("Back home")),
    "about": ("guide.about", _l("Who runs this")),
}
"""Page of the guide -> its endpoint and name; each has one slot under its own words."""

NOTE: Final = _l("From the province")
PARTS: Final[dict[str, Words]] = {"note": NOTE}
"""Parts of a market's or programme's page that the province writes. Work, dangers and rights
stand there already, as rows of ``guide_text`` that staff change as facts (room ``content``)."""

NOTICE: Final = "notice."


@dataclass(frozen=True)
class Slot:
    """A place for a text: what it is called, on which page it stands, where that page is."""

    name: str
    title: str  # the heading it has unless the text brings its own
    page: str
    address: str


def is_notice(name: str) -> bool:
    """Whether the slot is a dated notice and no part of a page."""
    return name.startswith(NOTICE)


def _page_slot(key: str) -> Slot:
    endpoint, title = PAGES[key]
    return Slot(f"page.{key}", str(NOTE), str(title), url_for(endpoint))


def _part_slot(code: str, name: str, part: str) -> Slot:
    address = url_for("guide.market", code=code)
    return Slot(f"market.{code}.{part}", str(PARTS[part]), name, address)


def _places() -> Iterator[tuple[str, str]]:
    """Codes that have a page, programmes first: where both have one code it is the programme's."""
    seen = set()
    for programme in queries.list_programmes():
        seen.add(programme.code)
        yield programme.code, f"{programme.code}: {in_language(programme, 'name')}"
    for market in queries.list_markets():
        if market.code not in seen:
            yield market.code, in_language(market, "name")


def list_slots() -> list[Slot]:
    """Every part of a page that can be filled, pages first."""
    found = [_page_slot(key) for key in PAGES]
    for code, name in _places():
        found += [_part_slot(code, name, part) for part in PARTS]
    return found


def find_slot(name: str) -> Slot | None:
    """The slot of this name, a notice's among them; None for a name that no page draws."""
    if is_notice(name):
        return Slot(name, _("Notice"), _("Notices"), url_for("guide.home"))
    kind, _dot, rest = name.partition(".")
    if kind == "page":
        return _page_slot(rest) if rest in PAGES else None
    code, _dot, part = rest.rpartition(".")
    if kind != "market" or part not in PARTS:
        return None
    place = queries.find_programme(code) or queries.find_market(code)
    return _part_slot(code, in_language(place, "name"), part) if place else None
