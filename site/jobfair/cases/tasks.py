"""Work beside the one next step: refunds, exits to confirm, early payments, requests."""

from __future__ import annotations

from datetime import date
from typing import Final

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from jobfair.access import Actor
from jobfair.database import db
from jobfair.lib.clock import now, today
from jobfair.models import CaseFile, Task
from jobfair.working_days import working_day

TASK_LABELS: dict[str, object] = {
    "refund": _l("Pay back the worker's money"),
    "exit_report": _l("The sending body reports a departure"),
    "report": _l("A report waits for the leader"),
    "early_payment": _l("Money was paid before the contract"),
    "withdraw": _l("The worker asks to withdraw"),
    "consent_back": _l("The worker took back the consent for the sending body"),
    "licence": _l("The sending body may not send people now"),
    "clock180": _l("180 days have passed since the selection"),
    "national_db": _l("Report the exit to the national database"),
    "monthly_update": _l("Update the people abroad in the national database"),
    "liquidate": _l("Liquidate the contract before its 180 days end"),
    "liquidate_over": _l("180 days since the contract ended: not liquidated"),
    "duplicate": _l("Possibly the same person"),
    "promoted": _l("A seat is free: tell who waited"),
    "conference_changed": _l("Call: the conference has changed"),
    "conference_cancelled": _l("Call: the conference is cancelled"),
    "phone_change": _l("The phone number is to be changed"),
    "came_home": _l("The worker says: back in the country"),
    "withdraw_request": _l("The worker takes back the consent to keep the data"),
}
"""Kind -> words for staff."""

DATED_TASKS: Final = frozenset({"national_db", "monthly_update"})
"""Kinds that are done with the day on which it really happened."""


def task_label(kind: str) -> str:
    """The words for a kind of task; the kind itself where another room named it."""
    return str(TASK_LABELS.get(kind, kind))


def find_task(key: str) -> Task | None:
    """The task with this key, done or not."""
    return db.session.scalars(sa.select(Task).where(Task.key == key)).one_or_none()


def open_task(
    kind: str, key: str, office_id: str, case: CaseFile, *, note: str = "", due: date | None = None
) -> Task:
    """Open a task once: the same key gives the same task, opened again if it was closed.

    ``due`` is the next working day unless said otherwise.
    """
    task = find_task(key)
    if task is None:
        task = Task(
            key=key,
            kind=kind,
            office_id=office_id,
            person_id=case.person_id,
            case_id=case.id,
            note=note[:300],
            due_on=due or working_day(today(), 1),
        )
        db.session.add(task)
    elif task.done_at is not None:
        task.done_at, task.done_by, task.created_at = None, None, now()
    db.session.flush()
    return task


def has_open_task(case: CaseFile, kind: str) -> bool:
    """Whether a task of this kind waits on the case."""
    waiting = sa.select(Task.id).where(
        Task.case_id == case.id, Task.kind == kind, Task.done_at.is_(None)
    )
    return db.session.scalars(waiting.limit(1)).first() is not None


def close_tasks(case: CaseFile, kinds: tuple[str, ...], by: Actor | str) -> None:
    """Mark the case's open tasks of these kinds as done."""
    who = by.user_id if isinstance(by, Actor) else by
    db.session.execute(
        sa.update(Task)
        .where(Task.case_id == case.id, Task.kind.in_(kinds), Task.done_at.is_(None))
        .values(done_at=now(), done_by=who)
    )


def refund_key(placement_id: str) -> str:
    """The key of a placement's refund task: one placement, one task."""
    return f"refund:{placement_id}"
