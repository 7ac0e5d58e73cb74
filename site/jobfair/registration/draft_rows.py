"""Where sealed drafts lie: a small SQLite file of its own, or a table of PostgreSQL."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import sqlalchemy as sa

from jobfair.database import mode

# id: HMAC of the form key; expires_at: seconds since the epoch
_MAKE = (
    "CREATE TABLE IF NOT EXISTS registration_draft (id varchar(64) PRIMARY KEY,"
    " answers {blob} NOT NULL, expires_at bigint NOT NULL)"
)
_GET = "SELECT answers FROM registration_draft WHERE id = {0} AND expires_at > {0}"
_PUT = (
    "INSERT INTO registration_draft (id, answers, expires_at) VALUES ({0}, {0}, {0})"
    " ON CONFLICT (id) DO UPDATE SET answers = excluded.answers"
)
_DROP = "DELETE FROM registration_draft WHERE id IN ({0})"
_DROP_BEFORE = "DELETE FROM registration_draft WHERE expires_at <= {0}"
_RESET = "DELETE FROM registration_draft"
_MAKING = 7_431_105_016  # an advisory lock: two processes that start at once make one table


def _drop(names: Sequence[str]) -> str:
    return _DROP.format(", ".join(["{0}"] * len(names)))


class DraftRows(Protocol):
    """Sealed answers by name, each with the moment it ends (seconds since the epoch)."""

    def get(self, name: str, now: int) -> bytes | None:
        """The sealed answers that have not ended, or None."""

    def put(self, name: str, sealed: bytes, until: int) -> None:
        """Keep them; what is there already keeps its end."""

    def drop(self, names: Sequence[str]) -> None:
        """Erase these, at least one."""

    def drop_before(self, now: int) -> int:
        """Erase what has ended; give how many."""

    def reset(self) -> None:
        """Erase everything."""


class SqliteRows:
    """A file of its own, one connection a thread, commits that do not wait for the disk."""

    def __init__(self, path: Path) -> None:
        """Take the file's path; it is made at the first use."""
        self._path = path
        self._local = threading.local()

    def _connection(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = sqlite3.connect(str(self._path), timeout=10, isolation_level=None)
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=NORMAL")
            connection.execute("PRAGMA secure_delete=ON")
            connection.execute(_MAKE.format(blob="blob"))
            self._local.connection = connection
        return connection

    # Any: values of columns.
    def _run(self, statement: str, *values: Any) -> sqlite3.Cursor:
        return self._connection().execute(statement.format("?"), values)

    def get(self, name: str, now: int) -> bytes | None:
        """As DraftRows."""
        row = self._run(_GET, name, now).fetchone()
        return bytes(row[0]) if row else None

    def put(self, name: str, sealed: bytes, until: int) -> None:
        """As DraftRows."""
        self._run(_PUT, name, sealed, until)

    def drop(self, names: Sequence[str]) -> None:
        """As DraftRows."""
        self._run(_drop(names), *names)

    def drop_before(self, now: int) -> int:
        """As DraftRows."""
        return self._run(_DROP_BEFORE, now).rowcount

    def reset(self) -> None:
        """As DraftRows."""
        self._run(_RESET)


class PostgresRows:
    """A table of the main database, without synchronous commit, outside the migrations."""

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
            yield connection

    def _make(self) -> None:
        """Committed before anyone, in this process or another, may look for the table."""
        with mode("write"), self._engine.begin() as connection:
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_MAKING})")
            connection.exec_driver_sql(_MAKE.format(blob="bytea"))
        self._ready = True

    # Any: values of columns.
    def _run(self, connection: sa.Connection, statement: str, *values: Any) -> sa.CursorResult[Any]:
        return connection.exec_driver_sql(statement.format("%s"), values)

    def get(self, name: str, now: int) -> bytes | None:
        """As DraftRows."""
        with self._begin() as connection:
            row = self._run(connection, _GET, name, now).fetchone()
        return bytes(row[0]) if row else None

    def put(self, name: str, sealed: bytes, until: int) -> None:
        """As DraftRows."""
        with self._begin() as connection:
            self._run(connection, _PUT, name, sealed, until)

    def drop(self, names: Sequence[str]) -> None:
        """As DraftRows."""
        with self._begin() as connection:
            self._run(connection, _drop(names), *names)

    def drop_before(self, now: int) -> int:
        """As DraftRows."""
        with self._begin() as connection:
            return self._run(connection, _DROP_BEFORE, now).rowcount

    def reset(self) -> None:
        """As DraftRows; looks again whether the table is there."""
        self._ready = False
        with self._begin() as connection:
            self._run(connection, _RESET)
