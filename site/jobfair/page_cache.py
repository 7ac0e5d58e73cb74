"""Public GET answers kept, compressed, per address, language, encoding and public version.

A view says what its page depends on with ``keep``. Never kept: anything with our cookie, a
form token or a ``q``. Versions are read once a request, on both engines (model.md).
"""

from __future__ import annotations

import hashlib
import sqlite3
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from threading import Lock
from typing import Any
from urllib.parse import parse_qs

import psycopg
from flask import Flask, request
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError

from jobfair.config import Settings
from jobfair.database import db
from jobfair.kept import NUMBERS, init_kept
from jobfair.public_version import Section, Watched, read_both, read_numbers

MAX_ENTRIES = 600
MAX_BYTES = 24 * 1024 * 1024
_POLICY = "jobfair.cache"
DBAPI_ERRORS = (sqlite3.Error, psycopg.Error, SQLAlchemyError)

# Any: the WSGI protocol's own types.
Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]
Headers = list[tuple[str, str]]


@dataclass(frozen=True)
class Policy:
    """What a kept page depends on: sections, an age in seconds, one conference's seats."""

    sections: tuple[Section, ...]
    seconds: float
    watch_conference: str | None = None


@dataclass
class Entry:
    """One kept answer."""

    policy: Policy
    versions: tuple[int, ...]
    watched: Watched | None
    until: float
    etag: str
    headers: Headers
    body: bytes


def keep(*sections: Section, seconds: float = 60, watch_conference: str | None = None) -> None:
    """Let this answer be kept until a section changes or the age is reached.

    ``watch_conference`` is a conference's slug: the page is then exact in its seats and state.
    """
    request.environ[_POLICY] = Policy(sections, seconds, watch_conference)


class PageCache:
    """WSGI: answers a repeated public GET before Flask is asked."""

    def __init__(self, app: Wsgi, engine: Engine, cookie: str) -> None:
        self.app, self.engine, self.cookie = app, engine, cookie
        self._entries: OrderedDict[tuple[str, ...], Entry] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def clear(self) -> None:
        """Forget every kept answer."""
        with self._lock:
            self._entries.clear()
            self._bytes = 0

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answer from memory when it still holds, else ask the app and keep what may be kept."""
        key = self._key(environ)
        if key is None:
            return self.app(environ, start_response)
        now = time.monotonic()
        entry = self._entries.get(key)
        if entry is not None and entry.until > now and self._holds(entry):
            return self._send(entry, environ, start_response)
        return self._ask(key, environ, start_response, now)

    def _key(self, environ: dict[str, Any]) -> tuple[str, ...] | None:
        if environ.get("REQUEST_METHOD") != "GET":
            return None
        if f"{self.cookie}=" in environ.get("HTTP_COOKIE", ""):
            return None
        query = environ.get("QUERY_STRING", "")
        if len(query) > 300 or "q" in parse_qs(query, keep_blank_values=False):
            return None
        accepts = environ.get("HTTP_ACCEPT_ENCODING", "")
        encoding = "br" if "br" in accepts else "gzip" if "gzip" in accepts else ""
        htmx = ":".join(
            environ.get(name, "")
            for name in ("HTTP_HX_REQUEST", "HTTP_HX_BOOSTED", "HTTP_HX_HISTORY_RESTORE_REQUEST")
        )
        return (
            environ.get("wsgi.url_scheme", ""),
            environ.get("HTTP_HOST", ""),
            environ.get("PATH_INFO", ""),
            query,
            encoding,
            htmx,
        )

    def _read(self, policy: Policy) -> tuple[tuple[int, ...], Watched | None]:
        """The numbers of the policy's sections, and the watched conference's row."""
        watched = None
        if policy.watch_conference:
            numbers, watched = read_both(self.engine, policy.watch_conference)
        else:
            numbers = read_numbers(self.engine)
        return tuple(numbers.get(section, 0) for section in policy.sections), watched

    def _holds(self, entry: Entry) -> bool:
        try:
            return self._read(entry.policy) == (entry.versions, entry.watched)
        except DBAPI_ERRORS:
            return False

    def _ask(
        self, key: tuple[str, ...], environ: dict[str, Any], start_response: Any, now: float
    ) -> Iterable[bytes]:
        caught: list[tuple[str, Headers]] = []

        def catch(status: str, headers: Headers, exc_info: Any = None) -> Callable[[bytes], None]:
            caught[:] = [(status, list(headers))]
            return lambda _data: None

        # The numbers are read before the page is made: a change in between makes it stale at
        # once, never kept as new. They are all sections, narrowed when the policy is known.
        try:
            before = read_numbers(self.engine)
        except DBAPI_ERRORS:
            return self.app(environ, start_response)  # the page itself says what is wrong
        environ[NUMBERS] = before
        chunks = self.app(environ, catch)
        try:
            body = b"".join(chunks)
        finally:
            close = getattr(chunks, "close", None)
            if close:
                close()
        status, headers = caught[0]
        policy: Policy | None = environ.get(_POLICY)
        if policy is None or not status.startswith("200") or _has(headers, "set-cookie"):
            start_response(status, headers)
            return [body]
        watched = self._read(policy)[1]
        versions = tuple(before.get(section, 0) for section in policy.sections)
        etag = '"' + hashlib.sha256(body).hexdigest()[:20] + '"'
        kept = [(k, v) for k, v in headers if k.lower() not in ("etag", "cache-control")]
        kept += [("ETag", etag), ("Cache-Control", "no-cache")]
        entry = Entry(policy, versions, watched, now + policy.seconds, etag, kept, body)
        if not policy.watch_conference or self._seats_unchanged(environ, watched):
            self._store(key, entry)
        return self._send(entry, environ, start_response)

    @staticmethod
    def _seats_unchanged(environ: dict[str, Any], watched: Watched | None) -> bool:
        """Whether the seats the page shows are those that stand now."""
        shown = environ.get("jobfair.shown_seats")
        return shown is not None and watched is not None and tuple(watched[:-1]) == tuple(shown)

    def _store(self, key: tuple[str, ...], entry: Entry) -> None:
        with self._lock:
            old = self._entries.pop(key, None)
            self._bytes += len(entry.body) - (len(old.body) if old else 0)
            self._entries[key] = entry
            while len(self._entries) > MAX_ENTRIES or self._bytes > MAX_BYTES:
                _, gone = self._entries.popitem(last=False)
                self._bytes -= len(gone.body)

    @staticmethod
    def _send(entry: Entry, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if environ.get("HTTP_IF_NONE_MATCH") == entry.etag:
            bare = [(k, v) for k, v in entry.headers if not k.lower().startswith("content-")]
            start_response("304 Not Modified", bare)
            return []
        start_response("200 OK", entry.headers)
        return [entry.body]


def _has(headers: Headers, name: str) -> bool:
    return any(key.lower() == name for key, _ in headers)


def show_seats(seats_taken: int, capacity: int, waiting: int) -> None:
    """Say which seats the page being made shows, so that only an exact page is kept."""
    request.environ["jobfair.shown_seats"] = (seats_taken, capacity, waiting)


def init_page_cache(app: Flask, settings: Settings) -> None:
    """Give the app its kept data; put the page cache in front (behind the static files)."""
    init_kept(app)
    if not settings.page_cache:
        return
    with app.app_context():
        engine = db.engine
    cookie = str(app.config["SESSION_COOKIE_NAME"])
    cache = PageCache(app.wsgi_app, engine, cookie)
    app.wsgi_app = cache  # type: ignore[method-assign]
    app.extensions["jobfair_page_cache"] = cache
