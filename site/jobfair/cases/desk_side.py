"""Beside the call list: the next conference, the commune's target, counts, open tasks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from jobfair import audit
from jobfair.access import Actor, Scope
from jobfair.cases.history import append_event
from jobfair.cases.locking import hold_case
from jobfair.cases.scoping import in_scope
from jobfair.cases.tasks import DATED_TASKS, TASK_LABELS
from jobfair.conferences.door_days import door_is_open
from jobfair.database import db
from jobfair.errors import Invalid, NotFound
from jobfair.lib import clock
from jobfair.lib.codes import new_form_key
from jobfair.models import (
    CaseFile,
    Commune,
    Conference,
    ConferenceState,
    Departure,
    Office,
    OfficeKind,
    Person,
    Registration,
    RegistrationState,
    Role,
    Stage,
    Target,
    Task,
)

A_YEAR: Final = timedelta(days=366)
TASK_WORDS: Final = TASK_LABELS | {
    "phone_change": _l("The phone number is to be changed"),
    "withdraw_request": _l("The worker takes back the consent to keep the data"),
}
"""Kind of a task -> what it is about; kinds not listed show their note alone."""

_BASES: Final = ("resolution", "project", "ambition", "demo")


@dataclass(frozen=True)
class ConferenceAhead:
    """A conference of the actor's office that is not over, and who is still to be called."""

    conference: Conference
    days: int
    to_call: int
    door_open: bool


@dataclass(frozen=True)
class CommuneTarget:
    """A commune's target of one year; ``value`` None means it was not given."""

    commune: str
    year: int
    value: int | None
    departed: int
    due_by_now: int | None


def list_conferences_ahead(actor: Actor, limit: int = 5) -> list[ConferenceAhead]:
    """Conferences of the actor's communes or offices that are not over, the next one first."""
    offices = [grant.office_id for grant in actor.grants]
    own = sa.or_(
        Conference.host_office_id.in_(offices),
        Conference.commune_code.in_(actor.scope.communes),
    )
    to_call = (
        sa.select(sa.func.count(Registration.id))
        .join(CaseFile, CaseFile.id == Registration.case_id)
        .where(
            Registration.conference_id == Conference.id,
            Registration.state == RegistrationState.HELD,
            CaseFile.next_step == "call_before_conference",
        )
        .scalar_subquery()
    )
    rows = db.session.execute(
        sa.select(Conference, to_call)
        .where(own, Conference.ends_at > clock.now())
        .where(Conference.state.in_((ConferenceState.OPEN, ConferenceState.CLOSED)))
        .order_by(Conference.starts_at, Conference.id)
        .limit(limit)
    )
    day = clock.today()
    return [
        ConferenceAhead(c, (clock.to_local(c.starts_at).date() - day).days, n, door_is_open(c, day))
        for c, n in rows
    ]


def get_commune_target(code: str, day: date) -> CommuneTarget | None:
    """The commune's departures this year beside its target; None for an unknown commune.

    Several bases may name a number; the binding one comes first. ``due_by_now`` is the share
    of the target that the days gone by of the year would need.
    """
    names = db.session.scalars(
        sa.select(Commune.short_name).where(Commune.code == code).order_by(Commune.valid_from)
    ).all()
    if not names:
        return None
    rows = db.session.execute(
        sa.select(Target.basis, Target.value).where(
            Target.unit == code,
            Target.year == str(day.year),
            Target.indicator == "departed",
            Target.market_code == "*",
        )
    )
    given = {basis: value for basis, value in rows if value is not None}
    value = next((given[basis] for basis in _BASES if basis in given), None)
    target = int(value) if value is not None else None
    share = Decimal(day.timetuple().tm_yday) / 365
    due = round(target * min(share, Decimal(1))) if target is not None else None
    return CommuneTarget(names[-1], day.year, target, count_departed(day.year, [code]), due)


