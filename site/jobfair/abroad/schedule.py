"""What hangs on a stay: check-ins after the exit, checks of work after the return, the plan.

Made, closed or taken back in the transaction of the step (``cases.hooks.STEP_TAKEN``); the
worker's minute catches up with departures that came another way.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from jobfair.abroad.settings import (
    CHECK_IN_DAYS,
    JOB_MONTHS,
    forget_days,
    plan_months,
)
from jobfair.abroad.stays import derive
from jobfair.cases.hooks import STEP_TAKEN
from jobfair.cases.offices import body_office, centre_office, office_for_person
from jobfair.cases.tasks import TASK_LABELS, open_task
from jobfair.database import db
from jobfair.lib.clock import add_months, add_working_days, now, today
from jobfair.messages.worker import PERIODIC
from jobfair.models import (
    CaseEvent,
    CaseFile,
    CheckIn,
    Departure,
    JobCheck,
    Placement,
    ReturnPlan,
    StayAbroad,
    StayState,
    Task,
)

AT_MOST: Final = 500
"""Rows in one turn of the worker; the rest follow in the next."""

TASK_LABELS["return_plan"] = _l("Ask for the plan after the contract")


def follow_step(case: CaseFile, event: CaseEvent) -> None:
    """Bring stays, check-ins and checks of work up to the step that was just taken."""
    for stay in derive(case):
        _plan_check_ins(stay)
        _plan_job_checks(stay)
        _close_plan(stay)
    _take_back(case)


def _take_back(case: CaseFile) -> None:
    """Nothing is asked any more about a departure that a correction took back."""
    undone = sa.select(StayAbroad.placement_id).where(
        StayAbroad.case_id == case.id, StayAbroad.undone_at.is_not(None)
    )
    for kind in (CheckIn, JobCheck):
        column = "skipped_at" if kind is CheckIn else "undone_at"
        db.session.execute(
            sa.update(kind)
            .where(kind.placement_id.in_(undone), getattr(kind, column).is_(None))
            .values({column: now()})
            .execution_options(synchronize_session="fetch")
        )


def office_that_calls(placement: Placement) -> str:
    """The sending body's office where it has one here, else the centre."""
    office = body_office(placement.body_id) or centre_office()
    return office.id


def _plan_check_ins(stay: StayAbroad) -> None:
    """Four rows a stay; open while the worker is abroad, put aside otherwise."""
    held = {
        row.day: row
        for row in db.session.scalars(
            sa.select(CheckIn).where(CheckIn.placement_id == stay.placement_id)
        )
    }
    abroad = stay.state is StayState.ABROAD
    for days in CHECK_IN_DAYS:
        row = held.get(days)
        if row is None:
            row = _new_check_in(stay, days)
        elif row.answered_at is None:
            row.due_on = stay.exit_on + timedelta(days=days)
            row.ask_on = max(row.ask_on, add_working_days(row.due_on, 0))
        if row.answered_at is not None:
            continue
        if not abroad:
            row.skipped_at = row.skipped_at or now()
        elif row.skipped_at is not None and not _too_old(row.due_on):
            row.skipped_at = None
    db.session.flush()


def _too_old(due_on: date) -> bool:
    return due_on < today() - timedelta(days=forget_days())


def _new_check_in(stay: StayAbroad, days: int) -> CheckIn:
    due = stay.exit_on + timedelta(days=days)
    row = CheckIn(
        placement_id=stay.placement_id,
        case_id=stay.case_id,
        day=days,
        due_on=due,
        ask_on=add_working_days(due, 0),
        office_id=office_that_calls(stay.placement),
        skipped_at=now() if _too_old(due) else None,
    )
    db.session.add(row)
    return row


def _plan_job_checks(stay: StayAbroad) -> None:
    """Three rows once the worker is home; taken back when the return was."""
    held = {
        row.months: row
        for row in db.session.scalars(
            sa.select(JobCheck).where(JobCheck.placement_id == stay.placement_id)
        )
    }
    if stay.home_on is None:
        for row in held.values():
            row.undone_at = row.undone_at or now()
        return
    office = office_for_person(stay.case.person.commune_code)
    for months in JOB_MONTHS:
        row = held.get(months) or JobCheck(
            placement_id=stay.placement_id,
            case_id=stay.case_id,
            months=months,
            office_id=office.id,
        )
        row.due_on, row.undone_at = add_months(stay.home_on, months), None
        db.session.add(row)
    db.session.flush()


def _close_plan(stay: StayAbroad) -> None:
    """The plan is not asked for once the worker is home or lost."""
    if stay.state is not StayState.ABROAD:
        db.session.execute(
            sa.update(Task)
            .where(Task.key == plan_key(stay), Task.done_at.is_(None))
            .values(done_at=now(), done_by="system")
        )


def plan_key(stay: StayAbroad) -> str:
    """One plan a stay and end of contract: an extension asks again."""
    return f"return_plan:{stay.placement_id}:{stay.end_on.isoformat() if stay.end_on else ''}"


def ask_for_plans(day: date | None = None) -> int:
    """Open the task of every stay that ends within six months and has no plan; gives how many."""
    on = day or today()
    until = add_months(on, plan_months())
    key = sa.literal("return_plan:") + StayAbroad.placement_id + ":"
    known = sa.select(Task.id).where(Task.key == key + sa.cast(StayAbroad.end_on, sa.String))
    lately = now() - timedelta(days=31 * (plan_months() + 1))
    planned = sa.select(ReturnPlan.id).where(
        ReturnPlan.placement_id == StayAbroad.placement_id, ReturnPlan.recorded_at > lately
    )
    ending = db.session.scalars(
        sa.select(StayAbroad)
        .where(
            StayAbroad.undone_at.is_(None),
            StayAbroad.state == StayState.ABROAD,
            StayAbroad.end_on.between(on, until),
            ~known.exists(),
            ~planned.exists(),
        )
        .order_by(StayAbroad.end_on, StayAbroad.id)
        .limit(AT_MOST)
    ).all()
    for stay in ending:
        office = office_for_person(stay.case.person.commune_code)
        due = add_working_days(on, 10)
        open_task("return_plan", plan_key(stay), office.id, stay.case, due=due)
    return len(ending)


def catch_up() -> int:
    """Follow departures that have no stay yet: older ones, and those that were imported."""
    lacking = db.session.scalars(
        sa.select(CaseFile)
        .join(Placement, Placement.case_id == CaseFile.id)
        .join(Departure, Departure.placement_id == Placement.id)
        .outerjoin(StayAbroad, StayAbroad.placement_id == Placement.id)
        .where(Departure.undone_at.is_(None), StayAbroad.id.is_(None))
        .order_by(CaseFile.id)
        .limit(AT_MOST)
    ).all()
    for case in lacking:
        for stay in derive(case):
            _plan_check_ins(stay)
            _plan_job_checks(stay)
    return len(lacking)


STEP_TAKEN.append(follow_step)
PERIODIC.extend((catch_up, ask_for_plans))
