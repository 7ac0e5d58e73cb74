"""One report on the body for each departure that lacked something; answered, decided, dated.

Nobody waives the certificate (Law 69/2020/QH14 Art. 44(5)): who has left without it stays in the
red figures, whatever is decided about the body.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from jobfair import audit
from jobfair.access import Actor
from jobfair.cases.offices import centre_office
from jobfair.cases.queries import find_departure, last_placement
from jobfair.cases.settings import get_number
from jobfair.cases.tasks import find_task, open_task
from jobfair.database import db
from jobfair.errors import Conflict, Invalid, NotFound, Stale
from jobfair.lib.clock import add_working_days, now, today
from jobfair.models import (
    BodyReport,
    CaseEvent,
    CaseFile,
    Departure,
    Placement,
    ReportState,
    Stage,
)
from jobfair.training.words import DECISIONS

TASK = "body_report"
WAITING = (ReportState.OPEN, ReportState.ANSWERED)


def answer_days() -> int:
    """Working days in which a body explains (a setting, to be checked)."""
    return get_number("limit.body_report_days", 10)


def task_key(departure_id: str) -> str:
    """The key of the task: one departure, one task."""
    return f"{TASK}:{departure_id}"


def follow_step(case: CaseFile, event: CaseEvent) -> None:
    """After a step into or out of ``departed``: open the report, or take it back."""
    if Stage.DEPARTED not in (event.from_stage, event.to_stage):
        return
    placement = last_placement(case)
    departure = find_departure(placement.id) if placement else None
    if departure is not None and placement is not None:
        follow_departure(case, placement, departure)


def follow_departure(case: CaseFile, placement: Placement, departure: Departure) -> None:
    """Bring the report of a departure in step with it; asking again changes nothing."""
    report = find_report(departure.id)
    stands = departure.undone_at is None and bool(departure.without_gate)
    if stands and (report is None or report.state is ReportState.TAKEN_BACK):
        _open(case, placement, departure, report)
    elif not stands and report is not None and report.state is not ReportState.TAKEN_BACK:
        report.state = ReportState.TAKEN_BACK
        _close_task(departure.id, "system")
        audit.record("system", "body_report.take_back", TASK, report.id)
    db.session.flush()


def find_report(departure_id: str) -> BodyReport | None:
    """The report of a departure, or None."""
    return db.session.scalars(
        sa.select(BodyReport).where(BodyReport.departure_id == departure_id)
    ).one_or_none()


def _open(
    case: CaseFile, placement: Placement, departure: Departure, report: BodyReport | None
) -> None:
    due_on = add_working_days(today(), answer_days())
    if report is None:
        report = BodyReport(departure_id=departure.id, body_id=placement.body_id, case_id=case.id)
    report.missing, report.state = departure.without_gate, ReportState.OPEN
    report.opened_at, report.due_on = now(), due_on
    db.session.add(report)
    db.session.flush()
    open_task(
        TASK,
        task_key(departure.id),
        centre_office().id,
        case,
        note=placement.body.short_name or placement.body.name,
        due=report.due_on,
    )
    audit.record("system", "body_report.open", TASK, report.id, person_ids=[case.person_id])


def _close_task(departure_id: str, who: str) -> None:
    task = find_task(task_key(departure_id))
    if task is not None and task.done_at is None:
        task.done_at, task.done_by = now(), who


def get_report(report_id: str) -> BodyReport:
    """A report with its departure, body and person. Raises NotFound."""
    found = db.session.scalars(
        sa.select(BodyReport)
        .where(BodyReport.id == report_id)
        .options(
            joinedload(BodyReport.body),
            joinedload(BodyReport.departure),
            joinedload(BodyReport.case).joinedload(CaseFile.person),
        )
    ).one_or_none()
    if found is None:
        raise NotFound()
    return found


@dataclass(frozen=True, slots=True)
class Answer:
    """What the body explained: its document, the day, the gist."""

    number: str
    on: date
    text: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What follows for the body; ``code`` is one of ``words.DECISIONS``."""

    code: str
    number: str
    on: date
    note: str = ""


def _hold(report: BodyReport, version: int) -> None:
    """Hold the row. Raises Stale when it is not the version the reader saw, Conflict when over."""
    db.session.execute(sa.select(BodyReport.id).where(BodyReport.id == report.id).with_for_update())
    db.session.refresh(report)
    if report.version != version:
        raise Stale(_("Somebody has written in this report meanwhile. Look again, then save."))
    if report.state is ReportState.TAKEN_BACK:
        raise Conflict(_("The departure was taken back: there is nothing to report."))


def _not_before(report: BodyReport, on: date) -> None:
    if on > today():
        raise Invalid(_("The day is in the future."))
    if on < report.departure.exit_on:
        raise Invalid(_("The day is before the exit."))


def record_answer(report: BodyReport, answer: Answer, *, by: Actor, version: int) -> BodyReport:
    """Write down what the body explained. Raises Stale, Conflict once decided, Invalid."""
    _hold(report, version)
    if report.state is ReportState.DECIDED:
        raise Conflict(_("This report is decided already."))
    _not_before(report, answer.on)
    report.answer, report.answer_no, report.answered_on = answer.text, answer.number, answer.on
    report.state = ReportState.ANSWERED
    db.session.flush()
    audit.record(by, "body_report.answer", TASK, report.id, fields=["state"])
    return report


def decide(report: BodyReport, decision: Decision, *, by: Actor, version: int) -> BodyReport:
    """Decide what follows; the centre's task is done with it. Raises Stale, Conflict, Invalid."""
    _hold(report, version)
    if decision.code not in DECISIONS:
        raise Invalid(_("Choose one of the list."))
    if decision.code == "cleared" and not decision.note:
        raise Invalid(_("Write down why nothing follows."))
    _not_before(report, decision.on)
    report.decision, report.decision_no = decision.code, decision.number
    report.decision_note, report.decided_on = decision.note, decision.on
    report.decided_by, report.state = by.user_id, ReportState.DECIDED
    _close_task(report.departure_id, by.user_id)
    db.session.flush()
    audit.record(by, "body_report.decide", TASK, report.id, fields=["decision"])
    return report


def count_waiting_reports(day: date) -> tuple[int, int]:
    """Reports that are not decided, and how many of them are overdue on the day."""
    late = sa.func.sum(sa.case((BodyReport.due_on < day, 1), else_=0))
    row = db.session.execute(
        sa.select(sa.func.count(BodyReport.id), late).where(BodyReport.state.in_(WAITING))
    ).one()
    return int(row[0]), int(row[1] or 0)
