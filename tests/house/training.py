"""A class of the first body with one learner, and a report on that body."""

from __future__ import annotations

from datetime import timedelta

from jobfair.cases.queries import last_placement
from jobfair.database import db
from jobfair.lib import clock
from jobfair.lib.codes import new_form_key
from jobfair.models import (
    BodyReport,
    CaseFile,
    ClassDay,
    ClassKind,
    ClassState,
    Departure,
    Enrolment,
    Placement,
    ReportState,
    TrainingClass,
)


def training_values(case: CaseFile) -> dict[str, str]:
    """The case's person learns in a class of its body; somebody left without a certificate."""
    placement = last_placement(case)
    assert placement is not None
    day = clock.today()
    made = TrainingClass(
        kind=ClassKind.ORIENTATION,
        title="Khóa mẫu",
        organiser="Trường mẫu",
        body_id=placement.body_id,
        place="Phòng mẫu",
        starts_on=day - timedelta(days=2),
        ends_on=day - timedelta(days=1),
        capacity=10,
        state=ClassState.OPEN,
        act_key=new_form_key(),
        made_by="x",
    )
    made.days = [ClassDay(on_date=day - timedelta(days=n)) for n in (2, 1)]
    place = Enrolment(case_id=case.id, person_id=case.person_id, added_by="x")
    place.training_class = made
    db.session.add_all([made, place])
    db.session.flush()
    return {
        "class_id": made.id,
        "enrolment_id": place.id,
        "report_id": _report(case, placement).id,
    }


def _report(case: CaseFile, placement: Placement) -> BodyReport:
    day = clock.today()
    departure = Departure(
        placement_id=placement.id,
        exit_on=day,
        commune_code=case.commune_code,
        market_code="JP",
        employer="Xí nghiệp mẫu",
        evidence="ticket",
        without_gate="orientation",
        confirmed_by="x",
        undone_at=clock.now(),
    )
    db.session.add(departure)
    db.session.flush()
    report = BodyReport(
        departure_id=departure.id,
        body_id=placement.body_id,
        case_id=case.id,
        missing="orientation",
        state=ReportState.OPEN,
        due_on=day,
    )
    db.session.add(report)
    db.session.flush()
    return report
