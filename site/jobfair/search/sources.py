"""Where entries come from: each source reads what its public list shows, no more.

Each is kept in the process until the numbers of its sections are raised or the day ends
(kept.py), so what is hidden, cancelled or over is gone with the very commit that changes it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from jobfair.agencies.licence import licence_status
from jobfair.agencies.order_queries import list_open_rows
from jobfair.agencies.queries import list_markets, list_public_bodies
from jobfair.agencies.shown import name_of
from jobfair.agencies.warning_queries import list_warnings
from jobfair.agencies.words import badge_of, market_name
from jobfair.conferences.listed import Listed, list_listed
from jobfair.conferences.queries import market_names
from jobfair.conferences.showing import Communes, kind_label, market_words
from jobfair.filters import in_language, show_day
from jobfair.geography import list_communes, list_former_names
from jobfair.guide.queries import list_programmes
from jobfair.guide.words import income_line
from jobfair.kept import kept
from jobfair.lib.clock import today
from jobfair.models import ConferenceKind, Market, Programme
from jobfair.search.entries import Entry, make_entry

Source = Callable[[str], Sequence[Entry]]
"""Takes the reader's language, which decides titles and lines."""


@kept("conferences", "guide")
def conferences(lang: str) -> Sequence[Entry]:
    """Open conferences from now on; each goes at its start."""
    communes, names = Communes(), market_names(lang)
    districts = {c.code: c.former_districts_all for c in list_communes()}
    return [_conference(one, communes, names, districts) for one in list_listed()]


def _conference(
    one: Listed, communes: Communes, names: dict[str, str], districts: dict[str, str]
) -> Entry:
    online = one.kind is ConferenceKind.ONLINE
    place = _("Online") if online else one.place
    line = " · ".join(filter(None, (place, market_words(one.market_codes, names))))
    codes = (one.commune_code, *one.invited)
    return make_entry(
        "conference",
        one.slug,
        f"{kind_label(one.kind)}, {communes.inline(one.commune_code)}",
        line,
        day=one.starts_at,
        until=one.starts_at,
        order=one.starts_at.isoformat(),
        names=(one.title_vi, one.title_en),
        words=(
            one.landmark,
            *(communes.short(code) for code in one.invited),
            *(districts.get(code, "") for code in codes),
            *one.market_codes,
        ),
    )


@kept("orders", "agencies", "guide")
def orders(lang: str) -> Sequence[Entry]:
    """Open orders of bodies that may send to their market today."""
    markets = list_markets()
    found = []
    for row in list_open_rows(today()):
        market = market_name(markets, row.market_code)
        title = row.title_en if lang == "en" and row.title_en else row.title_vi
        line = _("%(market)s, apply until %(day)s", market=market, day=show_day(row.deadline))
        found.append(
            make_entry(
                "order",
                row.code,
                f"{title} ({row.code})",
                f"{line} · {row.body_name}",
                day=row.deadline,
                order=f"{row.deadline.isoformat()} {row.code}",
                names=(row.title_vi, row.title_en),
                words=(row.body_folded, row.employer, row.requirements, row.programme_folded),
            )
        )
    return found


@kept("agencies", "guide")
def agencies(lang: str) -> Sequence[Entry]:
    """Every body of the register, with the state of its licence today."""
    markets, day = list_markets(), today()
    found = []
    for body in list_public_bodies():
        badge = badge_of(body, licence_status(body, day), markets)
        parts = (body.licence_number, badge.text)
        found.append(
            make_entry(
                "agency",
                body.slug,
                name_of(body),
                " · ".join(filter(None, parts)),
                day=body.checked_on,
                order=body.folded,
                names=(body.name, body.short_name, body.name_en),
                words=(body.folded, body.tax_code, body.website),
            )
        )
    return found


@kept("agencies")
def warnings(lang: str) -> Sequence[Entry]:
    """Published warnings, found by their words and by every number in them."""
    return [
        make_entry(
            "warning",
            warning.slug,
            warning.title,
            ", ".join(mark.value_shown for mark in warning.marks[:3]),
            day=warning.published_at,
            names=(warning.name_used,),
            words=(warning.folded,),
        )
        for warning in list_warnings()
    ]


@kept("guide")
def markets(lang: str) -> Sequence[Entry]:
    """Markets and programmes, in the order of the pack."""
    found, programmes = [], list_programmes()
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
                words=(market.code, market.folded),
            )
        )
        found += [_programme(one, market, f"{place:03}") for one in own if one.code != market.code]
    return found


def _programme(one: Programme, market: Market, order: str) -> Entry:
    line = income_line([one]) or in_language(one, "contract") or in_language(market, "name")
    return make_entry(
        "market",
        one.code,
        in_language(one, "name"),
        line,
        day=one.checked_on,
        order=f"{order} {one.position:03}",
        names=(one.name_vi, one.name_en),
        words=(market.folded, one.folded, one.code, one.sectors_vi, one.sectors_en),
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
                words=(commune.folded, commune.code, *former.get(commune.code, ())),
            )
        )
    return found


PAGES: tuple[tuple[str, object, object], ...] = (
    ("conferences.index", _l("Conferences"), _l("Where and when to ask, at no cost")),
    ("agencies.index", _l("Sending bodies"), _l("Companies, licences, branches and phones")),
    ("agencies.check_it", _l("Is it real? Check here"), _l("Company, phone, account or order")),
    ("orders.index", _l("Job orders"), _l("Who recruits, wage, fee and deadline")),
    (
        "guide.home",
        _l("Working abroad"),
        _l("Conferences, licensed companies, countries: where to begin"),
    ),
    ("guide.markets", _l("Working abroad: which country?"), _l("Wage, contract, papers, ages")),
    ("guide.costs", _l("What it costs"), _l("The most the law allows, deposit, loan, wage left")),
    ("warnings.index", _l("Warnings"), _l("Numbers and accounts used to deceive people")),
    ("complaints.new", _l("Send a report"), _l("A complaint, a scam, money that was asked")),
    ("registration.call_back", _l("Call me back"), _l("An officer calls you, at no cost")),
    ("guide.about", _l("Who runs this"), _l("Department, centre, law, address, phone")),
    ("privacy.notice", _l("Privacy"), _l("Your data, your rights, how to take them back")),
)
"""Endpoint, title and line of pages that stand by themselves."""


def pages(lang: str) -> Sequence[Entry]:
    """Pages without an argument."""
    return [
        make_entry("page", endpoint, str(title), str(line), order=f"{place:03}")
        for place, (endpoint, title, line) in enumerate(PAGES)
    ]


SOURCES: list[Source] = [conferences, orders, agencies, warnings, markets, communes, pages]
"""Every source; a room that publishes something new adds its own."""
