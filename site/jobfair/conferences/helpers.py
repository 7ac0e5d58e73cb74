"""Who helps at the door of a conference: named by who plans it, for its day alone (ADR 033)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from jobfair.access import Actor, Permission
from jobfair.accounts import helpers as accounts
from jobfair.conferences.door_days import DAYS_AFTER, door_days
from jobfair.conferences.rules import IS_CANCELLED, OVER
from jobfair.conferences.staff_queries import may_plan, planning_scope
from jobfair.database import db
from jobfair.errors import Conflict, NotFound
from jobfair.lib import clock
from jobfair.messages.worker import PERIODIC, now_and_then
from jobfair.models import Conference, ConferenceState, Office, Role, RoleGrant, UserAccount

ENDED = _l("The door of this account is closed already.")


def may_name(conference: Conference, actor: Actor) -> bool:
    """Whether the actor names helpers there: plans there, and it is neither over nor off."""
    held = conference.state is not ConferenceState.CANCELLED
    ahead = conference.ends_at > clock.now()
    return may_plan(conference, actor) and actor.can(Permission.NAME_HELPERS) and held and ahead


def _check(conference: Conference, by: Actor) -> None:
    """Hold the conference. Raises NotFound outside the planning scope, Conflict when over."""
    if not (may_plan(conference, by) and by.can(Permission.NAME_HELPERS)):
        raise NotFound()
    if not may_name(conference, by):
        raise Conflict(IS_CANCELLED if conference.state is ConferenceState.CANCELLED else OVER)
    own = sa.select(Conference.id).where(Conference.id == conference.id)
    db.session.execute(own.with_for_update())


def answers_for(actor: Actor) -> Collection[str] | None:
    """Ids of the offices for whose doors the actor answers; None is all of the province."""
    scope = planning_scope(actor)
    if scope.province:
        return None
    codes = scope.communes
    rows = db.session.scalars(sa.select(Office.id).where(Office.commune_code.in_(codes)))
    return sorted(rows)


def list_known(conference: Conference, actor: Actor) -> list[UserAccount]:
    """Who helped before at doors the actor answers for, and does not help here now."""
    here = {g.user_id for g in accounts.list_helpers(conference.id) if g.until is None}
    return [user for user in accounts.list_known(answers_for(actor)) if user.id not in here]


def name_helper(
    conference: Conference, username: str, full_name: str, *, key: str, by: Actor
) -> tuple[UserAccount, str]:
    """Make the account of a helper; give it with its first password for the sheet.

    Raises NotFound, Conflict when it is over or off, and as ``accounts.helpers.make_helper``.
    """
    _check(conference, by)
    office = conference.host_office_id
    return accounts.make_helper(username, full_name, office, conference.id, key=key, by=by)


def name_known(conference: Conference, user_id: str, *, by: Actor) -> UserAccount:
    """Let somebody help again who did before. Raises NotFound for anybody else, Conflict."""
    _check(conference, by)
    user = next((u for u in accounts.list_known(answers_for(by)) if u.id == user_id), None)
    if user is None:
        raise NotFound()
    accounts.name_again(user, conference.host_office_id, conference.id, by=by)
    return user


def end(conference: Conference, grant_id: str, *, by: Actor) -> RoleGrant:
    """Close the door to one helper at once; a second time changes nothing. Raises NotFound."""
    grant = _get(conference, grant_id, by)
    accounts.end_helper(grant, by=by)
    return grant


def new_sheet(
    conference: Conference, grant_id: str, *, key: str, by: Actor
) -> tuple[UserAccount, str]:
    """A new first password for a helper who lost the sheet or the phone.

    Raises NotFound, Conflict once the conference is over or the helper's door was closed.
    """
    _check(conference, by)
    grant = _get(conference, grant_id, by)
    if grant.until is not None:
        raise Conflict(ENDED)
    return grant.user, accounts.new_sheet(grant, answers_for(by), key=key, by=by)


def _get(conference: Conference, grant_id: str, by: Actor) -> RoleGrant:
    if not (may_plan(conference, by) and by.can(Permission.NAME_HELPERS)):
        raise NotFound()
    own = sa.select(RoleGrant).where(
        RoleGrant.id == grant_id, RoleGrant.conference_id == conference.id
    )
    grant = db.session.scalars(own.with_for_update(of=RoleGrant)).one_or_none()
    if grant is None:
        raise NotFound()
    return grant


def list_doors(actor: Actor) -> list[Conference]:
    """The conferences at whose doors the actor helps, by start."""
    rows = db.session.scalars(
        sa.select(Conference)
        .where(Conference.id.in_(sorted(actor.doors)))
        .order_by(Conference.starts_at, Conference.id)
    )
    return list(rows)


def end_old_doors() -> int:
    """End what helpers held at conferences that were over a week ago; how many grants."""
    day = clock.today()
    rows = db.session.execute(
        sa.select(RoleGrant, Conference)
        .join(Conference, Conference.id == RoleGrant.conference_id)
        .where(RoleGrant.role == Role.DOOR, RoleGrant.until.is_(None))
        .where(Conference.ends_at < clock.now() - timedelta(days=DAYS_AFTER))
        .order_by(RoleGrant.id)
    ).all()
    old = [grant for grant, held in rows if door_days(held)[1] < day]
    for grant in old:
        accounts.end_helper(grant, by="system")
    return len(old)


PERIODIC.append(now_and_then(end_old_doors))
