"""Objects of the time abroad that stand in addresses, on the one case of the hall."""

from __future__ import annotations

from datetime import timedelta

from jobfair.database import db
from jobfair.lib.clock import today
from jobfair.models import CaseFile, CheckIn, Incident


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
    db.session.add_all([check, incident])
    db.session.flush()
    return {"check_id": check.id, "incident_id": incident.id}