def count_departed(year: int, communes: list[str] | None = None) -> int:
    """Departures of the year that stand, of the communes or of all."""
    query = sa.select(sa.func.count()).where(  # of rows: the index has no id
        Departure.undone_at.is_(None),
        Departure.exit_on.between(date(year, 1, 1), date(year, 12, 31)),
    )
    if communes is not None:
        query = query.where(Departure.commune_code.in_(communes))
    return db.session.scalar(query) or 0


def count_stages(scope: Scope) -> dict[Stage, int]:
    """Open cases in scope by stage, in the order of the journey; empty stages are left out."""
    rows = db.session.execute(
        sa.select(CaseFile.stage, sa.func.count(CaseFile.id))
        .where(CaseFile.closed_at.is_(None), in_scope(scope))
        .group_by(CaseFile.stage)
    )
    found = dict(rows.all())
    return {stage: found[stage] for stage in Stage if stage in found}


@dataclass(frozen=True)
class OpenTask:
    """A task with the person it is about, if any."""

    task: Task
    person: Person | None
    late: int


def _own_tasks(actor: Actor) -> sa.ColumnElement[bool]:
    """Tasks of the actor's offices; the centre's also for a counsellor who sits elsewhere."""
    offices = [grant.office_id for grant in actor.grants]
    own: sa.ColumnElement[bool] = Task.office_id.in_(offices)
    if Role.COUNSELLOR in actor.roles:
        centre = sa.select(Office.id).where(Office.kind == OfficeKind.CENTRE)
        own = sa.or_(own, Task.office_id.in_(centre))
    return own


def list_tasks(actor: Actor, limit: int = 20) -> list[OpenTask]:
    """Open tasks of the actor's offices, the most urgent first.

    A sending body sees those of people whom it may still see. Rows are read up to the day of
    the last one that is shown.
    """
    day = clock.today()
    where = [_own_tasks(actor), Task.done_at.is_(None)]
    if actor.scope.body_id:
        seen = sa.select(CaseFile.id).where(in_scope(actor.scope))
        where.append(sa.or_(Task.case_id.is_(None), Task.case_id.in_(seen)))
    days = sa.select(Task.due_on).where(*where).order_by(Task.due_on).offset(limit - 1).limit(1)
    soon = Task.due_on <= sa.func.coalesce(days.correlate(None).scalar_subquery(), date.max)
    rows = db.session.execute(
        sa.select(Task, Person)
        .outerjoin(Person, Person.id == Task.person_id)
        .where(*where, soon)
        .order_by(Task.due_on, Task.id)
        .limit(limit)
    )
    return [OpenTask(task, person, max(0, (day - task.due_on).days)) for task, person in rows]


def get_task(task_id: str, by: Actor) -> Task:
    """A task of the actor's office, held. Raises NotFound for any other."""
    task = db.session.scalars(
        sa.select(Task).where(Task.id == task_id, _own_tasks(by)).with_for_update()
    ).one_or_none()
    if task is None:
        raise NotFound()
    return task


def finish_task(task_id: str, by: Actor, on: date | None = None) -> Task:
    """Mark a task of the actor's office done; a second time changes nothing.

    ``on``: the day on which it really happened, today unless said otherwise. Raises NotFound
    for a task of another office, as for one that is not there; Invalid for a day to come.
    """
    task = get_task(task_id, by)
    if task.done_at is None:
        if on is not None and not clock.today() - A_YEAR <= on <= clock.today():
            raise Invalid(_("The day lies in the last twelve months."))
        task.done_at, task.done_by = clock.now(), by.user_id
        if task.kind in DATED_TASKS:
            task.done_on = on or clock.today()
            _tell(task, by)
        people = [task.person_id] if task.person_id else []
        audit.record(by, "task.done", "task", task.id, person_ids=people, fields=("done_at",))
        db.session.flush()
    return task


def _tell(task: Task, by: Actor) -> None:
    """The line in the history of the case that the task is about."""
    case = db.session.get(CaseFile, task.case_id) if task.case_id else None
    if case is not None:
        hold_case(case)
        append_event(
            case,
            "record",
            by=by,
            act_key=new_form_key(),
            reason=task.kind,
            document_ref=clock.show_date(task.done_on) if task.done_on else "",
        )
