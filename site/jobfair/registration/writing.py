"""What one sending writes, as plain statements with their values bound beforehand.

The write lock is held while these run, so everything that can be done before is done before:
defaults are filled in and values bound as SQLAlchemy would bind them. The once-only key goes in
before the seats are taken, and the seats are one conditional UPDATE (``seating``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import sqlalchemy as sa

from jobfair import audit
from jobfair.lib.clock import today
from jobfair.lib.codes import new_slip_code
from jobfair.models import Base
from jobfair.registration.duplicates import Typed, look_for_similar, similar_rows
from jobfair.registration.seating import Cursor, NoSeatLeft, Seating, Statement, mark_of

# Any: values of columns.
Row = Mapping[str, Any]


class SentBefore(Exception):
    """The key was sent before; nothing of this sending may stay."""

    def __init__(self, receipt: str) -> None:
        super().__init__()
        self.receipt = receipt


class Insert:
    """An INSERT into one table: every column, with the model's defaults and types."""

    def __init__(self, table: sa.Table, dialect: sa.Dialect, ending: str = "") -> None:
        """Take the table, the dialect it is written in, and what follows the values."""
        names = [column.name for column in table.columns]
        marks = ", ".join([mark_of(dialect)] * len(names))
        quoted = ", ".join(f'"{name}"' for name in names)
        self.statement = f"INSERT INTO {table.name} ({quoted}) VALUES ({marks}){ending}"  # noqa: S608
        self._columns = [
            (column.name, binder, _default(column, binder))
            for column in table.columns
            for binder in [column.type.dialect_impl(dialect).bind_processor(dialect)]
        ]

    def bind(self, row: Row) -> Statement:
        """The statement with the values of a row."""
        values = []
        for name, binder, default in self._columns:
            if name not in row:
                values.append(default())
            else:
                values.append(binder(row[name]) if binder else row[name])
        return self.statement, tuple(values)


# Any: what a column holds, and what the driver takes for it.
def _default(column: sa.Column[Any], binder: Callable[[Any], Any] | None) -> Callable[[], Any]:
    """What stands in a column, bound, when a row says nothing; a plain value is bound once."""
    default = column.default
    if default is not None and default.is_callable:
        make = default.arg  # type: ignore[attr-defined]
        return lambda: binder(make(None)) if binder else make(None)
    value = None if default is None else default.arg  # type: ignore[attr-defined]
    bound = binder(value) if binder else value
    return lambda: bound


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


_SENT = "SELECT receipt FROM registration WHERE form_key = {0}"


@dataclass(frozen=True)
class Human:
    """The rows of one person: what the registration points at, itself, the rest."""

    first: Mapping[str, Sequence[Row]]
    registration: Row
    then: Mapping[str, Sequence[Row]]
    typed: Typed
    office_id: str


@dataclass(frozen=True)
class HumanWriting:
    """The same as statements."""

    human: Human
    first: Sequence[Statement]
    registration: Statement
    then: Sequence[Statement]


@dataclass(frozen=True)
class Writing:
    """One sending, ready to be written. The first person's registration carries the ``key``."""

    key: str
    dialect: sa.Dialect
    people: Sequence[HumanWriting]
    sent: Statement
    seating: Seating | None


def prepare(dialect: sa.Dialect, people: Sequence[Human], seating: Seating | None) -> Writing:
    """Bind the rows of one sending, by table, for a dialect."""
    key = people[0].registration["form_key"]
    return Writing(
        key=key,
        dialect=dialect,
        people=[_bind(dialect, human) for human in people],
        sent=(_SENT.format(mark_of(dialect)), (key,)),
        seating=seating,
    )


def _bind(dialect: sa.Dialect, human: Human) -> HumanWriting:
    known = inserts(dialect)

    def bind(tables: Mapping[str, Sequence[Row]]) -> list[Statement]:
        return [known[name].bind(row) for name, rows in tables.items() for row in rows]

    return HumanWriting(
        human, bind(human.first), _registration(dialect, human.registration), bind(human.then)
    )


def _registration(dialect: sa.Dialect, row: Row) -> Statement:
    """The registration's row, with a slip code drawn for it unless one was reserved on paper."""
    code = row["slip_code"] or new_slip_code()
    return inserts(dialect)["registration"].bind({**row, "slip_code": code})


def write(cursor: Cursor, writing: Writing) -> None:
    """Write one sending. Raises SentBefore and NoSeatLeft; the caller then rolls it back.

    It may be written again after that: what its seating took counts for one time alone.
    """
    seating = replace(writing.seating) if writing.seating is not None else None
    if seating is not None and not seating.look(cursor):
        _refuse_if_sent(cursor, writing.sent)
        raise NoSeatLeft()
    similar = [look_for_similar(cursor, writing.dialect, p.human.typed) for p in writing.people]
    for number, human in enumerate(writing.people):
        for statement in human.first:
            cursor.execute(*statement)
        _insert_once(cursor, human, writing)
        if number == 0 and seating is not None:
            seating.take(cursor)
        for statement in human.then:
            cursor.execute(*statement)
        _note_similar(cursor, writing.dialect, human.human, similar[number])
    if seating is not None:
        seating.stand_in_line(cursor)
        _note_passed(cursor, seating)


def _note_passed(cursor: Cursor, seating: Seating) -> None:
    """Why a family in line was passed over: fewer seats than people."""
    for family in seating.passed(cursor):
        row = skipped_row(family.registration_id, family.person_ids, family.free)
        cursor.execute(*inserts(seating.dialect)["audit_event"].bind(row))


def skipped_row(registration_id: str, person_ids: Sequence[str], free: int) -> Row:
    """The audit of a family that was passed over; the first one stands for it."""
    return audit.event_row(
        "system",
        "registration.skip",
        "registration",
        registration_id,
        person_ids=person_ids,
        reason=f"family={len(person_ids)} free={free}",
    )


def _note_similar(
    cursor: Cursor, dialect: sa.Dialect, human: Human, similar: Sequence[tuple[str, str]]
) -> None:
    """Whoever may be the same is put before the staff; the public never hears of it."""
    rows = similar_rows(human.registration, similar, office_id=human.office_id, day=today())
    for table, values in zip(("duplicate_pair", "task"), rows, strict=True):
        for row in values:
            cursor.execute(*inserts(dialect)[table].bind(row))


def _refuse_if_sent(cursor: Cursor, sent: Statement) -> None:
    cursor.execute(*sent)
    before = cursor.fetchone()
    if before is not None:
        raise SentBefore(before[0])


def _insert_once(cursor: Cursor, person: HumanWriting, writing: Writing) -> None:
    """Insert by the once-only key. Where the slip code is taken already another one is drawn."""
    cursor.execute(*person.registration)
    if cursor.fetchone() is not None:
        return
    _refuse_if_sent(cursor, writing.sent)
    if not person.human.registration["slip_code"]:
        cursor.execute(*_registration(writing.dialect, person.human.registration))
        if cursor.fetchone() is not None:
            return
    raise RuntimeError("no free slip code")
