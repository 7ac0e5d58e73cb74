"""A class with its people, for the tests of this room."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from jobfair.lib.clock import today
from jobfair.lib.codes import new_form_key
from jobfair.models import CaseFile, ClassKind, Enrolment, Result, Stage, TrainingClass
from jobfair.training import learners, rules
from jobfair.training.rules import ClassData
from tests.cases import journey
from tests.world import MUONG_LA

EVERY_DAY = frozenset(range(7))


def data(kind: ClassKind = ClassKind.ORIENTATION, **more: object) -> ClassData:
    """Four days that ended yesterday, ten places."""
    day = today()
    wanted = ClassData(
        kind=kind,
        title="Khóa mẫu",
        organiser="Trường mẫu",
        place="Phòng mẫu 1",
        starts_on=day - timedelta(days=4),
        ends_on=day - timedelta(days=1),
        weekdays=EVERY_DAY,
        capacity=10,
    )
    return replace(wanted, **more)  # type: ignore[arg-type]


def new_class(
    kind: ClassKind = ClassKind.ORIENTATION, by: str = "counsellor", **more: object
) -> TrainingClass:
    return rules.plan_class(data(kind, **more), by=journey.actor(by), act_key=new_form_key())


def learner_case(
    commune: str = MUONG_LA, stage: Stage = Stage.TRAINING, name: str = "Lò Thị Xuân"
) -> CaseFile:
    """Somebody who has signed with the first body and learns."""
    case = journey.put(journey.new_case(commune, name), stage)
    journey.agree(case)
    return case


def put_in(one: TrainingClass, *cases: CaseFile, by: str = "counsellor") -> list[Enrolment]:
    done = learners.add_people(one, [case.id for case in cases], by=journey.actor(by))
    assert done.refused == []
    order = {case.id: n for n, case in enumerate(cases)}
    return sorted(done.added, key=lambda row: order[row.case_id])


def present(one: TrainingClass, row: Enrolment, day: int = 0, here: bool = True) -> None:
    learners.mark(
        one, row.id, one.days[day].id, here, act_id=new_form_key(), by=journey.actor("counsellor")
    )


def passed(one: TrainingClass, row: Enrolment) -> None:
    """Present on a day, and passed."""
    present(one, row)
    learners.set_result(one, row.id, Result.PASS, by=journey.actor("counsellor"))
