"""Which rows follow a person into another file, moved one by one and noted, to come back.

Every column with a foreign key to ``person`` follows by itself, so a table of a room above
needs to do nothing. A row that would break a unique rule of its table (a second seat at the
same conference, the same phone twice) stays where it is. ``hooks.MERGE_STAYS`` names columns
whose rows never follow; what keeps a person's id without a foreign key hangs on ``hooks.MERGE``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from jobfair.cases.hooks import MERGE_STAYS
from jobfair.database import db
from jobfair.models import Base

Row = tuple[str, str, str]
"""Table, column, id of the row."""

_OWN: Final = frozenset({"person", "person_merge", "duplicate_pair"})
PHONES_AFTER: Final = 10
"""Numbers that come along stand after those of the file that stays."""


def _columns() -> Iterator[tuple[sa.Table, sa.Column[Any]]]:
    """Columns that point at a person, the referring tables in the order of the schema."""
    for table in Base.metadata.sorted_tables:
        if table.name in _OWN:
            continue
        for column in table.columns:
            to_person = any(key.column.table.name == "person" for key in column.foreign_keys)
            if to_person and (table.name, column.name) not in MERGE_STAYS:
                yield table, column


def count_rows(person_id: str) -> dict[str, int]:
    """Table -> how many of its rows are this person's; empty tables are left out."""
    counted: dict[str, int] = {}
    for table, column in _columns():
        query = sa.select(sa.func.count()).select_from(table).where(column == person_id)
        number = db.session.scalar(query) or 0
        if number:
            counted[table.name] = counted.get(table.name, 0) + number
    return counted


def move_rows(start: str, to: str) -> list[Row]:
    """Give every row of ``start`` to ``to``; those that may not be double stay."""
    moved: list[Row] = []
    for table, column in _columns():
        ids = db.session.scalars(sa.select(table.c.id).where(column == start).order_by(table.c.id))
        for row_id in ids.all():
            if _give(table, column, row_id, start, to):
                moved.append((table.name, column.name, row_id))
    return moved


def return_rows(moved: list[Row], start: str, to: str) -> None:
    """Give those rows back that are still where they were moved to."""
    for table_name, column_name, row_id in moved:
        table = Base.metadata.tables[table_name]
        _give(table, table.c[column_name], row_id, start, to, back=True)


def _give(
    table: sa.Table, column: sa.Column[Any], row_id: str, start: str, to: str, back: bool = False
) -> bool:
    values: dict[str, Any] = {column.name: to}  # Any: values of any column
    if table.name == "person_phone":
        shift = -PHONES_AFTER if back else PHONES_AFTER
        values["position"] = table.c.position + shift
    query = sa.update(table).where(table.c.id == row_id, column == start).values(values)
    try:
        with db.session.begin_nested():
            # Any: a result of an UPDATE counts its rows.
            result: Any = db.session.execute(query)
    except IntegrityError:
        return False
    return bool(result.rowcount)
