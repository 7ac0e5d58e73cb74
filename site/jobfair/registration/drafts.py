"""Unfinished forms: sealed by their once-only key, kept for a day, in a store of their own.

A draft may lose its last second in a crash (a seat may not), so it does not wait for the disk:
on SQLite it lives in a file of its own beside the main database, on PostgreSQL in a table of
its own without synchronous commit. Neither is part of the migrations or of a backup.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from typing import Any

from flask import Flask, current_app

from jobfair.config import Settings
from jobfair.database import db
from jobfair.lib.crypto import CryptoError, FieldCipher, KeyRing, blind_index, derive
from jobfair.registration.draft_rows import DraftRows, PostgresRows, SqliteRows

DEFAULT_HOURS = 24


class DraftStore:
    """Save, load and erase the answers of one form key; nobody without the key can read them."""

    def __init__(self, rows: DraftRows, ring: KeyRing) -> None:
        """Take where the rows are kept and the keys of the instance."""
        self._rows, self._ring = rows, ring

    # Any: answers are JSON.
    def load(self, form_key: str) -> dict[str, Any] | None:
        """The answers given so far, or None when there are none or the day is over."""
        name = self._name(form_key)
        sealed = self._rows.get(name, int(time.time()))
        if sealed is None:
            return None
        try:
            text = self._cipher(form_key).open(sealed, _place(name))
        except CryptoError:  # keys were replaced since: as if it had run out
            return None
        answers: dict[str, Any] = json.loads(text)
        return answers

    def save(
        self, form_key: str, answers: Mapping[str, object], hours: int = DEFAULT_HOURS
    ) -> None:
        """Keep the answers; ``hours`` count from the first time this key is saved."""
        name = self._name(form_key)
        text = json.dumps(dict(answers), ensure_ascii=False)
        sealed = self._cipher(form_key).seal(text, _place(name))
        self._rows.put(name, sealed, int(time.time()) + hours * 3600)

    def erase(self, form_keys: Sequence[str]) -> None:
        """Forget the answers of forms that were sent."""
        self._rows.drop([self._name(form_key) for form_key in form_keys])

    def erase_expired(self) -> int:
        """Erase what is older than its hours; give how many rows went."""
        return self._rows.drop_before(int(time.time()))

    def reset(self) -> None:
        """Forget every draft (tests)."""
        self._rows.reset()

    def _name(self, form_key: str) -> str:
        """What the row is found by: it does not tell the key."""
        return blind_index(self._ring.hmac_key, "registration_draft", form_key).hex()

    def _cipher(self, form_key: str) -> FieldCipher:
        key = derive(self._ring.hmac_key + form_key.encode(), "registration_draft")
        return FieldCipher({"d": key}, "d")


def _place(name: str) -> str:
    return f"registration_draft.answers.{name}"


def init_drafts(app: Flask) -> None:
    """Open the store beside the main database, or inside it on PostgreSQL."""
    settings: Settings = app.config["SETTINGS"]
    rows: DraftRows
    if settings.is_sqlite:
        rows = SqliteRows(settings.instance / "drafts.sqlite3")
    else:
        with app.app_context():
            rows = PostgresRows(db.engine)
    store = DraftStore(rows, app.extensions["jobfair_keys"])
    app.extensions["jobfair_drafts"] = store
    app.extensions.setdefault("jobfair_reset", []).append(store.reset)


def drafts() -> DraftStore:
    """The store of the running app."""
    store: DraftStore = current_app.extensions["jobfair_drafts"]
    return store


def erase_expired_drafts() -> None:
    """What the worker does every minute: drafts older than their hours go."""
    drafts().erase_expired()
