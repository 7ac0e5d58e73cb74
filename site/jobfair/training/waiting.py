"""Who waits for a class: in a stage in which one learns, and has not got it yet.

The orientation course is needed by everybody but those with a contract of their own (Law
69/2020/QH14 Art. 44, 50, 65); a certificate holds for the months of ``orientation_months``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from jobfair.access import Scope
from jobfair.agencies.fields import LAST_DAY
from jobfair.cases.scoping import in_scope
from jobfair.cases.settings import orientation_months
from jobfair.database import db
from jobfair.lib.clock import add_months
from jobfair.models import (
    CaseFile,
    ClassKind,
    ClassState,
    Enrolment,
    Paper,
    Person,
    Placement,
    Programme,
    Result,
    Stage,
    TrainingClass,
)

S = Stage
_LEARNING: Final = frozenset(
    {S.SOURCE_TRAINING, S.SELECTED, S.CONTRACT_SIGNED, S.TRAINING, S.VISA_PROCESS}
)
STAGES: Final[dict[ClassKind, frozenset[Stage]]] = {
    ClassKind.LANGUAGE: _LEARNING,
    ClassKind.VOCATIONAL: _LEARNING,
    ClassKind.ORIENTATION: _LEARNING - {S.SOURCE_TRAINING} | {S.WAITING_DEPARTURE},
}
"""Kind -> stages in which one learns it."""


@dataclass(frozen=True)
class Narrowed:
    """Whom the list is narrowed to; empty means everybody."""

    commune: str = ""
    body_id: str = ""
    market: str = ""


def waits(kind: ClassKind, day: date) -> list[sa.ColumnElement[bool]]:
    """SQL on ``case_file`` joined with its open ``placement``: waits for a class of the kind."""
    where: list[sa.ColumnElement[bool]] = [
        CaseFile.closed_at.is_(None),
        CaseFile.stage.in_(STAGES[kind]),
        Placement.closed_on.is_(None),
        ~_learns(kind),
    ]
    if kind is ClassKind.ORIENTATION:
        where += [Placement.direct.is_(False), ~holds_certificate(day)]
    return where


def _learns(kind: ClassKind) -> sa.ColumnElement[bool]:
    """Is in an open class of the kind, or passed one on this journey."""
    return sa.exists().where(
        Enrolment.case_id == CaseFile.id,
        Enrolment.taken_off_at.is_(None),
        TrainingClass.id == Enrolment.class_id,
        TrainingClass.kind == kind,
        sa.or_(
            Enrolment.result == Result.PASS,
            sa.and_(Enrolment.result == Result.NONE, TrainingClass.state == ClassState.OPEN),
        ),
    )


def holds_certificate(day: date) -> sa.ColumnElement[bool]:
    """SQL: the person of the case has an orientation certificate that is valid on the day."""
    return sa.exists().where(
        Paper.person_id == CaseFile.person_id,
        Paper.kind == "orientation",
        Paper.state != "asked",
        Paper.issued_on <= day,
        Paper.issued_on >= add_months(day, -orientation_months()),
    )


def _query(kind: ClassKind, scope: Scope, narrowed: Narrowed, day: date) -> sa.Select[Placement]:
    query = (
        sa.select(Placement)
        .join(Placement.case)
        .where(*waits(kind, day), in_scope(scope, day, many=True))
    )
    if narrowed.commune:
        residents = sa.select(Person.id).where(Person.commune_code == narrowed.commune)
        query = query.where(CaseFile.person_id.in_(residents))
    if narrowed.body_id:
        query = query.where(Placement.body_id == narrowed.body_id)
    if narrowed.market:
        programmes = sa.select(Programme.code).where(Programme.market_code == narrowed.market)
        query = query.where(Placement.programme_code.in_(programmes))
    return query


def count_waiting(kind: ClassKind, scope: Scope, narrowed: Narrowed, day: date) -> int:
    """How many wait."""
    inside = _query(kind, scope, narrowed, day).with_only_columns(Placement.id).subquery()
    return db.session.scalar(sa.select(sa.func.count()).select_from(inside)) or 0


def list_waiting(
    kind: ClassKind, scope: Scope, narrowed: Narrowed, day: date, *, limit: int, offset: int = 0
) -> list[Placement]:
    """Open placements of those who wait, who was selected first first; one read a page."""
    rows = db.session.scalars(
        _query(kind, scope, narrowed, day)
        .join(CaseFile.person)
        .options(contains_eager(Placement.case).contains_eager(CaseFile.person))
        .options(joinedload(Placement.body))
        .order_by(sa.func.coalesce(Placement.selected_on, sa.literal(LAST_DAY)))
        .order_by(Person.given_folded, Person.folded, Placement.id)
        .limit(limit)
        .offset(offset)
    )
    return list(rows)


def waits_for(case: CaseFile, kind: ClassKind, day: date) -> bool:
    """Whether this case waits for a class of the kind."""
    query = (
        sa.select(Placement.id)
        .join(Placement.case)
        .where(CaseFile.id == case.id, *waits(kind, day))
    )
    return db.session.scalars(query.limit(1)).first() is not None
