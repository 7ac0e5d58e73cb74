"""The room's parts of the case page, of Today and of the timeline."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import sqlalchemy as sa
from flask_babel import gettext as _

from jobfair.abroad import schedule as schedule  # its hooks
from jobfair.abroad.lists import (
    case_incidents,
    list_own_incidents,
    list_to_ask,
    phones_of,
)
from jobfair.abroad.told import told_home
from jobfair.abroad.words import (
    HIDDEN_FROM_BODY,
    INCIDENT_KINDS,
    JOB_EVIDENCE,
    JOB_OUTCOMES,
    OUTCOME_KINDS,
    OUTCOMES,
    PLAN_WORK,
    PROBLEMS,
    SEVERITIES,
    STATES,
    STEP_KINDS,
    WISHES,
)
from jobfair.access import Actor, Permission
from jobfair.cases.hooks import PANELS, TIMELINE, TODAY, Happening, Panel
from jobfair.cases.sight import Sight
from jobfair.database import db
from jobfair.lib.clock import today
from jobfair.lib.codes import new_form_key
from jobfair.lib.text import lower_first
from jobfair.models import (
    CaseFile,
    CheckIn,
    CheckInAnswer,
    Incident,
    IncidentStep,
    JobCheck,
    ReturnPlan,
    StayAbroad,
    Task,
)

AT_MOST: Final = 8
"""So many rows of each kind stand on Today."""


# Any: a template's context.
def row_words() -> dict[str, Any]:
    """What the rows of check-ins and incidents are written with."""
    return {
        "outcomes": [(code, label) for code, label in OUTCOMES.items()],
        "outcome_labels": OUTCOMES,
        "outcome_kinds": OUTCOME_KINDS,
        "incident_kinds": INCIDENT_KINDS,
        "severities": SEVERITIES,
        "key": new_form_key,
        "today": today(),
    }


def today_panel(actor: Actor, day: date) -> Panel | None:
    """Whom to ask today, and the incidents that this office owns."""
    if not actor.can(Permission.RECORD_ABROAD):
        return None
    checks, total = list_to_ask(actor, day, AT_MOST)
    incidents = list_own_incidents(actor, day, AT_MOST)
    if not checks and not incidents:
        return None
    people = [row.case.person_id for row in checks]
    people += [row.case.person_id for row in incidents]
    values = row_words() | {
        "checks": checks,
        "total": total,
        "incidents": incidents,
        "phones": phones_of(people),
    }
    return Panel("abroad/_today.html", values, order=20, person_ids=tuple(people))


def case_panel(case: CaseFile, actor: Actor, sight: Sight) -> Panel | None:
    """The stay, its check-ins, incidents, plan and work at home."""
    stays = db.session.scalars(
        sa.select(StayAbroad)
        .where(StayAbroad.case_id == case.id, StayAbroad.undone_at.is_(None))
        .order_by(StayAbroad.exit_on.desc())
    ).all()
    if not stays:
        return None
    stay = stays[0]
    if sight.body_id is not None and stay.placement.body_id != sight.body_id:
        return None
    values = row_words() | {
        "stay": stay,
        "states": STATES,
        "checks": _rows(CheckIn, stay, CheckIn.day),
        "jobs": _rows(JobCheck, stay, JobCheck.months),
        "plan": _plan(stay),
        "incidents": case_incidents(case, actor),
        "said_home": _said_home(case),
        "wishes": WISHES,
        "plan_work": PLAN_WORK,
        "job_outcomes": JOB_OUTCOMES,
        "job_evidence": JOB_EVIDENCE,
        "may_return": actor.can(Permission.RECORD_RETURN),
        "may_record": actor.can(Permission.RECORD_ABROAD),
    }
    return Panel("abroad/_case.html", values, order=30)


# Any: rows of either table, told apart by their class.
def _rows(kind: Any, stay: StayAbroad, order: Any) -> list[Any]:
    query = sa.select(kind).where(kind.placement_id == stay.placement_id)
    if kind is JobCheck:
        query = query.where(JobCheck.undone_at.is_(None))
    return list(db.session.scalars(query.order_by(order)))


def _plan(stay: StayAbroad) -> ReturnPlan | None:
    return db.session.scalars(
        sa.select(ReturnPlan).where(ReturnPlan.placement_id == stay.placement_id)
    ).one_or_none()


def _said_home(case: CaseFile) -> Task | None:
    return db.session.scalars(
        sa.select(Task).where(
            Task.case_id == case.id, Task.kind == "came_home", Task.done_at.is_(None)
        )
    ).first()


def timeline(case: CaseFile, sight: Sight) -> list[Happening]:
    """Tries and answers of check-ins, steps of incidents."""
    told = _told_answers(case) + told_home(case)
    hidden = HIDDEN_FROM_BODY if sight.body_id is not None else frozenset()
    rows = db.session.execute(
        sa.select(IncidentStep, Incident.kind)
        .join(Incident, Incident.id == IncidentStep.incident_id)
        .where(Incident.case_id == case.id, Incident.kind.not_in(hidden))
    )
    for step, kind in rows:
        what = lower_first(str(INCIDENT_KINDS[kind].label if kind in INCIDENT_KINDS else kind))
        text = _(
            "Incident abroad, %(what)s: %(step)s",
            what=what,
            step=lower_first(str(STEP_KINDS[step.kind])),
        )
        text = f"{text}. {step.text}" if step.text else text
        bad = "bad" if step.kind == "open" else ""
        who = step.by_name or _("The worker")
        told.append(Happening(step.at, text, who, bad, topic="abroad"))
    return told


def _inside(outcome: str) -> str:
    """An answer inside a sentence."""
    return lower_first(str(OUTCOMES.get(outcome, outcome)))


def _told_answers(case: CaseFile) -> list[Happening]:
    rows = db.session.execute(
        sa.select(CheckInAnswer, CheckIn.day)
        .join(CheckIn, CheckIn.id == CheckInAnswer.check_in_id)
        .where(CheckIn.case_id == case.id)
    )
    return [
        Happening(
            answer.at,
            _("Asked on day %(day)s: %(what)s", day=days, what=_inside(answer.outcome))
            + (f". {answer.note}" if answer.note else ""),
            answer.by_name or _("The worker"),
            "bad" if answer.outcome in PROBLEMS else "",
            topic="abroad",
        )
        for answer, days in rows
    ]


TODAY.append(today_panel)
PANELS.append(case_panel)
TIMELINE.append(timeline)
