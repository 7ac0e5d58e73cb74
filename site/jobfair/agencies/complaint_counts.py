"""How many complaints a body has had, for its own page and for reports (B7)."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Final

import sqlalchemy as sa

from jobfair.database import db
from jobfair.lib.clock import from_local
from jobfair.models import Complaint, ComplaintState, Outcome

NOT_COUNTED: Final = (Outcome.UNFOUNDED, Outcome.DUPLICATE)
"""Looked into, and nothing of it was the body's doing."""

_MIDNIGHT = time(0, 0)


def _counted(since: date | None, until: date | None) -> list[sa.ColumnElement[bool]]:
    """Complaints of a body that somebody has taken: an unread one says nothing of anybody."""
    where = [
        Complaint.body_id.is_not(None),
        Complaint.state != ComplaintState.RECEIVED,
        Complaint.outcome.not_in(NOT_COUNTED),
    ]
    if since is not None:
        where.append(Complaint.received_at >= from_local(since, _MIDNIGHT))
    if until is not None:
        where.append(Complaint.received_at < from_local(until + timedelta(days=1), _MIDNIGHT))
    return where


def count_complaints_of(body_id: str, since: date | None = None, until: date | None = None) -> int:
    """Complaints about a body received in these days (both included, Vietnam), None: no end.

    Counted from the moment an officer has taken one; those that turned out to be unfounded or
    sent twice are not.
    """
    query = sa.select(sa.func.count(Complaint.id)).where(
        Complaint.body_id == body_id, *_counted(since, until)
    )
    return db.session.scalar(query) or 0


def count_complaints_by_body(
    since: date | None = None, until: date | None = None
) -> dict[str, int]:
    """Body id -> what ``count_complaints_of`` gives; bodies without any are left out."""
    query = (
        sa.select(Complaint.body_id, sa.func.count(Complaint.id))
        .where(*_counted(since, until))
        .group_by(Complaint.body_id)
        .order_by(Complaint.body_id)
    )
    return {str(body_id): number for body_id, number in db.session.execute(query)}
