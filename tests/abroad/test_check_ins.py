"""Check-ins: made by the exit, asked again, answered once, taken back by a correction."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from jobfair.abroad.check_ins import Answer, answer_by_worker, answer_check_in
from jobfair.abroad.lists import list_to_ask
from jobfair.cases import corrections
from jobfair.errors import AppError
from jobfair.lib.clock import add_working_days, today
from jobfair.lib.codes import new_form_key
from jobfair.models import CheckInAnswer, Incident, Stage, StayState
from jobfair.money.promises import find_day30
from tests.abroad.helpers import checks_of, leave, stay_of
from tests.cases import journey

pytestmark = pytest.mark.both
S = Stage


def test_an_exit_plans_four_check_ins_and_the_body_asks(session: Session) -> None:
    case = leave()
    rows = checks_of(case)
    assert [row.day for row in rows] == [7, 30, 180, 365]
    assert [(row.due_on - today()).days for row in rows] == [7, 30, 180, 365]
    body = journey.actor("agency.one").main_grant.office_id
    assert {row.office_id for row in rows} == {body}
    assert stay_of(case).state is StayState.ABROAD


def test_a_correction_takes_the_check_ins_back_and_a_new_exit_plans_them_again(
    session: Session,
) -> None:
    case = leave()
    by = journey.actor("leader")
    corrections.correct(
        case, by=by, version=case.version, act_key=new_form_key(), reason="wrong_stage"
    )
    assert all(row.skipped_at for row in checks_of(case))
    assert stay_of(case).undone_at is not None
    journey.step(case, S.DEPARTED, "leader")
    assert not any(row.skipped_at for row in checks_of(case))
    assert len(checks_of(case)) == 4
    assert stay_of(case).undone_at is None


def test_who_is_not_reached_is_asked_again_and_the_commune_sees_it(session: Session) -> None:
    case = leave(days_ago=8)
    first = checks_of(case)[0]
    by = journey.actor("agency.one")
    officer = journey.actor("officer.muongla")
    assert first not in list_to_ask(officer, today(), 9)[0]
    answer_check_in(first, Answer("not_reached"), by=by, act_key=new_form_key())
    assert (first.tries, first.answered_at) == (1, None)
    assert first.ask_on == add_working_days(today(), 2)
    later = first.ask_on
    assert first in list_to_ask(officer, later, 9)[0]
    assert first not in list_to_ask(journey.actor("officer.suoito"), later, 9)[0]


def test_the_centre_backs_up_a_body_that_does_not_ask(session: Session) -> None:
    first = checks_of(leave(days_ago=8))[0]
    counsellor = journey.actor("counsellor")
    assert list_to_ask(counsellor, today(), 9)[0] == []
    assert list_to_ask(counsellor, today() + timedelta(days=2), 9)[0] == [first]


def test_one_answer_counts_once_and_the_next_hears_who_was_faster(session: Session) -> None:
    first = checks_of(leave(days_ago=8))[0]
    key, by = new_form_key(), journey.actor("agency.one")
    for _again in range(2):
        answer_check_in(first, Answer("fine"), by=by, act_key=key)
    assert session.query(CheckInAnswer).count() == 1
    counsellor = journey.actor("counsellor")
    with pytest.raises(AppError) as refused:
        answer_check_in(first, Answer("problem"), by=counsellor, act_key=new_form_key())
    assert refused.value.status == 409
    assert session.query(Incident).count() == 0


def test_another_commune_answers_nothing(session: Session) -> None:
    first = checks_of(leave(days_ago=8))[0]
    for name in ("officer.suoito", "auditor", "leader"):
        with pytest.raises(AppError) as refused:
            answer_check_in(first, Answer("fine"), by=journey.actor(name), act_key=new_form_key())
        assert refused.value.status == 403


def test_a_problem_has_an_owner_at_once(session: Session) -> None:
    first = checks_of(leave(days_ago=8))[0]
    by = journey.actor("agency.one")
    answer_check_in(first, Answer("family_problem", "wage"), by=by, act_key=new_form_key())
    incident = session.query(Incident).one()
    assert (incident.kind, incident.told_by, incident.severity) == ("wage", "family", "serious")
    assert incident.owner_office_id == journey.actor("counsellor").main_grant.office_id
    assert incident.check_in_id == first.id
    assert incident.due_on >= today() + timedelta(days=7)


def test_day_30_keeps_wage_hours_and_deductions(session: Session) -> None:
    case = leave(days_ago=31)
    first, second = checks_of(case)[:2]
    said = Answer("fine", wage=170000, hours=44, deductions=12000, currency="JPY")
    for row in (first, second):
        answer_check_in(row, said, by=journey.actor("counsellor"), act_key=new_form_key())
    assert (second.wage, second.hours, second.currency) == (170000, 44, "JPY")
    assert first.wage is None
    compared = find_day30(second.placement_id)
    assert compared is not None
    assert (compared.wage, compared.hours_week) == (170000, 44)


def test_a_body_does_not_answer_for_the_worker_about_its_own_promise(session: Session) -> None:
    second = checks_of(leave(days_ago=31))[1]
    said = Answer("fine", wage=170000, hours=44, currency="JPY")
    answer_check_in(second, said, by=journey.actor("agency.one"), act_key=new_form_key())
    assert second.wage == 170000
    assert find_day30(second.placement_id) is None


def test_the_worker_answers_what_is_due_and_help_is_an_incident(session: Session) -> None:
    case = leave(days_ago=8)
    assert answer_by_worker(case, Answer("fine"), act_key=new_form_key()) is checks_of(case)[0]
    assert checks_of(case)[0].outcome == "fine"
    key = new_form_key()
    for _again in range(2):
        assert answer_by_worker(case, Answer("problem", "danger"), act_key=key) is None
    incident = session.query(Incident).one()
    assert (incident.severity, incident.told_how) == ("urgent", "slip")
    with pytest.raises(AppError) as refused:
        answer_by_worker(case, Answer("not_reached"), act_key=new_form_key())
    assert refused.value.status == 422
