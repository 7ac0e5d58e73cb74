"""Planning a class and its days, changing, finishing and cancelling it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import ngettext

from jobfair import audit
from jobfair.access import Actor
from jobfair.database import db
from jobfair.errors import Conflict, Invalid, Stale
from jobfair.models import (
    ClassAttendance,
    ClassDay,
    ClassKind,
    ClassState,
    Enrolment,
    Result,
    Role,
    SendingBody,
    TrainingClass,
)
from jobfair.training.queries import count_taken
from jobfair.training.scoping import must_run

LONGEST_DAYS = 731
"""A class lasts two years at most."""


@dataclass(frozen=True, slots=True)
class ClassData:
    """A class as it was typed; ``weekdays``: 0 is Monday."""

    kind: ClassKind
    title: str
    organiser: str
    place: str
    starts_on: date
    ends_on: date
    weekdays: frozenset[int]
    capacity: int
    body_id: str | None = None
    market_code: str | None = None


def days_of(data: ClassData) -> list[date]:
    """The days on which the class meets. Raises Invalid when there is none or too many."""
    length = (data.ends_on - data.starts_on).days + 1
    if length < 1:
        raise Invalid(_("The last day is before the first day."))
    if length > LONGEST_DAYS:
        raise Invalid(_("A class lasts two years at most."))
    every = (data.starts_on + timedelta(days=n) for n in range(length))
    found = [day for day in every if day.weekday() in data.weekdays]
    if not found:
        raise Invalid(_("No such weekday lies between the first and the last day."))
    return found


def plan_class(data: ClassData, *, by: Actor, act_key: str) -> TrainingClass:
    """Plan a class. A sending body plans its own only; the same ``act_key`` gives the same class.

    Raises Invalid for days or a body that cannot be.
    """
    done = db.session.scalars(
        sa.select(TrainingClass).where(TrainingClass.act_key == act_key)
    ).one_or_none()
    if done is not None:
        must_run(by, done)
        return done
    made = TrainingClass(state=ClassState.OPEN, act_key=act_key, made_by=by.user_id)
    _fill(made, data, by)
    made.days = [ClassDay(on_date=day) for day in days_of(data)]
    db.session.add(made)
    db.session.flush()
    audit.record(by, "class.create", "class", made.id)
    return made


def _fill(made: TrainingClass, data: ClassData, by: Actor) -> None:
    body_id = data.body_id if Role.COUNSELLOR in by.roles else by.scope.body_id
    body = db.session.get(SendingBody, body_id) if body_id else None
    if body_id and body is None:
        raise Invalid(_("Choose the sending body from the list."))
    made.kind, made.title, made.place = data.kind, data.title, data.place
    made.body = body
    made.body_id = body.id if body else None
    made.organiser = data.organiser or (body.name if body else by.office_name)
    made.market_code = data.market_code or None
    made.starts_on, made.ends_on, made.capacity = data.starts_on, data.ends_on, data.capacity


def hold_class(training_class: TrainingClass) -> None:
    """Hold the class's row until the transaction ends, and read it again."""
    db.session.execute(
        sa.select(TrainingClass.id).where(TrainingClass.id == training_class.id).with_for_update()
    )
    db.session.refresh(training_class)


def must_be_open(training_class: TrainingClass) -> None:
    """Raise Conflict for a class that is finished or cancelled."""
    if training_class.state is ClassState.CLOSED:
        raise Conflict(_("This class is finished. Nothing is changed in it."))
    if training_class.state is ClassState.CANCELLED:
        raise Conflict(_("This class was cancelled. Nothing is changed in it."))


def edit_class(
    training_class: TrainingClass, data: ClassData, *, by: Actor, version: int
) -> TrainingClass:
    """Change a class; its kind and body stay. ``version`` is the one the reader saw.

    Raises Stale when somebody was faster, Invalid when fewer places are left than people are
    in it or a day falls away on which attendance was marked.
    """
    must_run(by, training_class)
    hold_class(training_class)
    if training_class.version != version:
        raise Stale(_("Somebody has changed this class meanwhile. Look again, then save."))
    must_be_open(training_class)
    taken = count_taken(training_class.id)
    if data.capacity < taken:
        raise Invalid(
            ngettext(
                "%(num)s person is in this class already.",
                "%(num)s people are in this class already.",
                taken,
            )
        )
    _change_days(training_class, days_of(data))
    training_class.title, training_class.place = data.title, data.place
    training_class.organiser = data.organiser or training_class.organiser
    training_class.market_code = data.market_code or None
    training_class.starts_on, training_class.ends_on = data.starts_on, data.ends_on
    training_class.capacity = data.capacity
    db.session.flush()
    audit.record(by, "class.edit", "class", training_class.id)
    return training_class


def _change_days(training_class: TrainingClass, wanted: list[date]) -> None:
    marked = set(
        db.session.scalars(
            sa.select(ClassDay.on_date)
            .join(ClassAttendance, ClassAttendance.day_id == ClassDay.id)
            .where(ClassDay.class_id == training_class.id)
        )
    )
    if marked - set(wanted):
        raise Invalid(_("Attendance was marked on a day that would fall away."))
    held = {day.on_date: day for day in training_class.days}
    for on, row in held.items():
        if on not in wanted:
            db.session.delete(row)
    new = [ClassDay(class_id=training_class.id, on_date=on) for on in wanted if on not in held]
    db.session.add_all(new)
    db.session.flush()
    db.session.expire(training_class, ["days"])


def close_class(training_class: TrainingClass, *, by: Actor) -> TrainingClass:
    """Finish a class; a second time changes nothing. Raises Invalid while a result is open."""
    must_run(by, training_class)
    hold_class(training_class)
    if training_class.state is ClassState.CLOSED:
        return training_class
    must_be_open(training_class)
    open_results = db.session.scalar(
        sa.select(sa.func.count(Enrolment.id)).where(
            Enrolment.class_id == training_class.id,
            Enrolment.taken_off_at.is_(None),
            Enrolment.result == Result.NONE,
        )
    )
    if open_results:
        raise Invalid(
            ngettext(
                "%(num)s person has no result yet.",
                "%(num)s people have no result yet.",
                open_results,
            )
        )
    return _end(training_class, ClassState.CLOSED, "class.close", by)


def cancel_class(training_class: TrainingClass, *, by: Actor) -> TrainingClass:
    """Cancel a class that nobody has attended yet; its people wait again.

    Raises Invalid when attendance was marked.
    """
    must_run(by, training_class)
    hold_class(training_class)
    if training_class.state is ClassState.CANCELLED:
        return training_class
    must_be_open(training_class)
    marked = sa.select(ClassAttendance.id).join(ClassDay, ClassDay.id == ClassAttendance.day_id)
    if db.session.scalars(marked.where(ClassDay.class_id == training_class.id).limit(1)).first():
        raise Invalid(_("Attendance was marked already: finish the class instead."))
    return _end(training_class, ClassState.CANCELLED, "class.cancel", by)


def _end(training_class: TrainingClass, state: ClassState, act: str, by: Actor) -> TrainingClass:
    training_class.state = state
    db.session.flush()
    audit.record(by, act, "class", training_class.id, fields=["state"])
    return training_class
