"""The public list: what was asked for, what was wrong with it, and the page it makes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from flask_babel import gettext as _

from jobfair.conferences.listed import list_listed, list_recent
from jobfair.conferences.queries import nearest_with_distance
from jobfair.conferences.showing import Card, Communes, listed_cards, near_cards
from jobfair.filters import show_month
from jobfair.geography import search_communes
from jobfair.language import current_language
from jobfair.lib import clock
from jobfair.lib.text import clean, fold

PER_PAGE = 30
LONGEST_Q = 60
YEARS = range(2020, 2100)


@dataclass
class Question:
    """The filters that hold, and a sentence for each that was not understood."""

    commune: str = ""
    market: str = ""
    since: date | None = None
    until: date | None = None
    q: str = ""
    page: int = 1
    notices: list[str] = field(default_factory=list)

    @property
    def by_word_or_day(self) -> bool:
        """Whether the second row of filters is in use."""
        return bool(self.q or self.since or self.until)

    @property
    def anything(self) -> bool:
        """Whether the list is narrowed at all."""
        return bool(self.commune or self.market or self.by_word_or_day)

    def values(self) -> dict[str, str]:
        """The filters as they stand in an address, empty ones left out."""
        pairs = {
            "xa": self.commune,
            "thi-truong": self.market,
            "tu": self.since.isoformat() if self.since else "",
            "den": self.until.isoformat() if self.until else "",
            "q": self.q,
        }
        return {name: value for name, value in pairs.items() if value}


def read_question(
    args: Mapping[str, str], communes: Communes, markets: Mapping[str, str]
) -> Question:
    """Read ``xa``, ``thi-truong``, ``tu``, ``den`` (yyyy-mm-dd), ``q`` and ``trang``.

    A value that is not understood is left out with a sentence, never an error page.
    """
    question = Question(q=clean(args.get("q", ""), LONGEST_Q))
    question.commune = clean(args.get("xa", ""), 20)
    if question.commune and question.commune not in communes:
        question.commune = ""
        question.notices.append(_("We do not know this commune. Here is the whole province."))
    question.market = clean(args.get("thi-truong", ""), 20).upper()
    if question.market and question.market not in markets:
        question.market = ""
        question.notices.append(_("We do not know this market. Here are all of them."))
    question.since = _read_day(args.get("tu", ""), question)
    question.until = _read_day(args.get("den", ""), question)
    if question.since and question.until and question.since > question.until:
        question.since, question.until = question.until, question.since
        question.notices.append(_("The last day came before the first. We changed them over."))
    page = args.get("trang", "1")
    question.page = int(page) if page.isdecimal() and len(page) < 5 else 1
    return question


def _read_day(text: str, question: Question) -> date | None:
    text = clean(text, 20)
    if not text:
        return None
    try:
        day = clock.parse_date(text)
    except ValueError:
        day = None
    if day is None or day.year not in YEARS:
        sentence = _("We cannot read this day. Write it as 25/11/2026.")
        if sentence not in question.notices:
            question.notices.append(sentence)
        return None
    return day


@dataclass(frozen=True)
class Month:
    """One month of the list with its rows."""

    id: str
    title: str
    cards: list[Card]


@dataclass(frozen=True)
class Listing:
    """What the list page shows."""

    total: int
    months: list[Month]
    near: list[Card]
    near_name: str
    page: int
    pages: int


def make_listing(question: Question, communes: Communes, markets: Mapping[str, str]) -> Listing:
    """Find what was asked for; where that is nothing or full, the nearest free seats."""
    asked = (question.commune or None, question.market or None, question.since, question.until)
    found = list_listed(*asked, question.q) if question.q else list_recent(*asked)
    pages = max(1, -(-len(found) // PER_PAGE))
    page = min(max(1, question.page), pages)
    shown = found[(page - 1) * PER_PAGE : page * PER_PAGE]
    here = _asked_commune(question)
    near: list[Card] = []
    if here and not any(one.left > 0 for one in found):
        near = near_cards(nearest_with_distance(here), communes)
    return Listing(
        total=len(found),
        months=_months(listed_cards(shown, communes)),
        near=near,
        near_name=communes.inline(here) if here else "",
        page=page,
        pages=pages,
    )


def _asked_commune(question: Question) -> str:
    """The commune whose neighbours may be offered: the chosen one, or the one that ``q`` names."""
    if question.commune or not fold(question.q):
        return question.commune
    found = search_communes(question.q)
    return found[0].code if found else ""


def _months(rows: Iterable[Card]) -> list[Month]:
    months: list[Month] = []
    for card in rows:
        local = clock.to_local(card.starts_at)
        key = f"{local:%Y-%m}"
        if not months or months[-1].id != key:
            months.append(Month(key, _month_title(local.date()), []))
        months[-1].cards.append(card)
    return months


def _month_title(day: date) -> str:
    """Tháng 11; another year is named."""
    month = show_month(day)
    title = month[:1].upper() + month[1:]
    if day.year == clock.today().year:
        return title
    return f"{title} {day.year}" if current_language() == "en" else f"{title}/{day.year}"
