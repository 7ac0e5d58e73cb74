"""People of a class: put in, taken off, present, with a result and a certificate."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import joinedload, selectinload

from jobfair import audit
from jobfair.access import Actor
from jobfair.cases.queries import open_placement
from jobfair.cases.records import PaperData, save_paper
from jobfair.cases.scoping import in_scope
from jobfair.database import db
from jobfair.errors import Conflict, Invalid, NotFound
from jobfair.lib.clock import now, show_date, today
from jobfair.models import (
    CaseFile,
    ClassAttendance,
    ClassDay,
    ClassKind,
    ClassState,
    Enrolment,
    Placement,
    Result,
    TrainingClass,
)
from jobfair.training.queries import count_taken
from jobfair.training.rules import hold_class, must_be_open
from jobfair.training.scoping import must_run
from jobfair.training.waiting import STAGES


@dataclass(frozen=True)
class Added:
    """Who was put into the class, and who was not: name and why."""

    added: list[Enrolment] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)


def add_people(training_class: TrainingClass, case_ids: Iterable[str], *, by: Actor) -> Added:
    """Put people into a class; who is in it already stays, once.

    Raises NotFound for a case outside the actor's scope, Invalid without anybody or when the
    places do not suffice, Conflict for a class that is over. Who may not learn here is refused
    by name, the others are put in.
    """
    must_run(by, training_class)
    wanted = sorted(set(case_ids))
    if not wanted:
        raise Invalid(_("Tick at least one person."))
    cases = _cases(wanted, by)
    hold_class(training_class)
    must_be_open(training_class)
    held = {row.case_id: row for row in _rows(training_class.id, wanted)}
    there = {case_id for case_id, row in held.items() if row.taken_off_at is None}
    new = [case for case in cases if case.id not in there]
    reasons = {case.id: why_not(case, training_class) for case in new}
    fit = [case for case in new if reasons[case.id] is None]
    _check_places(training_class, len(fit))
    result = Added(
        [_put(training_class, case, held.get(case.id), by) for case in fit],
        [(case.person.name, why) for case in new if (why := reasons[case.id]) is not None],
    )
    if result.added:
        people = [row.person_id for row in result.added]
        audit.record(by, "class.add", "class", training_class.id, person_ids=people)
    db.session.flush()
    return result


def _cases(wanted: list[str], by: Actor) -> list[CaseFile]:
    cases = db.session.scalars(
        sa.select(CaseFile)
        .where(CaseFile.id.in_(wanted), in_scope(by.scope))
        .options(joinedload(CaseFile.person), selectinload(CaseFile.placements))
        .order_by(CaseFile.id)
    ).all()
    if len(cases) != len(wanted):
        raise NotFound()
    return list(cases)


def _rows(class_id: str, case_ids: list[str]) -> list[Enrolment]:
    query = sa.select(Enrolment).where(
        Enrolment.class_id == class_id, Enrolment.case_id.in_(case_ids)
    )
    return list(db.session.scalars(query.execution_options(populate_existing=True)))


def _put(
    training_class: TrainingClass, case: CaseFile, row: Enrolment | None, by: Actor
) -> Enrolment:
    if row is None:
        row = Enrolment(class_id=training_class.id, case_id=case.id, person_id=case.person_id)
        db.session.add(row)
    row.taken_off_at, row.added_by, row.added_at = None, by.user_id, now()
    return row


def _check_places(training_class: TrainingClass, more: int) -> None:
    left = max(0, training_class.capacity - count_taken(training_class.id))
    if more > left:
        raise Invalid(
            ngettext("Only %(num)s place is left.", "Only %(num)s places are left.", left)
            if left
            else _("The class is full.")
        )


def why_not(case: CaseFile, training_class: TrainingClass) -> str | None:
    """Why this person does not learn in this class; None when nothing speaks against it."""
    placement: Placement | None = open_placement(case)
    if case.closed_at is not None:
        return _("the case is closed")
    if case.stage not in STAGES[training_class.kind]:
        return _("not at a step of learning now")
    if placement is None:
        return _("has no sending body")
    if training_class.body_id and placement.body_id != training_class.body_id:
        return _("goes with another sending body")
    if training_class.kind is ClassKind.ORIENTATION and placement.direct:
        return _("has a contract of one's own and needs no orientation")
    return None


def hold_learner(
    training_class: TrainingClass, enrolment_id: str, *, by: Actor, closed_too: bool = False
) -> Enrolment:
    """A place in the class, held with the class. Raises NotFound, Forbidden, Conflict."""
    must_run(by, training_class)
    hold_class(training_class)
    row = db.session.scalars(
        sa.select(Enrolment)
        .join(CaseFile, CaseFile.id == Enrolment.case_id)
        .where(Enrolment.id == enrolment_id, Enrolment.class_id == training_class.id)
        .where(Enrolment.taken_off_at.is_(None), in_scope(by.scope))
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is None:
        raise NotFound()
    if not (closed_too and training_class.state is ClassState.CLOSED):
        must_be_open(training_class)
    return row


def take_off(training_class: TrainingClass, enrolment_id: str, *, by: Actor) -> Enrolment:
    """Take somebody off who has not begun. Raises Invalid when attendance was marked."""
    row = hold_learner(training_class, enrolment_id, by=by)
    began = sa.select(ClassAttendance.id).where(ClassAttendance.enrolment_id == row.id).limit(1)
    if row.result is not Result.NONE or db.session.scalars(began).first():
        raise Invalid(_("This person has begun: record the result “left the class” instead."))
    row.taken_off_at = now()
    db.session.flush()
    audit.record(by, "class.take_off", "class", training_class.id, person_ids=[row.person_id])
    return row


def mark(
    training_class: TrainingClass,
    enrolment_id: str,
    day_id: str,
    present: bool,
    *,
    act_id: str,
    by: Actor,
) -> ClassAttendance:
    """Say whether somebody is present on a day; the same again changes nothing.

    Raises NotFound for a day of another class, Conflict for a day that has not come.
    """
    row = hold_learner(training_class, enrolment_id, by=by)
    day = db.session.get(ClassDay, day_id)
    if day is None or day.class_id != training_class.id:
        raise NotFound()
    if day.on_date > today():
        raise Conflict(_("This day has not come yet."))
    found = db.session.scalars(
        sa.select(ClassAttendance)
        .where(ClassAttendance.enrolment_id == row.id, ClassAttendance.day_id == day.id)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is not None and (found.act_id == act_id or found.present is present):
        return found
    if found is None:
        found = ClassAttendance(enrolment_id=row.id, day_id=day.id)
        db.session.add(found)
    found.present, found.act_id, found.by, found.at = present, act_id, by.user_id, now()
    db.session.flush()
    audit.record(
        by, "class.mark", "class", training_class.id, person_ids=[row.person_id],
        fields=["attendance"],
    )  # fmt: skip
    return found


def set_result(
    training_class: TrainingClass, enrolment_id: str, result: Result, *, by: Actor
) -> Enrolment:
    """Record how the class ended for one person; the same again changes nothing.

    Raises Conflict before the class has begun and once a certificate was issued.
    """
    row = hold_learner(training_class, enrolment_id, by=by)
    if row.result is result:
        return row
    if training_class.starts_on > today():
        raise Conflict(_("The class has not begun yet."))
    if row.certificate_on is not None:
        raise Conflict(_("The certificate was issued: the result stays."))
    row.result, row.result_at = result, now() if result is not Result.NONE else None
    db.session.flush()
    audit.record(
        by, "class.result", "class", training_class.id, person_ids=[row.person_id],
        fields=["result"],
    )  # fmt: skip
    return row


def issue_certificates(
    training_class: TrainingClass, numbers: Mapping[str, str], issued_on: date, *, by: Actor
) -> list[Enrolment]:
    """Issue orientation certificates: number by place in the class, one day of issue.

    The paper that the gate of departure reads is written with it (Law 69/2020/QH14 Art. 65).
    What was issued before stays as it was. Raises Invalid for a day before the course ended
    or in the future, a number used twice, somebody who has not passed or was never present.
    """
    if training_class.kind is not ClassKind.ORIENTATION:
        raise Conflict(_("Only the orientation course gives this certificate."))
    if not numbers:
        raise Invalid(_("Write at least one certificate number."))
    if issued_on > today():
        raise Invalid(_("The day of issue is in the future."))
    if issued_on < training_class.ends_on:
        day = show_date(training_class.ends_on)
        raise Invalid(_("The course lasts until %(day)s: issue it then or later.", day=day))
    made = []
    for enrolment_id, number in sorted(numbers.items()):
        row = hold_learner(training_class, enrolment_id, by=by, closed_too=True)
        if row.certificate_on is None:
            made.append(_issue(training_class, row, number, issued_on, by))
    return made


def _issue(
    training_class: TrainingClass, row: Enrolment, number: str, issued_on: date, by: Actor
) -> Enrolment:
    name = row.person.name
    if row.result is not Result.PASS:
        raise Invalid(_("%(name)s has not passed.", name=name))
    present = sa.select(ClassAttendance.id).where(
        ClassAttendance.enrolment_id == row.id, ClassAttendance.present.is_(True)
    )
    if not db.session.scalars(present.limit(1)).first():
        raise Invalid(_("%(name)s was never marked as present.", name=name))
    if _number_taken(training_class, number, row.id):
        raise Invalid(_("The number %(number)s is taken.", number=number))
    row.certificate_no, row.certificate_on = number, issued_on
    case = db.session.get_one(CaseFile, row.case_id)
    data = PaperData("checked", issued_on=issued_on)
    save_paper(case, "orientation", data, by=by, act_key=f"certificate:{row.id}")
    audit.record(
        by, "class.certificate", "class", training_class.id, person_ids=[row.person_id],
        fields=["certificate"],
    )  # fmt: skip
    return row


def _number_taken(training_class: TrainingClass, number: str, row_id: str) -> bool:
    """Whether the organiser has given this number to somebody else."""
    same = (
        sa.select(Enrolment.id)
        .join(TrainingClass, TrainingClass.id == Enrolment.class_id)
        .where(TrainingClass.organiser == training_class.organiser, Enrolment.id != row_id)
        .where(Enrolment.certificate_no == number)
    )
    return db.session.scalars(same.limit(1)).first() is not None
