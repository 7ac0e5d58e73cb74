"""Objects of the time abroad that stand in addresses, on the one case of the hall."""

from __future__ import annotations

from datetime import timedelta

from jobfair.database import db
from jobfair.lib.clock import today
from jobfair.models import BorderWork, CaseFile, CheckIn, Incident, JobCheck, StayAbroad, StayState
from tests.world import MUONG_LA


def make_abroad(case: CaseFile) -> dict[str, str]:
    """Argument of a rule -> value; the rows hang on the case, whatever its stage."""
    placement_id = case.placements[0].id
    office_id = case.owner_office_id
    assert office_id is not None
    check = CheckIn(
        placement_id=placement_id,
        case_id=case.id,
        day=7,
        due_on=today(),
        ask_on=today(),
        office_id=office_id,
    )
    incident = Incident(
        case_id=case.id,
        placement_id=placement_id,
        kind="wage",
        severity="serious",
        told_by="worker",
        told_how="phone",
        told_on=today(),
        text="Lương chậm",
        due_on=today() + timedelta(days=7),
        owner_office_id=office_id,
        act_key="proof:incident",
        opened_by="worker",
    )
    job = JobCheck(
        placement_id=placement_id,
        case_id=case.id,
        months=3,
        due_on=today(),
        office_id=office_id,
    )
    group = BorderWork(
        commune_code=MUONG_LA,
        market_code="CN",
        place="Hà Khẩu",
        employer="Nông trường mẫu",
        work="Thu hoạch chuối",
        pass_kind="border_pass",
        from_on=today(),
        to_on=today() + timedelta(days=30),
        people=12,
        act_key="proof:border",
        recorded_by="worker",
    )
    db.session.add_all([check, incident, job, group, _stay(case)])
    db.session.flush()
    return {
        "check_id": check.id,
        "incident_id": incident.id,
        "job_id": job.id,
        "work_id": group.id,
    }


def _stay(case: CaseFile) -> StayAbroad:
    placement = case.placements[0]
    return StayAbroad(
        placement_id=placement.id,
        case_id=case.id,
        commune_code=MUONG_LA,
        market_code="JP",
        programme_code=placement.programme_code,
        exit_on=today() - timedelta(days=7),
        end_on=today() + timedelta(days=90),
        state=StayState.ABROAD,
    )
