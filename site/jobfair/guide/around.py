"""What goes on around a market: who recruits, which conferences speak of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import ngettext

from jobfair.agencies.shown import name_of
from jobfair.conferences.queries import list_open
from jobfair.conferences.showing import Card, Communes, cards
from jobfair.models import JobOrder

NEXT = 3


@dataclass(frozen=True)
class Recruiter:
    """A company that recruits here, with the number of its open orders."""

    slug: str
    name: str
    orders: str


def recruiters(orders: Sequence[JobOrder]) -> list[Recruiter]:
    """Companies of open orders, by name."""
    found: dict[str, list[JobOrder]] = {}
    for order in orders:
        found.setdefault(order.body_id, []).append(order)
    made = []
    for own in found.values():
        count = ngettext("%(num)s open order", "%(num)s open orders", len(own))
        made.append(Recruiter(own[0].body.slug, name_of(own[0].body), count))
    return sorted(made, key=lambda one: (one.name, one.slug))


def next_conferences(market_code: str) -> list[Card]:
    """The next conferences that speak of the market."""
    return cards(list_open(market=market_code)[:NEXT], Communes())
