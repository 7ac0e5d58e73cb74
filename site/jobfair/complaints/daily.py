"""What the passing of days brings: what is overdue climbs to the leader, what is old is erased."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import sqlalchemy as sa

from jobfair import audit
from jobfair.complaints.acts import erase
from jobfair.complaints.events import add_event
from jobfair.complaints.filing import KIND
from jobfair.complaints.pictures import sweep_pictures
from jobfair.complaints.queries import is_overdue
from jobfair.complaints.settings import keep_days
from jobfair.database import db
from jobfair.lib.clock import from_local, now, today
from jobfair.messages.worker import PERIODIC, now_and_then
from jobfair.models import Complaint

AT_MOST = 200
"""Complaints in one turn; the rest follow in the next."""


def climb_overdue(day: date | None = None) -> int:
    """Show the leader every complaint whose day has passed, once; its office still answers for it.

    Gives how many climbed.
    """
    late = db.session.scalars(
        sa.select(Complaint)
        .where(is_overdue(day or today()), Complaint.escalated_at.is_(None))
        .order_by(Complaint.due_on, Complaint.id)
        .limit(AT_MOST)
        .with_for_update(skip_locked=True)
    ).all()
    for complaint in late:
        complaint.escalated_at = now()
        add_event(complaint, "climb", by="system", act_key=f"climb:{complaint.id}")
        audit.record("system", f"{KIND}.climb", KIND, complaint.id)
    return len(late)


def erase_old_complaints(day: date | None = None) -> int:
    """Erase what was typed so many days after the end (a setting). Gives how many complaints."""
    edge = from_local((day or today()) - timedelta(days=keep_days()), datetime.min.time())
    old = db.session.scalars(
        sa.select(Complaint)
        .where(Complaint.closed_at < edge, Complaint.erased_at.is_(None))
        .order_by(Complaint.closed_at, Complaint.id)
        .limit(AT_MOST)
    ).all()
    for complaint in old:
        erase(complaint)
        add_event(complaint, "erase", by="system", act_key=f"erase:{complaint.id}")
        audit.record("system", f"{KIND}.erase", KIND, complaint.id)
    return len(old)


PERIODIC.extend([climb_overdue, erase_old_complaints, now_and_then(sweep_pictures)])
