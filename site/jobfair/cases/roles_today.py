"""Today for those who do not call people: leader, sending body, auditor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from jobfair.access import Actor
from jobfair.cases.moves import MOVES
from jobfair.cases.scoping import in_scope
from jobfair.cases.stages import PLACED
from jobfair.database import db
from jobfair.lib import clock
from jobfair.models import AuditEvent, CaseFile, Office, Person, Placement, Stage, Task

LIMIT: Final = 50
LEADER_STAGES: Final = frozenset(
    start for (start, _), move in MOVES.items() if move.owners == frozenset({"L"})
) & frozenset({Stage.ABSCONDED, Stage.DECEASED_MISSING})
"""Stages out of which the leader alone may lead, so that nobody is left there."""


@dataclass(frozen=True)
class Waiting:
    """A case that waits for the leader, and why: a code of the template."""

    case: CaseFile
    why: str
    late: int


@dataclass(frozen=True)
class OfficeDelay:
    """How far behind one office is."""

    office: Office
    overdue: int
    oldest: date


def list_waiting_for_leader(actor: Actor) -> list[Waiting]:
    """Ready to leave the country, or lost: what only the leader (or she too) may record."""
    day = clock.today()
    stages = {Stage.WAITING_DEPARTURE, *LEADER_STAGES}
    cases = db.session.scalars(
        sa.select(CaseFile)
        .join(CaseFile.person)
        .options(contains_eager(CaseFile.person))
        .where(CaseFile.closed_at.is_(None), CaseFile.stage.in_(stages), in_scope(actor.scope))
        .where(CaseFile.next_on <= day + timedelta(days=7))
        .order_by(CaseFile.next_on, Person.given_folded, CaseFile.id)
        .limit(LIMIT)
    )
    return [
        Waiting(case, str(case.stage), max(0, (day - case.next_on).days))
        for case in cases
        if case.next_on is not None
    ]


def list_office_delays(limit: int = 20) -> list[OfficeDelay]:
    """Offices with overdue steps, the most behind first."""
    rows = db.session.execute(
        sa.select(Office, sa.func.count(CaseFile.id), sa.func.min(CaseFile.next_on))
        .join(CaseFile, CaseFile.owner_office_id == Office.id)
        .where(CaseFile.closed_at.is_(None), CaseFile.next_on < clock.today())
        .group_by(Office.id)
        .order_by(sa.func.count(CaseFile.id).desc(), Office.name)
        .limit(limit)
    )
    return [OfficeDelay(office, n, oldest) for office, n, oldest in rows if oldest]


def count_overdue() -> int:
    """Open cases of the province whose next step is overdue."""
    query = sa.select(sa.func.count(CaseFile.id)).where(
        CaseFile.closed_at.is_(None), CaseFile.next_on < clock.today()
    )
    return db.session.scalar(query) or 0


def list_of_body(actor: Actor) -> dict[Stage, list[Placement]]:
    """The body's open placements that it may see, by stage in the order of the journey."""
    rows = db.session.scalars(
        sa.select(Placement)
        .join(Placement.case)
        .join(CaseFile.person)
        .options(contains_eager(Placement.case).contains_eager(CaseFile.person))
        .where(Placement.body_id == actor.scope.body_id, Placement.closed_on.is_(None))
        .where(CaseFile.closed_at.is_(None), CaseFile.stage.in_(PLACED), in_scope(actor.scope))
        .order_by(CaseFile.next_on, Person.given_folded, Placement.id)
        .limit(4 * LIMIT)
    )
    found: dict[Stage, list[Placement]] = {}
    for placement in rows:
        found.setdefault(placement.case.stage, []).append(placement)
    return {stage: found[stage] for stage in Stage if stage in found}


def count_views(days: int) -> int:
    """Rows of the audit about views of people in the last days; no names."""
    query = sa.select(sa.func.count(AuditEvent.id)).where(
        AuditEvent.at > clock.now() - timedelta(days=days), AuditEvent.action.like("view.%")
    )
    return db.session.scalar(query) or 0


def count_acts(days: int) -> int:
    """All rows of the audit of the last days."""
    query = sa.select(sa.func.count(AuditEvent.id)).where(
        AuditEvent.at > clock.now() - timedelta(days=days)
    )
    return db.session.scalar(query) or 0


def count_open_tasks() -> int:
    """Tasks of all offices that are not done."""
    return db.session.scalar(sa.select(sa.func.count(Task.id)).where(Task.done_at.is_(None))) or 0
