"""Coming home: the stay follows the steps, checks of work are planned, the plan is asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from jobfair.abroad.returns import JobData, PlanData, record_job, save_plan
from jobfair.abroad.schedule import ask_for_plans, catch_up
from jobfair.cases import corrections
from jobfair.errors import AppError
from jobfair.lib.clock import add_months, today
from jobfair.lib.codes import new_form_key
from jobfair.models import CaseFile, CheckIn, JobCheck, Stage, StayAbroad, StayState, Task
from tests.abroad.helpers import checks_of, jobs_of, leave, stay_of
from tests.cases import journey

pytestmark = pytest.mark.both
S = Stage


def at_work(days_ago: int = 400, ends_in: int = 10) -> CaseFile:
    case = leave(days_ago)
    data = replace(journey.data_for(S.WORKING), end_on=today() + timedelta(days=ends_in))
    return journey.step(case, S.WORKING, "agency.one", data=data)


def home(case: CaseFile, to: Stage = S.COMPLETED, days_ago: int = 0) -> CaseFile:
    data = replace(journey.data_for(to), entry_on=today() - timedelta(days=days_ago))
    reason = "family" if to is S.RETURNED_EARLY else ""
    return journey.step(case, to, "officer.muongla", data=data, reason=reason)


def test_a_return_near_the_end_is_on_time_and_plans_three_checks(session: Session) -> None:
    case = home(at_work(), days_ago=5)
    stay = stay_of(case)
    assert (stay.state, stay.home_on) == (StayState.ON_TIME, today() - timedelta(days=5))
    rows = jobs_of(case)
    assert [row.months for row in rows] == [3, 6, 12]
    assert rows[0].due_on == add_months(today() - timedelta(days=5), 3)
    assert rows[0].office_id == journey.actor("officer.muongla").main_grant.office_id
    assert all(row.skipped_at for row in checks_of(case) if row.answered_at is None)


def test_an_early_return_keeps_its_coded_reason(session: Session) -> None:
    case = home(at_work(ends_in=500), S.RETURNED_EARLY)
    assert (stay_of(case).state, stay_of(case).reason) == (StayState.EARLY, "family")


def test_a_corrected_return_takes_its_checks_back(session: Session) -> None:
    case = home(at_work())
    by = journey.actor("officer.muongla")
    corrections.correct(
        case, by=by, version=case.version, act_key=new_form_key(), reason="wrong_date"
    )
    assert stay_of(case).state is StayState.ABROAD
    assert all(row.undone_at for row in jobs_of(case))
    home(case, days_ago=2)
    assert not any(row.undone_at for row in jobs_of(case))
    assert session.query(JobCheck).count() == 3


def test_work_needs_a_proof_and_a_day_that_has_come(session: Session) -> None:
    case = home(at_work())
    row, by = jobs_of(case)[0], journey.actor("officer.muongla")
    works = JobData("employed", "contract", "HĐ 1", "Xưởng may mẫu")
    with pytest.raises(AppError) as early:
        record_job(row, works, by=by, act_key=new_form_key())
    assert early.value.status == 409
    row.due_on = today()
    with pytest.raises(AppError) as bare:
        record_job(row, JobData("employed"), by=by, act_key=new_form_key())
    assert bare.value.status == 422
    key = new_form_key()
    for _again in range(2):
        record_job(row, works, by=by, act_key=key)
    assert (row.outcome, row.evidence) == ("employed", "contract")
    with pytest.raises(AppError) as other:
        record_job(row, works, by=journey.actor("officer.suoito"), act_key=new_form_key())
    assert other.value.status == 403


def test_six_months_before_the_end_the_plan_is_asked_once(session: Session) -> None:
    case = at_work(ends_in=170)
    far = at_work(ends_in=300)
    assert ask_for_plans() == 1
    assert ask_for_plans() == 0
    task = session.query(Task).filter_by(kind="return_plan").one()
    assert (task.case_id, task.done_at) == (case.id, None)
    assert far.id != task.case_id
    by = journey.actor("officer.muongla")
    data = PlanData("home", today() + timedelta(days=160), "farm", "Trồng mận", 30_000_000)
    plan = save_plan(case, data, by=by, act_key=new_form_key())
    session.refresh(task)
    assert (plan.work, task.done_by) == ("farm", by.user_id)
    assert ask_for_plans() == 0
    with pytest.raises(AppError) as refused:
        save_plan(case, PlanData("fly"), by=by, act_key=new_form_key())
    assert refused.value.status == 422


def test_who_is_home_is_not_asked_for_a_plan(session: Session) -> None:
    case = at_work(ends_in=20)
    ask_for_plans()
    home(case)
    assert session.query(Task).filter_by(kind="return_plan").one().done_at is not None
    by = journey.actor("officer.muongla")
    with pytest.raises(AppError) as refused:
        save_plan(case, PlanData("home"), by=by, act_key=new_form_key())
    assert refused.value.status == 409


def test_a_departure_that_came_another_way_is_followed_later(session: Session) -> None:
    case = journey.put(journey.new_case(), S.DEPARTED)
    assert session.query(StayAbroad).count() == 0
    assert catch_up() == 1
    assert catch_up() == 0
    assert stay_of(case).state is StayState.ABROAD
    assert session.query(CheckIn).filter_by(case_id=case.id).count() == 4
