"""Accounts of staff: made, given roles, switched off, reset. None is ever deleted."""

from __future__ import annotations

import re

from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import IntegrityError

from jobfair import audit, throttle
from jobfair.access import Actor
from jobfair.accounts import passwords, second_factor
from jobfair.accounts.queries import find_user, get_user
from jobfair.accounts.sessions import needs_second_factor, open_grants, revoke_sessions
from jobfair.accounts.sign_in import fold_username
from jobfair.database import db
from jobfair.errors import Conflict, Forbidden, Invalid, NotFound
from jobfair.lib.clock import today
from jobfair.lib.text import clean
from jobfair.models import Office, OfficeKind, Role, RoleGrant, UserAccount

USERNAME = re.compile(r"[a-z0-9](?:[a-z0-9._-]{1,58})[a-z0-9]")

OFFICES_OF_ROLE: dict[Role, frozenset[OfficeKind]] = {
    Role.OFFICER: frozenset({OfficeKind.COMMUNE}),
    Role.COUNSELLOR: frozenset({OfficeKind.CENTRE, OfficeKind.DEPARTMENT}),
    Role.LEADER: frozenset({OfficeKind.CENTRE, OfficeKind.DEPARTMENT}),
    Role.AUDITOR: frozenset({OfficeKind.DEPARTMENT}),
    Role.ADMIN: frozenset({OfficeKind.CENTRE, OfficeKind.DEPARTMENT}),
    Role.AGENCY: frozenset({OfficeKind.BODY}),
    Role.BANK: frozenset({OfficeKind.BANK}),
    Role.DOOR: frozenset(),
}
"""At which kind of office administration gives a role; helpers at a door: accounts/helpers.py."""

TAKEN = _l("This user name is taken. Choose another one.")

MIXABLE = frozenset({Role.OFFICER, Role.COUNSELLOR, Role.LEADER})
"""Roles one person may hold together; any other stands alone (no role grants and uses)."""


def create_user(
    username: str, full_name: str, role: Role, office: Office, *, by: Actor | str, phone: str = ""
) -> tuple[UserAccount, str]:
    """Make an account with one role and give it with its first password, to be printed once.

    The person must choose an own password and set up the second factor at the first sign-in.
    Raises Invalid for a user name of another form or one that is taken (case ignored), and
    for a role that this office does not have.
    """
    name = check_username(username)
    _check_office(role, office)
    first = passwords.new_initial_password()
    user = new_account(name, full_name, first, phone=phone)
    user.grants = [_new_grant(role, office, by)]
    add_account(user)
    audit.record(by, "user.created", "user", user.id)
    audit.record(by, "user.role_granted", "user", user.id, reason=_role_at(role, office))
    return user, first


def check_username(username: str) -> str:
    """The user name as it is stored. Raises Invalid for another form or one that is taken."""
    name = clean(username)
    if not USERNAME.fullmatch(name):
        raise Invalid(_l("A user name has 3 to 60 small letters, digits, dots or hyphens."))
    if find_user(name) is not None:
        raise Invalid(TAKEN)
    return name


def new_account(username: str, full_name: str, first: str, *, phone: str = "") -> UserAccount:
    """An account with its first password, which must be changed; not added yet."""
    return UserAccount(
        username=username,
        username_folded=fold_username(username),
        full_name=clean(full_name, 120),
        phone=phone,
        password_hash=passwords.hash_password(first),
        must_change_password=True,
    )


def add_account(user: UserAccount) -> None:
    """Insert it with its grants. Raises Invalid when the name was taken meanwhile."""
    try:
        with db.session.begin_nested():
            db.session.add(user)
            db.session.flush()
    except IntegrityError as clash:
        raise Invalid(TAKEN) from clash


def _new_grant(role: Role, office: Office, by: Actor | str) -> RoleGrant:
    granted_by = by.user_id if isinstance(by, Actor) else None
    return RoleGrant(role=role, office=office, since=today(), granted_by=granted_by)


def _role_at(role: Role, office: Office) -> str:
    """For the audit: which role at which office; no person stands in it."""
    return f"{role} · {office.name}"


def _check_office(role: Role, office: Office) -> None:
    if office.kind not in OFFICES_OF_ROLE[role]:
        raise Invalid(_l("This role does not exist at this kind of office. Choose another one."))


def _check_other(user: UserAccount, by: Actor) -> None:
    """Nobody decides on an own account. Raises Forbidden."""
    if user.id == by.user_id:
        raise Forbidden(_l("Nobody changes an own account here. Ask the other administrator."))


