"""Rows into the database, many at a time, in the order their foreign keys ask for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from jobfair.messages.statistics import refresh_statistics
from jobfair.models import Base

AT_ONCE = 40_000
"""Rows held in memory before they are written."""


LOADING_CACHE = -256 * 1024
"""KiB of pages, as SQLite writes it, while the demonstration is loaded."""


class Sink:
    """Collects rows as plain values and writes them with one statement a table.

    The mapped classes would cost five times the time and memory at 100,000 people. Every row
    of a table must name the same columns.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._rows: dict[sa.Table, list[dict[str, Any]]] = {
            table: [] for table in Base.metadata.sorted_tables
        }
        self._held = 0
        self.written = 0

    @contextmanager
    def roomy(self) -> Iterator[None]:
        """Keep more of SQLite's pages in memory meanwhile: ids are random, so are the places."""
        if self._session.get_bind().dialect.name != "sqlite":
            yield
            return
        connection = self._session.connection()
        usual = connection.exec_driver_sql("PRAGMA cache_size").scalar()
        connection.exec_driver_sql(f"PRAGMA cache_size={LOADING_CACHE}")
        try:
            yield
        finally:
            connection.exec_driver_sql(f"PRAGMA cache_size={usual}")

    @contextmanager
    def unindexed(self) -> Iterator[None]:
        """Leave SQLite's plain indexes away meanwhile and make them afterwards, in one sort each.

        Row by row their random places cost more than the rows. What reads them next is told
        how much each narrows: by chance it took one that reads a whole table for every row.
        All in the load's transaction.
        """
        connection = self._session.connection()
        if connection.dialect.name != "sqlite":
            yield
            return
        query = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql LIKE ?"
        found = connection.exec_driver_sql(query, ("CREATE INDEX%",)).all()
        for name, _sql in found:
            connection.exec_driver_sql(f'DROP INDEX "{name}"')
        yield
        for _name, sql in found:
            connection.exec_driver_sql(sql)
        refresh_statistics(self._session)

    def add(self, model: type[Base], **values: Any) -> None:
        """Take one row of a model. Any: the columns' own types."""
        self._rows[model.__table__].append(values)  # type: ignore[index]
        self._held += 1

    def pour(self) -> None:
        """Write what is held when it has become much; call it between people."""
        if self._held >= AT_ONCE:
            self.flush()

    def flush(self) -> None:
        """Write everything that is held."""
        for table, rows in self._rows.items():
            if rows:
                self._session.execute(sa.insert(table), rows)
                self.written += len(rows)
                rows.clear()
        self._held = 0
