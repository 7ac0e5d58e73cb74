"""Conferences as staff see them; who may plan where is decided inside the fetch."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from jobfair.access import PROVINCE_ROLES, Actor, Permission, Scope
from jobfair.conferences.guests import with_guests
from jobfair.conferences.selecting import for_communes
from jobfair.database import db
from jobfair.errors import NotFound
from jobfair.lib import clock
from jobfair.models import (
    Attendance,
    AuditEvent,
    Conference,
    ConferenceGuest,
    ConferenceState,
    Office,
    OfficeKind,
    Registration,
    RegistrationState,
    Role,
)

Which = Literal["upcoming", "past", "drafts"]
PLAN_ACTS = ("conference.edit", "conference.publish", "conference.cancel")
PLANNING_ROLES = frozenset({Role.COUNSELLOR, Role.LEADER})


def planning_scope(actor: Actor) -> Scope:
    """Where the actor may plan: the province, or the communes of an officer's offices."""
    if actor.roles & PLANNING_ROLES:
        return Scope(province=True)
    communes = (g.commune_code for g in actor.grants if g.role is Role.OFFICER)
    return Scope(communes=frozenset(code for code in communes if code))


def may_plan(conference: Conference, actor: Actor) -> bool:
    """Whether the actor may change this conference: hosted where the actor plans."""
    scope = planning_scope(actor)
    here = scope.province or conference.commune_code in scope.communes
    return here and actor.can(Permission.PLAN_CONFERENCE)


def _visible(actor: Actor) -> sa.ColumnElement[bool]:
    """Published ones for all staff; a draft for those who plan there, or oversee the province."""
    if actor.roles & PROVINCE_ROLES:
        return sa.true()
    own = Conference.commune_code.in_(planning_scope(actor).communes)
    return sa.or_(Conference.state != ConferenceState.DRAFT, own)


def _get(conference_id: str, condition: sa.ColumnElement[bool]) -> Conference:
    found = db.session.scalars(
        sa.select(Conference)
        .where(Conference.id == conference_id, condition)
        .options(
            selectinload(Conference.markets), selectinload(Conference.communes), *with_guests()
        )
    ).one_or_none()
    if found is None:
        raise NotFound()
    return found


def get_for_staff(conference_id: str, actor: Actor) -> Conference:
    """A conference that the actor may read. Raises NotFound for another commune's draft."""
    return _get(conference_id, _visible(actor))


def get_for_planning(conference_id: str, actor: Actor) -> Conference:
    """A conference that the actor may change. Raises NotFound outside the planning scope."""
    scope = planning_scope(actor)
    own = sa.true() if scope.province else Conference.commune_code.in_(scope.communes)
    return _get(conference_id, own)


def _chosen(actor: Actor, which: Which, communes: list[str] | None) -> sa.Select[Conference]:
    query = sa.select(Conference).where(_visible(actor))
    ahead = Conference.ends_at > clock.now()  # on its day it is looked for among the next ones
    draft = Conference.state == ConferenceState.DRAFT
    if which == "drafts":
        query = query.where(draft, ahead)
    elif which == "past":
        query = query.where(sa.not_(ahead))
    else:
        query = query.where(ahead, sa.not_(draft))
    return query if communes is None else query.where(for_communes(communes))


def list_for_staff(
    actor: Actor,
    which: Which = "upcoming",
    communes: list[str] | None = None,
    limit: int = 40,
    offset: int = 0,
) -> list[Conference]:
    """Conferences the actor may read: own communes first, then by start (past: latest first)."""
    own = Conference.commune_code.in_(planning_scope(actor).communes)
    start = Conference.starts_at.desc() if which == "past" else Conference.starts_at
    query = _chosen(actor, which, communes).options(selectinload(Conference.markets))
    query = query.order_by(sa.case((own, 0), else_=1), start, Conference.id)
    return list(db.session.scalars(query.limit(limit).offset(offset)))


def list_between(actor: Actor, since: datetime, until: datetime) -> list[Conference]:
    """What stands between two moments (UTC) and was not called off, by start, with guests.

    Drafts as ``get_for_staff`` gives them: another commune's stay out of it.
    """
    rows = db.session.scalars(
        sa.select(Conference)
        .where(_visible(actor), Conference.state != ConferenceState.CANCELLED)
        .where(Conference.starts_at >= since, Conference.starts_at < until)
        .options(selectinload(Conference.guests).joinedload(ConferenceGuest.body))
        .order_by(Conference.starts_at, Conference.id)
    )
    return list(rows)


