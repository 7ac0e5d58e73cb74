"""What one sending writes, as plain statements with their values bound beforehand.

The write lock is held while these run, so everything that can be done before is done before:
defaults are filled in and values bound as SQLAlchemy would bind them. The once-only key goes in
before the seat is taken, and the seat is one conditional UPDATE (model, "Seats").
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol

import sqlalchemy as sa

from jobfair.lib.clock import now
from jobfair.lib.codes import new_slip_code
from jobfair.models import Base

CODE_TRIES = 2  # of 17 billion codes

# Any: values of columns, and what a driver takes and gives.
Row = Mapping[str, Any]
Statement = tuple[str, tuple[Any, ...]]


class Cursor(Protocol):
    """What the drivers' cursors share."""

    rowcount: int

    def execute(self, statement: str, values: tuple[Any, ...] = (), /) -> Any:
        """Run one statement."""

    def fetchone(self) -> Any:
        """The next row of the last statement, or None."""


class SentBefore(Exception):
    """The key was sent before; nothing of this sending may stay."""

    def __init__(self, receipt: str) -> None:
        super().__init__()
        self.receipt = receipt


class NoSeatLeft(Exception):
    """The UPDATE found no seat; nothing of this sending may stay."""


class Insert:
    """An INSERT into one table: every column, with the model's defaults and types."""

    def __init__(self, table: sa.Table, dialect: sa.Dialect, ending: str = "") -> None:
        """Take the table, the dialect it is written in, and what follows the values."""
        names = [column.name for column in table.columns]
        marks = ", ".join([_mark(dialect)] * len(names))
        quoted = ", ".join(f'"{name}"' for name in names)
        self.statement = f"INSERT INTO {table.name} ({quoted}) VALUES ({marks}){ending}"  # noqa: S608
        self._columns = [
            (column.name, _default(column), _binder(column, dialect)) for column in table.columns
        ]

    def bind(self, row: Row) -> Statement:
        """The statement with the values of a row."""
        values = []
        for name, default, binder in self._columns:
            value = row[name] if name in row else default()
            values.append(binder(value) if binder else value)
        return self.statement, tuple(values)


def _mark(dialect: sa.Dialect) -> str:
    return "?" if dialect.paramstyle == "qmark" else "%s"


def _default(column: sa.Column[Any]) -> Callable[[], Any]:
    default = column.default
    if default is None:
        return lambda: None
    if default.is_callable:
        return lambda: default.arg(None)  # type: ignore[attr-defined]
    return lambda: default.arg  # type: ignore[attr-defined]


def _binder(column: sa.Column[Any], dialect: sa.Dialect) -> Callable[[Any], Any] | None:
    return column.type.dialect_impl(dialect).bind_processor(dialect)


@cache
def inserts(dialect: sa.Dialect) -> Mapping[str, Insert]:
    """Table -> its INSERT in this dialect, made once a process."""
    tables = Base.metadata.tables
    names = (
        *("person", "person_phone", "case_file", "case_event", "consent", "audit_event"),
        *("duplicate_pair", "task", "outbox_message"),
    )
    once = " ON CONFLICT DO NOTHING RETURNING id"
    return {name: Insert(tables[name], dialect) for name in names} | {
        "registration": Insert(tables["registration"], dialect, once)
    }


_TAKE_SEAT = (
    "UPDATE conference SET seats_taken = seats_taken + 1"
    " WHERE id = {0} AND seats_taken + 1 <= capacity AND state = 'open' AND starts_at > {0}"
    " AND NOT EXISTS (SELECT 1 FROM registration"
    " WHERE registration.conference_id = conference.id AND registration.state = 'waiting')"
)
"""Nobody passes those who wait; whoever finds no row here has found no seat."""
_SENT = "SELECT receipt FROM registration WHERE form_key = {0}"


@dataclass(frozen=True)
class Writing:
    """One sending, ready to be written: what the registration points at, itself, the rest."""

    first: Sequence[Statement]
    registration: Sequence[Statement]  # the same row with other slip codes, tried in turn
    seat: Statement | None
    sent: Statement
    then: Sequence[Statement]


def prepare(
    dialect: sa.Dialect,
    registration: Row,
    first: Mapping[str, Sequence[Row]],
    then: Mapping[str, Sequence[Row]],
) -> Writing:
    """Bind the rows of one sending, by table, for a dialect."""
    known, mark = inserts(dialect), _mark(dialect)

    def bind(tables: Mapping[str, Sequence[Row]]) -> list[Statement]:
        return [known[name].bind(row) for name, rows in tables.items() for row in rows]

    seat = None
    if registration["conference_id"] is not None:
        starts_at = Base.metadata.tables["conference"].c.starts_at
        binder = _binder(starts_at, dialect)
        moment = binder(now()) if binder else now()
        seat = (_TAKE_SEAT.format(mark), (registration["conference_id"], moment))
    once = known["registration"]
    return Writing(
        first=bind(first),
        registration=[
            once.bind({**registration, "slip_code": new_slip_code()}) for _try in range(CODE_TRIES)
        ],
        seat=seat,
        sent=(_SENT.format(mark), (registration["form_key"],)),
        then=bind(then),
    )


def write(cursor: Cursor, writing: Writing) -> None:
    """Write one sending. Raises SentBefore and NoSeatLeft; the caller then rolls it back."""
    for statement in writing.first:
        cursor.execute(*statement)
    _insert_once(cursor, writing)
    if writing.seat is not None:
        cursor.execute(*writing.seat)
        if not cursor.rowcount:
            raise NoSeatLeft()
    for statement in writing.then:
        cursor.execute(*statement)


def _insert_once(cursor: Cursor, writing: Writing) -> None:
    """Insert by the once-only key. Where a slip code is taken already the next one is tried."""
    for statement in writing.registration:
        cursor.execute(*statement)
        if cursor.fetchone() is not None:
            return
        cursor.execute(*writing.sent)
        before = cursor.fetchone()
        if before is not None:
            raise SentBefore(before[0])
    raise RuntimeError("no free slip code")
