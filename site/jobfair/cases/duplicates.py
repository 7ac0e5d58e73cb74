"""Possibly the same person: somebody compares and says, with a reason, yes or no."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from jobfair import audit
from jobfair.access import Actor, Scope
from jobfair.cases.offices import centre_office
from jobfair.cases.search import persons_within
from jobfair.cases.tasks import open_task
from jobfair.database import db
from jobfair.errors import Invalid, NotFound
from jobfair.lib import clock
from jobfair.models import CaseFile, DuplicatePair, Person, Task

KIND: Final = "duplicate"
LEAST: Final = 5
"""Letters of a reason."""
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


def get_pair(pair_id: str, by: Actor, *, hold: bool = False) -> DuplicatePair:
    """A pair of which at least one is the actor's. Raises NotFound for any other."""
    inside = sa.select(Person.id).where(persons_within(by.scope))
    query = sa.select(DuplicatePair).where(
        DuplicatePair.id == pair_id,
        sa.or_(DuplicatePair.person_a.in_(inside), DuplicatePair.person_b.in_(inside)),
    )
    found = db.session.scalars(query.with_for_update() if hold else query).one_or_none()
    if found is None:
        raise NotFound()
    return found


def decide(pair_id: str, decision: str, reason: str, *, by: Actor) -> DuplicatePair:
    """Write down, with a reason, whether the two are one; a decision stands.

    Tasks about either are done with their last pair. Two of the same person whom the actor may
    not join, as one lives elsewhere, become a task of the centre.
    Raises NotFound, Invalid for another decision or without a reason.
    """
    if decision not in DECISIONS:
        raise Invalid()
    pair = get_pair(pair_id, by, hold=True)
    if len(reason) < LEAST:
        raise Invalid(_("Write in a few words why."))
    if pair.decided:
        return pair
    people = [pair.person_a, pair.person_b]
    if decision == "same":
        _ask_the_centre(pair, reason)
    else:
        pair.decided, pair.decided_by, pair.decided_at = decision, by.user_id, clock.now()
    pair.reason = reason[:300]
    audit.record(
        by, "duplicate.decide", "duplicate_pair", pair.id, person_ids=people, fields=("decided",)
    )
    db.session.flush()
    finish_tasks(people, by, passed_on=decision == "same")
    return pair


def _ask_the_centre(pair: DuplicatePair, reason: str) -> None:
    """The pair stays undecided; the centre, which sees both, compares and joins them."""
    cases = db.session.scalars(
        sa.select(CaseFile)
        .where(CaseFile.person_id.in_((pair.person_a, pair.person_b)))
        .order_by(CaseFile.closed_at.is_not(None), CaseFile.opened_at, CaseFile.id)
    ).first()
    if cases is not None:
        key = f"duplicate:{pair.id}"
        open_task(KIND, key, centre_office().id, cases, note=reason)


def finish_tasks(people: list[str], by: Actor, *, passed_on: bool = False) -> None:
    """Tasks about these people are done where no pair is left to decide.

    ``passed_on``: those of the actor's own office are done, the centre goes on.
    """
    pair = DuplicatePair
    tasks = db.session.scalars(
        sa.select(Task).where(Task.kind == KIND, Task.done_at.is_(None), Task.person_id.in_(people))
    ).all()
    own = {grant.office_id for grant in by.grants}
    for task in tasks:
        left = sa.select(pair.id).where(
            pair.decided == "",
            sa.or_(pair.person_a == task.person_id, pair.person_b == task.person_id),
        )
        waiting = db.session.scalars(left.limit(2)).all()
        handed = passed_on and task.office_id in own and len(waiting) < 2
        if not waiting or (handed and task.office_id != centre_office().id):
            task.done_at, task.done_by = clock.now(), by.user_id
    db.session.flush()
