"""The audit log: append-only, sealed in order, and proved."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from jobfair.database import db
from jobfair.lib.clock import now
from jobfair.messages import audit_chain
from jobfair.messages.audit_proof import verify
from jobfair.models import AuditEvent
from tests.messages.conftest import Inside, add_audit_rows

pytestmark = pytest.mark.both


def seal_rows(inside: Inside, count: int) -> int:
    """Add rows and seal everything; give how many rows there are."""
    with inside():
        add_audit_rows(count)
    with inside() as session:
        audit_chain.seal()
        return session.query(AuditEvent).count()


def tamper(inside: Inside, *statements: str) -> None:
    """What someone with the database alone could do: drop the guards, then write."""
    with inside() as session:
        on = " ON audit_event" if db.engine.dialect.name == "postgresql" else ""
        for guard in ("audit_event_no_update", "audit_event_no_delete"):
            session.execute(sa.text(f"DROP TRIGGER {guard}{on}"))
        for statement in statements:
            session.execute(sa.text(statement))


def prove(app: Flask) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["audit", "verify"])
    return result.exit_code, result.output


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_event SET reason = 'khác'",
        "UPDATE audit_event SET actor_name = 'người khác'",
        "UPDATE audit_event SET person_ids = 'x'",
        "UPDATE audit_event SET written = written + 1",
        "DELETE FROM audit_event",
    ],
)
@pytest.mark.parametrize("sealed", [False, True])
def test_the_database_refuses_to_change_a_row(inside: Inside, statement: str, sealed: bool) -> None:
    with inside():
        add_audit_rows(1)
    with inside() as session:
        if sealed:
            audit_chain.seal()
        with pytest.raises(DatabaseError, match="append-only"):
            session.execute(sa.text(statement))
        session.rollback()


def test_a_seal_is_put_on_once(inside: Inside) -> None:
    seal_rows(inside, 1)
    with inside() as session:
        with pytest.raises(DatabaseError, match="append-only"):
            session.execute(sa.text("UPDATE audit_event SET seq = seq + 1000"))
        session.rollback()


def test_rows_are_sealed_in_the_order_they_were_written(inside: Inside) -> None:
    count = seal_rows(inside, 25)
    with inside() as session:
        rows = session.query(AuditEvent).order_by(AuditEvent.seq).all()
        assert [row.seq for row in rows] == list(range(1, count + 1))
        assert rows == sorted(rows, key=lambda row: (row.written, row.id))
        assert rows[0].prev_hash == audit_chain.FIRST
        assert all(a.hash == b.prev_hash for a, b in pairwise(rows))
        head = audit_chain.last_head_in_file()
        assert (head.seq, head.hash) == (count, rows[-1].hash)


def test_more_rows_than_a_batch_are_sealed(inside: Inside, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit_chain, "BATCH", 10)
    seal_rows(inside, 35)
    with inside():
        assert verify().unsealed == 0
        assert verify().fault is None


def test_an_untouched_log_is_right(app: Flask, inside: Inside) -> None:
    count = seal_rows(inside, 5)
    with inside():
        add_audit_rows(2)
    status, output = prove(app)
    assert status == 0
    assert f"sealed and right: {count}" in output
    assert "not sealed yet: 2" in output


def test_sealing_goes_on_where_it_ended(app: Flask, inside: Inside) -> None:
    seal_rows(inside, 3)
    seal_rows(inside, 4)
    assert prove(app)[0] == 0
    with inside():
        assert len(list(audit_chain.heads_in_file())) == 2


def test_an_empty_log_is_right(app: Flask, inside: Inside) -> None:
    tamper(inside, "DELETE FROM audit_event")
    assert prove(app)[0] == 0


EDIT = "UPDATE audit_event SET {} WHERE seq = {}"


@pytest.mark.parametrize(
    ("attack", "bad", "word"),
    [
        ((EDIT.format("reason = 'khác'", 3),), 3, "edited"),
        ((EDIT.format("actor = 'public'", 1),), 1, "edited"),
        ((EDIT.format("person_ids = 'x'", 6),), 6, "edited"),
        ((EDIT.format("written = written + 1", 2),), 2, "edited"),
        (("DELETE FROM audit_event WHERE seq = 4",), 4, "deleted"),
        (("DELETE FROM audit_event WHERE seq = 1",), 1, "deleted"),
        (
            (
                "DELETE FROM audit_event WHERE seq = 4",
                "UPDATE audit_event SET seq = seq - 1 WHERE seq = 5",
                "UPDATE audit_event SET seq = seq - 1 WHERE seq = 6",
            ),
            4,
            "moved",
        ),
        (
            (
                "UPDATE audit_event SET seq = 100 WHERE seq = 2",
                "UPDATE audit_event SET seq = 2 WHERE seq = 3",
                "UPDATE audit_event SET seq = 3 WHERE seq = 100",
            ),
            2,
            "moved",
        ),
        (("DELETE FROM audit_event WHERE seq >= 5",), 5, "tail is cut"),
        (("DELETE FROM audit_event",), 1, "tail is cut"),
    ],
)
def test_tampering_is_found_and_the_first_bad_row_named(
    app: Flask, inside: Inside, attack: tuple[str, ...], bad: int, word: str
) -> None:
    with inside() as session:
        assert session.query(AuditEvent).count() <= 1
    tamper(inside, "DELETE FROM audit_event")
    seal_rows(inside, 6)
    with inside() as session:
        for statement in attack:
            session.execute(sa.text(statement))
    status, output = prove(app)
    assert status == 1
    assert f"first bad row: {bad}" in output
    assert word in output


def test_a_chain_made_anew_with_another_key_is_found(app: Flask, inside: Inside) -> None:
    seal_rows(inside, 3)
    tamper(inside, "UPDATE audit_event SET seq = NULL, hash = NULL, prev_hash = NULL")
    with inside() as session:
        head = audit_chain.Head()
        for row in session.query(AuditEvent).order_by(AuditEvent.written, AuditEvent.id):
            made = audit_chain.row_hash(row, head.seq + 1, head.hash, b"a key of their own")
            row.seq, row.prev_hash, row.hash = head.seq + 1, head.hash, made
            head = audit_chain.Head(row.seq, made)
    status, output = prove(app)
    assert status == 1
    assert "first bad row: 1" in output


def test_a_head_that_differs_is_found(app: Flask, inside: Inside) -> None:
    count = seal_rows(inside, 3)
    with inside():
        file = audit_chain.head_file()
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace('"hash": "', '"hash": "0f'[:-2] + "00"), encoding="utf-8")
    status, output = prove(app)
    assert status == 1
    assert f"first bad row: {count}" in output


def test_a_head_that_a_crash_kept_out_is_written_later(inside: Inside) -> None:
    count = seal_rows(inside, 3)
    with inside():
        audit_chain.head_file().write_text('{"seq": 1, "ha', encoding="utf-8")
        assert audit_chain.seal() == 0
        assert audit_chain.last_head_in_file().seq == count


def test_the_hash_covers_every_column_of_content() -> None:
    sealed = {"seq", "prev_hash", "hash"}
    columns = {column.name for column in AuditEvent.__table__.columns}
    assert columns - sealed == {*audit_chain.CONTENT, "at"}


Change = Callable[[Session], None]


def test_the_moment_is_part_of_the_hash(inside: Inside) -> None:
    with inside() as session:
        add_audit_rows(1)
        session.flush()
        row = session.query(AuditEvent).order_by(AuditEvent.written.desc()).first()
        assert row is not None
        before = audit_chain.row_hash(row, 1, audit_chain.FIRST, b"k")
        row.at = now() + timedelta(microseconds=1)
        assert audit_chain.row_hash(row, 1, audit_chain.FIRST, b"k") != before
        session.rollback()
