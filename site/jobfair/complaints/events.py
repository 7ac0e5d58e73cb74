"""What was done with a complaint, one row each, in the act's own transaction."""

from __future__ import annotations

import sqlalchemy as sa

from jobfair.access import Actor
from jobfair.complaints.sealing import seal_event
from jobfair.database import db
from jobfair.errors import Conflict
from jobfair.lib.clock import now
from jobfair.lib.codes import new_id
from jobfair.models import Complaint, ComplaintEvent


def done_before(complaint: Complaint, act_key: str) -> bool:
    """Whether this act was done already. Raises Conflict when its key served another complaint."""
    found = db.session.scalars(
        sa.select(ComplaintEvent).where(ComplaintEvent.act_key == act_key)
    ).one_or_none()
    if found is not None and found.complaint_id != complaint.id:
        raise Conflict()
    return found is not None


def add_event(
    complaint: Complaint,
    kind: str,
    *,
    by: Actor | str,
    act_key: str,
    text: str = "",
    told: bool = False,
) -> ComplaintEvent:
    """Write one line of the history; ``told``: the writer reads its words."""
    event = ComplaintEvent(
        id=new_id(),
        complaint_id=complaint.id,
        act_key=act_key,
        kind=kind,
        told=told,
        by=by.user_id if isinstance(by, Actor) else by,
        by_name=by.shown[:160] if isinstance(by, Actor) else "",
        at=now(),
    )
    seal_event(event, text)
    db.session.add(event)
    db.session.flush()
    return event


def list_events(complaint: Complaint, *, told: bool = False) -> list[ComplaintEvent]:
    """The history, the newest first; ``told``: only what the writer reads."""
    query = sa.select(ComplaintEvent).where(ComplaintEvent.complaint_id == complaint.id)
    if told:
        query = query.where(ComplaintEvent.told)
    return list(
        db.session.scalars(query.order_by(ComplaintEvent.at.desc(), ComplaintEvent.id.desc()))
    )
