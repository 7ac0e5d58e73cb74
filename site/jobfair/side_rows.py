"""Rows beside the main tables: a small SQLite file of its own, or a table outside the migrations.

What lies here may be lost in a crash and may be written while the request's own connection only
reads: drafts of a registration, counts of what nobody found.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from jobfair.database import mode


class SideFile:
    """A file of its own, one connection a thread; statements mark their values with {0}."""

    def __init__(
        self, path: Path, make: Sequence[str], pragmas: Sequence[str], patience: float
    ) -> None:
        """Take the file's path, made at the first use; ``patience``: seconds to wait for it."""
        self._path, self._patience = path, patience
        self._first = (*(f"PRAGMA {pragma}" for pragma in ("journal_mode=WAL", *pragmas)), *make)
        self._local = threading.local()

    def _connection(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = sqlite3.connect(
                str(self._path), timeout=self._patience, isolation_level=None
            )
            for statement in self._first:
                connection.execute(statement)
            self._local.connection = connection
        return connection

    # Any: values of columns.
    def run(self, statement: str, *values: Any) -> sqlite3.Cursor:
        """One statement, committed by itself."""
        return self._connection().execute(statement.format("?"), values)


class SideTable:
    """A table of the main PostgreSQL, without synchronous commit, outside the migrations."""

    def __init__(
        self, engine: sa.Engine, make: Sequence[str], lock: int, limits: Sequence[str] = ()
    ) -> None:
        """Take the engine; ``lock``: two processes that start at once make one table.

        ``limits``: what is SET LOCAL in each transaction beside the commit that does not wait.
        """
        self._engine, self._make_statements, self._lock = engine, make, lock
        self._limits = ("synchronous_commit TO OFF", *limits)
        self._ready = False

    @contextmanager
    def begin(self) -> Iterator[sa.Connection]:
        """A transaction of its own, whatever the request's may do."""
        if not self._ready:
            self._make()
        with mode("write"), self._engine.begin() as connection:
            for limit in self._limits:
                connection.exec_driver_sql(f"SET LOCAL {limit}")
            yield connection

    def _make(self) -> None:
        """Committed before anyone, in this process or another, may look for the table."""
        with mode("write"), self._engine.begin() as connection:
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({self._lock})")
            for statement in self._make_statements:
                connection.exec_driver_sql(statement)
        self._ready = True

    def forget(self) -> None:
        """Look again whether the table is there (tests)."""
        self._ready = False

    # Any: values of columns.
    def run(self, connection: sa.Connection, statement: str, *values: Any) -> sa.CursorResult[Any]:
        """One statement in a transaction of ``begin``."""
        return connection.exec_driver_sql(statement.format("%s"), values)
