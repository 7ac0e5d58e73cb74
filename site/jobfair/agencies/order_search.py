"""Finding an order by market, work, age, schooling, language, wage and words (A4).

What an order does not say is no match for a value: it is found under "not stated" alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Final

from jobfair.agencies.order_queries import OpenRow, list_open_rows, list_orders_by_id
from jobfair.agencies.order_terms import (
    LANGUAGE_ASKED,
    OCCUPATIONS,
    OLDEST,
    SCHOOLING_ASKED,
    YOUNGEST,
)
from jobfair.agencies.queries import list_markets
from jobfair.agencies.words import Names
from jobfair.kept import kept
from jobfair.lib.clock import today
from jobfair.lib.text import clean, fold
from jobfair.models import JobOrder, LanguageLevel, Schooling
from jobfair.models.skills import up_to

UNSAID: Final = "khong-neu"
"""In the address: orders that do not say."""

WAGES: Final = (10, 15, 20, 25, 30, 40)
"""Million đồng a month, from which one may look."""


@dataclass(frozen=True)
class Wish:
    """What is looked for, as the address has it; '' for anything."""

    market: str = ""
    work: str = ""
    age: str = ""
    schooling: str = ""
    language: str = ""
    wage: str = ""
    q: str = ""

    @property
    def narrowed(self) -> bool:
        """Whether anything beside market and words is asked."""
        return any((self.work, self.age, self.schooling, self.language, self.wage))

    def without(self, name: str) -> Wish:
        """The same without one of its parts."""
        return replace(self, **{name: ""})

    @property
    def address(self) -> dict[str, str]:
        """What stands in the address: parameter -> value."""
        pairs = ((PARAMETERS[f.name], str(getattr(self, f.name))) for f in fields(self))
        return {name: value for name, value in pairs if value}


PARAMETERS: Final = {
    "market": "thi-truong",
    "work": "nghe",
    "age": "tuoi",
    "schooling": "hoc-van",
    "language": "ngoai-ngu",
    "wage": "luong",
    "q": "q",
}
"""Part of a wish -> its name in the address."""


def read_wish(args: Mapping[str, str], markets: Mapping[str, object]) -> Wish:
    """What the address asks for; a value that nobody offers asks for nothing."""
    offered: dict[str, Sequence[str]] = {
        "market": list(markets),
        "work": [*map(str, OCCUPATIONS), UNSAID],
        "age": [*map(str, range(YOUNGEST, OLDEST + 1)), UNSAID],
        "schooling": [*map(str, SCHOOLING_ASKED), UNSAID],
        "language": [*map(str, LANGUAGE_ASKED), UNSAID],
        "wage": [*map(str, WAGES)],
    }
    asked = {part: args.get(PARAMETERS[part], "") for part in offered}
    known = {part: value if value in offered[part] else "" for part, value in asked.items()}
    return Wish(**known, q=clean(args.get("q", ""), 100))


@dataclass(frozen=True)
class Found:
    """An open order as far as a search looks at it. ``wage`` a month in đồng."""

    id: str
    market: str
    work: str
    age_from: int | None
    age_to: int | None
    schooling: str
    language: str
    wage: int
    words: str


@kept("agencies", "orders", "guide")
def list_found() -> Sequence[Found]:
    """Every published order that takes people today, by deadline, then code.

    Kept in the process until an order, a licence or a day changes: 2,000 are folded once.
    """
    markets = list_markets()
    return [_found(row, markets) for row in list_open_rows(today())]


def _found(row: OpenRow, markets: Names) -> Found:
    texts = (row.code, row.title_vi, row.title_en, row.employer, row.requirements)
    market = markets.get(row.market_code)
    words = (row.body_folded, row.programme_folded, market.folded if market else "")
    return Found(
        id=row.id,
        market=row.market_code,
        work=row.occupation,
        age_from=row.age_from,
        age_to=row.age_to,
        schooling=row.schooling,
        language=row.language_level,
        wage=int(row.wage * row.rate),
        words=" ".join((fold(" ".join((*texts, row.language_note))), *words)),
    )


def _suits_age(one: Found, age: str) -> bool:
    stated = bool(one.age_from or one.age_to)
    if age == UNSAID:
        return not stated
    return stated and (one.age_from or YOUNGEST) <= int(age) <= (one.age_to or OLDEST)


def _tests(wish: Wish) -> list[Callable[[Found], bool]]:
    """What an order must pass, the cheap ones first."""
    found: list[Callable[[Found], bool]] = []
    if wish.market:
        found.append(lambda one: one.market == wish.market)
    if wish.work:
        found.append(lambda one: one.work == _stored(wish.work))
    if wish.wage:
        found.append(lambda one: one.wage >= int(wish.wage) * 1_000_000)
    if wish.schooling:
        schoolings = _rungs(Schooling, wish.schooling)
        found.append(lambda one: one.schooling in schoolings)
    if wish.language:
        levels = _rungs(LanguageLevel, wish.language)
        found.append(lambda one: one.language in levels)
    if wish.age:
        found.append(lambda one: _suits_age(one, wish.age))
    words = fold(wish.q).split()[:8]
    if words:
        found.append(lambda one: all(word in one.words for word in words))
    return found


def _stored(value: str) -> str:
    return "" if value == UNSAID else value


def _rungs(ladder: type[Schooling] | type[LanguageLevel], value: str) -> list[str]:
    return [""] if value == UNSAID else up_to(ladder, value)


def search_orders(wish: Wish) -> list[Found]:
    """Open orders that suit the wish, by deadline, then code."""
    tests = _tests(wish)
    return [one for one in list_found() if all(test(one) for test in tests)]


def count_unsaid(wish: Wish) -> dict[str, int]:
    """Part of the wish -> orders that would suit but do not say it; parts without any left out."""
    counted: dict[str, int] = {}
    for part in ("age", "schooling", "language", "work"):
        if getattr(wish, part) not in ("", UNSAID):
            found = len(search_orders(replace(wish, **{part: UNSAID})))
            counted |= {part: found} if found else {}
    return counted


def load_page(found: Sequence[Found]) -> list[JobOrder]:
    """The whole orders of one page, in its order."""
    return list_orders_by_id([one.id for one in found])
