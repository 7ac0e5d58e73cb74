"""Pages of the guide as entries: their names, what they tell, the province's own words on them."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l

from jobfair.guide.texts import list_shown
from jobfair.guide.told import list_texts
from jobfair.kept import kept
from jobfair.search.entries import Entry, make_entry

Words = object
"""A lazy text: the reader's language decides it."""

PAGES: tuple[tuple[str, str, Words, Words], ...] = (
    (
        *("guide.home", ""),
        *(_l("Working abroad"), _l("Conferences, licensed companies, countries: where to begin")),
    ),
    ("conferences.index", "", _l("Conferences"), _l("Where and when to ask, at no cost")),
    ("agencies.index", "", _l("Sending bodies"), _l("Companies, licences, branches and phones")),
    ("agencies.check_it", "", _l("Is it real? Check here"), _l("Company, phone, account or order")),
    ("orders.index", "", _l("Job orders"), _l("Who recruits, wage, fee and deadline")),
    ("guide.markets", "", _l("Working abroad: which country?"), _l("Wage, contract, papers, ages")),
    (
        *("guide.self_check", ""),
        *(
            _l("Which programme suits me?"),
            _l("Six short questions, then programmes with the reasons. Nothing is kept."),
        ),
    ),
    (
        *("guide.compare", ""),
        *(
            _l("Compare two programmes"),
            _l("Pay, cost, papers and time of two programmes side by side."),
        ),
    ),
    (
        *("guide.costs", ""),
        *(_l("What it costs"), _l("The most the law allows, deposit, loan, wage left")),
    ),
    (
        *("guide.support", "support"),
        *(
            _l("Loans and support"),
            _l(
                "Who may borrow, what the State pays, which papers and where,"
                " with an example for each household."
            ),
        ),
    ),
    (
        *("guide.family", "family"),
        *(
            _l("For parents and families"),
            _l("Cost, debt, dangers, whom to call when your child goes to work abroad."),
        ),
    ),
    (
        *("guide.abroad", "abroad"),
        *(
            _l("Help abroad"),
            _l(
                "In trouble abroad: whom to call, what to do about passport, wage,"
                " violence, accident."
            ),
        ),
    ),
    (
        *("guide.back", "back"),
        *(
            _l("Back home"),
            _l("Back from work abroad: what to do within which days, your money, work at home."),
        ),
    ),
    (
        *("warnings.index", ""),
        *(_l("Warnings"), _l("Numbers and accounts used to deceive people")),
    ),
    (
        *("complaints.new", ""),
        *(_l("Send a report"), _l("A complaint, a scam, money that was asked")),
    ),
    ("registration.call_back", "", _l("Call me back"), _l("An officer calls you, at no cost")),
    (
        *("figures.index", ""),
        *(
            _l("Figures"),
            _l(
                "Targets and departures by year, country and commune."
                " Small numbers of people are not shown."
            ),
        ),
    ),
    (
        *("open_data.index", ""),
        *(
            _l("Open data"),
            _l(
                "Files and feeds of conferences, companies, job orders and figures,"
                " free to use again."
            ),
        ),
    ),
    ("guide.about", "", _l("Who runs this"), _l("Department, centre, law, address, phone")),
    ("privacy.notice", "", _l("Privacy"), _l("Your data, your rights, how to take them back")),
)
"""Endpoint, the guide's own word for what it tells, title and line."""


@kept("guide")
def pages(lang: str) -> Sequence[Entry]:
    """Pages without an argument, found by what stands on them too."""
    own = own_words("page")
    return tuple(
        make_entry(
            "page",
            endpoint,
            str(title),
            str(line),
            order=f"{place:03}",
            words=(
                _told(page) if page else "",
                own.get(endpoint.rpartition(".")[2], ""),
            ),
        )
        for place, (endpoint, page, title, line) in enumerate(PAGES)
    )


def _told(page: str, subject: str = "") -> str:
    """The texts of a page of the guide in both languages; of one subject, or all."""
    return " ".join(
        text
        for row in list_texts(page)
        if subject in ("", row.subject)
        for text in (row.title_vi, row.text_vi, row.title_en, row.text_en)
    )


def told_of(programme: str) -> str:
    """What the guide tells of one programme alone."""
    return _told("programme", programme)


@kept("guide")
def own_words(kind: str) -> dict[str, str]:
    """Page of the guide, or code of a market or programme -> the province's published words."""
    found: dict[str, list[str]] = {}
    for slot, text in list_shown():
        room, _dot, rest = slot.partition(".")
        if room == kind:
            words = (text.title_vi, text.body_vi, text.title_en, text.body_en)
            found.setdefault(rest.split(".")[0], []).extend(words)
    return {key: " ".join(words) for key, words in found.items()}
