"""Which row of the board a commune code belongs to: units merge and split, history stays (I12).

A departure keeps the code of the commune in which the person lived at registration. When that
commune has gone, it is counted in the row of the one unit that took over, with a note. A unit
that was divided among several keeps a row of its own: nobody knows whose people they were.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

import sqlalchemy as sa

from jobfair.database import db
from jobfair.geography import list_communes
from jobfair.models import Commune, CommuneSuccessor

ELSEWHERE = ""
"""The row of people whose home is another province."""

_LONGEST_CHAIN = 8


@dataclass(frozen=True)
class Unit:
    """A commune or ward that exists on the day, with its place on the map."""

    code: str
    name: str
    short_name: str
    folded: str
    q: int
    r: int


@dataclass
class Units:
    """The units of a day, and where the codes of earlier ones lead."""

    by_code: dict[str, Unit]
    old_names: dict[str, str] = field(default_factory=dict)
    _next: dict[str, set[str]] = field(default_factory=dict)

    def row_of(self, code: str | None) -> str:
        """The code of the row: the unit itself, its one successor, else the code as it is."""
        current = code or ELSEWHERE
        for _ in range(_LONGEST_CHAIN):
            if current in self.by_code or current == ELSEWHERE:
                return current
            following = self._next.get(current, set())
            if len(following) != 1:
                return code or ELSEWHERE
            current = next(iter(following))
        return code or ELSEWHERE

    def codes_of(self, row: str, codes: Iterable[str | None]) -> list[str | None]:
        """Those of the codes that are counted in the row."""
        return sorted((c for c in codes if self.row_of(c) == row), key=lambda c: c or "")

    def name(self, code: str) -> str:
        """The short name of a unit, also of one that has gone; an unknown code as it is."""
        unit = self.by_code.get(code)
        return unit.short_name if unit else self.old_names.get(code, code)


def read_units(day: date) -> Units:
    """The units in force on the day; where there were none yet, those of today. Three reads."""
    rows = list_communes(day) or list_communes()
    units = {c.code: Unit(c.code, c.name, c.short_name, c.folded, c.tile_q, c.tile_r) for c in rows}
    found = Units(units)
    gone = db.session.execute(
        sa.select(Commune.code, Commune.short_name).order_by(Commune.valid_from)
    )
    found.old_names.update({code: name for code, name in gone if code not in units})
    successors = db.session.execute(
        sa.select(
            CommuneSuccessor.old_code, CommuneSuccessor.old_name, CommuneSuccessor.new_code
        ).where(CommuneSuccessor.from_day <= day)
    )
    for old, name, new in successors:
        found._next.setdefault(old, set()).add(new)
        found.old_names.setdefault(old, name)
    return found
