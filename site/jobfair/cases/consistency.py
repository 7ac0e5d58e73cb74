"""Whether the stored cases agree with their histories: read-only, for ``cases check``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from jobfair.cases.stages import PLACED
from jobfair.database import db
from jobfair.models import CaseEvent, CaseFile, Placement

SHOWN = 10
"""So many bad ids are printed for each check."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One check: what it means, how many rows break it, the first of them."""

    sentence: str
    bad: int
    first: Sequence[str]


def _last_stage() -> sa.ScalarSelect[str]:
    """The stage to which the last event that set one led."""
    event = aliased(CaseEvent)
    return (
        sa.select(event.to_stage)
        .where(event.case_id == CaseFile.id, event.to_stage.is_not(None))
        .order_by(event.seq.desc())
        .limit(1)
        .correlate(CaseFile)
        .scalar_subquery()
    )


def _open_placements() -> sa.ScalarSelect[int]:
    return (
        sa.select(sa.func.count(Placement.id))
        .where(Placement.case_id == CaseFile.id, Placement.closed_on.is_(None))
        .correlate(CaseFile)
        .scalar_subquery()
    )


def _checks() -> list[tuple[str, sa.ColumnElement[bool]]]:
    last, placed = _last_stage(), CaseFile.stage.in_(PLACED)
    no_step = sa.or_(
        CaseFile.owner_office_id.is_(None),
        CaseFile.next_step.is_(None),
        CaseFile.next_on.is_(None),
    )
    return [
        (
            "the stage is the one of the last event",
            sa.or_(last.is_(None), CaseFile.stage != last),
        ),
        ("a placed case has one open placement", sa.and_(placed, _open_placements() != 1)),
        ("any other case has none", sa.and_(sa.not_(placed), _open_placements() != 0)),
        (
            "an open case has an owner, a next step and a day",
            sa.and_(CaseFile.closed_at.is_(None), no_step),
        ),
    ]


def count_cases() -> int:
    """How many cases there are."""
    return db.session.scalar(sa.select(sa.func.count(CaseFile.id))) or 0


def check_cases() -> list[Finding]:
    """Each check with the number of cases that break it and the ids of the first ten."""
    findings = []
    for sentence, broken in _checks():
        ids = sa.select(CaseFile.id).where(broken)
        bad = db.session.scalar(sa.select(sa.func.count()).select_from(ids.subquery())) or 0
        first = db.session.scalars(ids.order_by(CaseFile.id).limit(SHOWN)).all() if bad else []
        findings.append(Finding(sentence, bad, first))
    return findings
