"""The ceiling of a job order: selected and departed people against the approved quantity."""

from __future__ import annotations

import sqlalchemy as sa

from jobfair.database import db
from jobfair.models import Departure, JobOrder, Placement


def lock_order(order_id: str) -> JobOrder | None:
    """Hold the order's row until the transaction ends, so that its places are counted by one.

    PostgreSQL locks the row; on SQLite the writing transaction is alone already.
    """
    return db.session.get(JobOrder, order_id, with_for_update=True, populate_existing=True)


def count_taken(order_id: str, except_placement: str | None = None) -> int:
    """How many of the order's places are taken: selected and still in, or departed."""
    left = sa.select(Departure.id).where(
        Departure.placement_id == Placement.id, Departure.undone_at.is_(None)
    )
    query = sa.select(sa.func.count(Placement.id)).where(
        Placement.order_id == order_id,
        Placement.selected_on.is_not(None),
        sa.or_(Placement.closed_on.is_(None), left.exists()),
    )
    if except_placement is not None:
        query = query.where(Placement.id != except_placement)
    return db.session.scalar(query) or 0


def has_room(order: JobOrder, except_placement: str | None = None) -> bool:
    """Whether one more person fits under the approved quantity (a hard ceiling)."""
    approved = order.approved_quantity or 0
    return count_taken(order.id, except_placement) < approved
