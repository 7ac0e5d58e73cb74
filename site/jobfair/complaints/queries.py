"""Complaints for staff: which ones somebody may see, by day and state."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from jobfair.access import Actor
from jobfair.complaints.filing import FOR_LEADER
from jobfair.database import db
from jobfair.errors import NotFound
from jobfair.models import Complaint, ComplaintState, Role, SendingBody


class Group(StrEnum):
    """Under what complaints are listed; the value stands in the address."""

    OPEN = "dang-mo"
    NEW = "moi"
    OVERDUE = "qua-han"
    ESCALATED = "lanh-dao"
    HANDED = "thanh-tra"
    CLOSED = "xong"


_OPEN = Complaint.closed_at.is_(None)


def is_overdue(day: date) -> sa.ColumnElement[bool]:
    """SQL: nobody took it in time, or nobody answered in time; not what the inspectorate has."""
    return sa.and_(
        _OPEN,
        Complaint.state != ComplaintState.HANDED_OVER,
        sa.or_(
            Complaint.due_on < day,
            sa.and_(Complaint.state == ComplaintState.RECEIVED, Complaint.take_by < day),
        ),
    )


def overdue(complaint: Complaint, day: date) -> bool:
    """As ``is_overdue`` says of a row that is at hand."""
    if complaint.closed_at is not None or complaint.state is ComplaintState.HANDED_OVER:
        return False
    unread = complaint.state is ComplaintState.RECEIVED and complaint.take_by < day
    return unread or complaint.due_on < day


def _in(group: Group, day: date) -> sa.ColumnElement[bool]:
    return {
        Group.OPEN: _OPEN,
        Group.NEW: Complaint.state == ComplaintState.RECEIVED,
        Group.OVERDUE: is_overdue(day),
        Group.ESCALATED: sa.and_(_OPEN, Complaint.escalated_at.is_not(None)),
        Group.HANDED: Complaint.state == ComplaintState.HANDED_OVER,
        Group.CLOSED: Complaint.closed_at.is_not(None),
    }[group]


def visible(actor: Actor) -> sa.ColumnElement[bool]:
    """SQL: what this actor may see. An officer is never judged by colleagues."""
    if actor.roles & {Role.LEADER, Role.AUDITOR}:
        return sa.true()
    if Role.COUNSELLOR in actor.roles:
        return Complaint.about.not_in(sorted(FOR_LEADER))
    return sa.false()


def get_complaint(complaint_id: str, actor: Actor) -> Complaint:
    """A complaint that the actor may see. Raises NotFound for any other."""
    query = sa.select(Complaint).where(Complaint.id == complaint_id, visible(actor))
    query = query.options(joinedload(Complaint.owner_office), joinedload(Complaint.body))
    found = db.session.scalars(query).one_or_none()
    if found is None:
        raise NotFound()
    return found


def list_complaints(
    actor: Actor, group: Group, day: date, *, limit: int, offset: int = 0
) -> list[Complaint]:
    """The most urgent first; closed ones by the day of closing, the latest first."""
    first = Complaint.closed_at.desc() if group is Group.CLOSED else Complaint.due_on
    query = sa.select(Complaint).where(visible(actor), _in(group, day))
    query = query.options(joinedload(Complaint.owner_office), joinedload(Complaint.body))
    query = query.order_by(first, Complaint.received_at, Complaint.id)
    return list(db.session.scalars(query.limit(limit).offset(offset)))


def count_groups(actor: Actor, day: date) -> dict[Group, int]:
    """How many complaints stand in each group."""
    sums = [sa.func.sum(sa.case((_in(group, day), 1), else_=0)) for group in Group]
    row = db.session.execute(sa.select(*sums).where(visible(actor))).one()
    return {group: int(number or 0) for group, number in zip(Group, row, strict=True)}


def find_company(slug: str) -> SendingBody | None:
    """The body of an address, or None."""
    if not slug:
        return None
    query = sa.select(SendingBody).where(SendingBody.slug == slug)
    return db.session.scalars(query).one_or_none()
