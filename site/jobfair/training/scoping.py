"""Whose classes an actor reads and who runs one.

The province reads all. A sending body reads its own classes and those in which people learn
whom it may see; a commune those in which its people learn. A counsellor runs every class, a
sending body its own. In every class one sees only the people of one's own scope.
"""

from __future__ import annotations

import sqlalchemy as sa

from jobfair.access import Actor, Permission, Scope
from jobfair.cases.scoping import in_scope
from jobfair.database import db
from jobfair.errors import Forbidden, NotFound
from jobfair.models import CaseFile, Enrolment, Role, TrainingClass


def class_in_scope(scope: Scope) -> sa.ColumnElement[bool]:
    """SQL on ``training_class``: the class is the scope's to read."""
    if scope.province:
        return sa.true()
    people = (
        sa.select(Enrolment.class_id)
        .join(CaseFile, CaseFile.id == Enrolment.case_id)
        .where(Enrolment.taken_off_at.is_(None), in_scope(scope))
    )
    ways: list[sa.ColumnElement[bool]] = [TrainingClass.id.in_(people)]
    if scope.body_id:
        ways.append(TrainingClass.body_id == scope.body_id)
    return sa.or_(*ways)


def get_class(class_id: str, scope: Scope) -> TrainingClass:
    """The class with its days. Raises NotFound alike for what is not there and not yours."""
    found = db.session.scalars(
        sa.select(TrainingClass).where(TrainingClass.id == class_id, class_in_scope(scope))
    ).one_or_none()
    if found is None:
        raise NotFound()
    return found


def may_run(actor: Actor, training_class: TrainingClass) -> bool:
    """Whether the actor adds people, marks and closes here."""
    if not actor.can(Permission.RUN_CLASS):
        return False
    own = training_class.body_id is not None and training_class.body_id == actor.scope.body_id
    return Role.COUNSELLOR in actor.roles or own


def must_run(actor: Actor, training_class: TrainingClass) -> None:
    """Raise Forbidden for a class that somebody else runs."""
    if not may_run(actor, training_class):
        raise Forbidden()
