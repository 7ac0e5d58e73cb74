"""Signed-in browsers: opened, found again, ended at once.

The cookie (``flask.session["login"]``) holds a random token, the table only its SHA-256.
Limits (docs/house.md, trust rules): idle 15 minutes for admin, bank and auditor, 30 for the
others; eight hours in all; a fourth session ends the oldest.
"""

from __future__ import annotations

import hashlib
import secrets
from contextlib import suppress
from datetime import datetime, timedelta

import sqlalchemy as sa
from flask import current_app, session
from sqlalchemy.exc import SQLAlchemyError

from jobfair.access import Actor, Grant
from jobfair.config import Settings
from jobfair.database import db, short_write, writing
from jobfair.language import current_language
from jobfair.lib.clock import now, today
from jobfair.models import LoginSession, Role, RoleGrant, UserAccount

COOKIE_KEY = "login"
ABSOLUTE = timedelta(hours=8)
IDLE = timedelta(minutes=30)
IDLE_SHORT = timedelta(minutes=15)
SHORT_ROLES = frozenset({Role.ADMIN, Role.BANK, Role.AUDITOR})
MOST_SESSIONS = 3
SEEN_EVERY = timedelta(minutes=1)
FRESH = timedelta(minutes=5)
"""How old a second factor may be where a step-up is asked for."""


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def needs_second_factor(user: UserAccount) -> bool:
    """Whether the account must have a second factor: all but demonstration accounts."""
    settings: Settings = current_app.config["SETTINGS"]
    return settings.demo_2fa or not user.is_demo


def must_set_up(user: UserAccount) -> bool:
    """Whether the first password or the second factor is still missing."""
    missing = needs_second_factor(user) and user.totp_confirmed_at is None
    return user.must_change_password or missing


def open_grants(user: UserAccount) -> list[RoleGrant]:
    """The grants in force today, oldest first."""
    day = today()
    found = [
        grant
        for grant in user.grants
        if grant.since <= day and (grant.until is None or grant.until > day)
    ]
    return sorted(found, key=lambda grant: (grant.since, grant.role, grant.id))


def _as_grant(row: RoleGrant) -> Grant:
    office = row.office
    english = current_language() == "en" and office.name_en
    return Grant(
        role=row.role,
        office_id=office.id,
        office_kind=office.kind,
        office_name=office.name_en if english else office.name,
        commune_code=office.commune_code,
        body_id=office.body_id,
        conference_id=row.conference_id,
    )


def actor_of(user: UserAccount, login: LoginSession | None = None) -> Actor:
    """The actor that an account is, through a session or (sign-in itself) without one."""
    fresh = True
    if login is not None and needs_second_factor(user):
        fresh = login.second_factor_at is not None and now() - login.second_factor_at <= FRESH
    return Actor(
        user_id=user.id,
        full_name=user.full_name,
        grants=tuple(_as_grant(row) for row in open_grants(user)),
        session_id=login.id if login else "",
        must_set_up=must_set_up(user),
        second_factor_fresh=fresh,
    )


def idle_limit(actor: Actor) -> timedelta:
    """How long the actor's session lives without a request: the shortest of the roles."""
    return IDLE_SHORT if actor.roles & SHORT_ROLES else IDLE


def open_session(user: UserAccount, device: str = "", second_factor: bool = False) -> str:
    """Open a session and give its token, which is kept nowhere but in the cookie.

    ``second_factor``: whether a code was given just now. A fourth session ends the oldest.
    """
    moment = now()
    # Two sign-ins at once wait for one another, so both count.
    db.session.execute(sa.select(UserAccount.id).where(UserAccount.id == user.id).with_for_update())
    _end_oldest(user, moment)
    token = secrets.token_urlsafe(32)
    db.session.add(
        LoginSession(
            token_hash=_digest(token),
            user_id=user.id,
            created_at=moment,
            last_seen=moment,
            second_factor_at=moment if second_factor else None,
            device=device[:160],
        )
    )
    user.last_signed_in_at = moment
    db.session.flush()
    return token


def _end_oldest(user: UserAccount, moment: datetime) -> None:
    still_open = list_sessions(user.id)
    for row in still_open[MOST_SESSIONS - 1 :]:
        row.revoked_at = moment


def list_sessions(user_id: str) -> list[LoginSession]:
    """The open sessions of an account, newest first."""
    found = sa.select(LoginSession).where(
        LoginSession.user_id == user_id,
        LoginSession.revoked_at.is_(None),
        LoginSession.created_at > now() - ABSOLUTE,
    )
    newest = found.order_by(LoginSession.created_at.desc(), LoginSession.id)
    return list(db.session.scalars(newest))


def load_actor() -> Actor | None:
    """The actor whom the request's cookie names, or None. Notes when it was last seen."""
    token = session.get(COOKIE_KEY)
    if not isinstance(token, str):
        return None
    found = db.session.execute(
        sa.select(LoginSession, UserAccount)
        .join(UserAccount, UserAccount.id == LoginSession.user_id)
        .where(LoginSession.token_hash == _digest(token))
    ).one_or_none()
    if found is None:
        return None
    login, user = found
    actor = actor_of(user, login)
    if not _in_force(login, user, actor):
        return None
    _note_seen(login)
    return actor


def _in_force(login: LoginSession, user: UserAccount, actor: Actor) -> bool:
    moment = now()
    if login.revoked_at is not None or not user.active or not actor.grants:
        return False
    if moment - login.created_at >= ABSOLUTE or moment - login.last_seen >= idle_limit(actor):
        return False
    confirmed = needs_second_factor(user) and user.totp_confirmed_at is not None
    return login.second_factor_at is not None or not confirmed


def _note_seen(login: LoginSession) -> None:
    """At most once a minute; on a GET in a short transaction of its own (docs/house.md)."""
    moment = now()
    if moment - login.last_seen < SEEN_EVERY:
        return
    if writing():
        login.last_seen = moment
        return
    # A page is not refused because this could not be noted.
    with suppress(SQLAlchemyError), short_write() as own:
        own.execute(
            sa.update(LoginSession).where(LoginSession.id == login.id).values(last_seen=moment)
        )


def close_session(session_id: str, user_id: str) -> bool:
    """End one session of an account at once; False when there is no such open session."""
    ended = db.session.execute(
        sa.update(LoginSession)
        .where(
            LoginSession.id == session_id,
            LoginSession.user_id == user_id,
            LoginSession.revoked_at.is_(None),
        )
        .values(revoked_at=now())
        .returning(LoginSession.id)
    )
    return ended.first() is not None


def revoke_sessions(user: UserAccount, keep: str = "") -> None:
    """End every open session of an account at once, but for the one whose id is ``keep``."""
    db.session.execute(
        sa.update(LoginSession)
        .where(
            LoginSession.user_id == user.id,
            LoginSession.id != keep,
            LoginSession.revoked_at.is_(None),
        )
        .values(revoked_at=now())
    )