def grant_role(user: UserAccount, role: Role, office: Office, *, by: Actor) -> None:
    """Give an account one more role, from today.

    Raises Forbidden for one's own account, Invalid for a role the office does not have or one
    that must stand alone, Conflict when the account holds it already.
    """
    _check_other(user, by)
    _check_office(role, office)
    held = open_grants(user)
    if any(grant.role is role and grant.office_id == office.id for grant in held):
        raise Conflict(_l("The account holds this role at this office already."))
    if held and {role, *(grant.role for grant in held)} - MIXABLE:
        raise Invalid(_l("This role stands alone. End the other roles first."))
    user.grants.append(_new_grant(role, office, by))
    db.session.flush()
    audit.record(by, "user.role_granted", "user", user.id, reason=_role_at(role, office))


def end_role(user: UserAccount, grant_id: str, *, by: Actor) -> None:
    """End one open role from this moment on; the grant stays as history.

    Raises Forbidden for one's own account, NotFound for no grant of this account, Conflict
    when it has ended already.
    """
    _check_other(user, by)
    grant = next((grant for grant in user.grants if grant.id == grant_id), None)
    if grant is None:
        raise NotFound()
    if grant not in open_grants(user):
        raise Conflict(_l("This role has ended already."))
    grant.until = today()
    db.session.flush()
    reason = _role_at(grant.role, grant.office)
    audit.record(by, "user.role_ended", "user", user.id, reason=reason)


def switch(user: UserAccount, on: bool, reason: str, *, by: Actor) -> None:
    """Switch an account off, which ends its sessions at once, or on again.

    Raises Forbidden for one's own account, Conflict when it is so already.
    """
    _check_other(user, by)
    if user.active is on:
        raise Conflict()
    user.active = on
    if not on:
        revoke_sessions(user)
    action = "user.switched_on" if on else "user.switched_off"
    audit.record(by, action, "user", user.id, fields=["active"], reason=reason)


def reset_password(user: UserAccount, reason: str, *, by: Actor, first: str = "") -> str:
    """Give the account a new first password, shown once; its sessions end at once.

    ``first``: a password made already. Raises Forbidden for one's own account.
    """
    _check_other(user, by)
    first = first or passwords.new_initial_password()
    user.password_hash = passwords.hash_password(first)
    user.must_change_password = True
    revoke_sessions(user)
    audit.record(by, "user.password_reset", "user", user.id, fields=["password"], reason=reason)
    return first


def reset_second_factor(user: UserAccount, reason: str, *, by: Actor) -> None:
    """Take the second factor away; its sessions end, the next sign-in sets up a new one.

    Raises Forbidden for one's own account.
    """
    _check_other(user, by)
    second_factor.forget(user)
    revoke_sessions(user)
    fields = ["second_factor"]
    audit.record(by, "user.second_factor_reset", "user", user.id, fields=fields, reason=reason)


def change_password(user: UserAccount, new: str, *, by: Actor) -> None:
    """Set an own new password; every other session of the account ends.

    Raises Invalid with the sentence of ``passwords.weakness``.
    """
    weak = passwords.weakness(new, user.username, user.full_name)
    if weak is not None:
        raise Invalid(weak)
    if passwords.verify(user.password_hash, new):
        raise Invalid(_l("This is the old password. Choose another one."))
    user.password_hash = passwords.hash_password(new)
    user.must_change_password = False
    if needs_second_factor(user):
        second_factor.prepare(user)
    revoke_sessions(user, keep=by.session_id)
    audit.record(by, "account.password_changed", "user", user.id, fields=["password"])


def create_office(kind: OfficeKind, name: str, *, by: Actor, body_id: str | None = None) -> Office:
    """Enter an office that no province pack brings: of a sending body, a bank, the centre.

    Raises Invalid when an office of this kind and name is there already.
    """
    office = Office(kind=kind, name=clean(name, 160), body_id=body_id)
    try:
        with db.session.begin_nested():
            db.session.add(office)
            db.session.flush()
    except IntegrityError as clash:
        raise Invalid(_l("An office of this kind and name is there already.")) from clash
    audit.record(by, "office.created", "office", office.id)
    return office


def check_own_password(by: Actor, password: str) -> UserAccount:
    """The actor's account, after its present password was given once more.

    Raises TooMany before looking, Invalid when it is not right.
    """
    user = get_user(by.user_id)
    throttle.check("account", user.username_folded)
    if not passwords.verify(user.password_hash, password):
        throttle.failed("account", user.username_folded)
        raise Invalid(_l("The present password is not right."))
    return user


def apply_change(user: UserAccount, change: str, reason: str, *, by: Actor) -> str | None:
    """Do what the administration page asks: "off", "on", "password" or "factor".

    Gives the new first password after "password", else None. Raises as the rule it calls.
    """
    if change == "password":
        return reset_password(user, reason, by=by)
    if change == "factor":
        reset_second_factor(user, reason, by=by)
    else:
        switch(user, change == "on", reason, by=by)
    return None
