"""Unfinished forms: sealed by their once-only key, kept for a day, in a store of their own.

A draft may lose its last second in a crash (a seat may not), so it does not wait for the disk:
on SQLite it lives in a file of its own beside the main database, on PostgreSQL in a table of
its own without synchronous commit. Neither is part of the migrations or of a backup.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from threading import Lock
from typing import Any

import sqlalchemy as sa
from flask import Flask, current_app
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import OperationalError, ProgrammingError

from jobfair.config import Settings
from jobfair.database import db, mode
from jobfair.lib.crypto import CryptoError, FieldCipher, KeyRing, blind_index, derive

DEFAULT_HOURS = 24

_table = sa.Table(
    "registration_draft",
    sa.MetaData(),
    sa.Column("id", sa.String(64), primary_key=True),  # HMAC of the form key, not the key
    sa.Column("answers", sa.LargeBinary, nullable=False),
    sa.Column("expires_at", sa.Integer, nullable=False, index=True),  # seconds since the epoch
)


_LOAD = sa.select(_table.c.answers).where(
    _table.c.id == sa.bindparam("id"), _table.c.expires_at > sa.bindparam("now")
)
_ERASE = sa.delete(_table).where(_table.c.id == sa.bindparam("gone"))
_SAVE = {}
for _name, _build in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert)):
    _insert = _build(_table)
    _SAVE[_name] = _insert.on_conflict_do_update(
        index_elements=["id"], set_={"answers": _insert.excluded.answers}
    )


class DraftStore:
    """Save, load and erase the answers of one form key; nobody without the key can read them."""

    def __init__(self, engine: sa.Engine, ring: KeyRing) -> None:
        """Take the engine of the store and the keys of the instance."""
        self._engine, self._ring = engine, ring
        self._ready = False
        self._lock = Lock()

    # Any: answers are JSON.
    def load(self, form_key: str) -> dict[str, Any] | None:
        """The answers given so far, or None when there are none or the day is over."""
        wanted = {"id": self._id(form_key), "now": int(time.time())}
        with self._begin() as connection:
            sealed = connection.scalar(_LOAD, wanted)
        if sealed is None:
            return None
        try:
            text = self._cipher(form_key).open(sealed, self._place(form_key))
        except CryptoError:  # keys were replaced since: as if it had run out
            return None
        answers: dict[str, Any] = json.loads(text)
        return answers

    def save(
        self, form_key: str, answers: Mapping[str, object], hours: int = DEFAULT_HOURS
    ) -> None:
        """Keep the answers; ``hours`` count from the first time this key is saved."""
        text = json.dumps(dict(answers), ensure_ascii=False)
        row = {
            "id": self._id(form_key),
            "answers": self._cipher(form_key).seal(text, self._place(form_key)),
            "expires_at": int(time.time()) + hours * 3600,
        }
        with self._begin() as connection:
            connection.execute(_SAVE[self._engine.dialect.name], row)

    def erase(self, form_key: str) -> None:
        """Forget the answers of a form that was sent."""
        with self._begin() as connection:
            connection.execute(_ERASE, {"gone": self._id(form_key)})

    def erase_expired(self) -> int:
        """Erase what is older than its hours; give how many rows went."""
        old = sa.delete(_table).where(_table.c.expires_at <= int(time.time()))
        with self._begin() as connection:
            return int(connection.execute(old).rowcount)

    def reset(self) -> None:
        """Forget every draft and look again whether the table is there (tests, restore)."""
        self._ready = False
        with self._begin() as connection:
            connection.execute(sa.delete(_table))

    def _begin(self) -> _Write:
        if not self._ready:
            with self._lock:
                self._make_table()
                self._ready = True
        return _Write(self._engine)

    def _make_table(self) -> None:
        try:
            with _Write(self._engine) as connection:
                _table.metadata.create_all(connection, checkfirst=True)
        except (OperationalError, ProgrammingError):
            # Another process made it between the look and the making.
            with _Write(self._engine) as connection:
                connection.execute(sa.select(_table.c.id).limit(1))

    def _id(self, form_key: str) -> str:
        return blind_index(self._ring.hmac_key, "registration_draft", form_key).hex()

    def _place(self, form_key: str) -> str:
        return f"registration_draft.answers.{self._id(form_key)}"

    def _cipher(self, form_key: str) -> FieldCipher:
        key = derive(self._ring.hmac_key + form_key.encode(), "registration_draft")
        return FieldCipher({"d": key}, "d")


class _Write:
    """A transaction of the store, whatever the request's own transactions may do."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def __enter__(self) -> sa.Connection:
        self._mode = mode("write")
        self._mode.__enter__()
        self._begun = self._engine.begin()
        connection = self._begun.__enter__()
        if self._engine.dialect.name != "sqlite":
            connection.exec_driver_sql("SET LOCAL synchronous_commit TO OFF")
        return connection

    def __exit__(self, *error: object) -> None:
        self._begun.__exit__(*error)  # type: ignore[arg-type]
        self._mode.__exit__(*error)  # type: ignore[arg-type]


def _own_engine(settings: Settings) -> sa.Engine:
    """A small engine on drafts.sqlite3: fast commits that a power cut may take back."""
    engine = sa.create_engine(
        f"sqlite:///{settings.instance / 'drafts.sqlite3'}",
        connect_args={"timeout": 5, "check_same_thread": False},
        isolation_level="AUTOCOMMIT",
    )

    @sa.event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:  # Any: a DB-API connection
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.execute("PRAGMA secure_delete=ON")

    return engine


def init_drafts(app: Flask) -> None:
    """Open the store beside the main database, or inside it on PostgreSQL."""
    settings: Settings = app.config["SETTINGS"]
    if settings.is_sqlite:
        engine = _own_engine(settings)
    else:
        with app.app_context():
            engine = db.engine
    store = DraftStore(engine, app.extensions["jobfair_keys"])
    app.extensions["jobfair_drafts"] = store
    app.extensions.setdefault("jobfair_reset", []).append(store.reset)


def drafts() -> DraftStore:
    """The store of the running app."""
    store: DraftStore = current_app.extensions["jobfair_drafts"]
    return store


def erase_expired_drafts() -> None:
    """What the worker does every minute: drafts older than their hours go."""
    drafts().erase_expired()
