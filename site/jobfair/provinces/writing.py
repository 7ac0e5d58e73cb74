"""Facts into tables: add what is new, change what differs, end what is no longer said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from jobfair.models import Base, Commune, ConsentText, FactCheck, FactValue
from jobfair.provinces.tables import Fact, TableFacts


@dataclass
class Count:
    """What happened to one table: rows added, changed, ended, and left as they were."""

    added: int = 0
    changed: int = 0
    ended: int = 0
    same: int = 0


def write(session: Session, table: TableFacts, today: date) -> Count:
    """Bring one table in line with the pack and flush.

    A row is found by its natural key. Nothing is deleted: where the table knows days of
    validity, a row in force that the pack no longer has ends on the day before ``today``.
    Raises PackError where a consent text that people may have agreed to would change, and
    where a commune under a new code has the hexagon and first day of the old one.
    """
    rows = {_key(row, table): row for row in session.scalars(sa.select(table.model))}
    count, staff = Count(), _touched(session, table)
    new: list[Fact] = []
    changes: list[tuple[Any, dict[str, object]]] = []  # Any: rows of any model
    for fact in table.facts:
        row = rows.pop(table.key_of(fact), None)
        if row is None:
            new.append(fact)
            continue
        differing = {} if staff.holds(row, fact) else _differing(row, fact, table)
        if differing and table.model is ConsentText:
            raise fact.row.error("a text that has been shown does not change: raise its version")
        if differing:
            changes.append((row, differing))
        count.changed += bool(differing)
        count.same += not differing
    if table.model is Commune:
        for fact in new:
            _own_place(fact, rows.values())
    _apply(session, table, changes)
    session.add_all([table.model(**fact.values) for fact in new])
    count.added = len(new)
    if table.has_validity:
        count.ended = sum(_end(row, today) for row in rows.values() if not staff.knows(row))
    session.flush()
    return count


@dataclass(frozen=True)
class _Touched:
    """Rows that staff of this province keep right themselves (docs/adr/027)."""

    changed: frozenset[str]  # given a new value
    checked: frozenset[str]  # found still right

    def knows(self, row: Base) -> bool:
        """Whether staff have touched the row at all."""
        return _id(row) in self.changed | self.checked

    def holds(self, row: Any, fact: Fact) -> bool:
        """Whether the row stays as it is: changed, or checked no earlier than the pack was."""
        if _id(row) in self.changed:
            return True
        checked = fact.values.get("checked_on")
        return _id(row) in self.checked and not (
            isinstance(checked, date) and row.checked_on is not None and checked > row.checked_on
        )


def _id(row: Base) -> str:
    identity = sa.inspect(row).identity
    return str(identity[0]) if identity else ""


def _touched(session: Session, table: TableFacts) -> _Touched:
    name = str(table.model.__tablename__)
    values = sa.select(FactValue.row_key).where(
        FactValue.table_name == name, FactValue.applied_at.is_not(None)
    )
    checks = sa.select(FactCheck.row_key).where(FactCheck.table_name == name)
    return _Touched(frozenset(session.scalars(values)), frozenset(session.scalars(checks)))


def _key(row: Base, table: TableFacts) -> tuple[object, ...]:
    return tuple(getattr(row, name) for name in table.key)


def _differing(row: Base, fact: Fact, table: TableFacts) -> dict[str, object]:
    """Give the columns that change; none where staff have filled in what the pack leaves open."""
    if any(fact.values[n] is None and getattr(row, n) is not None for n in table.keep):
        return {}
    return {name: value for name, value in fact.values.items() if getattr(row, name) != value}


def _own_place(fact: Fact, leaving: Iterable[Any]) -> None:
    """Raise PackError where a new commune has the hexagon and first day of one that leaves."""
    columns = ("tile_q", "tile_r", "valid_from")
    for row in leaving:
        if all(getattr(row, name) == fact.values[name] for name in columns):
            raise fact.row.error(
                f"the hexagon is {row.name}'s from the same day: a new code begins on its own day"
            )


def _apply(
    session: Session, table: TableFacts, changes: list[tuple[Any, dict[str, object]]]
) -> None:
    if table.model is Commune:
        _clear_tiles(session, changes)
    for row, differing in changes:
        for name, value in differing.items():
            setattr(row, name, value)


def _clear_tiles(session: Session, changes: list[tuple[Any, dict[str, object]]]) -> None:
    """Take communes that move off the map first, so that two can change places."""
    for place, row in enumerate(_moving(changes), 1):
        row.tile_q = -place
        row.tile_r = -1
    session.flush()


def _moving(changes: list[tuple[Any, dict[str, object]]]) -> Iterator[Any]:
    for row, differing in changes:
        if "tile_q" in differing or "tile_r" in differing:
            # Both are set again below, also the one that stays.
            differing.setdefault("tile_q", row.tile_q)
            differing.setdefault("tile_r", row.tile_r)
            yield row


def _end(row: Any, today: date) -> bool:
    """End a row that is in force; give whether it was."""
    yesterday = today - timedelta(days=1)
    if row.valid_to is not None and row.valid_to <= max(yesterday, row.valid_from):
        return False
    row.valid_to = max(yesterday, row.valid_from)
    return True
