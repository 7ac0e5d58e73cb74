"""The first page of the room: a few numbers, each with its list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from jobfair.abroad.incidents import sees_incidents
from jobfair.abroad.lists import open_check_ins
from jobfair.abroad.settings import plan_months
from jobfair.access import Actor
from jobfair.cases.scoping import in_scope
from jobfair.database import db
from jobfair.lib.clock import add_months
from jobfair.models import CheckIn, Incident, JobCheck, StayAbroad, StayState


@dataclass(frozen=True)
class Overview:
    """How many there are in scope, on a day."""

    abroad: int
    check_ins: int
    incidents: int
    late_incidents: int
    ending: int
    overdue: int
    job_checks: int


def _count(kind: type[StayAbroad | CheckIn | Incident | JobCheck], *where: object) -> int:
    query = sa.select(sa.func.count(kind.id)).join(kind.case).where(*where)  # type: ignore[arg-type]
    return db.session.scalar(query) or 0


def get_overview(actor: Actor, day: date) -> Overview:
    """The numbers of the room for this actor; one read each."""
    mine = in_scope(actor.scope)
    abroad = (StayAbroad.undone_at.is_(None), StayAbroad.state == StayState.ABROAD, mine)
    told = (Incident.closed_at.is_(None), sees_incidents(actor))
    soon = StayAbroad.end_on.between(day, add_months(day, plan_months()))
    return Overview(
        abroad=_count(StayAbroad, *abroad),
        check_ins=_count(CheckIn, *open_check_ins(), CheckIn.ask_on <= day, mine),
        incidents=_count(Incident, *told),
        late_incidents=_count(Incident, *told, Incident.due_on < day),
        ending=_count(StayAbroad, *abroad, soon),
        overdue=_count(StayAbroad, *abroad, StayAbroad.end_on < day),
        job_checks=_count(
            JobCheck,
            JobCheck.undone_at.is_(None),
            JobCheck.recorded_at.is_(None),
            JobCheck.due_on <= day,
            mine,
        ),
    )
