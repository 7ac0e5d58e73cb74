"""Where sealed drafts lie: a small SQLite file of its own, or a table of PostgreSQL."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import sqlalchemy as sa

from jobfair.side_rows import SideFile, SideTable

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
_MAKING = 7_431_105_016  # the advisory lock under which the table is made


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
    """A file of its own, commits that do not wait for the disk, nothing left of what is erased."""

    def __init__(self, path: Path) -> None:
        """Take the file's path; it is made at the first use."""
        pragmas = ("synchronous=NORMAL", "secure_delete=ON")
        self._file = SideFile(path, [_MAKE.format(blob="blob")], pragmas, patience=10)

    def get(self, name: str, now: int) -> bytes | None:
        """As DraftRows."""
        row = self._file.run(_GET, name, now).fetchone()
        return bytes(row[0]) if row else None

    def put(self, name: str, sealed: bytes, until: int) -> None:
        """As DraftRows."""
        self._file.run(_PUT, name, sealed, until)

    def drop(self, names: Sequence[str]) -> None:
        """As DraftRows."""
        self._file.run(_drop(names), *names)

    def drop_before(self, now: int) -> int:
        """As DraftRows."""
        return self._file.run(_DROP_BEFORE, now).rowcount

    def reset(self) -> None:
        """As DraftRows."""
        self._file.run(_RESET)


class PostgresRows:
    """A table of the main database."""

    def __init__(self, engine: sa.Engine) -> None:
        """Take the engine of the main database; the table is made at the first use."""
        self._table = SideTable(engine, [_MAKE.format(blob="bytea")], _MAKING)

    def get(self, name: str, now: int) -> bytes | None:
        """As DraftRows."""
        with self._table.begin() as connection:
            row = self._table.run(connection, _GET, name, now).fetchone()
        return bytes(row[0]) if row else None

    def put(self, name: str, sealed: bytes, until: int) -> None:
        """As DraftRows."""
        with self._table.begin() as connection:
            self._table.run(connection, _PUT, name, sealed, until)

    def drop(self, names: Sequence[str]) -> None:
        """As DraftRows."""
        with self._table.begin() as connection:
            self._table.run(connection, _drop(names), *names)

    def drop_before(self, now: int) -> int:
        """As DraftRows."""
        with self._table.begin() as connection:
            return self._table.run(connection, _DROP_BEFORE, now).rowcount

    def reset(self) -> None:
        """As DraftRows; looks again whether the table is there."""
        self._table.forget()
        with self._table.begin() as connection:
            self._table.run(connection, _RESET)
