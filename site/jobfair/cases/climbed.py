"""What has climbed to my office, what went up from it, and taking a case over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import aliased, contains_eager, joinedload

from jobfair import audit
from jobfair.access import Actor, Permission
from jobfair.cases.escalation import in_this_stay
from jobfair.cases.history import append_event, done_already
from jobfair.cases.locking import hold_case
from jobfair.cases.scoping import in_scope
from jobfair.database import db
from jobfair.errors import Conflict, Forbidden
from jobfair.lib.clock import today
from jobfair.models import CaseFile, Escalation, Office, OfficeKind, Person, Role

OWNER: Final = "owner"
"""The kind of event that says another office owns the case now."""

PAGE_SIZE: Final = 25
_ORDER = (Escalation.limit_on, Person.given_folded, Person.folded, Escalation.id)


@dataclass(frozen=True)
class Climbed:
    """A case past its limit, with the rung on which it stands."""

    escalation: Escalation
    case: CaseFile
    day: date

    @property
    def late(self) -> int:
        """Days since the limit."""
        return (self.day - self.escalation.limit_on).days

    @property
    def taken(self) -> bool:
        """Whether the office above owns it now."""
        return self.case.owner_office_id == self.escalation.office_id


@dataclass(frozen=True)
class ClimbedPage:
    """One page of such cases, the longest past the limit first, and how many there are."""

    rows: list[Climbed]
    total: int

    @property
    def person_ids(self) -> list[str]:
        """Everybody who is shown, for the audit."""
        return [row.case.person_id for row in self.rows]


def my_offices(actor: Actor) -> sa.ColumnElement[bool]:
    """SQL: an office is the actor's; a counsellor answers for the centre wherever she sits."""
    own = Office.id.in_([grant.office_id for grant in actor.grants])
    if Role.COUNSELLOR in actor.roles:
        return sa.or_(own, Office.kind == OfficeKind.CENTRE)
    return own


def list_climbed(actor: Actor, *, up: bool, page: int = 1, size: int = PAGE_SIZE) -> ClimbedPage:
    """Open cases past their limit: those that came to my office, or with ``up`` went up from it.

    A case stands once, on its highest rung there. One reading finds and counts them; whole rows
    are read of those that are shown.
    """
    where = _list_of(actor, up=up)
    found = sa.select(Escalation.id).join(CaseFile, in_this_stay()).where(*where)
    first = found.join(CaseFile.person).add_columns(sa.func.count().over()).order_by(*_ORDER)
    keys = db.session.execute(first.limit(size).offset((page - 1) * size)).all()
    if not keys:  # nobody, or a page beyond the end
        query = sa.select(sa.func.count()).select_from(found.subquery())
        return ClimbedPage([], (db.session.scalar(query) or 0) if page > 1 else 0)
    rows = db.session.scalars(
        sa.select(Escalation)
        .join(CaseFile, in_this_stay())
        .join(CaseFile.person)
        .options(contains_eager(Escalation.case).contains_eager(CaseFile.person))
        .options(contains_eager(Escalation.case).joinedload(CaseFile.owner_office))
        .options(joinedload(Escalation.office))
        .where(Escalation.id.in_([key for key, _ in keys]))
        .order_by(*_ORDER)
    )
    day = today()
    return ClimbedPage([Climbed(row, row.case, day) for row in rows], keys[0][1])


def _list_of(actor: Actor, *, up: bool) -> Sequence[sa.ColumnElement[bool]]:
    mine = sa.select(Office.id).where(my_offices(actor))
    open_ = (CaseFile.closed_at.is_(None), in_scope(actor.scope, known=True))
    to_me = Escalation.office_id.in_(mine)
    if not up:
        return (*open_, to_me)
    higher = aliased(Escalation)
    topmost = ~sa.exists().where(
        higher.case_id == Escalation.case_id,
        higher.stage_since == Escalation.stage_since,
        higher.rung > Escalation.rung,
    )
    return (*open_, topmost, ~to_me, _passed_by(mine))


def _passed_by(mine: sa.Select[str]) -> sa.ColumnElement[bool]:
    """SQL: my office owned the case then, or it stood one rung lower with my office."""
    lower = aliased(Escalation)
    with_me = sa.exists().where(
        lower.case_id == Escalation.case_id,
        lower.stage_since == Escalation.stage_since,
        lower.office_id.in_(mine),
    )
    return sa.or_(Escalation.from_office_id.in_(mine), with_me)


def standing_rung(case: CaseFile) -> Escalation | None:
    """The highest rung of an open case in its stay of now, or None."""
    if case.closed_at is not None:
        return None
    return db.session.scalars(
        sa.select(Escalation)
        .where(Escalation.case_id == case.id, Escalation.stage_since == case.stage_since)
        .options(joinedload(Escalation.office))
        .order_by(Escalation.rung.desc())
        .limit(1)
    ).first()


def may_take(case: CaseFile, actor: Actor) -> Office | None:
    """The office of the actor to which the case climbed and which does not own it, or None."""
    if not actor.can(Permission.TAKE_OVER) or case.closed_at is not None:
        return None
    return db.session.scalars(
        sa.select(Office)
        .join(Escalation, Escalation.office_id == Office.id)
        .where(Escalation.case_id == case.id, Escalation.stage_since == case.stage_since)
        .where(my_offices(actor), Office.id != case.owner_office_id)
        .order_by(Escalation.rung.desc())
        .limit(1)
    ).first()


def take_over(case: CaseFile, *, by: Actor, act_key: str) -> CaseFile:
    """The office above owns the case from now on; next step and day stay as they are.

    The same ``act_key`` again changes nothing. Raises Forbidden without the right, Conflict
    when the case does not wait for the actor's office (any more).
    """
    if done_already(case, act_key):
        return case
    hold_case(case)
    if done_already(case, act_key):
        return case
    if not by.can(Permission.TAKE_OVER):
        raise Forbidden()
    office = may_take(case, by)
    if office is None:
        raise Conflict(_("This case does not wait for your office. Look at it again."))
    case.owner_office, case.owner_user_id = office, by.user_id
    append_event(case, OWNER, by=by, act_key=act_key, reason="take_over")
    audit.record(
        by,
        "case.take_over",
        "case",
        case.id,
        person_ids=[case.person_id],
        fields=("owner_office", "owner_user"),
    )
    db.session.flush()
    return case
