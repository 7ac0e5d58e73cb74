"""What the timeline tells of the way home: the plan for it, and the work that was found there."""

from __future__ import annotations

import sqlalchemy as sa
from flask_babel import gettext as _

from jobfair.abroad.words import JOB_EVIDENCE, JOB_OUTCOMES, PLAN_WORK, WISHES, WORKS
from jobfair.cases.hooks import Happening
from jobfair.database import db
from jobfair.filters import show_day
from jobfair.lib.text import lower_first
from jobfair.models import CaseFile, JobCheck, ReturnPlan, UserAccount


def told_home(case: CaseFile) -> list[Happening]:
    """The plan and each check of work that was answered."""
    return [*_plans(case), *_jobs(case)]


def _plans(case: CaseFile) -> list[Happening]:
    rows = db.session.execute(
        sa.select(ReturnPlan, UserAccount.full_name)
        .join(UserAccount, UserAccount.id == ReturnPlan.recorded_by, isouter=True)
        .where(ReturnPlan.case_id == case.id)
    )
    return [
        Happening(plan.recorded_at, _plan_words(plan), name or "", topic="abroad")
        for plan, name in rows
    ]


def _plan_words(plan: ReturnPlan) -> str:
    parts = [lower_first(str(WISHES.get(plan.wish, plan.wish)))]
    if plan.home_on is not None:
        parts.append(show_day(plan.home_on))
    parts.append(lower_first(plan.work_text or str(PLAN_WORK.get(plan.work, ""))))
    return _("Plan after the contract: %(plan)s", plan=", ".join(filter(None, parts)))


def _jobs(case: CaseFile) -> list[Happening]:
    rows = db.session.execute(
        sa.select(JobCheck, UserAccount.full_name)
        .join(UserAccount, UserAccount.id == JobCheck.recorded_by, isouter=True)
        .where(JobCheck.case_id == case.id, JobCheck.undone_at.is_(None))
        .order_by(JobCheck.months)
    )
    return [
        Happening(check.recorded_at, _job_words(check), name or "", topic="abroad")
        for check, name in rows
        if check.recorded_at is not None
    ]


def _job_words(check: JobCheck) -> str:
    parts = [str(JOB_OUTCOMES.get(check.outcome, check.outcome)), check.work]
    if check.outcome in WORKS:
        seen = str(JOB_EVIDENCE.get(check.evidence, ""))
        parts.append(" ".join(filter(None, (seen, check.evidence_ref))))
    what = ", ".join(lower_first(part) for part in parts if part)
    return _("Work at home after %(months)s months: %(what)s", months=check.months, what=what)
