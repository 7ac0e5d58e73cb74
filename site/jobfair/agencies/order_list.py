"""The public list of orders: what can be asked, what is asked, what does not say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final
from urllib.parse import urlencode

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from jobfair.agencies.order_search import (
    UNSAID,
    WAGES,
    Wish,
    count_unsaid,
    load_page,
    search_orders,
)
from jobfair.agencies.order_terms import (
    LANGUAGE_LEVELS,
    OCCUPATIONS,
    SCHOOLINGS,
)
from jobfair.agencies.paging import Paged, page_of
from jobfair.agencies.shown import OrderLine, order_lines
from jobfair.agencies.words import Names
from jobfair.filters import in_language
from jobfair.lib.clock import today

Choices = list[tuple[str, str]]

A_PAGE: Final = 20
MOST_AGE: Final = 60
"""The highest age in the list to choose from."""


@dataclass(frozen=True)
class Asked:
    """What each list offers, as (value, words)."""

    market: Choices
    work: Choices
    age: Choices
    schooling: Choices
    language: Choices
    wage: Choices


@dataclass(frozen=True)
class OrderList:
    """A page of the list. ``active`` and ``unsaid``: words with the address that follows them."""

    wish: Wish
    asked: Asked
    lines: Sequence[OrderLine]
    page: Paged
    active: Choices
    unsaid: Choices

    @property
    def checked_on(self) -> date | None:
        """Since when the amounts of this page are known: the earliest day of its orders."""
        days = [line.order.checked_on for line in self.lines if line.order.checked_on]
        return min(days, default=None)


def _choices(names: dict[str, object]) -> Choices:
    return [
        *((str(value), str(words)) for value, words in names.items()),
        (UNSAID, _("Not stated")),
    ]


def asked_of(markets: Names) -> Asked:
    """The lists to choose from, in the reader's language."""
    ages = [(str(age), str(age)) for age in range(18, MOST_AGE + 1)]
    return Asked(
        market=[(code, in_language(one, "name")) for code, one in markets.items()],
        work=_choices(OCCUPATIONS),
        age=[*ages, (UNSAID, _("Not stated"))],
        schooling=_choices(SCHOOLINGS),
        language=_choices(LANGUAGE_LEVELS),
        wage=[(str(sum_), _("from %(num)s million VND", num=sum_)) for sum_ in WAGES],
    )


def _named(part: str) -> str:
    """The part of a wish as a heading of its chip."""
    names = {
        "work": _("Kind of work"),
        "age": _("Your age"),
        "schooling": _("Schooling"),
        "language": _("Language"),
        "wage": _("Wage a month"),
    }
    return names[part]


def _address(wish: Wish) -> str:
    return f"{url_for('orders.index')}?{urlencode(wish.address)}".rstrip("?")


def _active(wish: Wish, asked: Asked) -> Choices:
    """What the list is narrowed to, each with the address without it."""
    found = []
    for part in ("work", "age", "schooling", "language", "wage"):
        value = getattr(wish, part)
        if value:
            words = dict(getattr(asked, part)).get(value, value)
            address = _address(wish.without(part))
            found.append((f"{_named(part)}: {words}", address))
    return found


def _unsaid(wish: Wish) -> Choices:
    """Orders that do not say what is asked, with the way to them."""
    found = []
    for part, number in count_unsaid(wish).items():
        address = _address(replace(wish, **{part: UNSAID}))
        words = ngettext(
            "%(num)s more order does not say: %(what)s",
            "%(num)s more orders do not say: %(what)s",
            number,
            what=_named(part),
        )
        found.append((words, address))
    return found


def make_list(wish: Wish, markets: Names) -> OrderList:
    """The page that the address asks for."""
    found = search_orders(wish)
    page = page_of(len(found), A_PAGE)
    orders = load_page(found[page.offset : page.offset + A_PAGE])
    asked = asked_of(markets)
    return OrderList(
        wish=wish,
        asked=asked,
        lines=order_lines(orders, markets, today()),
        page=page,
        active=_active(wish, asked),
        unsaid=_unsaid(wish),
    )