def count_for_staff(actor: Actor, which: Which, communes: list[str] | None = None) -> int:
    """How many ``list_for_staff`` would give without a limit."""
    chosen = _chosen(actor, which, communes).subquery()
    return db.session.scalar(sa.select(sa.func.count()).select_from(chosen)) or 0


@dataclass(frozen=True)
class Counts:
    """How many people a conference has, by what became of their registration."""

    held: int = 0
    waiting: int = 0
    walk_in: int = 0
    cancelled: int = 0
    present: int = 0


def count_registrations(conference_id: str) -> Counts:
    """The numbers of one conference; no names."""
    rows = db.session.execute(
        sa.select(Registration.state, sa.func.count(), sa.func.count(Attendance.id))
        .outerjoin(
            Attendance,
            sa.and_(Attendance.registration_id == Registration.id, Attendance.present.is_(True)),
        )
        .where(Registration.conference_id == conference_id)
        .group_by(Registration.state)
    )
    numbers = {state: (total, came) for state, total, came in rows}
    by_state = {state: total for state, (total, _) in numbers.items()}
    return Counts(
        held=by_state.get(RegistrationState.HELD, 0),
        waiting=by_state.get(RegistrationState.WAITING, 0),
        walk_in=by_state.get(RegistrationState.WALK_IN, 0),
        cancelled=by_state.get(RegistrationState.CANCELLED, 0),
        present=sum(came for _, came in numbers.values()),
    )


def list_to_tell(conference_id: str) -> list[str]:
    """Ids of the registrations whose people must hear of a change: held or waiting."""
    states = (RegistrationState.HELD, RegistrationState.WAITING)
    rows = db.session.scalars(
        sa.select(Registration.id)
        .where(Registration.conference_id == conference_id, Registration.state.in_(states))
        .order_by(Registration.created_at, Registration.id)
    )
    return list(rows)


def list_acts_since(conference: Conference, version: int) -> list[AuditEvent]:
    """The acts that came after the version: each raises it by one and writes one row."""
    newer = conference.version - version
    if newer <= 0:
        return []
    rows = db.session.scalars(
        sa.select(AuditEvent)
        .where(AuditEvent.object_kind == "conference", AuditEvent.object_id == conference.id)
        .where(AuditEvent.action.in_(PLAN_ACTS))
        .order_by(AuditEvent.written.desc(), AuditEvent.id)
        .limit(newer)
    )
    return list(rows)


def list_acts(conference_id: str) -> list[AuditEvent]:
    """What was done to the plan, newest first."""
    rows = db.session.scalars(
        sa.select(AuditEvent)
        .where(AuditEvent.object_kind == "conference", AuditEvent.object_id == conference_id)
        .where(AuditEvent.action.in_(("conference.create", *PLAN_ACTS)))
        .order_by(AuditEvent.written.desc(), AuditEvent.id)
    )
    return list(rows)


def find_made(conference_id: str) -> Conference | None:
    """The conference that a form's once-only id made already, or None."""
    return db.session.get(Conference, conference_id) if conference_id else None


def list_made(conference_ids: list[str]) -> list[Conference]:
    """Those of the ids that exist, by start."""
    rows = db.session.scalars(
        sa.select(Conference)
        .where(Conference.id.in_(conference_ids))
        .order_by(Conference.starts_at, Conference.id)
    )
    return list(rows)


def slug_taken(slug: str) -> bool:
    """Whether an address is in use already."""
    return db.session.scalar(sa.select(Conference.id).where(Conference.slug == slug)) is not None


def office_of_commune(commune_code: str) -> Office:
    """The commune's own office, else the centre's, which then hosts.

    Raises NotFound before a province pack is loaded.
    """
    rows = db.session.scalars(
        sa.select(Office)
        .where(
            sa.or_(
                sa.and_(Office.kind == OfficeKind.COMMUNE, Office.commune_code == commune_code),
                Office.kind == OfficeKind.CENTRE,
            )
        )
        .order_by(sa.case((Office.kind == OfficeKind.COMMUNE, 0), else_=1), Office.name)
    )
    found = rows.first()
    if found is None:
        raise NotFound()
    return found
