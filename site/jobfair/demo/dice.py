"""Chance that can be repeated: every choice and every id of the demonstration comes from here."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import accumulate
from typing import Generic, TypeVar

from jobfair.lib import clock
from jobfair.lib.codes import SLIP_LENGTH, new_slip_code

T = TypeVar("T")

# Four million ids are made for 100,000 people: two letters at a time, of the same alphabet and
# length as lib.codes.new_id and new_form_key, cost a quarter of base 32 byte by byte.
_LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"
_PAIRS = [a + b for a in _LETTERS for b in _LETTERS]


@dataclass(frozen=True)
class Urn(Generic[T]):
    """Things with weights; built once, drawn from many times."""

    things: Sequence[T]
    sums: Sequence[float]

    @classmethod
    def of(cls, pairs: Sequence[tuple[T, float]]) -> Urn[T]:
        """Take (thing, weight) pairs; a thing of weight 0 is never drawn."""
        return cls([thing for thing, _ in pairs], list(accumulate(weight for _, weight in pairs)))


@dataclass
class Dice:
    """A seeded source of choices, ids, codes and moments; the same seed gives the same ones."""

    seed: str
    rng: random.Random = field(init=False)
    used: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.rng = random.Random(self.seed)

    def id(self) -> str:
        """A row id: 20 small letters and digits."""
        return self._code(10)

    def form_key(self) -> str:
        """A once-only key of a form: 26 small letters and digits."""
        return self._code(13)

    def _code(self, pairs: int) -> str:
        number, parts = self.rng.getrandbits(10 * pairs), []
        for _ in range(pairs):
            parts.append(_PAIRS[number & 1023])
            number >>= 10
        return "".join(parts)

    def slip(self) -> str:
        """A slip code that this demonstration has not used yet, of SLIP_LENGTH letters."""
        while True:
            code = new_slip_code(self.rng)
            if code not in self.used and len(code) == SLIP_LENGTH:
                self.used.add(code)
                return code

    def draw(self, urn: Urn[T]) -> T:
        """One thing by its weight."""
        return self.rng.choices(urn.things, cum_weights=urn.sums)[0]

    def pick(self, things: Sequence[T]) -> T:
        """One thing, all alike."""
        return self.rng.choice(things)

    def between(self, low: int, high: int) -> int:
        """A whole number, both ends included."""
        return low if high <= low else self.rng.randint(low, high)

    def chance(self, share: float) -> bool:
        """True in that share of cases."""
        return self.rng.random() < share

    def at(self, day: date, first: int = 8, last: int = 16) -> datetime:
        """A moment of that day in office hours (Vietnam), to the minute, in UTC."""
        minute = self.between(first * 60, last * 60)
        midnight = clock.from_local(day, time(0, 0))
        return midnight + timedelta(minutes=minute)

    def before(self, day: date, moment: datetime) -> datetime:
        """The moment; of that day itself its midnight, which has passed at whatever hour."""
        return min(moment, clock.from_local(day, time(0, 0)))
