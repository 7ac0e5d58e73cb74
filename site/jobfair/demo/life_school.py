"""The classes of the one whole life: a language course of evenings, the orientation course."""

from __future__ import annotations

from datetime import date, timedelta

import sqlalchemy as sa

from jobfair.database import db
from jobfair.demo.life_days import BODY, Diary
from jobfair.models import ClassKind, Enrolment, Result, TrainingClass
from jobfair.training import learners
from jobfair.training import rules as school
from jobfair.training.rules import ClassData

PLACES = 20
MISSED = 4
"""The lesson of the language course to which she did not come."""


def learn_language(diary: Diary, after: int, weeks: int) -> None:
    """One lesson a week, with a test after the last one."""
    first = _weekday(diary.calendar.conference + timedelta(days=after), 2)
    last = first + timedelta(weeks=weeks - 1)
    data = _class(ClassKind.LANGUAGE, "Tiếng Nhật sơ cấp", first, last, frozenset({2}))
    row = _enrol(diary, data, first)
    _attend(diary, row)
    with diary.on(last + timedelta(days=2), 15):
        by = diary.people[BODY]
        learners.set_result(row.training_class, row.id, Result.PASS, by=by)
        school.close_class(row.training_class, by=by)


def learn_orientation(diary: Diary, after: int) -> None:
    """Four days, a pass, the certificate that the exit asks for."""
    first = _weekday(diary.calendar.conference + timedelta(days=after), 0)
    last = first + timedelta(days=3)
    data = _class(ClassKind.ORIENTATION, "Giáo dục định hướng", first, last, frozenset(range(4)))
    row = _enrol(diary, data, first)
    _attend(diary, row)
    with diary.on(last + timedelta(days=1), 15) as day:
        by, held = diary.people[BODY], row.training_class
        learners.set_result(held, row.id, Result.PASS, by=by)
        learners.issue_certificates(held, {row.id: "417/CC-MAU"}, day, by=by)
        school.close_class(held, by=by)


def _weekday(day: date, weekday: int) -> date:
    """That day or the next one that is such a weekday; Monday is 0."""
    return day + timedelta(days=(weekday - day.weekday()) % 7)


def _class(
    kind: ClassKind, title: str, first: date, last: date, weekdays: frozenset[int]
) -> ClassData:
    return ClassData(
        kind=kind,
        title=f"{title}, khóa {first:%d/%m/%Y}",
        organiser="",
        place="Nhà học mẫu số 1",
        starts_on=first,
        ends_on=last,
        weekdays=weekdays,
        capacity=PLACES,
    )


def _enrol(diary: Diary, data: ClassData, first: date) -> Enrolment:
    """The body plans the class and puts her in, shortly before it begins."""
    by = diary.people[BODY]
    with diary.on(first - timedelta(days=4), 11):
        held = school.plan_class(data, by=by, act_key=diary.key())
        learners.add_people(held, [diary.case.id], by=by)
    return db.session.scalars(sa.select(Enrolment).where(Enrolment.class_id == held.id)).one()


def _attend(diary: Diary, row: Enrolment) -> None:
    held: TrainingClass = row.training_class
    for number, day in enumerate(sorted(held.days, key=lambda day: day.on_date), 1):
        with diary.on(day.on_date, 18):
            here = number != MISSED or held.kind is not ClassKind.LANGUAGE
            by, key = diary.people[BODY], diary.key()
            learners.mark(held, row.id, day.id, here, act_id=key, by=by)
