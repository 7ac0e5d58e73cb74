"""Where entries come from: each source reads what its public list shows, no more.

Each is kept in the process until the numbers of its sections are raised or the day ends
(kept.py), so what is hidden, cancelled or over is gone with the very commit that changes it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import cache, lru_cache

from flask_babel import gettext as _

from jobfair.agencies.licence import licence_status
from jobfair.agencies.order_queries import list_open_rows
from jobfair.agencies.queries import list_markets, list_public_bodies
from jobfair.agencies.shown import name_of
from jobfair.agencies.warning_queries import list_warnings
from jobfair.agencies.words import badge_of, market_name
from jobfair.conferences.listed import list_listed
from jobfair.conferences.queries import market_names
from jobfair.conferences.showing import Communes, kind_label, market_words
from jobfair.filters import in_language, show_day
from jobfair.geography import list_communes, list_former_names
from jobfair.guide.queries import list_programmes
from jobfair.guide.words import income_line
from jobfair.kept import kept
from jobfair.lib.clock import today
from jobfair.models import ConferenceKind, Market, Programme
from jobfair.search.entries import Entry, Kind, in_order, make_entry
from jobfair.search.guide_pages import own_words, pages, told_of

Source = Callable[[str], Sequence[Entry]]
"""Takes the reader's language, which decides titles and lines."""


@kept("conferences", "guide")
def conferences(lang: str) -> Sequence[Entry]:
    """Open conferences from now on; each goes at its start."""
    communes, names = Communes(), market_names(lang)
    districts = {c.code: c.former_districts_all for c in list_communes()}
    kinds = {kind: kind_label(kind) for kind in ConferenceKind}
    places = {code: communes.inline(code) for code in districts}
    spoken = lru_cache(maxsize=None)(lambda codes: market_words(codes, names))
    online = _("Online")
    found = []
    for one in list_listed():
        away = one.kind is ConferenceKind.ONLINE
        codes = (one.commune_code, *one.invited)
        found.append(
            make_entry(
                "conference",
                one.slug,
                f"{kinds[one.kind]}, {places.get(one.commune_code, one.commune_code)}",
                f"{online if away else one.place} · {spoken(one.market_codes)}".rstrip(" ·"),
                day=one.starts_at,
                until=one.starts_at,
                order=one.starts_at.isoformat(),
                names=(one.title_vi, one.title_en),
                words=(
                    "" if away else one.landmark,
                    *(communes.short(code) for code in one.invited),
                    *(districts.get(code, "") for code in codes),
                    *one.market_codes,
                ),
            )
        )
    return in_order(found)


@kept("orders", "agencies", "guide")
def orders(lang: str) -> Sequence[Entry]:
    """Open orders of bodies that may send to their market today."""
    markets = list_markets()

    @cache
    def line(code: str, deadline: date) -> str:
        market, day = market_name(markets, code), show_day(deadline)
        return _("%(market)s, apply until %(day)s", market=market, day=day)

    found = []
    for row in list_open_rows(today()):
        title = row.title_en if lang == "en" and row.title_en else row.title_vi
        found.append(
            make_entry(
                "order",
                row.code,
                f"{title} ({row.code})",
                f"{line(row.market_code, row.deadline)} · {row.body_name}",
                day=row.deadline,
                order=f"{row.deadline.isoformat()} {row.code}",
                names=(row.title_vi, row.title_en),
                words=(row.employer, row.requirements),
                folded=(row.body_folded, row.programme_folded),
            )
        )
    return in_order(found)


@kept("agencies", "guide")
def agencies(lang: str) -> Sequence[Entry]:
    """Every body of the register, with the state of its licence today."""
    markets, day = list_markets(), today()
    found = []
    for body in list_public_bodies():
        badge = badge_of(body, licence_status(body, day), markets)
        found.append(
            make_entry(
                "agency",
                body.slug,
                name_of(body),
                " · ".join(filter(None, (body.licence_number, badge.text))),
                day=body.checked_on,
                order=body.folded,
                names=(body.name, body.short_name, body.name_en),
                words=(body.tax_code, body.website),
                folded=(body.folded,),
            )
        )
    return in_order(found)


@kept("agencies")
def warnings(lang: str) -> Sequence[Entry]:
    """Published warnings, the latest first, found by their words and every number in them."""
    return in_order(
        [
            make_entry(
                "warning",
                warning.slug,
                warning.title,
                ", ".join(mark.value_shown for mark in warning.marks[:3]),
                day=warning.published_at,
                order=f"{place:06}",
                names=(warning.name_used,),
                folded=(warning.folded,),
            )
            for place, warning in enumerate(list_warnings())
        ]
    )


@kept("guide")
def markets(lang: str) -> Sequence[Entry]:
    """Markets and programmes, in the order of the pack."""
    found, programmes, own_texts = [], list_programmes(), own_words("market")
    for place, market in enumerate(list_markets().values()):
        own = [one for one in programmes if one.market_code == market.code]
        found.append(
            make_entry(
                "market",
                market.code,
                in_language(market, "name"),
                income_line(own) or _("Market"),
                day=max((one.checked_on for one in own if one.checked_on), default=None),
                order=f"{place:03}",
                names=(market.name_vi, market.name_en),
                words=(market.code, own_texts.get(market.code, "")),
                folded=(market.folded,),
            )
        )
        for one in own:
            if one.code != market.code:
                text = own_texts.get(one.code, "")
                found.append(_programme(one, market, f"{place:03}", text))
    return in_order(found)


def _programme(one: Programme, market: Market, order: str, own: str) -> Entry:
    line = income_line([one]) or in_language(one, "contract") or in_language(market, "name")
    return make_entry(
        "market",
        one.code,
        in_language(one, "name"),
        line,
        day=one.checked_on,
        order=f"{order} {one.position:03}",
        names=(one.name_vi, one.name_en),
        words=(
            *(one.code, one.sectors_vi, one.sectors_en),
            *(told_of(one.code), own),
        ),
        folded=(market.folded, one.folded),
    )


@kept("guide")
def communes(lang: str) -> Sequence[Entry]:
    """Today's communes and wards, by every name that one of them had."""
    names, former = Communes(), list_former_names()
    found = []
    for commune in list_communes():
        line = _("Formerly part of: %(places)s", places=commune.former_districts_all)
        found.append(
            make_entry(
                "commune",
                commune.code,
                names.name(commune.code),
                line,
                day=commune.checked_on,
                order=commune.folded,
                names=(commune.name,),
                words=(commune.code, *former.get(commune.code, ())),
                folded=(commune.folded,),
            )
        )
    return in_order(found)


SOURCES: dict[Kind, Source] = {
    "conference": conferences,
    "order": orders,
    "agency": agencies,
    "warning": warnings,
    "market": markets,
    "commune": communes,
    "page": pages,
}
"""Every source by the kind of its entries; a room that publishes something new adds its own."""
