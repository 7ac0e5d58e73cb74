"""Emptying the outbox: a row is leased, sent, and only then marked as done.

Who dies in between leaves the lease, which ends by itself: the row is sent again under the
same key. PostgreSQL passes over rows that another worker holds (SKIP LOCKED), SQLite lets
one writer in at a time.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from jobfair.database import db, mode, short_write
from jobfair.lib.clock import now
from jobfair.messages.gateway import send
from jobfair.models import OutboxMessage

LEASE = timedelta(seconds=60)
BATCH = 20
FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(hours=1)


def _due(moment: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    free = sa.or_(OutboxMessage.lease_until.is_(None), OutboxMessage.lease_until <= moment)
    return OutboxMessage.done_at.is_(None), OutboxMessage.due_at <= moment, free


def is_anything_due() -> bool:
    """Whether a message waits; asked without taking the write lock."""
    asked = sa.select(OutboxMessage.id).where(*_due(now())).limit(1)
    with mode("read"), Session(db.engine) as own:
        return own.execute(asked).first() is not None


def lease(limit: int = BATCH) -> list[OutboxMessage]:
    """Take due messages, oldest first, so that no other worker sends them for a minute."""
    moment = now()
    with short_write() as own:
        own.expire_on_commit = False
        asked = sa.select(OutboxMessage).where(*_due(moment))
        asked = asked.order_by(OutboxMessage.due_at, OutboxMessage.id).limit(limit)
        taken = list(own.scalars(asked.with_for_update(skip_locked=True)))
        for message in taken:
            message.lease_until = moment + LEASE
            message.attempts += 1
    return taken


def drain(stopping: Callable[[], bool] = lambda: False) -> int:
    """Send what is due until nothing is left or ``stopping``; give how many were sent."""
    sent = 0
    while not stopping() and is_anything_due():
        taken = lease()
        if not taken:
            break  # another worker was faster
        for place, message in enumerate(taken):
            if stopping():
                _give_back(taken[place:])
                return sent
            sent += _send_one(message)
    return sent


def _send_one(message: OutboxMessage) -> bool:
    try:
        send(message)
    except Exception as error:  # whatever a gateway raises, the message is tried again
        _failed(message, error)
        return False
    finally:
        db.session.rollback()
        db.session.remove()
    _change(message, done_at=now(), lease_until=None, last_error="")
    return True


def _failed(message: OutboxMessage, error: Exception) -> None:
    """Wait longer after each failure; the error's text may name a person, so only its kind."""
    wait = min(FIRST_WAIT * 2 ** min(message.attempts - 1, 20), LONGEST_WAIT)
    kind = type(error).__name__
    structlog.get_logger("jobfair").warning("message_failed", topic=message.topic, kind=kind)
    _change(message, lease_until=now() + wait, last_error=kind[:200])


def _give_back(rest: list[OutboxMessage]) -> None:
    for message in rest:
        _change(message, lease_until=None, attempts=message.attempts - 1)


def _change(message: OutboxMessage, **values: object) -> None:
    with short_write() as own:
        own.execute(sa.update(OutboxMessage).where(OutboxMessage.id == message.id).values(**values))
