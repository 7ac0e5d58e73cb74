"""The rows of one sending, and the one short transaction that writes them.

Everything is prepared before the write lock is taken; the statements are built once a process,
since building them costs more than running them. The once-only key goes in before the seat is
taken, and the seat is one conditional UPDATE (model, "Seats").
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from jobfair.lib.codes import new_slip_code
from jobfair.models import Base, ConferenceState, Registration, RegistrationState

CODE_TRIES = 5

_tables = Base.metadata.tables
_PERSON, _PHONE = sa.insert(_tables["person"]), sa.insert(_tables["person_phone"])
_CASE, _EVENT = sa.insert(_tables["case_file"]), sa.insert(_tables["case_event"])
_CONSENT = sa.insert(_tables["consent"])
_line = _tables["registration"]
_REGISTRATION = {
    "sqlite": sqlite.insert(_line).on_conflict_do_nothing().returning(_line.c.id),
    "postgresql": postgresql.insert(_line).on_conflict_do_nothing().returning(_line.c.id),
}
"""Gives the id, or no row: the count of inserted rows is not told on PostgreSQL."""
_SENT = sa.select(Registration.receipt).where(Registration.form_key == sa.bindparam("form_key"))

_seats = _tables["conference"]
_TAKE_SEAT = (
    sa.update(_seats)
    .where(
        _seats.c.id == sa.bindparam("conference"),
        _seats.c.seats_taken + 1 <= _seats.c.capacity,
        _seats.c.state == ConferenceState.OPEN,
        _seats.c.starts_at > sa.bindparam("moment", type_=_seats.c.starts_at.type),
        ~sa.exists().where(
            _line.c.conference_id == _seats.c.id, _line.c.state == RegistrationState.WAITING
        ),
    )
    .values(seats_taken=_seats.c.seats_taken + 1)
)
"""Nobody passes those who wait; whoever finds no row here has found no seat."""

# Any: values of columns.
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Rows:
    """What one sending writes, by table."""

    person: Row
    phone: Row
    case: Row
    event: Row
    registration: Row
    consents: Sequence[Row]


class SentBefore(Exception):
    """The key was sent before; nothing of this sending may stay."""

    def __init__(self, receipt: str) -> None:
        super().__init__()
        self.receipt = receipt


class NoSeatLeft(Exception):
    """The UPDATE found no seat; nothing of this sending may stay."""


def write(connection: sa.Connection, rows: Rows, moment: object) -> None:
    """Write the person, the case, the registration by its key, the seat, the consents.

    ``moment`` is now in UTC. Raises SentBefore and NoSeatLeft; the caller then rolls back.
    """
    connection.execute(_PERSON, rows.person)
    connection.execute(_PHONE, rows.phone)
    connection.execute(_CASE, rows.case)
    _insert_once(connection, rows.registration)
    conference = rows.registration["conference_id"]
    if conference is not None:
        taken = connection.execute(_TAKE_SEAT, {"conference": conference, "moment": moment})
        if not taken.rowcount:
            raise NoSeatLeft()
    connection.execute(_EVENT, rows.event)
    connection.execute(_CONSENT, list(rows.consents))


def _insert_once(connection: sa.Connection, row: Row) -> None:
    """Insert by the once-only key. A slip code that is taken already is drawn again."""
    insert = _REGISTRATION[connection.dialect.name]
    for _try in range(CODE_TRIES):
        if connection.scalar(insert, {**row, "slip_code": new_slip_code()}) is not None:
            return
        receipt = connection.scalar(_SENT, {"form_key": row["form_key"]})
        if receipt is not None:
            raise SentBefore(receipt)
    raise RuntimeError("no free slip code")
