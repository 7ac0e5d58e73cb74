"""Where misses are counted: a small SQLite file of its own, or a table of PostgreSQL (ADR 021).

A count may be lost in a crash, so it does not wait for the disk; it may not wait for anybody
else either, so it gives up after a fifth of a second. A day holds a bounded number of marks.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, Protocol

import sqlalchemy as sa

from jobfair.side_rows import SideFile, SideTable

MOST_A_DAY = 20_000
"""Misses of a day that are told apart; what comes above is only counted."""

PATIENCE_SECONDS = 0.2
ALL = ""  # the mark of a day's own sum

_TABLE = (
    "CREATE TABLE IF NOT EXISTS check_miss (day varchar(10) NOT NULL, mark varchar(24) NOT NULL,"
    " n integer NOT NULL, PRIMARY KEY (day, mark))",
    "CREATE INDEX IF NOT EXISTS ix_check_miss_mark ON check_miss (mark, day)",
)
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
_MAKING = 7_431_105_021  # the advisory lock under which the table is made

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
    """A file of its own."""

    def __init__(self, path: Path) -> None:
        """Take the file's path; it is made at the first use."""
        self._file = SideFile(path, _TABLE, ["synchronous=OFF"], PATIENCE_SECONDS)

    def add(self, day: date, mark: str) -> None:
        """As MissRows."""
        if self._file.run(_ADD, day.isoformat(), ALL).fetchone()[0] <= MOST_A_DAY:
            self._file.run(_ADD, day.isoformat(), mark).fetchone()

    def by_day(self, since: date) -> Days:
        """As MissRows."""
        return self.days_of(ALL, since)

    def days_of(self, mark: str, since: date) -> Days:
        """As MissRows."""
        return _days(self._file.run(_DAYS, mark, since.isoformat()).fetchall())

    def repeated(self, since: date, least: int, limit: int) -> list[Row]:
        """As MissRows."""
        return _marks(self._file.run(_REPEATED, since.isoformat(), least, limit).fetchall())

    def drop_before(self, day: date) -> int:
        """As MissRows."""
        return self._file.run(_DROP, day.isoformat()).rowcount

    def reset(self) -> None:
        """As MissRows."""
        self._file.run(_RESET)


class PostgresMisses:
    """A table of the main database."""

    def __init__(self, engine: sa.Engine) -> None:
        """Take the engine of the main database; the table is made at the first use."""
        wait = f"lock_timeout TO {int(PATIENCE_SECONDS * 1000)}"
        self._table = SideTable(engine, _TABLE, _MAKING, [wait])

    # Any: values of columns.
    def _all(self, statement: str, *values: Any) -> list[Any]:
        with self._table.begin() as connection:
            return list(self._table.run(connection, statement, *values).fetchall())

    def add(self, day: date, mark: str) -> None:
        """As MissRows; the mark first, so that nobody waits long for the day's own row."""
        with self._table.begin() as connection:
            known = self._table.run(connection, _DAYS, ALL, day.isoformat()).fetchone()
            if known is None or int(_days([known])[0][1]) < MOST_A_DAY:
                self._table.run(connection, _ADD, day.isoformat(), mark)
            self._table.run(connection, _ADD, day.isoformat(), ALL)

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
        with self._table.begin() as connection:
            return self._table.run(connection, _DROP, day.isoformat()).rowcount

    def reset(self) -> None:
        """As MissRows; looks again whether the table is there."""
        self._table.forget()
        with self._table.begin() as connection:
            self._table.run(connection, _RESET)
