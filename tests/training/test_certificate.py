"""The orientation certificate: only who passed, once, and it opens the gate of departure."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from jobfair.cases.gates import GateMissing
from jobfair.errors import Conflict, Invalid
from jobfair.lib.clock import today
from jobfair.models import CaseEvent, ClassKind, Paper, Result, Stage
from jobfair.training import learners
from tests.cases import journey
from tests.training import world

pytestmark = pytest.mark.both


def test_the_certificate_of_the_class_opens_the_gate_of_departure(session: Session) -> None:
    case = journey.bring(journey.new_case(), Stage.WAITING_DEPARTURE)
    with pytest.raises(GateMissing) as missing:
        journey.step(case, Stage.DEPARTED, "leader")
    assert [gate.name for gate in missing.value.missing] == ["orientation"]
    one = world.new_class()
    (row,) = world.put_in(one, case)
    world.passed(one, row)
    by = journey.actor("counsellor")
    made = learners.issue_certificates(one, {row.id: "CC 01"}, today(), by=by)
    assert made == [row]
    paper = session.query(Paper).filter_by(person_id=case.person_id, kind="orientation").one()
    assert (paper.issued_on, paper.state) == (today(), "checked")
    journey.step(case, Stage.DEPARTED, "leader")
    assert case.stage is Stage.DEPARTED


def test_issuing_twice_writes_one_paper_and_one_line(session: Session) -> None:
    case, one = world.learner_case(), world.new_class()
    (row,) = world.put_in(one, case)
    world.passed(one, row)
    by = journey.actor("counsellor")
    for number in ("CC 01", "CC 02"):
        learners.issue_certificates(one, {row.id: number}, today(), by=by)
    assert row.certificate_no == "CC 01"
    lines = session.query(CaseEvent).filter_by(case_id=case.id, reason="orientation")
    assert lines.count() == 1
    with pytest.raises(Conflict):
        learners.set_result(one, row.id, Result.FAIL, by=by)


def test_the_body_issues_for_its_own_class(session: Session) -> None:
    one, case = world.new_class(by="agency.one"), world.learner_case()
    (row,) = world.put_in(one, case, by="agency.one")
    by = journey.actor("agency.one")
    learners.mark(one, row.id, one.days[0].id, True, act_id="0" * 20, by=by)
    learners.set_result(one, row.id, Result.PASS, by=by)
    learners.issue_certificates(one, {row.id: "CC 03"}, today(), by=by)
    assert session.query(Paper).filter_by(person_id=case.person_id).one().recorded_by == by.user_id


def test_bad_days_numbers_and_people_are_refused_by_a_sentence(session: Session) -> None:
    one, by = world.new_class(), journey.actor("counsellor")
    rows = world.put_in(
        one, world.learner_case(), world.learner_case(name="Quàng Văn Bình"), world.learner_case()
    )
    for row in rows[:2]:
        world.passed(one, row)
    first, second, open_ = (row.id for row in rows)
    wrong = [
        ({}, today()),
        ({first: "A"}, today() + timedelta(days=1)),
        ({first: "A"}, one.ends_on - timedelta(days=1)),
        ({open_: "A"}, today()),
        ({first: "A", second: "A"}, today()),
    ]
    for numbers, day in wrong:
        with pytest.raises(Invalid):
            learners.issue_certificates(one, numbers, day, by=by)
        for row in rows:
            row.certificate_no, row.certificate_on = "", None
        session.flush()


def test_who_was_never_present_gets_none(session: Session) -> None:
    one, by = world.new_class(), journey.actor("counsellor")
    (row,) = world.put_in(one, world.learner_case())
    learners.set_result(one, row.id, Result.PASS, by=by)
    with pytest.raises(Invalid):
        learners.issue_certificates(one, {row.id: "CC 09"}, today(), by=by)


def test_only_the_orientation_course_gives_it(session: Session) -> None:
    one, by = world.new_class(ClassKind.LANGUAGE), journey.actor("counsellor")
    (row,) = world.put_in(one, world.learner_case())
    world.passed(one, row)
    with pytest.raises(Conflict):
        learners.issue_certificates(one, {row.id: "CC 10"}, today(), by=by)


def test_a_contract_of_ones_own_needs_no_orientation(session: Session) -> None:
    case, one = world.learner_case(), world.new_class()
    case.placements[0].direct = True
    session.flush()
    done = learners.add_people(one, [case.id], by=journey.actor("counsellor"))
    assert (done.added, len(done.refused)) == ([], 1)


def test_an_old_certificate_does_not_open_the_gate(session: Session) -> None:
    case = journey.bring(journey.new_case(), Stage.WAITING_DEPARTURE)
    one = world.new_class(
        starts_on=today() - timedelta(days=770), ends_on=today() - timedelta(days=765)
    )
    (row,) = world.put_in(one, case)
    world.passed(one, row)
    old = today() - timedelta(days=760)
    learners.issue_certificates(one, {row.id: "CC 11"}, old, by=journey.actor("counsellor"))
    data = replace(journey.data_for(Stage.DEPARTED), exit_on=today())
    with pytest.raises(GateMissing):
        journey.step(case, Stage.DEPARTED, "leader", data=data)
