"""What the law wants by a day: the national database, monthly updates, the liquidation."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
import sqlalchemy as sa
import time_machine

from jobfair.cases import duties
from jobfair.cases.corrections import correct
from jobfair.cases.offices import body_office, centre_office
from jobfair.cases.queries import last_placement
from jobfair.lib.clock import from_local, today
from jobfair.lib.codes import new_form_key
from jobfair.models import CaseEvent, Office, Stage, Task
from tests.cases import journey
from tests.cases.gate_rows import bare_record
from tests.door.folk import requests_apart as requests_apart

pytestmark = pytest.mark.both
S = Stage
TODAY = "/can-bo/"


def _tasks(session, *kinds):
    """As they stand now, let go: what a test holds open keeps requests waiting on SQLite."""
    session.rollback()
    found = session.query(Task).filter(Task.kind.in_(kinds)).order_by(Task.due_on).all()
    for task in found:
        session.expunge(task)
    session.rollback()
    return found


def _gone(session):
    case = journey.bring(journey.new_case(), S.DEPARTED)
    session.commit()
    return case


def test_an_exit_asks_the_body_to_report_it_within_five_days(session):
    _gone(session)
    (task,) = _tasks(session, "national_db")
    assert task.office_id == body_office(journey.body().id).id
    assert task.due_on == today() + timedelta(days=5)


def test_a_body_without_an_account_leaves_it_to_the_centre(session):
    office = body_office(journey.body().id)
    case = journey.bring(journey.new_case(), S.WAITING_DEPARTURE)
    session.get_one(Office, office.id).body_id = None
    journey.prepare(case, S.DEPARTED)
    journey.step(case, S.DEPARTED, "leader")
    session.commit()
    assert _tasks(session, "national_db")[0].office_id == centre_office().id


def test_the_report_is_done_by_a_tap_with_its_day(session, agency_one):
    case_id = _gone(session).id
    session.rollback()
    yesterday = today() - timedelta(days=1)
    page = agency_one.page(TODAY)
    (form,) = page.css("section[aria-labelledby=tasks] form")
    fields = dict(form.fields)
    assert fields["on"] == today().isoformat()
    for wrong in ("2099-01-01", "hôm qua", "1999-05-05"):
        assert agency_one.post(form.get("action"), data=fields | {"on": wrong}).status_code == 422
    for _twice in range(2):
        answer = agency_one.post(form.get("action"), data=fields | {"on": yesterday.isoformat()})
        assert answer.status_code == 303
    (task,) = _tasks(session, "national_db")
    assert (task.done_on, task.done_at is not None) == (yesterday, True)
    events = session.scalars(sa.select(CaseEvent).filter_by(case_id=case_id, reason="national_db"))
    assert len(events.all()) == 1
    session.rollback()
    page = agency_one.page(f"/can-bo/ho-so/{case_id}")
    assert "Đã có trong cơ sở dữ liệu quốc gia" in page.text()


def test_a_departure_that_is_taken_back_is_not_to_be_reported_and_a_new_one_is(session):
    case = _gone(session)
    leader = journey.actor("leader")
    key = new_form_key()
    correct(case, by=leader, version=case.version, act_key=key, reason="wrong_stage")
    session.commit()
    assert _tasks(session, "national_db")[0].done_at is not None
    data = journey.data_for(S.DEPARTED)
    journey.step(case, S.DEPARTED, "leader", data=data)
    session.commit()
    (task,) = _tasks(session, "national_db")
    assert task.done_at is None


def _home(session, stage, ended):
    case = journey.put(journey.new_case(), stage)
    placement = last_placement(case)
    placement.end_on = ended if stage is S.COMPLETED else ended + timedelta(days=400)
    if stage is S.RETURNED_EARLY:
        bare_record(case, "entry_date", (today() - ended).days)
    session.commit()
    return case


@pytest.mark.parametrize("stage", [S.COMPLETED, S.RETURNED_EARLY])
def test_the_liquidation_is_asked_for_a_month_before_and_when_it_is_over(session, stage):
    ended = today()
    _home(session, stage, ended)
    counts = {}
    for days in (0, 149, 150, 151, 180, 181, 182):
        counts[days] = duties.ask_for_liquidation(ended + timedelta(days=days))
        session.commit()
    assert counts == {0: 0, 149: 0, 150: 0, 151: 1, 180: 0, 181: 1, 182: 0}
    soon, over = _tasks(session, "liquidate", "liquidate_over")
    assert (soon.kind, soon.due_on) == ("liquidate", ended + timedelta(days=180))
    assert soon.office_id == body_office(journey.body().id).id
    assert (over.kind, over.office_id) == ("liquidate_over", centre_office().id)


def test_a_liquidation_settles_its_tasks_and_a_correction_brings_them_back(session):
    case = _home(session, S.COMPLETED, today() - timedelta(days=160))
    duties.ask_for_liquidation()
    bare_record(case, "liquidation_paper")
    session.flush()
    # The history must know how the case came here before the step can be taken back.
    journey.tell(case, S.WORKING, S.COMPLETED)
    journey.step(case, S.LIQUIDATED, "agency.one")
    session.commit()
    assert _tasks(session, "liquidate")[0].done_at is not None
    leader = journey.actor("leader")
    correct(case, by=leader, version=case.version, act_key=new_form_key(), reason="wrong_stage")
    session.commit()
    assert _tasks(session, "liquidate")[0].done_at is None


def test_one_update_a_body_and_month_whatever_the_number_of_people(session):
    for _person in range(3):
        journey.put(journey.new_case(), S.WORKING)
    session.commit()
    first = date(2027, 2, 1)
    assert [duties.ask_for_monthly_updates(first + timedelta(days=n)) for n in (0, 1, 18)] == [
        *(1, 0, 0)
    ]
    session.commit()
    (task,) = _tasks(session, "monthly_update")
    assert (task.due_on, task.person_id, task.case_id) == (date(2027, 2, 19), None, None)
    assert task.note.endswith("02/2027 (3)")
    assert duties.ask_for_monthly_updates(date(2027, 3, 1)) == 1


def test_a_month_whose_nineteenth_is_a_sunday_is_due_on_the_friday_before(session):
    journey.put(journey.new_case(), S.WORKING)
    assert duties.ask_for_monthly_updates(date(2027, 9, 1)) == 1
    (task,) = session.scalars(sa.select(Task).filter_by(kind="monthly_update")).all()
    assert task.due_on == date(2027, 9, 17)


def test_from_the_twentieth_on_nothing_new_is_asked(session):
    journey.put(journey.new_case(), S.WORKING)
    assert duties.ask_for_monthly_updates(date(2027, 2, 20)) == 0


def test_the_body_finds_its_update_among_its_tasks(session, agency_one, agency_two):
    journey.put(journey.new_case(), S.WORKING)
    duties.ask_for_monthly_updates(today().replace(day=1))
    session.commit()
    words = "Cập nhật người đang ở nước ngoài"
    assert words in agency_one.page(TODAY).text("section[aria-labelledby=tasks]")
    assert words not in agency_two.page(TODAY).text()


def test_the_worker_looks_once_a_day_from_seven_o_clock(session):
    journey.put(journey.new_case(), S.WORKING)
    session.commit()
    duties._looked.clear()
    day = date(2027, 2, 3)
    for clock_time, made in ((time(6, 59), 0), (time(7, 0), 1), (time(9, 0), 0)):
        with time_machine.travel(from_local(day, clock_time), tick=False):
            assert duties.look_at_duties() == made
    duties._looked.clear()
