"""Helpers at a door: accounts that may open one conference, made by who plans it.

Such an account never holds another role. It is named again for a later conference, ended at
once, and given a new first password only by those to whom all its doors belong: nobody gets at
another commune's roster by way of a helper's account.
"""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import contains_eager

from jobfair import audit
from jobfair.access import Actor
from jobfair.accounts import passwords, second_factor, users
from jobfair.accounts.sessions import revoke_sessions
from jobfair.database import db
from jobfair.errors import Conflict
from jobfair.lib.clock import today
from jobfair.models import Role, RoleGrant, UserAccount

MOST = 10
"""Helpers of one conference at the same time."""

FULL = _l("Ten people help already. End one of them first.")
USED = _l("This sheet was printed already and the password was changed since.")
ELSEWHERE = _l("This account opens doors elsewhere too. Ask the administrator for a new password.")


def list_helpers(conference_id: str) -> list[RoleGrant]:
    """Everybody ever named for the conference: those in force first, then by name."""
    rows = db.session.scalars(
        sa.select(RoleGrant)
        .join(RoleGrant.user)
        .where(RoleGrant.conference_id == conference_id)
        .order_by(RoleGrant.until.is_not(None), UserAccount.full_name, RoleGrant.id)
        .options(contains_eager(RoleGrant.user))
    )
    return list(rows)


def list_known(offices: Collection[str] | None) -> list[UserAccount]:
    """Accounts that help, or helped, at doors of these offices only (None: anywhere), by name."""
    held = sa.select(RoleGrant.user_id).where(RoleGrant.role == Role.DOOR)
    other = sa.select(RoleGrant.user_id).where(_foreign(offices))
    rows = db.session.scalars(
        sa.select(UserAccount)
        .where(UserAccount.id.in_(held), UserAccount.id.not_in(other), UserAccount.active)
        .order_by(UserAccount.full_name, UserAccount.id)
    )
    return list(rows)


def _foreign(offices: Collection[str] | None) -> sa.ColumnElement[bool]:
    """SQL: a grant that is no helper's, or of a door of another office."""
    staff: sa.ColumnElement[bool] = RoleGrant.role != Role.DOOR
    return staff if offices is None else sa.or_(staff, RoleGrant.office_id.not_in(offices))


def make_helper(
    username: str, full_name: str, office_id: str, conference_id: str, *, key: str, by: Actor
) -> tuple[UserAccount, str]:
    """Make an account that opens this door; give it with its first password, to be printed.

    ``key``: the once-only key of the form; sent again it gives the same sheet, until the
    password was changed (Conflict). Raises Invalid as ``users.create_user``, Conflict when ten
    people help already. The caller holds the conference.
    """
    first = passwords.new_initial_password(f"{conference_id}:{key}")
    made = db.session.get(UserAccount, key)
    if made is not None:
        return made, _same_sheet(made, first)
    _check_room(conference_id)
    user = users.new_account(users.check_username(username), full_name, first)
    user.id = key
    user.grants = [_grant(office_id, conference_id, by)]
    users.add_account(user)
    audit.record(by, "user.created", "user", user.id)
    audit.record(by, "user.door_given", "user", user.id, reason=conference_id)
    return user, first


def name_again(user: UserAccount, office_id: str, conference_id: str, *, by: Actor) -> None:
    """Let an account of ``list_known`` open this door too; named twice is once.

    Raises Conflict when ten help already. The caller holds the conference.
    """
    if any(helper.user_id == user.id for helper in _in_force(conference_id)):
        return
    _check_room(conference_id)
    user.grants.append(_grant(office_id, conference_id, by))
    db.session.flush()
    audit.record(by, "user.door_given", "user", user.id, reason=conference_id)


def end_helper(grant: RoleGrant, *, by: Actor | str) -> None:
    """Close the door to the helper at once, sessions too; ending twice changes nothing."""
    if grant.until is not None:
        return
    grant.until = today()
    revoke_sessions(grant.user)
    db.session.flush()
    audit.record(by, "user.door_ended", "user", grant.user_id, reason=str(grant.conference_id))


def new_sheet(grant: RoleGrant, offices: Collection[str] | None, *, key: str, by: Actor) -> str:
    """A new first password; the second factor is set up anew, sessions end at once.

    ``offices``: whose doors the actor answers for. The same ``key`` again gives the same sheet.
    Raises Conflict for a helper of another office's door too, and when the grant has ended.
    """
    user = grant.user
    first = passwords.new_initial_password(f"{grant.conference_id}:{grant.id}:{key}")
    if grant.until is not None or all(known.id != user.id for known in list_known(offices)):
        raise Conflict(ELSEWHERE)
    if passwords.verify(user.password_hash, first):
        return _same_sheet(user, first)
    second_factor.forget(user)
    return users.reset_password(user, str(grant.conference_id), by=by, first=first)


def _same_sheet(user: UserAccount, first: str) -> str:
    if not (user.must_change_password and passwords.verify(user.password_hash, first)):
        raise Conflict(USED)
    return first


def _in_force(conference_id: str) -> list[RoleGrant]:
    return [grant for grant in list_helpers(conference_id) if grant.until is None]


def _check_room(conference_id: str) -> None:
    if len(_in_force(conference_id)) >= MOST:
        raise Conflict(FULL)


def _grant(office_id: str, conference_id: str, by: Actor) -> RoleGrant:
    return RoleGrant(
        role=Role.DOOR,
        office_id=office_id,
        conference_id=conference_id,
        since=today(),
        granted_by=by.user_id,
    )
