"""Possibly the same person: an officer looks and says yes or no; nobody is joined by this."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from jobfair import audit
from jobfair.access import Actor, Scope
from jobfair.cases.desk_side import finish_task, get_task
from jobfair.cases.search import persons_within
from jobfair.database import db
from jobfair.errors import Invalid, NotFound
from jobfair.lib import clock
from jobfair.models import CaseFile, DuplicatePair, Person, Task

KIND: Final = "duplicate"
DECISIONS: Final = {"same": _l("The same person"), "different": _l("Two people")}
"""Decision -> the word on its button."""
WHY: Final = {
    "name_year_commune": _l("same name, year and commune"),
    "phone": _l("same phone number"),
    "national_id": _l("same identity number"),
}
"""Why the two were put side by side."""


@dataclass(frozen=True)
class Likeness:
    """The other one of a pair; ``person`` is None when she is not of the reader's scope."""

    pair_id: str
    why: str
    person: Person | None
    case_id: str | None


def list_likenesses(tasks: list[Task], scope: Scope) -> dict[str, list[Likeness]]:
    """Person of a task -> whom she may be the same as; undecided pairs only, two reads."""
    people = [task.person_id for task in tasks if task.kind == KIND and task.person_id]
    if not people:
        return {}
    pair = DuplicatePair
    found: dict[str, list[Likeness]] = {}
    rows = db.session.scalars(
        sa.select(pair)
        .where(pair.decided == "", sa.or_(pair.person_a.in_(people), pair.person_b.in_(people)))
        .order_by(pair.found_at, pair.id)
    ).all()
    others = _others({row.person_a for row in rows} | {row.person_b for row in rows}, scope)
    for row in rows:
        for here, there in ((row.person_a, row.person_b), (row.person_b, row.person_a)):
            if here in people:
                person, case_id = others.get(there, (None, None))
                found.setdefault(here, []).append(Likeness(row.id, row.why, person, case_id))
    return found


def _others(ids: set[str], scope: Scope) -> dict[str, tuple[Person | None, str | None]]:
    """Those of the persons who are in scope, each with the open or last case."""
    rows = db.session.execute(
        sa.select(Person, CaseFile.id)
        .outerjoin(CaseFile, CaseFile.person_id == Person.id)
        .where(Person.id.in_(ids), persons_within(scope))
        .order_by(CaseFile.closed_at.is_(None), CaseFile.opened_at)
    )
    return {person.id: (person, case_id) for person, case_id in rows}


def decide(task_id: str, pair_id: str, decision: str, *, by: Actor) -> Task:
    """Write down whether the two are one; the task is done with its last pair.

    Raises NotFound for a task of another office or a pair that is not the task's, Invalid for
    another decision. Deciding again changes nothing.
    """
    if decision not in DECISIONS:
        raise Invalid()
    task = get_task(task_id, by)
    mine = sa.or_(
        DuplicatePair.person_a == task.person_id, DuplicatePair.person_b == task.person_id
    )
    pair = db.session.scalars(
        sa.select(DuplicatePair).where(DuplicatePair.id == pair_id, mine).with_for_update()
    ).one_or_none()
    if pair is None or task.kind != KIND:
        raise NotFound()
    if pair.decided == "":
        pair.decided, pair.decided_by, pair.decided_at = decision, by.user_id, clock.now()
        people = [pair.person_a, pair.person_b]
        audit.record(
            by, "duplicate.decide", "task", task.id, person_ids=people, fields=("decided",)
        )
        db.session.flush()
    left = sa.select(DuplicatePair.id).where(mine, DuplicatePair.decided == "")
    if db.session.scalars(left.limit(1)).first() is None:
        finish_task(task.id, by)
    return task
