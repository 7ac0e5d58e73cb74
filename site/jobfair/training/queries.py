"""Reading classes: the list, one class's people with their attendance, one person's classes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from jobfair.access import Scope
from jobfair.cases.queries import open_placement
from jobfair.cases.scoping import in_scope
from jobfair.database import db
from jobfair.errors import NotFound
from jobfair.lib.clock import today
from jobfair.models import (
    CaseFile,
    ClassAttendance,
    ClassDay,
    ClassKind,
    ClassState,
    Enrolment,
    Person,
    Result,
    TrainingClass,
)
from jobfair.training.scoping import class_in_scope
from jobfair.training.waiting import waits_for


@dataclass(frozen=True)
class ClassRow:
    """One class of the list, with how many learn in it, passed, and left or failed."""

    training_class: TrainingClass
    people: int
    passed: int


@dataclass(frozen=True)
class Learner:
    """One person of a class: days present, days that anything was said about, the day's mark."""

    enrolment: Enrolment
    came: int
    told: int
    present: bool | None = None

    @property
    def person(self) -> Person:
        """Who learns."""
        return self.enrolment.person


def _narrowed(
    scope: Scope, kind: ClassKind | None, state: ClassState | None
) -> list[sa.ColumnElement[bool]]:
    where = [class_in_scope(scope)]
    if kind is not None:
        where.append(TrainingClass.kind == kind)
    if state is not None:
        where.append(TrainingClass.state == state)
    return where


def count_classes(scope: Scope, state: ClassState | None) -> dict[ClassKind, int]:
    """Classes in scope by kind."""
    rows = db.session.execute(
        sa.select(TrainingClass.kind, sa.func.count(TrainingClass.id))
        .where(*_narrowed(scope, None, state))
        .group_by(TrainingClass.kind)
    )
    found = dict(rows.all())
    return {kind: found[kind] for kind in ClassKind if kind in found}


def list_classes(
    scope: Scope,
    *,
    kind: ClassKind | None = None,
    state: ClassState | None = None,
    limit: int,
    offset: int,
) -> list[ClassRow]:
    """Classes in scope, the latest first, counting only the people of the scope."""
    classes = db.session.scalars(
        sa.select(TrainingClass)
        .where(*_narrowed(scope, kind, state))
        .order_by(TrainingClass.starts_on.desc(), TrainingClass.id)
        .limit(limit)
        .offset(offset)
    ).all()
    counts = count_people([one.id for one in classes], scope)
    return [ClassRow(one, *counts.get(one.id, (0, 0))) for one in classes]


def count_people(class_ids: Sequence[str], scope: Scope) -> dict[str, tuple[int, int]]:
    """Class -> people of the scope in it, and how many of them passed."""
    passed = sa.func.sum(sa.case((Enrolment.result == Result.PASS, 1), else_=0))
    rows = db.session.execute(
        sa.select(Enrolment.class_id, sa.func.count(Enrolment.id), passed)
        .join(CaseFile, CaseFile.id == Enrolment.case_id)
        .where(Enrolment.class_id.in_(class_ids), Enrolment.taken_off_at.is_(None))
        .where(in_scope(scope))
        .group_by(Enrolment.class_id)
    )
    return {class_id: (people, int(done or 0)) for class_id, people, done in rows}


def count_taken(class_id: str) -> int:
    """Places taken in a class, whosever people they are."""
    query = sa.select(sa.func.count(Enrolment.id)).where(
        Enrolment.class_id == class_id, Enrolment.taken_off_at.is_(None)
    )
    return db.session.scalar(query) or 0


def list_learners(class_id: str, scope: Scope, day_id: str = "") -> list[Learner]:
    """The people of a class inside the scope, by given name; ``day_id``: with that day's mark.

    Two reads, however many learn.
    """
    rows = db.session.scalars(
        sa.select(Enrolment)
        .join(Enrolment.case)
        .join(Enrolment.person)
        .options(joinedload(Enrolment.person), joinedload(Enrolment.case))
        .where(Enrolment.class_id == class_id, Enrolment.taken_off_at.is_(None), in_scope(scope))
        .order_by(Person.given_folded, Person.folded, Enrolment.id)
    ).all()
    said = _said([row.id for row in rows])
    return [_learner(row, said.get(row.id, {}), day_id) for row in rows]


