"""What must be done before, on and after a conference: due by calendar days, ticked by name (C11).

The list is the pack's (``conference_steps.csv``); what is due when is read from the conference's
own day, so a new day moves it and a copy begins with nothing done. Calendar days: halls are free
and people have time on Sundays, and a conference is often on one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, Literal

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.dialects import postgresql, sqlite

from jobfair import audit
from jobfair.access import Actor
from jobfair.conferences.door_days import DAYS_AFTER
from jobfair.conferences.rules import IS_CANCELLED
from jobfair.conferences.staff_queries import may_plan
from jobfair.database import db
from jobfair.errors import Conflict, NotFound
from jobfair.language import current_language
from jobfair.lib import clock
from jobfair.models import Conference, ConferenceState
from jobfair.models.conference_steps import ConferenceStep, ConferenceStepDone

When = Literal["before", "on", "after"]
WHEN: Final[dict[When, object]] = {
    "before": _l("Before the day"),
    "on": _l("On the day"),
    "after": _l("After the day"),
}
AHEAD: Final = timedelta(days=90)
"""How far ahead the first step of a conference can lie (``provinces/checks.py``)."""


@dataclass(frozen=True)
class Step:
    """One step of one conference, as it stands on a day."""

    code: str
    text: str
    when: When
    due: date
    done_at: datetime | None
    by_name: str
    late: int  # days; 0 while there is time, and once it is done
    is_today: bool


@dataclass(frozen=True)
class Progress:
    """How many steps are done, of how many, and how many are late."""

    done: int
    all: int
    late: int


@dataclass(frozen=True)
class Behind:
    """A conference of one's office with steps that are late, the longest overdue first."""

    conference: Conference
    late: list[Step]


def progress_of(steps: Sequence[Step]) -> Progress:
    """The numbers of a list of steps."""
    done = sum(step.done_at is not None for step in steps)
    return Progress(done, len(steps), sum(step.late > 0 for step in steps))


def list_steps(conference: Conference) -> list[Step]:
    """The steps of a conference in order; two reads."""
    return _steps(conference, _rules(), _done([conference.id])[conference.id])


def list_behind(actor: Actor) -> list[Behind]:
    """Conferences that the actor's offices hold and that are behind, by start; three reads at most.

    From 90 days before to seven days after; a cancelled one is behind with nothing.
    """
    offices = sorted({grant.office_id for grant in actor.grants})
    moment = clock.now()
    held = list(
        db.session.scalars(
            sa.select(Conference)
            .where(Conference.host_office_id.in_(offices))
            .where(Conference.state != ConferenceState.CANCELLED)
            .where(Conference.starts_at < moment + AHEAD)
            .where(Conference.ends_at > moment - timedelta(days=DAYS_AFTER))
            .order_by(Conference.starts_at, Conference.id)
        )
    )
    if not held:
        return []
    rules, done = _rules(), _done([conference.id for conference in held])
    found = []
    for conference in held:
        late = [step for step in _steps(conference, rules, done[conference.id]) if step.late]
        if late:
            found.append(Behind(conference, sorted(late, key=lambda step: -step.late)))
    return found


def tick(conference: Conference, code: str, done: bool, *, by: Actor) -> None:
    """Write that a step is done, or that it is not; the same again changes nothing.

    Of two officers at once the first one's name stands. Raises NotFound outside the planning
    scope and for a step that this conference does not have, Conflict when it was cancelled.
    """
    if not may_plan(conference, by):
        raise NotFound()
    if all(step.code != code for step in list_steps(conference)):
        raise NotFound()
    if conference.state is ConferenceState.CANCELLED:
        raise Conflict(IS_CANCELLED)
    if _write(conference.id, code, by) if done else _take_back(conference.id, code):
        action = "conference.step_done" if done else "conference.step_undone"
        audit.record(by, action, "conference", conference.id, reason=code)


def _write(conference_id: str, code: str, by: Actor) -> bool:
    """Whether this call wrote it. One INSERT that gives way to who was first."""
    values = {
        "conference_id": conference_id,
        "code": code,
        "at": clock.now(),
        "by": by.user_id,
        "by_name": by.shown[:160],
    }
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    query = insert(ConferenceStepDone).values(values).on_conflict_do_nothing()
    return db.session.execute(query.returning(ConferenceStepDone.code)).first() is not None


def _take_back(conference_id: str, code: str) -> bool:
    query = sa.delete(ConferenceStepDone).where(
        ConferenceStepDone.conference_id == conference_id, ConferenceStepDone.code == code
    )
    return db.session.execute(query.returning(ConferenceStepDone.code)).first() is not None


def _rules() -> list[ConferenceStep]:
    """Every step the packs ever had, in order; some twenty rows."""
    rows = db.session.scalars(
        sa.select(ConferenceStep).order_by(ConferenceStep.days, ConferenceStep.position)
    )
    return list(rows)


def _done(ids: Collection[str]) -> dict[str, dict[str, ConferenceStepDone]]:
    rows = db.session.scalars(
        sa.select(ConferenceStepDone)
        .where(ConferenceStepDone.conference_id.in_(ids))
        .order_by(ConferenceStepDone.conference_id, ConferenceStepDone.code)
        .execution_options(populate_existing=True)
    )
    found: dict[str, dict[str, ConferenceStepDone]] = defaultdict(dict)
    for row in rows:
        found[row.conference_id][row.code] = row
    return found


def _steps(
    conference: Conference, rules: Sequence[ConferenceStep], done: dict[str, ConferenceStepDone]
) -> list[Step]:
    day = clock.to_local(conference.starts_at).date()
    return [
        _step(conference, rule, day, done.get(rule.code))
        for rule in rules
        if rule.valid_from <= day and (rule.valid_to is None or day <= rule.valid_to)
        if {"*", str(conference.kind)} & set(rule.kinds.split())
    ]


def _step(
    conference: Conference, rule: ConferenceStep, day: date, done: ConferenceStepDone | None
) -> Step:
    """What was due before the plan was written is due on the day it was."""
    due = max(day + timedelta(days=rule.days), clock.to_local(conference.created_at).date())
    today = clock.today()
    open_ = done is None and conference.state is not ConferenceState.CANCELLED
    return Step(
        code=rule.code,
        text=rule.text_en if current_language() == "en" else rule.text_vi,
        when="before" if rule.days < 0 else "after" if rule.days else "on",
        due=due,
        done_at=done.at if done else None,
        by_name=done.by_name if done else "",
        late=max(0, (today - due).days) if open_ else 0,
        is_today=open_ and due == today,
    )
