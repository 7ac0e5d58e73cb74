"""Counted failures by account, phone or code: slowed, never locked out for good, never by IP.

Ten failures an hour for a key, then one try a minute (model.md). The counters live in a small
SQLite file of the instance folder, or in Redis when REDIS_URL is set, through ``limits``.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from pathlib import Path

from flask import Flask, current_app
from limits import RateLimitItemPerHour, RateLimitItemPerMinute
from limits.storage import RedisStorage, Storage
from limits.strategies import FixedWindowRateLimiter

from jobfair.config import Settings
from jobfair.errors import TooMany
from jobfair.keys import keys
from jobfair.lib.crypto import blind_index

FAILURES = RateLimitItemPerHour(10)
ONE_TRY = RateLimitItemPerMinute(1)


class SqliteStorage(Storage):
    """Fixed-window counters in one SQLite file, exact over processes."""

    STORAGE_SCHEME = ["jobfair-sqlite"]

    def __init__(self, uri: str | None = None, path: Path | None = None, **_: object) -> None:
        super().__init__(uri)
        self._path = path
        self._local = threading.local()
        self._connection().execute(
            "CREATE TABLE IF NOT EXISTS counter"
            " (key TEXT PRIMARY KEY, n INTEGER NOT NULL, expires REAL NOT NULL)"
        )

    @property
    def base_exceptions(self) -> type[Exception]:
        """What the store itself may raise."""
        return sqlite3.Error

    def _connection(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = sqlite3.connect(str(self._path), timeout=5, isolation_level=None)
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=OFF")
            self._local.connection = connection
        return connection

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        """Add to the counter, beginning a new window when the old one is over."""
        now = time.time()
        row = self._connection().execute(
            "INSERT INTO counter VALUES (?, ?, ?) ON CONFLICT (key) DO UPDATE SET"
            " n = CASE WHEN expires <= ? THEN excluded.n ELSE n + excluded.n END,"
            " expires = CASE WHEN expires <= ? THEN excluded.expires ELSE expires END"
            " RETURNING n",
            (key, amount, now + expiry, now, now),
        )
        return int(row.fetchone()[0])

    def get(self, key: str) -> int:
        """The counter of the running window, 0 without one."""
        row = self._connection().execute(
            "SELECT n FROM counter WHERE key = ? AND expires > ?", (key, time.time())
        )
        found = row.fetchone()
        return int(found[0]) if found else 0

    def get_expiry(self, key: str) -> float:
        """When the running window ends, seconds since the epoch."""
        row = self._connection().execute("SELECT expires FROM counter WHERE key = ?", (key,))
        found = row.fetchone()
        return float(found[0]) if found else time.time()

    def check(self) -> bool:
        """Whether the store answers."""
        return bool(self._connection().execute("SELECT 1").fetchone())

    def reset(self) -> int | None:
        """Forget every counter; give how many there were."""
        return self._connection().execute("DELETE FROM counter").rowcount

    def clear(self, key: str) -> None:
        """Forget one counter."""
        self._connection().execute("DELETE FROM counter WHERE key = ?", (key,))


def init_throttle(app: Flask, settings: Settings) -> None:
    """Choose the store: Redis when it is named, else the instance folder's file."""
    store: Storage
    if settings.redis_url:
        store = RedisStorage(settings.redis_url)
    else:
        store = SqliteStorage(path=settings.instance / "throttle.sqlite3")
    app.extensions["jobfair_limiter"] = FixedWindowRateLimiter(store)


def _limiter() -> FixedWindowRateLimiter:
    limiter: FixedWindowRateLimiter = current_app.extensions["jobfair_limiter"]
    return limiter


def _key(kind: str, value: str) -> str:
    """The counter's name: never the phone or code itself."""
    return blind_index(keys().hmac_key, f"throttle.{kind}", value).hex()


def check(kind: str, value: str) -> None:
    """Let a try pass, or raise TooMany (429, Retry-After) before any look-up.

    ``kind`` is 'account', 'phone' or 'code'. After ten failures in an hour one try a minute
    passes, so the right pair always passes within a minute.
    """
    limiter, key = _limiter(), _key(kind, value)
    if limiter.test(FAILURES, kind, key):
        return
    if not limiter.hit(ONE_TRY, kind, key):
        ends = limiter.get_window_stats(ONE_TRY, kind, key).reset_time
        raise TooMany(retry_after=max(1, round(ends - time.time())))


def failed(kind: str, value: str) -> None:
    """Count one failure; it stays although the request ends in an error."""
    _limiter().hit(FAILURES, kind, _key(kind, value))


def spend(kind: str, value: str, per_hour: int) -> None:
    """Count one of ``per_hour`` acts, or raise TooMany (429, Retry-After) when they are used up."""
    limiter, key, limit = _limiter(), _key(kind, value), RateLimitItemPerHour(per_hour)
    if not limiter.hit(limit, kind, key):
        ends = limiter.get_window_stats(limit, kind, key).reset_time
        raise TooMany(retry_after=max(1, round(ends - time.time())))


def succeeded(kind: str, value: str) -> None:
    """Forget the failures of an account after a right password."""
    limiter, key = _limiter(), _key(kind, value)
    limiter.clear(FAILURES, kind, key)
    limiter.clear(ONE_TRY, kind, key)
