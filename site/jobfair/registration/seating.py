"""Seats and the waiting line, under the lock of the conference's own row (model, "Seats").

Seats are taken by one conditional UPDATE: all of a family's or none, none while anybody waits.
Whoever freed seats has handed them on (``waiting``) before the commit, so what is still free
while somebody waits fits none of those who do. Who is ready to stand in line and needs no more
takes them at once; that a family was passed is noted as when seats are handed on.
``conference.waiting`` stands in the same row as the seats, so the condition holds on PostgreSQL
too, where a condition on another table would be looked at with an older eye.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any, Protocol

import sqlalchemy as sa

from jobfair.lib.clock import now
from jobfair.models import Base

# Any: values of columns, and what a driver takes and gives.
Statement = tuple[str, tuple[Any, ...]]

_FREE = (
    " WHERE id = {0} AND state = 'open' AND starts_at > {0}"
    " AND waiting = 0 AND seats_taken + {0} <= capacity"
)
TAKE_REST = (
    "UPDATE conference SET seats_taken = seats_taken + {0} WHERE id = {0} AND state = 'open'"
    " AND starts_at > {0} AND waiting > 0 AND seats_taken + {0} <= capacity"
    " RETURNING capacity - seats_taken"
)
LOOK = f"SELECT 1 FROM conference{_FREE}"  # noqa: S608 - constants
TAKE = f"UPDATE conference SET seats_taken = seats_taken + {{0}}{_FREE}"  # noqa: S608
LINE = (
    "UPDATE conference SET waiting = waiting + {0}, waiting_last = waiting_last + {0}"
    " WHERE id = {0} AND state = 'open' AND starts_at > {0}"
    " AND (waiting > 0 OR seats_taken + {0} > capacity) RETURNING waiting_last"
)
STAND = "UPDATE registration SET state = 'waiting', waiting_no = {0} WHERE id = {0}"
WAITING = (
    "SELECT id, person_id, COALESCE(family_key, id) FROM registration"
    " WHERE conference_id = {0} AND state = 'waiting' ORDER BY waiting_no"
)
LOOKS = 3  # a seat may be freed between the look for one and the step into the line


class Cursor(Protocol):
    """What the drivers' cursors share."""

    rowcount: int

    def execute(self, statement: str, values: Any = (), /) -> Any:
        """Run one statement."""

    def fetchone(self) -> Any:
        """The next row of the last statement, or None."""

    def fetchall(self) -> Any:
        """All rows of the last statement."""


@dataclass(frozen=True)
class Passed:
    """A family in line that needs more than the ``free`` seats which somebody else took."""

    registration_id: str
    person_ids: Sequence[str]
    free: int


class NoSeatLeft(Exception):
    """The UPDATE found no seat; nothing of this sending may stay."""


def mark_of(dialect: sa.Dialect) -> str:
    """How the driver writes a value's place."""
    return "?" if dialect.paramstyle == "qmark" else "%s"


@dataclass
class Seating:
    """The seats of one sending. ``may_wait``: into the line rather than refused;
    ``may_split``: as many as there are seats take them, the others wait.

    ``registration_ids`` are in the order of the family; ``dialect`` is what it is written in.
    """

    conference_id: str
    registration_ids: Sequence[str]
    dialect: sa.Dialect
    may_wait: bool = False
    may_split: bool = False
    _first_no: int = field(default=0, init=False)
    _seated: int = field(default=0, init=False)
    _free_when_passing: int = field(default=0, init=False)

    def look(self, cursor: Cursor) -> bool:
        """Whether it is worth beginning: who may wait always finds a place."""
        if self.may_wait:
            return True
        values = (self.conference_id, self._moment(), len(self.registration_ids))
        cursor.execute(LOOK.format(mark_of(self.dialect)), values)
        return cursor.fetchone() is not None

    def take(self, cursor: Cursor) -> None:
        """Take the seats, or places in the line. Raises NoSeatLeft."""
        for _look in range(LOOKS):
            if self._take(cursor, self._unseated):
                return
            if not self.may_wait:
                break
            if self._pass(cursor, self._unseated):
                return
            if self.may_split:
                self._take_some(cursor)
            if self._step_in(cursor, self._unseated):
                return
        raise NoSeatLeft()

    @property
    def _unseated(self) -> int:
        return len(self.registration_ids) - self._seated

    def passed(self, cursor: Cursor) -> list[Passed]:
        """The families that wait and were passed by this sending, in the order of the line."""
        if not self._free_when_passing:
            return []
        cursor.execute(WAITING.format(mark_of(self.dialect)), (self.conference_id,))
        groups: dict[str, list[tuple[str, str]]] = {}
        for registration_id, person_id, family in cursor.fetchall():
            if registration_id not in self.registration_ids:
                groups.setdefault(family, []).append((registration_id, person_id))
        return [
            Passed(group[0][0], [person for _id, person in group], self._free_when_passing)
            for group in groups.values()
        ]

    def stand_in_line(self, cursor: Cursor) -> None:
        """Once all rows are written: number those who found no seat."""
        if not self._first_no:
            return
        for number, registration_id in enumerate(self.registration_ids[self._seated :]):
            values = (self._first_no + number, registration_id)
            cursor.execute(STAND.format(mark_of(self.dialect)), values)

    def _take(self, cursor: Cursor, count: int) -> bool:
        values = (count, self.conference_id, self._moment(), count)
        cursor.execute(TAKE.format(mark_of(self.dialect)), values)
        if not cursor.rowcount:
            return False
        self._seated += count
        return True

    def _pass(self, cursor: Cursor, count: int) -> bool:
        """Seats that are too few for everybody who waits."""
        values = (count, self.conference_id, self._moment(), count)
        cursor.execute(TAKE_REST.format(mark_of(self.dialect)), values)
        row = cursor.fetchone()
        if row is None:
            return False
        self._seated += count
        self._free_when_passing = int(row[0]) + count
        return True

    def _take_some(self, cursor: Cursor) -> None:
        """The most seats that are there, fewer than everybody needs."""
        for fewer in range(self._unseated - 1, 0, -1):
            if self._take(cursor, fewer) or self._pass(cursor, fewer):
                return

    def _step_in(self, cursor: Cursor, count: int) -> bool:
        values = (count, count, self.conference_id, self._moment(), count)
        cursor.execute(LINE.format(mark_of(self.dialect)), values)
        row = cursor.fetchone()
        if row is None:
            return False
        self._first_no = int(row[0]) - count + 1
        return True

    def _moment(self) -> Any:  # Any: as the driver takes it
        binder = _moment_binder(self.dialect)
        return binder(now()) if binder else now()


# Any: as the driver takes it.
@cache
def _moment_binder(dialect: sa.Dialect) -> Callable[[datetime], Any] | None:
    """What makes a moment a value of this dialect, None where it is one already."""
    column = Base.metadata.tables["conference"].c.starts_at
    return column.type.dialect_impl(dialect).bind_processor(dialect)