def _said(enrolment_ids: Sequence[str]) -> dict[str, dict[str, bool]]:
    """Enrolment -> day -> present or not."""
    found: dict[str, dict[str, bool]] = {}
    marks = db.session.execute(
        sa.select(
            ClassAttendance.enrolment_id, ClassAttendance.day_id, ClassAttendance.present
        ).where(ClassAttendance.enrolment_id.in_(enrolment_ids))
    )
    for enrolment_id, day_id, present in marks:
        found.setdefault(enrolment_id, {})[day_id] = present
    return found


def _learner(row: Enrolment, marks: dict[str, bool], day_id: str) -> Learner:
    return Learner(row, sum(marks.values()), len(marks), marks.get(day_id))


def get_learner(class_id: str, enrolment_id: str, scope: Scope, day_id: str = "") -> Learner:
    """One person of the class. Raises NotFound off its list and outside the scope."""
    row = db.session.scalars(
        sa.select(Enrolment)
        .join(Enrolment.case)
        .options(joinedload(Enrolment.person), joinedload(Enrolment.case))
        .where(Enrolment.id == enrolment_id, Enrolment.class_id == class_id, in_scope(scope))
        .where(Enrolment.taken_off_at.is_(None))
    ).one_or_none()
    if row is None:
        raise NotFound()
    return _learner(row, _said([row.id]).get(row.id, {}), day_id)


def pick_day(training_class: TrainingClass, wanted: str, on: date) -> ClassDay | None:
    """The day of the address, else that of ``on``, else the last one before, else the first."""
    days = training_class.days
    asked = next((day for day in days if day.id == wanted), None)
    before = [day for day in days if day.on_date <= on]
    return asked or (before[-1] if before else days[0] if days else None)


def list_of_case(case_id: str) -> list[Learner]:
    """The classes of one case, the latest first."""
    rows = db.session.scalars(
        sa.select(Enrolment)
        .join(Enrolment.training_class)
        .options(joinedload(Enrolment.training_class).selectinload(TrainingClass.days))
        .where(Enrolment.case_id == case_id, Enrolment.taken_off_at.is_(None))
        .order_by(TrainingClass.starts_on.desc(), Enrolment.id)
    ).all()
    said = _said([row.id for row in rows])
    return [_learner(row, said.get(row.id, {}), "") for row in rows]


def list_fitting(case: CaseFile, scope: Scope) -> list[tuple[TrainingClass, int]]:
    """Open classes of what the case waits for, of its body or of nobody's, with places left.

    A sending body is offered its own. Those that are full or over are left out.
    """
    day = today()
    kinds = [kind for kind in ClassKind if waits_for(case, kind, day)]
    placement = open_placement(case)
    own = placement.body_id if placement else None
    taken = (
        sa.select(sa.func.count(Enrolment.id))
        .where(Enrolment.class_id == TrainingClass.id, Enrolment.taken_off_at.is_(None))
        .scalar_subquery()
    )
    query = (
        sa.select(TrainingClass, TrainingClass.capacity - taken)
        .where(TrainingClass.state == ClassState.OPEN, TrainingClass.kind.in_(kinds))
        .where(TrainingClass.ends_on >= day, taken < TrainingClass.capacity)
        .order_by(TrainingClass.starts_on, TrainingClass.id)
        .limit(50)
    )
    if scope.body_id and not scope.province:
        query = query.where(TrainingClass.body_id == scope.body_id)
    else:
        query = query.where(sa.or_(TrainingClass.body_id.is_(None), TrainingClass.body_id == own))
    return [(one, left) for one, left in db.session.execute(query)]
