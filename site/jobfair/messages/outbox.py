"""What leaves the building is first written down, in the transaction that decides it.

The worker sends it afterwards, at least once; the key lets a gateway recognise a repeat.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session
from sqlalchemy.sql.dml import ReturningInsert

from jobfair.database import db
from jobfair.lib.clock import now
from jobfair.lib.codes import new_id
from jobfair.models import OutboxMessage

KEY_LENGTH = 80
TOPIC_LENGTH = 40


def enqueue(
    key: str,
    topic: str,
    payload: Mapping[str, str],
    due_at: datetime | None = None,
    session: Session | None = None,
) -> bool:
    """Write a message in the running transaction; False when its key is there already.

    ``key`` names the act once and for all ("conference.cancelled:<id>:<registration>"),
    ``payload`` holds ids only, never a name, phone or code: the handler of the topic reads
    what it needs when it sends. ``due_at`` is the earliest moment (UTC, default now).
    Raises ValueError when the key or topic is empty or longer than its column.
    """
    target: Session = session if session is not None else db.session()
    row = message_row(key, topic, payload, due_at)
    written = target.execute(_insert_once(target, row))
    return written.first() is not None


def message_row(
    key: str, topic: str, payload: Mapping[str, str], due_at: datetime | None = None
) -> dict[str, object]:
    """The values of a message's row, for a writer that inserts it itself with the act.

    Arguments and ValueError as of ``enqueue``.
    """
    if not 0 < len(key) <= KEY_LENGTH or not 0 < len(topic) <= TOPIC_LENGTH:
        raise ValueError("a message's key has 1-80 characters, its topic 1-40")
    moment = now()
    return {
        "id": new_id(),
        "key": key,
        "topic": topic,
        "payload": dict(payload),
        "created_at": moment,
        "due_at": due_at or moment,
        "attempts": 0,
        "last_error": "",
    }


def _insert_once(session: Session, row: Mapping[str, object]) -> ReturningInsert[str]:
    """An INSERT that a second one with the same key passes over, on either engine."""
    if session.get_bind().dialect.name == "sqlite":
        lite = sqlite.insert(OutboxMessage).values(**row)
        return lite.on_conflict_do_nothing(index_elements=["key"]).returning(OutboxMessage.id)
    full = postgresql.insert(OutboxMessage).values(**row)
    return full.on_conflict_do_nothing(index_elements=["key"]).returning(OutboxMessage.id)
