"""Unfinished forms: sealed by their key, a day at most, gone once sent."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from jobfair.config import Settings
from jobfair.database import db, mode
from jobfair.lib.codes import new_form_key
from jobfair.messages.worker import PERIODIC
from jobfair.registration.draft_rows import PostgresRows, SqliteRows
from jobfair.registration.drafts import drafts, erase_expired_drafts
from tests.checked_client import CheckedClient
from tests.registration.helpers import SEAT_ONLY, START, form_of, key_of, path_of, send, walk

pytestmark = pytest.mark.both

CANARY = "Sồng Thị Chim Yến"


def everything_stored(app: Flask) -> bytes:
    """The store's bytes: the file beside the database, or the rows of its own table."""
    settings: Settings = app.config["SETTINGS"]
    if settings.is_sqlite:
        files = settings.instance.glob("drafts.sqlite3*")
        return b"".join(Path(file).read_bytes() for file in files)
    with app.app_context(), mode("read"):
        rows = db.session.execute(sa.text("SELECT id, answers FROM registration_draft")).all()
        db.session.rollback()
    return b"".join(str(row.id).encode() + bytes(row.answers) for row in rows)


def test_a_draft_is_kept_and_found_by_its_key(app: Flask) -> None:
    with app.app_context():
        key = new_form_key()
        assert drafts().load(key) is None
        drafts().save(key, {"name": CANARY})
        drafts().save(key, {"name": CANARY, "village": "Bản Mẫu"})
        assert drafts().load(key) == {"name": CANARY, "village": "Bản Mẫu"}
        drafts().erase([key])
        assert drafts().load(key) is None


def test_nothing_can_be_read_without_the_key(visitor: CheckedClient, app: Flask) -> None:
    check = walk(visitor, {"name": CANARY})
    stored = everything_stored(app)
    assert stored
    # The commune as JSON writes it: five bare digits stand by chance in some keyed hash.
    for hidden in (CANARY, "950000123", '"03808"', "Bản Mẫu", key_of(check)):
        assert hidden.encode() not in stored


def test_a_draft_ends_after_its_hours(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    with app.app_context():
        key = new_form_key()
        drafts().save(key, {"name": CANARY}, hours=24)
        drafts().save(key, {"name": CANARY}, hours=48)  # the first saving counts
        start = time.time()
        monkeypatch.setattr("time.time", lambda: start + 24 * 3600 - 60)
        assert drafts().load(key) is not None
        assert drafts().erase_expired() == 0
        monkeypatch.setattr("time.time", lambda: start + 24 * 3600 + 60)
        assert drafts().load(key) is None
        assert drafts().erase_expired() == 1


def test_the_worker_erases_what_is_over(app: Flask) -> None:
    assert erase_expired_drafts in PERIODIC
    with app.app_context():
        drafts().save(new_form_key(), {}, hours=0)
        erase_expired_drafts()
        assert drafts().erase_expired() == 0


def test_a_sent_form_leaves_no_draft(visitor: CheckedClient, app: Flask) -> None:
    check = walk(visitor)
    with app.app_context():
        assert drafts().load(key_of(check)) is not None
    send(visitor, check)
    with app.app_context():
        assert drafts().load(key_of(check)) is None


def test_a_draft_that_cannot_be_erased_takes_nothing_from_who_sent_it(
    visitor: CheckedClient, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    check = walk(visitor)
    filled = form_of(visitor.get(check)) | SEAT_ONLY

    def full(*_args: object) -> None:
        raise OSError("no space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(SqliteRows, "drop", full)
        broken.setattr(PostgresRows, "drop", full)
        receipt = path_of(visitor.post(check, data=filled))
    assert receipt.startswith("/phieu/nhan/")
    with app.app_context():
        assert drafts().load(key_of(check)) is not None
    assert path_of(visitor.post(check, data=filled)) == receipt, "a repeat finds what stands"
    with app.app_context():
        assert drafts().load(key_of(check)) is None, "and erases what was left"


def test_several_drafts_are_erased_together_and_no_other(app: Flask) -> None:
    keys = [new_form_key() for _ in range(4)]
    with app.app_context():
        for key in keys:
            drafts().save(key, {"name": CANARY})
        drafts().erase(keys[:3])
        assert [drafts().load(key) is None for key in keys] == [True, True, True, False]


def test_a_refused_form_keeps_its_draft(visitor: CheckedClient, app: Flask) -> None:
    check = walk(visitor)
    assert send(visitor, check, {}).status_code == 422
    with app.app_context():
        assert drafts().load(key_of(check)) is not None


def test_a_form_whose_day_is_over_begins_again(visitor: CheckedClient, app: Flask) -> None:
    check = walk(visitor)
    with app.app_context():
        drafts().erase([key_of(check)])
    assert path_of(visitor.get(check)) == START
