"""The plan before the return, and the checks of work after it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from jobfair import audit
from jobfair.abroad.words import JOB_EVIDENCE, JOB_OUTCOMES, PLAN_WORK, WISHES, WORKS
from jobfair.access import Actor, Scope
from jobfair.cases.locking import hold_case
from jobfair.cases.owners import must_hold
from jobfair.cases.scoping import in_scope
from jobfair.cases.tasks import close_tasks
from jobfair.database import db
from jobfair.errors import Conflict, Invalid, NotFound
from jobfair.lib.clock import now, today
from jobfair.models import CaseFile, JobCheck, ReturnPlan, StayAbroad

LETTERS: Final = frozenset("OC")
MOST_LOAN: Final = 10**10  # đồng


@dataclass(frozen=True, slots=True)
class PlanData:
    """What the worker wants after the contract; ``loan_left`` in đồng."""

    wish: str
    home_on: date | None = None
    work: str = ""
    work_text: str = ""
    loan_left: int | None = None
    training: bool = False
    training_text: str = ""


@dataclass(frozen=True, slots=True)
class JobData:
    """What a check of work at home found."""

    outcome: str
    evidence: str = ""
    evidence_ref: str = ""
    work: str = ""


def find_plan(placement_id: str) -> ReturnPlan | None:
    """The plan of a placement, or None."""
    return db.session.scalars(
        sa.select(ReturnPlan).where(ReturnPlan.placement_id == placement_id)
    ).one_or_none()


def open_stay(case: CaseFile) -> StayAbroad:
    """The last stay of a case that counts. Raises NotFound for who has not left."""
    stay = db.session.scalars(
        sa.select(StayAbroad)
        .where(StayAbroad.case_id == case.id, StayAbroad.undone_at.is_(None))
        .order_by(StayAbroad.exit_on.desc())
        .limit(1)
    ).first()
    if stay is None:
        raise NotFound()
    return stay


def save_plan(case: CaseFile, data: PlanData, *, by: Actor, act_key: str) -> ReturnPlan:
    """Record the plan, or what became of it since; closes the task that asked for it.

    The same ``act_key`` again changes nothing. Raises Forbidden, Conflict for who is home
    already, Invalid for a code that is none or a day before the exit.
    """
    must_hold(by, case, LETTERS)
    hold_case(case)
    stay = open_stay(case)
    plan = find_plan(stay.placement_id)
    if plan is not None and plan.act_key == act_key:
        return plan
    if stay.home_on is not None:
        raise Conflict(_("This person is home already."))
    if data.wish not in WISHES or (data.work and data.work not in PLAN_WORK):
        raise Invalid(_("Choose one of the list."))
    if data.home_on is not None and data.home_on <= stay.exit_on:
        raise Invalid(_("The day of coming home is before the exit"))
    if plan is None:
        plan = ReturnPlan(placement_id=stay.placement_id, case_id=case.id)
    plan.wish, plan.home_on = data.wish, data.home_on
    plan.work, plan.work_text = data.work, data.work_text
    plan.loan_left, plan.training = data.loan_left, data.training
    plan.training_text = data.training_text
    plan.act_key, plan.recorded_by, plan.recorded_at = act_key, by.user_id, now()
    db.session.add(plan)
    close_tasks(case, ("return_plan",), by)
    audit.record(by, "abroad.plan", "case", case.id, person_ids=[case.person_id])
    db.session.flush()
    return plan


def get_job_check(check_id: str, scope: Scope) -> JobCheck:
    """A check of work in scope, with case and person. Raises NotFound for any other."""
    found = db.session.scalars(
        sa.select(JobCheck)
        .join(JobCheck.case)
        .where(JobCheck.id == check_id, JobCheck.undone_at.is_(None), in_scope(scope))
        .options(joinedload(JobCheck.case).joinedload(CaseFile.person))
    ).one_or_none()
    if found is None:
        raise NotFound()
    return found


def record_job(check: JobCheck, data: JobData, *, by: Actor, act_key: str) -> JobCheck:
    """Record what is known of work at home; a later word replaces an earlier one, audited.

    Work needs its kind of evidence. The same ``act_key`` again changes nothing. Raises
    Forbidden, Conflict before the check is due, Invalid.
    """
    must_hold(by, check.case, LETTERS)
    db.session.execute(sa.select(JobCheck.id).where(JobCheck.id == check.id).with_for_update())
    db.session.refresh(check)
    if check.act_key == act_key:
        return check
    if check.due_on > today():
        raise Conflict(_("This check is not due yet."))
    if data.outcome not in JOB_OUTCOMES or (data.evidence and data.evidence not in JOB_EVIDENCE):
        raise Invalid(_("Choose one of the list."))
    if data.outcome in WORKS and not (data.evidence and data.work):
        raise Invalid(_("Say which work it is, and how you know."))
    works = data.outcome in WORKS
    check.outcome = data.outcome
    check.evidence = data.evidence if works else ""
    check.evidence_ref = data.evidence_ref if works else ""
    check.work = data.work if works else ""
    check.act_key, check.recorded_by, check.recorded_at = act_key, by.user_id, now()
    audit.record(
        by,
        "abroad.job_check",
        "case",
        check.case_id,
        person_ids=[check.case.person_id],
        reason=data.outcome,
    )
    db.session.flush()
    return check
