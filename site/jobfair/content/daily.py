"""What the worker does once a day: new values whose day has come, a task for what is overdue."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from jobfair.access import Actor, Permission
from jobfair.cases.hooks import TODAY, Panel
from jobfair.cases.offices import centre_office, department_office
from jobfair.cases.tasks import TASK_LABELS
from jobfair.content.clip_list import list_waiting
from jobfair.content.items import count_overdue
from jobfair.content.queries import count_drafts
from jobfair.content.values import apply_ripe
from jobfair.database import db
from jobfair.lib.clock import today
from jobfair.messages.worker import PERIODIC
from jobfair.models import Office, OfficeKind, Task
from jobfair.working_days import working_day

TASK_KIND: Final = "facts_overdue"
DAYS: Final = 5
"""Working days that the centre has before the department hears of what it left."""

TASK_LABELS[TASK_KIND] = _l("Public facts are overdue for checking")
_done: set[date] = set()


def _week(day: date) -> str:
    return (day - timedelta(days=day.weekday())).isoformat()


def _open(office: Office, number: int, key: str, due: date) -> int:
    """One task an office and week; asking again the same week makes nothing new."""
    known = sa.select(Task.id).where(Task.key == key)
    if not number or db.session.scalars(known).first() is not None:
        return 0
    note = _("%(number)s to be checked: Public texts, What is due", number=number)
    db.session.add(Task(key=key, kind=TASK_KIND, office_id=office.id, note=note, due_on=due))
    db.session.flush()
    return 1


def remind(day: date) -> int:
    """Open the week's task at each office that has something overdue; gives how many.

    What the centre was asked about a week ago and left open is told to the department.
    """
    counts, week = count_overdue(day), _week(day)
    centre, department = centre_office(), department_office()
    due = working_day(day, DAYS)
    made = 0
    for kind, office in ((OfficeKind.CENTRE, centre), (OfficeKind.DEPARTMENT, department)):
        made += _open(office, counts[kind], f"{TASK_KIND}:{kind}:{week}", due)
    left = sa.select(Task.id).where(
        Task.kind == TASK_KIND,
        Task.key.like(f"{TASK_KIND}:{OfficeKind.CENTRE}:%"),
        Task.done_at.is_(None),
        Task.due_on < day,
    )
    if centre.id != department.id and db.session.scalars(left.limit(1)).first() is not None:
        number = counts[OfficeKind.CENTRE]
        made += _open(department, number, f"{TASK_KIND}:climbed:{week}", due)
    return made


def look_at_facts() -> int:
    """Apply and remind; the first call of a day looks, others rest. Gives what was done."""
    day = today()
    if day in _done:
        return 0
    made = apply_ripe(day) + remind(day)
    _done.clear()
    _done.add(day)
    return made


def content_today(actor: Actor, day: date) -> Panel | None:
    """For who publishes: what is overdue, what waits for a second pair of eyes."""
    if not actor.can(Permission.PUBLISH_CONTENT):
        return None
    overdue = sum(count_overdue(day).values())
    drafts = count_drafts(actor.user_id)
    clips = len(list_waiting(actor.user_id))
    if not overdue and not drafts and not clips:
        return None
    values = {"overdue": overdue, "drafts": drafts, "clips": clips}
    return Panel("content/_today.html", values, place="side", order=80)


PERIODIC.append(look_at_facts)
TODAY.append(content_today)
