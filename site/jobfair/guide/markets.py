"""Markets: all of them, and one with its programmes (A5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import render_template
from flask_babel import ngettext

from jobfair import page_cache
from jobfair.agencies.queries import list_open_orders
from jobfair.filters import in_language
from jobfair.guide import queries
from jobfair.guide.around import next_conferences, recruiters
from jobfair.guide.programmes import programme_page
from jobfair.guide.told import together
from jobfair.guide.words import income_line
from jobfair.lib.clock import today
from jobfair.models import Market, Programme

MINUTE = 60


@dataclass(frozen=True)
class MarketLine:
    """A market in the list."""

    code: str
    name: str
    lines: tuple[str, ...]


def market_lines() -> list[MarketLine]:
    """Every market, those with programmes first."""
    by_market: dict[str, list[Programme]] = {}
    for programme in queries.list_programmes():
        by_market.setdefault(programme.market_code, []).append(programme)
    lines = []
    for market in queries.list_markets():
        own = by_market.get(market.code, [])
        count = ngettext("%(num)s programme", "%(num)s programmes", len(own)) if own else ""
        name = in_language(market, "name")
        lines.append(MarketLine(market.code, name, tuple(filter(None, (income_line(own), count)))))
    return sorted(lines, key=lambda line: not line.lines)


def markets_page() -> str:
    """Draw the list of markets."""
    page_cache.keep("guide", seconds=MINUTE)
    lines = market_lines()
    programmes = queries.list_programmes()
    checked = min((p.checked_on for p in programmes if p.checked_on), default=None)
    again = min((p.check_again_on for p in programmes if p.check_again_on), default=None)
    return render_template("guide/markets.html", lines=lines, checked=checked, again=again)


def market_page(code: str) -> str:
    """Draw a market or a programme: where both have one code they are one page.

    Raises NotFound for a code that is neither.
    """
    page_cache.keep("guide", "agencies", "orders", "conferences", seconds=2)
    programme = queries.find_programme(code)
    if programme is not None:
        return programme_page(programme, queries.get_market(programme.market_code))
    market = queries.get_market(code)
    return _market(market, queries.list_programmes(code), today())


@dataclass(frozen=True)
class ProgrammeLine:
    """A programme in its market's list."""

    code: str
    name: str
    lines: tuple[str, ...]
    until: date | None


def _line(programme: Programme) -> ProgrammeLine:
    lines = (income_line([programme]), in_language(programme, "contract"))
    name = in_language(programme, "name")
    return ProgrammeLine(programme.code, name, tuple(filter(None, lines)), programme.accepts_until)


def _market(market: Market, programmes: Sequence[Programme], day: date) -> str:
    return render_template(
        "guide/market.html",
        market=market,
        name=in_language(market, "name"),
        lines=[_line(programme) for programme in programmes],
        source=together(programmes),
        recruiters=recruiters(list_open_orders(day, market=market.code)),
        conferences=next_conferences(market.code),
    )
