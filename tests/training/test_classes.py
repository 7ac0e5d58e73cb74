"""A class: planned on its days, filled with who waits, marked, finished."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from jobfair.access import Scope
from jobfair.errors import AppError, Conflict, Forbidden, Invalid, NotFound, Stale
from jobfair.lib.clock import today
from jobfair.lib.codes import new_form_key
from jobfair.models import (
    AuditEvent,
    ClassAttendance,
    ClassKind,
    ClassState,
    Enrolment,
    Result,
    Stage,
    TrainingClass,
)
from jobfair.training import learners, queries, rules
from jobfair.training.scoping import get_class
from jobfair.training.waiting import Narrowed, list_waiting, waits_for
from tests.cases import journey
from tests.training import world
from tests.world import MUONG_LA, SUOI_TO

pytestmark = pytest.mark.both
ALL = Scope(province=True)


def _waiting(kind: ClassKind = ClassKind.ORIENTATION, **more: str) -> list[str]:
    rows = list_waiting(kind, ALL, Narrowed(**more), today(), limit=100)
    return [row.case_id for row in rows]


def test_a_class_meets_on_its_weekdays_only(session: Session) -> None:
    monday = today() - timedelta(days=today().weekday())
    one = world.new_class(
        starts_on=monday, ends_on=monday + timedelta(days=13), weekdays=frozenset({0, 2})
    )
    assert [(d.on_date - monday).days for d in one.days] == [0, 2, 7, 9]


@pytest.mark.parametrize(
    "more",
    [
        {"ends_on": today() - timedelta(days=9)},
        {"weekdays": frozenset()},
        {"ends_on": today() + timedelta(days=900)},
        {"body_id": "nobody"},
    ],
)
def test_days_or_a_body_that_cannot_be_are_refused(
    session: Session, more: dict[str, object]
) -> None:
    with pytest.raises(Invalid):
        world.new_class(**more)  # type: ignore[arg-type]


def test_the_same_form_sent_twice_is_one_class(session: Session) -> None:
    key, by = new_form_key(), journey.actor("counsellor")
    made = [rules.plan_class(world.data(), by=by, act_key=key) for _ in range(2)]
    assert made[0].id == made[1].id
    assert session.query(TrainingClass).count() == 1


def test_a_body_plans_its_own_class_and_runs_no_other(session: Session) -> None:
    own = world.new_class(by="agency.one", body_id=journey.body(2).id)
    assert own.body_id == journey.body(1).id
    other = world.new_class(by="agency.two")
    with pytest.raises(Forbidden):
        rules.close_class(other, by=journey.actor("agency.one"))
    with pytest.raises(NotFound):
        get_class(other.id, journey.actor("agency.one").scope)


def test_who_waits_is_who_learns_now_and_has_no_certificate(session: Session) -> None:
    waits = world.learner_case()
    early = journey.put(journey.new_case(), Stage.INTRODUCED)
    holds = world.learner_case()
    journey.paper(holds, "orientation")
    direct = world.learner_case()
    direct.placements[0].direct = True
    session.flush()
    assert _waiting() == [waits.id]
    assert set(_waiting(ClassKind.LANGUAGE)) == {waits.id, holds.id, direct.id}
    assert not waits_for(early, ClassKind.LANGUAGE, today())


def test_a_certificate_older_than_its_months_makes_one_wait_again(session: Session) -> None:
    case = world.learner_case()
    journey.paper(case, "orientation")
    assert _waiting() == []
    paper = session.execute(sa.text("SELECT count(*) FROM paper WHERE kind='orientation'"))
    assert paper.scalar() == 1
    session.execute(
        sa.text("UPDATE paper SET issued_on = :day"), {"day": today() - timedelta(days=760)}
    )
    assert _waiting() == [case.id]


def test_the_list_is_narrowed_by_commune_body_and_market(session: Session) -> None:
    here, there = world.learner_case(), world.learner_case(SUOI_TO)
    assert _waiting(commune=MUONG_LA) == [here.id]
    assert set(_waiting(body_id=journey.body().id)) == {here.id, there.id}
    assert _waiting(body_id=journey.body(2).id) == []
    assert _waiting(market="KR") == []
    assert set(_waiting(market="JP")) == {here.id, there.id}


def test_who_is_put_in_waits_no_more_and_stands_once(session: Session) -> None:
    case, one = world.learner_case(), world.new_class()
    for _ in range(2):
        learners.add_people(one, [case.id], by=journey.actor("counsellor"))
    assert session.query(Enrolment).count() == 1
    assert _waiting() == []
    row = session.query(Enrolment).one()
    learners.take_off(one, row.id, by=journey.actor("counsellor"))
    assert _waiting() == [case.id]
    world.put_in(one, case)
    assert session.query(Enrolment).one().taken_off_at is None


def test_there_are_no_more_people_than_places(session: Session) -> None:
    one = world.new_class(capacity=1)
    first, second = world.learner_case(), world.learner_case()
    with pytest.raises(Invalid, match="1"):
        learners.add_people(one, [first.id, second.id], by=journey.actor("counsellor"))
    assert session.query(Enrolment).count() == 0
    world.put_in(one, first)
    with pytest.raises(Invalid):
        learners.add_people(one, [second.id], by=journey.actor("counsellor"))


def test_who_does_not_fit_is_named_and_the_others_are_put_in(session: Session) -> None:
    one = world.new_class(body_id=journey.body(2).id)
    free = world.new_class()
    fits, early = world.learner_case(), journey.put(journey.new_case(), Stage.INTRODUCED)
    by = journey.actor("counsellor")
    assert learners.add_people(one, [fits.id], by=by).refused[0][0] == fits.person.name
    done = learners.add_people(free, [fits.id, early.id], by=by)
    assert [row.case_id for row in done.added] == [fits.id]
    assert len(done.refused) == 1


def test_nobody_of_another_scope_is_put_in(session: Session) -> None:
    one = world.new_class(by="agency.two")
    case = world.learner_case()
    with pytest.raises(NotFound):
        learners.add_people(one, [case.id], by=journey.actor("agency.two"))
    with pytest.raises(Invalid):
        learners.add_people(one, [], by=journey.actor("agency.two"))


def test_a_tap_says_the_state_that_is_wanted(session: Session) -> None:
    one = world.new_class()
    (row,) = world.put_in(one, world.learner_case())
    for here in (True, True, False):
        world.present(one, row, 0, here)
    marks = session.query(ClassAttendance).all()
    assert [mark.present for mark in marks] == [False]
    act = session.query(AuditEvent).filter_by(action="class.mark")
    assert act.count() == 2


def test_a_day_ahead_or_of_another_class_is_not_marked(session: Session) -> None:
    one, other = world.new_class(ends_on=today() + timedelta(days=3)), world.new_class()
    (row,) = world.put_in(one, world.learner_case())
    by = journey.actor("counsellor")
    for day, error in ((one.days[-1], Conflict), (other.days[0], NotFound)):
        with pytest.raises(error):
            learners.mark(one, row.id, day.id, True, act_id=new_form_key(), by=by)


def test_who_has_begun_is_not_taken_off_but_leaves(session: Session) -> None:
    one = world.new_class()
    (row,) = world.put_in(one, world.learner_case())
    world.present(one, row)
    with pytest.raises(Invalid):
        learners.take_off(one, row.id, by=journey.actor("counsellor"))
    learners.set_result(one, row.id, Result.LEFT, by=journey.actor("counsellor"))
    assert row.result is Result.LEFT


def test_a_class_is_finished_when_everybody_has_a_result(session: Session) -> None:
    one, by = world.new_class(), journey.actor("counsellor")
    (row,) = world.put_in(one, world.learner_case())
    with pytest.raises(Invalid, match="1"):
        rules.close_class(one, by=by)
    world.passed(one, row)
    assert rules.close_class(one, by=by).state is ClassState.CLOSED
    rules.close_class(one, by=by)
    acts: list[Callable[[], object]] = [
        lambda: learners.set_result(one, row.id, Result.FAIL, by=by),
        lambda: learners.add_people(one, [world.learner_case().id], by=by),
        lambda: rules.cancel_class(one, by=by),
        lambda: world.present(one, row, 1),
    ]
    for act in acts:
        with pytest.raises(AppError):
            act()


def test_a_cancelled_class_lets_its_people_wait_again(session: Session) -> None:
    one, case = world.new_class(), world.learner_case()
    world.put_in(one, case)
    rules.cancel_class(one, by=journey.actor("counsellor"))
    assert _waiting() == [case.id]


def test_a_change_keeps_marked_days_and_people_in_it(session: Session) -> None:
    one, by = world.new_class(), journey.actor("counsellor")
    (row,) = world.put_in(one, world.learner_case())
    world.present(one, row)
    version = one.version
    for wrong in (
        world.data(capacity=0 + 1, starts_on=today() - timedelta(days=2)),  # drops a marked day
        world.data(capacity=0),
    ):
        with pytest.raises(Invalid):
            rules.edit_class(one, wrong, by=by, version=version)
    longer = world.data(ends_on=today() + timedelta(days=2), title="Khóa mẫu dài")
    rules.edit_class(one, longer, by=by, version=version)
    assert (len(one.days), one.title) == (7, "Khóa mẫu dài")
    with pytest.raises(Stale):
        rules.edit_class(one, longer, by=by, version=version)


def test_each_reads_the_people_of_her_own_scope(session: Session) -> None:
    one = world.new_class()
    world.put_in(one, world.learner_case(), world.learner_case(SUOI_TO))
    seen = {
        name: len(queries.list_learners(one.id, journey.actor(name).scope))
        for name in ("counsellor", "leader", "officer.muongla", "officer.suoito", "agency.one")
    }
    assert seen == {
        "counsellor": 2,
        "leader": 2,
        "officer.muongla": 1,
        "officer.suoito": 1,
        "agency.one": 2,
    }
    with pytest.raises(NotFound):
        get_class(one.id, journey.actor("agency.two").scope)
