"""Invented names, by the shares of the peoples who live in the province."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from jobfair.demo.dice import Dice, Urn
from jobfair.provinces.reading import Pack, Row, open_pack

FALLBACK = "son_la"
"""The pack whose name parts serve a province that has none of its own."""

OTHERS_WRITE_LIKE = "Thái"
"""A people with family names only in the list takes the other parts from its neighbours."""


@dataclass(frozen=True)
class Parts:
    """The parts of one people's names: family names, and by sex middle and given names."""

    family: Urn[str]
    middle: dict[str, Urn[str]]
    given: dict[str, Urn[str]]


class NameBook:
    """Draws names; every name is made of parts, none is taken from a living person."""

    def __init__(self, pack: Pack) -> None:
        """Read ``names.csv`` and ``ethnic_shares.csv`` of an opened pack."""
        rows = pack.rows("names") or open_pack(FALLBACK).rows("names")
        self._parts = _parts(rows)
        self._peoples = Urn.of(_shares(pack, set(self._parts)))

    def draw(self, dice: Dice) -> tuple[str, str, str]:
        """Give the code of the ethnic group, the sex (M, F) and the full name."""
        code, people = dice.draw(self._peoples)
        sex = "F" if dice.chance(0.42) else "M"
        return code, sex, self.name(dice, people, sex)

    def sibling(self, dice: Dice, code: str, family: str) -> tuple[str, str]:
        """Give sex and full name of somebody of the same group with the same family name."""
        people = next(p for c, p in self._peoples.things if c == code)
        sex = "F" if dice.chance(0.42) else "M"
        return sex, self.name(dice, people, sex, family)

    def name(self, dice: Dice, people: str, sex: str, family: str | None = None) -> str:
        """Give a full name of that people; with ``family`` that family name."""
        own, other = self._parts[people], self._parts[OTHERS_WRITE_LIKE]
        middle = own.middle.get(sex) or other.middle[sex]
        given = own.given.get(sex) or other.given[sex]
        return f"{family or dice.draw(own.family)} {dice.draw(middle)} {dice.draw(given)}"


def _parts(rows: list[Row]) -> dict[str, Parts]:
    found: dict[str, dict[tuple[str, str], list[tuple[str, float]]]] = {}
    for row in rows:
        people = found.setdefault(row["ethnic_group"], defaultdict(list))
        people[row["part"], row["sex"]].append((row["value"], float(row["weight"])))
    return {
        people: Parts(
            family=Urn.of(by_part["family", ""]),
            middle={s: Urn.of(by_part["middle", s]) for s in "MF" if by_part["middle", s]},
            given={s: Urn.of(by_part["given", s]) for s in "MF" if by_part["given", s]},
        )
        for people, by_part in found.items()
    }


def _shares(pack: Pack, named: set[str]) -> list[tuple[tuple[str, str], float]]:
    """((code, people), share) of the groups that have names; equal where no share is known."""
    codes = {row["name"]: row["code"] for row in pack.rows("ethnic_groups")}
    shares = {row["code"]: row["share_pct"] for row in pack.rows("ethnic_shares")}
    peoples = sorted(named & set(codes))
    known = any(shares.get(codes[people]) for people in peoples)
    return [
        ((codes[people], people), float(shares.get(codes[people]) or 0) if known else 1.0)
        for people in peoples
    ]
