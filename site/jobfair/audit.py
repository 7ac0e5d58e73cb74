"""The audit: who did or saw what, from where, when. Names of fields, never their values.

An act's row stands in the act's own transaction. A view's row is committed in a short
transaction of its own before the page is read; if it cannot be written the page is refused.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa
from flask import Flask, request
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from jobfair.access import Actor
from jobfair.database import db, short_write, writing
from jobfair.errors import Unavailable
from jobfair.lib.clock import now
from jobfair.lib.codes import new_id
from jobfair.models import AuditEvent

SAME_VIEW = timedelta(minutes=10)
"""One row per user, person and ten minutes."""


@dataclass(frozen=True)
class Origin:
    """Where a request came from."""

    address: str = ""
    request_id: str = ""


_origin: ContextVar[Origin | None] = ContextVar("origin", default=None)


def event_row(
    by: Actor | str,
    action: str,
    object_kind: str = "",
    object_id: str = "",
    *,
    person_ids: Sequence[str] = (),
    fields: Iterable[str] = (),
    reason: str = "",
) -> dict[str, object]:
    """The values of an act's row, for a writer that inserts it itself with the act.

    Arguments as of ``record``; origin and number are those of the running request.
    """
    origin = _origin.get() or Origin()
    staff = by if isinstance(by, Actor) else None
    return {
        "id": new_id(),
        "written": time.time_ns(),
        "at": now(),
        "actor": staff.user_id if staff else str(by),
        "actor_name": staff.full_name if staff else "",
        "role": str(staff.main_grant.role) if staff and staff.grants else "",
        "action": action,
        "object_kind": object_kind,
        "object_id": object_id,
        "person_ids": ",".join(person_ids),
        "fields": ",".join(sorted(fields)),
        "reason": reason[:300],
        "origin": origin.address,
        "request_id": origin.request_id,
    }


def record(
    by: Actor | str,
    action: str,
    object_kind: str = "",
    object_id: str = "",
    *,
    person_ids: Sequence[str] = (),
    fields: Iterable[str] = (),
    reason: str = "",
    session: Session | None = None,
) -> None:
    """Write an act's row in the act's transaction.

    ``by`` is the actor, or 'public', 'worker', 'system'; ``fields`` are names only.
    """
    target = session if session is not None else db.session
    row = event_row(
        by, action, object_kind, object_id, person_ids=person_ids, fields=fields, reason=reason
    )
    target.add(AuditEvent(**row))


def record_view(
    by: Actor,
    action: str,
    object_kind: str,
    object_id: str = "",
    *,
    person_ids: Sequence[str] = (),
    fields: Iterable[str] = (),
    reason: str = "",
    each: bool = False,
) -> None:
    """Write a view's row before the page is read; once per user, object and ten minutes.

    ``each``: every time, as for files that are handed out. A list, search, roster or export is
    one row with the ids that are shown. Raises Unavailable (503) when the row cannot be
    written: then the page is not shown.
    """
    event = AuditEvent(
        **event_row(
            by, action, object_kind, object_id, person_ids=person_ids, fields=fields, reason=reason
        )
    )
    if writing():  # a form that came back: its page was recorded when it was opened
        db.session.add(event)
        return
    try:
        with short_write() as session:
            if each or not (object_id and _seen_lately(session, event)):
                session.add(event)
    except SQLAlchemyError as error:
        raise Unavailable(retry_after=30) from error


def _seen_lately(session: Session, event: AuditEvent) -> bool:
    same = sa.select(AuditEvent.id).where(
        AuditEvent.object_kind == event.object_kind,
        AuditEvent.object_id == event.object_id,
        AuditEvent.actor == event.actor,
        AuditEvent.action == event.action,
        AuditEvent.person_ids == event.person_ids,  # whoever is new on a list was not seen yet
        AuditEvent.reason == event.reason,
        AuditEvent.at > event.at - SAME_VIEW,
    )
    return session.execute(same.limit(1)).first() is not None


def init_audit(app: Flask) -> None:
    """Remember each request's origin and number for the rows it writes."""

    @app.before_request
    def remember() -> None:
        _origin.set(Origin(request.remote_addr or "", new_id()))
