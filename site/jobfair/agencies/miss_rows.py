"""Where misses are counted: a small SQLite file of its own, or a table of PostgreSQL (ADR 021).

A count may be lost in a crash, so it does not wait for the disk; it may not wait for anybody
else either, so it gives up after a fifth of a second. A day holds a bounded number of marks.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, Protocol

import sqlalchemy as sa

from jobfair.database import mode

MOST_A_DAY = 20_000
"""Misses of a day that are told apart; what comes above is only counted."""

PATIENCE_SECONDS = 0.2
ALL = ""  # the mark of a day's own sum

_MAKE = (
    "CREATE TABLE IF NOT EXISTS check_miss (day varchar(10) NOT NULL, mark varchar(24) NOT NULL,"
    " n integer NOT NULL, PRIMARY KEY (day, mark))"
)
_MAKE_INDEX = "CREATE INDEX IF NOT EXISTS ix_check_miss_mark ON check_miss (mark, day)"
_ADD = (
    "INSERT INTO check_miss (day, mark, n) VALUES ({0}, {0}, 1)"
    " ON CONFLICT (day, mark) DO UPDATE SET n = check_miss.n + 1 RETURNING n"
)
_DAYS = "SELECT day, n FROM check_miss WHERE mark = {0} AND day >= {0} ORDER BY day DESC"
_REPEATED = (
    "SELECT mark, SUM(n), MIN(day), MAX(day) FROM check_miss WHERE day >= {0} AND mark <> ''"
    " GROUP BY mark HAVING SUM(n) >= {0} ORDER BY SUM(n) DESC, MAX(day) DESC, mark LIMIT {0}"
)
_DROP = "DELETE FROM check_miss WHERE day < {0}"
_RESET = "DELETE FROM check_miss"
_MAKING = 7_431_105_021  # an advisory lock: two processes that start at once make one table

Days = list[tuple[date, int]]
Row = tuple[str, int, date, date]


class MissRows(Protocol):
    """Counts by day and mark."""

    def add(self, day: date, mark: str) -> None:
        """Count one miss of the day."""

    def by_day(self, since: date) -> Days:
        """The sum of each day, the newest first."""

    def days_of(self, mark: str, since: date) -> Days:
        """One mark's counts, the newest first."""

    def repeated(self, since: date, least: int, limit: int) -> list[Row]:
        """Marks counted at least so often: mark, times, first and last day."""

    def drop_before(self, day: date) -> int:
        """Erase what is older; give how many rows."""

    def reset(self) -> None:
        """Erase everything (tests)."""


# Any: values of columns.
def _days(rows: list[Any]) -> Days:
    return [(date.fromisoformat(day), int(n)) for day, n in rows]


def _marks(rows: list[Any]) -> list[Row]:
    return [
        (mark, int(n), date.fromisoformat(first), date.fromisoformat(last))
        for mark, n, first, last in rows
    ]


class SqliteMisses:
    """A file of its own, one connection a thread."""

    def __init__(self, path: Path) -> None:
        """Take the file's path; it is made at the first use."""
        self._path = path
        self._local = threading.local()

    def _connection(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = sqlite3.connect(
                str(self._path), timeout=PATIENCE_SECONDS, isolation_level=None
            )
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=OFF")
            connection.execute(_MAKE)
            connection.execute(_MAKE_INDEX)
            self._local.connection = connection
        return connection

    # Any: values of columns.
    def _run(self, statement: str, *values: Any) -> sqlite3.Cursor:
        return self._connection().execute(statement.format("?"), values)

    def add(self, day: date, mark: str) -> None:
        """As MissRows."""
        if self._run(_ADD, day.isoformat(), ALL).fetchone()[0] <= MOST_A_DAY:
            self._run(_ADD, day.isoformat(), mark).fetchone()

    def by_day(self, since: date) -> Days:
        """As MissRows."""
        return self.days_of(ALL, since)

    def days_of(self, mark: str, since: date) -> Days:
        """As MissRows."""
        return _days(self._run(_DAYS, mark, since.isoformat()).fetchall())

    def repeated(self, since: date, least: int, limit: int) -> list[Row]:
        """As MissRows."""
        return _marks(self._run(_REPEATED, since.isoformat(), least, limit).fetchall())

    def drop_before(self, day: date) -> int:
        """As MissRows."""
        return self._run(_DROP, day.isoformat()).rowcount

    def reset(self) -> None:
        """As MissRows."""
        self._run(_RESET)


class PostgresMisses:
    """A table of the main database outside the migrations, without synchronous commit."""

    def __init__(self, engine: sa.Engine) -> None:
        """Take the engine of the main database; the table is made at the first use."""
        self._engine = engine
        self._ready = False

    @contextmanager
    def _begin(self) -> Iterator[sa.Connection]:
        """A transaction of its own, whatever the request's may do."""
        if not self._ready:
            self._make()
        with mode("write"), self._engine.begin() as connection:
            connection.exec_driver_sql("SET LOCAL synchronous_commit TO OFF")
            wait = int(PATIENCE_SECONDS * 1000)
            connection.exec_driver_sql(f"SET LOCAL lock_timeout TO {wait}")
            yield connection

    def _make(self) -> None:
        with mode("write"), self._engine.begin() as connection:
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_MAKING})")
            connection.exec_driver_sql(_MAKE)
            connection.exec_driver_sql(_MAKE_INDEX)
        self._ready = True

    # Any: values of columns.
    def _run(self, connection: sa.Connection, statement: str, *values: Any) -> sa.CursorResult[Any]:
        return connection.exec_driver_sql(statement.format("%s"), values)

    def _all(self, statement: str, *values: Any) -> list[Any]:
        with self._begin() as connection:
            return list(self._run(connection, statement, *values).fetchall())

    def add(self, day: date, mark: str) -> None:
        """As MissRows; the mark first, so that nobody waits long for the day's own row."""
        with self._begin() as connection:
            known = self._run(connection, _DAYS, ALL, day.isoformat()).fetchone()
            if known is None or int(_days([known])[0][1]) < MOST_A_DAY:
                self._run(connection, _ADD, day.isoformat(), mark)
            self._run(connection, _ADD, day.isoformat(), ALL)

    def by_day(self, since: date) -> Days:
        """As MissRows."""
        return self.days_of(ALL, since)

    def days_of(self, mark: str, since: date) -> Days:
        """As MissRows."""
        return _days(self._all(_DAYS, mark, since.isoformat()))

    def repeated(self, since: date, least: int, limit: int) -> list[Row]:
        """As MissRows."""
        return _marks(self._all(_REPEATED, since.isoformat(), least, limit))

    def drop_before(self, day: date) -> int:
        """As MissRows."""
        with self._begin() as connection:
            return self._run(connection, _DROP, day.isoformat()).rowcount

    def reset(self) -> None:
        """As MissRows; looks again whether the table is there."""
        self._ready = False
        with self._begin() as connection:
            self._run(connection, _RESET)
