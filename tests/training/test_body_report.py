"""Left without the certificate: one report on the body, answered and decided, always red."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from jobfair.cases import corrections, rules
from jobfair.cases.hooks import step_taken
from jobfair.cases.queries import find_departure, last_placement
from jobfair.errors import Conflict, Invalid, NotFound, Stale
from jobfair.lib.clock import add_months, add_working_days, today
from jobfair.lib.codes import new_form_key
from jobfair.models import (
    BodyReport,
    CaseEvent,
    CaseFile,
    Departure,
    Office,
    OfficeKind,
    Paper,
    ReportState,
    Stage,
    Task,
)
from jobfair.training import body_reports, departures
from tests.cases import journey

pytestmark = pytest.mark.both


def left_without(session: Session) -> CaseFile:
    """An exit recorded as a fact, without the orientation certificate."""
    case = journey.bring(journey.new_case(), Stage.WAITING_DEPARTURE)
    rules.record_fact(
        case,
        by=journey.actor("leader"),
        version=case.version,
        act_key=new_form_key(),
        reason="left_without_gate",
        data=journey.data_for(Stage.DEPARTED),
    )
    return case


def _report(session: Session) -> BodyReport:
    return body_reports.get_report(session.query(BodyReport).one().id)


def _departure(case: CaseFile) -> Departure:
    placement = last_placement(case)
    found = find_departure(placement.id) if placement else None
    assert found is not None
    return found


def test_a_fact_without_the_certificate_opens_exactly_one_report(session: Session) -> None:
    case = left_without(session)
    event = session.query(CaseEvent).filter_by(case_id=case.id, kind="fact").one()
    for _ in range(2):
        step_taken(case, event)
    report = _report(session)
    assert (report.missing, report.state) == ("orientation", ReportState.OPEN)
    assert report.departure_id == _departure(case).id
    assert report.body_id == journey.body().id
    assert report.due_on == add_working_days(today(), 10)
    task = session.query(Task).filter_by(kind="body_report").one()
    centre = session.query(Office).filter_by(kind=OfficeKind.CENTRE).first()
    assert centre is not None
    assert (task.office_id, task.due_on) == (centre.id, report.due_on)


def test_a_departure_with_everything_opens_none(session: Session) -> None:
    journey.bring(journey.new_case(), Stage.DEPARTED)
    assert session.query(BodyReport).count() == 0


def test_a_correction_takes_the_report_back_and_a_new_fact_opens_it_again(
    session: Session,
) -> None:
    case = left_without(session)
    corrections.correct(
        case,
        by=journey.actor("leader"),
        version=case.version,
        act_key=new_form_key(),
        reason="wrong_stage",
    )
    report = _report(session)
    assert report.state is ReportState.TAKEN_BACK
    assert session.query(Task).filter_by(kind="body_report").one().done_at is not None
    with pytest.raises(Conflict):
        body_reports.decide(
            report,
            body_reports.Decision("warned", "", today()),
            by=journey.actor("leader"),
            version=report.version,
        )
    rules.record_fact(
        case,
        by=journey.actor("leader"),
        version=case.version,
        act_key=new_form_key(),
        reason="left_without_gate",
        data=journey.data_for(Stage.DEPARTED),
    )
    assert _report(session).state is ReportState.OPEN
    assert session.query(Task).filter_by(kind="body_report").one().done_at is None


def test_the_body_explains_and_the_centre_decides(session: Session) -> None:
    left_without(session)
    report, by = _report(session), journey.actor("counsellor")
    seen = report.version
    answer = body_reports.Answer("CV 01", today(), "Học ở nơi khác, chưa nhận bản gốc.")
    body_reports.record_answer(report, answer, by=by, version=seen)
    assert report.state is ReportState.ANSWERED
    decision = body_reports.Decision("warned", "QD 02", today())
    with pytest.raises(Stale):
        body_reports.decide(report, decision, by=by, version=seen)
    body_reports.decide(report, decision, by=by, version=report.version)
    assert (report.state, report.decided_by) == (ReportState.DECIDED, by.user_id)
    assert session.query(Task).filter_by(kind="body_report").one().done_by == by.user_id
    with pytest.raises(Conflict):
        body_reports.record_answer(report, answer, by=by, version=report.version)


@pytest.mark.parametrize(
    ("code", "days", "note"), [("forgiven", 0, ""), ("cleared", 0, ""), ("warned", 1, "")]
)
def test_a_decision_that_says_nothing_is_refused(
    session: Session, code: str, days: int, note: str
) -> None:
    left_without(session)
    report = _report(session)
    decision = body_reports.Decision(code, "", today() + timedelta(days=days), note)
    with pytest.raises(Invalid):
        body_reports.decide(report, decision, by=journey.actor("leader"), version=report.version)


def test_a_decision_leaves_the_departure_in_the_red_figures(session: Session) -> None:
    case = left_without(session)
    report = _report(session)
    decision = body_reports.Decision("cleared", "", today(), "Đã rõ.")
    body_reports.decide(report, decision, by=journey.actor("leader"), version=report.version)
    found = departures.read_orientation(today(), today())
    assert found.without == [_departure(case).id]
    assert departures.count_red(today(), today()) == 1
    assert body_reports.count_waiting_reports(today()) == (0, 0)


def test_a_report_that_is_not_there_is_not_found(session: Session) -> None:
    with pytest.raises(NotFound):
        body_reports.get_report("nothing")


def _gone(session: Session, lacks: str = "", direct: bool = False) -> Departure:
    case = journey.put(journey.new_case(), Stage.DEPARTED)
    departure = _departure(case)
    departure.without_gate = lacks
    departure.placement.direct = direct
    departure.exit_on = today() - timedelta(days=10)
    session.flush()
    return departure


def _hold(session: Session, departure: Departure, issued: date) -> None:
    session.add(
        Paper(
            person_id=departure.placement.case.person_id,
            kind="orientation",
            issued_on=issued,
            recorded_by="x",
        )
    )
    session.flush()


def test_the_figure_reproduces_a_cohort_counted_by_hand(session: Session) -> None:
    """Six departures: three with, one without, one unknown, one that needs none."""
    exit_on = today() - timedelta(days=10)
    held = [_gone(session) for _ in range(3)]
    _hold(session, held[0], exit_on)
    _hold(session, held[1], add_months(exit_on, -24) + timedelta(days=1))
    _hold(session, held[2], exit_on - timedelta(days=90))
    late = _gone(session)
    _hold(session, late, exit_on + timedelta(days=1))  # issued after the exit: nobody knows more
    red = _gone(session, "orientation,body_ok")
    direct = _gone(session, direct=True)
    found = departures.read_orientation(exit_on, today())
    assert set(found.held) == {one.id for one in held}
    assert (found.without, found.unknown, found.direct) == ([red.id], [late.id], [direct.id])
    assert (found.needed, found.tenths) == (5, 600)
    assert departures.read_orientation(today(), today()).tenths is None


def test_the_figure_never_rounds_up_to_all(session: Session) -> None:
    many = departures.Orientation(["x"] * 9999, ["y"], [], [])
    assert many.tenths == 999
