"""Cases that have left, and the rows that hang on them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from jobfair.cases.queries import list_papers
from jobfair.database import db
from jobfair.lib.clock import today
from jobfair.models import CaseFile, CheckIn, JobCheck, Stage, StayAbroad
from tests.cases import journey

S = Stage


def leave(days_ago: int = 0, name: str = "Lò Thị Xuân") -> CaseFile:
    """A case that left so many days ago, by the leader's own step."""
    case = journey.bring(journey.new_case(name=name), S.WAITING_DEPARTURE)
    journey.paper(case, "orientation")
    placement = case.placements[0]
    placement.selected_on = today() - timedelta(days=days_ago + 40)
    placement.contract_on = today() - timedelta(days=days_ago + 30)
    paper = next(p for p in list_papers(case.person_id) if p.kind == "orientation")
    paper.issued_on = today() - timedelta(days=days_ago + 20)
    db.session.flush()
    data = replace(journey.data_for(S.DEPARTED), exit_on=today() - timedelta(days=days_ago))
    journey.step(case, S.DEPARTED, "leader", data=data)
    return case


def checks_of(case: CaseFile) -> list[CheckIn]:
    """The check-ins of a case, by day."""
    return db.session.query(CheckIn).filter_by(case_id=case.id).order_by(CheckIn.day).all()


def stay_of(case: CaseFile) -> StayAbroad:
    return db.session.query(StayAbroad).filter_by(case_id=case.id).one()


def jobs_of(case: CaseFile) -> list[JobCheck]:
    return db.session.query(JobCheck).filter_by(case_id=case.id).order_by(JobCheck.months).all()
