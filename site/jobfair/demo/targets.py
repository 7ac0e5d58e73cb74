"""Invented targets of the communes for this year; a few communes have none yet.

They are as large as the demonstration is small, so that the board shows every state. The
province's own targets and the published figures of past years are never touched.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

from jobfair.demo.bodies import SOURCE
from jobfair.demo.dice import Dice
from jobfair.demo.places import Map, Place
from jobfair.demo.sink import Sink
from jobfair.models import Target

BASIS = "demo"
NOT_GIVEN = 6
"""Communes whose target is "chưa giao"."""

SPREAD = (0.75, 1.7)
"""From what the year brings to what is asked for."""


def write_targets(sink: Sink, dice: Dice, where: Map, departed: Counter[str], day: date) -> None:
    """Write a target for each commune but six.

    ``departed``: exits by commune over the last twelve months, the measure of what is asked.
    """
    without = set(_without(dice, where))
    for place in where.places:
        if place.code in without:
            continue
        expected = max(departed[place.code], _usual(place, where, departed))
        value = max(1, round(expected * dice.rng.uniform(*SPREAD)))
        sink.add(
            Target,
            id=dice.id(),
            unit=place.code,
            year=str(day.year),
            market_code="*",
            basis=BASIS,
            indicator="departed",
            value=Decimal(value),
            qualifier="",
            document="",
            source=SOURCE,
            checked_on=day - timedelta(days=9),
            check_again_on=None,
            mark="V",
        )


def _usual(place: Place, where: Map, departed: Counter[str]) -> float:
    """What a commune of this weight would send if chance were even."""
    whole = sum(p.weight for p in where.places)
    return sum(departed.values()) * place.weight / whole


def _without(dice: Dice, where: Map) -> list[str]:
    """Never the two communes that have an officer's account."""
    others = [p.code for p in where.places if p not in (where.first, where.second)]
    return dice.rng.sample(others, min(NOT_GIVEN, max(0, len(others) - 1)))
