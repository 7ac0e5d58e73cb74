"""The licence as other rooms ask for it, and what follows when it ends."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from jobfair import audit
from jobfair.access import Actor
from jobfair.agencies.licence import (
    LicenceStatus,
    body_ok,
    closing_event,
    licence_status,
)
from jobfair.database import db
from jobfair.lib.clock import today
from jobfair.models import (
    CaseFile,
    LicenceEvent,
    Placement,
    Programme,
    SendingBody,
    Stage,
    Task,
)

BEFORE_DEPARTURE = tuple(Stage)[: tuple(Stage).index(Stage.DEPARTED)]
"""The stages in which a person has not left yet."""

TASK_KIND = "licence"


def _waiting(body: SendingBody) -> Sequence[tuple[Placement, CaseFile, str]]:
    """Open placements of the body before departure, each with its case and market."""
    query = (
        sa.select(Placement, CaseFile, Programme.market_code)
        .join(CaseFile, CaseFile.id == Placement.case_id)
        .join(Programme, Programme.code == Placement.programme_code)
        .where(
            Placement.body_id == body.id,
            Placement.closed_on.is_(None),
            CaseFile.closed_at.is_(None),
            CaseFile.stage.in_(BEFORE_DEPARTURE),
        )
        .order_by(Placement.id)
    )
    return [(placement, case, market) for placement, case, market in db.session.execute(query)]


def on_licence_change(body: SendingBody, by: Actor | str, day: date | None = None) -> int:
    """Give every open placement before departure a task the day its body stops being OK.

    One task per placement and document (key ``licence:<placement>:<event>``), at the office
    that owns the case, due the same day (model.md, body_ok). Asking again makes nothing new.
    Gives the number of tasks made.
    """
    on = day or today()
    wanted: dict[str, Task] = {}
    for placement, case, market in _waiting(body):
        if body_ok(body, market, on):
            continue
        event = closing_event(body, market, on)
        key = f"licence:{placement.id}:{event.id if event else 'none'}"
        document = f": {event.document_no}" if event else ""
        wanted[key] = Task(
            key=key,
            kind=TASK_KIND,
            office_id=case.owner_office_id,
            person_id=case.person_id,
            case_id=case.id,
            note=f"{body.name}{document}"[:300],
            due_on=on,
        )
    known = set(db.session.scalars(sa.select(Task.key).where(Task.key.in_(wanted))))
    made = [task for key, task in wanted.items() if key not in known]
    db.session.add_all(made)
    db.session.flush()
    if made:
        ids = [task.person_id or "" for task in made]
        audit.record(by, "licence.tasks", "sending_body", body.id, person_ids=ids)
    return len(made)


def tasks_of(event_id: str) -> sa.Select[Task]:
    """The tasks that a document made."""
    return sa.select(Task).where(Task.kind == TASK_KIND, Task.key.like(f"licence:%:{event_id}"))


def count_tasks(event: LicenceEvent) -> int:
    """How many people on the way a document gave a task."""
    counted = sa.select(sa.func.count()).select_from(tasks_of(event.id).subquery())
    return db.session.scalar(counted) or 0


def check_licences(day: date | None = None, by: Actor | str = "system") -> int:
    """Look at every body with open placements, once a day: a document may begin or run out.

    Gives the number of tasks made; asking again the same day makes nothing new.
    """
    query = (
        sa.select(SendingBody)
        .where(
            sa.exists().where(Placement.body_id == SendingBody.id, Placement.closed_on.is_(None))
        )
        .options(selectinload(SendingBody.licence_events))
        .order_by(SendingBody.id)
    )
    return sum(on_licence_change(body, by, day) for body in db.session.scalars(query))


__all__ = [
    "BEFORE_DEPARTURE",
    "LicenceStatus",
    "body_ok",
    "check_licences",
    "closing_event",
    "count_tasks",
    "licence_status",
    "on_licence_change",
    "tasks_of",
]
