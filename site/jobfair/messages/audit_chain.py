"""Sealing the audit log: each row's hash covers its content and the hash before it.

The key of the hash and the file of heads lie outside the database, so that whoever can
write to the tables alone can neither forge a row nor cut the tail unseen.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import Session

from jobfair.config import Settings
from jobfair.database import db, mode, short_write
from jobfair.keys import keys
from jobfair.lib.clock import now
from jobfair.messages.gateway import append_line
from jobfair.models import AuditEvent

FILE = "audit-head.jsonl"
BATCH = 1000
FIRST = bytes(32)
"""What stands before the first row."""

TAIL = 4096
"""Bytes of the file's end that surely hold its last line."""

_LOCK = 0x4C656E44  # one sealer at a time on PostgreSQL

CONTENT = (
    *("id", "written", "actor", "actor_name", "role", "action", "object_kind", "object_id"),
    *("person_ids", "fields", "reason", "origin", "request_id"),
)


@dataclass(frozen=True)
class Head:
    """The end of the chain at a moment: number and hash of the last sealed row."""

    seq: int = 0
    hash: bytes = FIRST


def head_file() -> Path:
    """Where heads are written, one line of JSON each, outside the database."""
    settings: Settings = current_app.config["SETTINGS"]
    return settings.instance / FILE


def row_hash(row: AuditEvent, seq: int, before: bytes, key: bytes) -> bytes:
    """HMAC-SHA256 over the canonical JSON of number, previous hash and the row's content."""
    content: dict[str, object] = {name: getattr(row, name) for name in CONTENT}
    content |= {"at": row.at.isoformat(timespec="microseconds"), "seq": seq, "prev": before.hex()}
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


def _database_head(session: Session) -> Head:
    last = sa.select(AuditEvent.seq, AuditEvent.hash).where(AuditEvent.seq.is_not(None))
    row = session.execute(last.order_by(AuditEvent.seq.desc()).limit(1)).one_or_none()
    return Head(row.seq, bytes(row.hash)) if row is not None and row.seq else Head()


def _anything_unsealed() -> bool:
    asked = sa.select(AuditEvent.id).where(AuditEvent.seq.is_(None)).limit(1)
    with mode("read"), Session(db.engine) as own:
        return own.execute(asked).first() is not None


def _seal_batch(session: Session) -> Head | None:
    """Seal the next rows in order of (written, id); None when another sealer is at work."""
    locked = sa.select(sa.func.pg_try_advisory_xact_lock(_LOCK))
    if session.get_bind().dialect.name == "postgresql" and not session.scalar(locked):
        return None
    head, key = _database_head(session), keys().audit_key
    waiting = sa.select(AuditEvent).where(AuditEvent.seq.is_(None))
    waiting = waiting.order_by(AuditEvent.written, AuditEvent.id).limit(BATCH)
    sealed = []
    for row in session.scalars(waiting):
        made = row_hash(row, head.seq + 1, head.hash, key)
        sealed.append({"id": row.id, "seq": head.seq + 1, "prev_hash": head.hash, "hash": made})
        head = Head(head.seq + 1, made)
    if sealed:
        session.execute(sa.update(AuditEvent), sealed)
    return head


def seal() -> int:
    """Seal every row that waits and write the new head to the file; give how many rows.

    A head that a crash kept out of the file is written by the next call.
    """
    begun = None
    last: Head | None = None
    while _anything_unsealed():
        with short_write() as own:
            begun = begun or _database_head(own)
            head = _seal_batch(own)
        if head is None:
            break
        last = head
    _write_head(last)
    return last.seq - begun.seq if last and begun else 0


def _write_head(head: Head | None) -> None:
    """The head goes to the file after the commit: it never runs ahead of the table."""
    if head is None:
        with mode("read"), Session(db.engine) as own:
            head = _database_head(own)
    if head.seq > last_head_in_file().seq:
        line = {"seq": head.seq, "hash": head.hash.hex(), "at": now().isoformat()}
        append_line(head_file(), json.dumps(line))


def _read_head(line: str) -> Head | None:
    """The head of a line, None for a line that a crash cut."""
    try:
        data = json.loads(line)
        return Head(int(data["seq"]), bytes.fromhex(data["hash"]))
    except (ValueError, KeyError, TypeError):
        return None


def heads_in_file() -> Iterator[Head]:
    """Every head of the file in the order they were written."""
    try:
        with head_file().open(encoding="utf-8", errors="replace") as file:
            for line in file:
                head = _read_head(line)
                if head is not None:
                    yield head
    except FileNotFoundError:
        return


def last_head_in_file() -> Head:
    """The head that was written last, found from the end of the file."""
    try:
        with head_file().open("rb") as file:
            file.seek(-min(TAIL, file.seek(0, os.SEEK_END)), os.SEEK_END)
            lines = file.read().decode("utf-8", "replace").splitlines()
    except FileNotFoundError:
        return Head()
    heads = [head for head in map(_read_head, lines) if head is not None]
    return max(heads, key=lambda head: head.seq, default=Head())
