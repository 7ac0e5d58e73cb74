"""Who was told of the last change or cancelling of a conference, and by which way."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from jobfair.conferences.plan import TOLD_OF
from jobfair.conferences.staff_queries import PLAN_ACTS, list_acts
from jobfair.database import db
from jobfair.models import AuditEvent, Conference, Office, OutboxMessage, Registration, Task

CHANGED = "conference.changed"
CANCELLED = "conference.cancelled"


def told_key(topic: str, registration_id: str, version: int) -> str:
    """What makes a telling happen once: the person's registration and the plan's version."""
    return f"{topic}:{registration_id}:{version}"


@dataclass(frozen=True)
class ToCall:
    """The calls of one office: how many, and how many are still to be made."""

    office: str
    all: int
    left: int


@dataclass(frozen=True)
class Told:
    """One telling: texts sent, texts that wait, calls by office."""

    act: AuditEvent
    sent: int
    waiting: int
    calls: list[ToCall]

    @property
    def people(self) -> int:
        """Everyone who is told, whatever the way."""
        return self.sent + self.waiting + sum(call.all for call in self.calls)


def find_told(conference: Conference) -> Told | None:
    """The last telling of the plan, or None while nothing was changed that is told.

    Each act on the plan raises its version by one, so the act's place says the version.
    """
    acts = [act for act in list_acts(conference.id) if act.action in PLAN_ACTS]
    for before, act in enumerate(acts):
        topic = _topic(act)
        if topic:
            keys = _keys(conference, topic, conference.version - before)
            told = Told(act, *_texts(keys), _calls(keys))
            return told if told.people else None
    return None


def _topic(act: AuditEvent) -> str:
    if act.action == "conference.cancel":
        return CANCELLED
    changed = act.action == "conference.edit" and TOLD_OF & set(act.fields.split(","))
    return CHANGED if changed else ""


def _keys(conference: Conference, topic: str, version: int) -> list[str]:
    rows = db.session.scalars(
        sa.select(Registration.id)
        .where(Registration.conference_id == conference.id)
        .order_by(Registration.id)
    )
    return [told_key(topic, registration_id, version) for registration_id in rows]


def _texts(keys: list[str]) -> tuple[int, int]:
    """How many were sent, how many wait."""
    sent = sa.func.count(OutboxMessage.done_at)
    row = db.session.execute(
        sa.select(sent, sa.func.count() - sent).where(OutboxMessage.key.in_(keys))
    ).one()
    return row[0], row[1]


def _calls(keys: list[str]) -> list[ToCall]:
    rows = db.session.execute(
        sa.select(Office.name, sa.func.count(), sa.func.count() - sa.func.count(Task.done_at))
        .join(Task, Task.office_id == Office.id)
        .where(Task.key.in_(keys))
        .group_by(Office.name)
        .order_by(Office.name)
    )
    return [ToCall(*row) for row in rows]
