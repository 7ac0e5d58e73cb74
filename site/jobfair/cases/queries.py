"""Reading cases: one case in scope, its history, placement, records and viewers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from jobfair.access import Scope
from jobfair.cases.scoping import in_scope
from jobfair.database import db
from jobfair.errors import NotFound
from jobfair.lib.clock import now
from jobfair.models import (
    AuditEvent,
    CaseEvent,
    CaseFile,
    CaseRecord,
    Consent,
    Departure,
    EthnicGroup,
    Paper,
    Person,
    Placement,
    ReasonCode,
    SendingBody,
    Stage,
    Task,
)
from jobfair.privacy.queries import list_last_consents


def get_case(case_id: str, scope: Scope) -> CaseFile:
    """The case with its person, phones and placements.

    Raises NotFound alike for a case that is not there and for one outside the scope.
    """
    found = db.session.scalars(
        sa.select(CaseFile)
        .where(CaseFile.id == case_id, in_scope(scope))
        .options(
            joinedload(CaseFile.person).selectinload(Person.phones),
            joinedload(CaseFile.owner_office),
            selectinload(CaseFile.placements).joinedload(Placement.body),
        )
    ).one_or_none()
    if found is None:
        raise NotFound()
    return found


def open_placement(case: CaseFile) -> Placement | None:
    """The placement that is open, or None; the database allows one."""
    return next((p for p in case.placements if p.closed_on is None), None)


def last_placement(case: CaseFile) -> Placement | None:
    """The open placement, else the one opened last."""
    return open_placement(case) or (case.placements[-1] if case.placements else None)


def list_events(case_id: str) -> list[CaseEvent]:
    """The history, newest first."""
    return list(
        db.session.scalars(
            sa.select(CaseEvent).where(CaseEvent.case_id == case_id).order_by(CaseEvent.seq.desc())
        )
    )


def last_move_from(case: CaseFile, to: Stage) -> Stage | None:
    """The stage from which the case last came to ``to``; None when it never did."""
    return db.session.scalars(
        sa.select(CaseEvent.from_stage)
        .where(CaseEvent.case_id == case.id, CaseEvent.to_stage == to)
        .order_by(CaseEvent.seq.desc())
        .limit(1)
    ).first()


def list_records(case_id: str, kinds: Iterable[str] = ()) -> list[CaseRecord]:
    """Records of the case, newest first; all kinds, or those named."""
    query = sa.select(CaseRecord).where(CaseRecord.case_id == case_id)
    wanted = list(kinds)
    if wanted:
        query = query.where(CaseRecord.kind.in_(wanted))
    query = query.order_by(CaseRecord.recorded_at.desc(), CaseRecord.id)
    return list(db.session.scalars(query))


def list_papers(person_id: str) -> list[Paper]:
    """The person's papers, by kind, the newest record first."""
    return list(
        db.session.scalars(
            sa.select(Paper)
            .where(Paper.person_id == person_id)
            .order_by(Paper.kind, Paper.recorded_at.desc(), Paper.id)
        )
    )


def find_paper(person_id: str, kind: str) -> Paper | None:
    """The paper of this kind that was recorded last, or None."""
    return next((p for p in list_papers(person_id) if p.kind == kind), None)


def find_departure(placement_id: str) -> Departure | None:
    """The placement's departure, also one that was undone."""
    return db.session.scalars(
        sa.select(Departure).where(Departure.placement_id == placement_id)
    ).one_or_none()


def list_open_tasks(case_id: str) -> list[Task]:
    """Tasks of the case that are not done, the most urgent first."""
    return list(
        db.session.scalars(
            sa.select(Task)
            .where(Task.case_id == case_id, Task.done_at.is_(None))
            .order_by(Task.due_on, Task.id)
        )
    )


def list_reasons(stage: str) -> list[ReasonCode]:
    """The coded reasons for a step to this stage ('*' for corrections), in their order."""
    return list(
        db.session.scalars(
            sa.select(ReasonCode)
            .where(ReasonCode.stage == stage)
            .order_by(ReasonCode.position, ReasonCode.code)
        )
    )


def count_views(case_id: str) -> tuple[int, int]:
    """How many people looked at the case in the last seven days, and how often."""
    row = db.session.execute(
        sa.select(sa.func.count(sa.distinct(AuditEvent.actor)), sa.func.count()).where(
            AuditEvent.object_kind == "case",
            AuditEvent.object_id == case_id,
            AuditEvent.action.like("view.%"),
            AuditEvent.at > now() - timedelta(days=7),
        )
    ).one()
    return int(row[0]), int(row[1])


def list_consents(person_id: str) -> list[tuple[Consent, SendingBody | None]]:
    """The last word on each purpose that was asked, with the body it names."""
    last = list_last_consents(person_id)
    ids = {row.body_id for row in last if row.body_id}
    bodies = db.session.scalars(sa.select(SendingBody).where(SendingBody.id.in_(ids)))
    named = {body.id: body for body in bodies}
    return [(row, named.get(row.body_id or "")) for row in last]


def list_ethnic_groups() -> list[EthnicGroup]:
    """The ethnic groups by code (list 121-TCTK/PPCĐ); those of the province first."""
    rows = db.session.scalars(
        sa.select(EthnicGroup).order_by(EthnicGroup.main_group.desc(), EthnicGroup.code)
    )
    return list(rows)
