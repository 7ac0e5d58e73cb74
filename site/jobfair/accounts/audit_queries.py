"""Reading the audit log: newest or oldest first, in pages that never count ten million rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta

import sqlalchemy as sa

from jobfair.accounts.sign_in import fold_username
from jobfair.database import db
from jobfair.lib.clock import from_local
from jobfair.lib.text import fold, like_escape
from jobfair.models import AuditEvent, Person, UserAccount

PAGE = 50
MOST_PEOPLE = 20
OUTSIDE = ("public", "worker", "system")
"""Who writes rows without being staff."""


@dataclass(frozen=True)
class AuditFilter:
    """What the log is narrowed by; empty values narrow nothing."""

    actor: str = ""  # user name, full name, user id or one of OUTSIDE
    person: str = ""  # a person's id or name
    action: str = ""  # a code, or the part before its dot
    object_id: str = ""
    since: date | None = None
    until: date | None = None  # the day itself included


@dataclass(frozen=True)
class AuditPage:
    """Rows as they are shown, newest first, and whether there is more on either side."""

    rows: list[AuditEvent]
    newer: bool
    older: bool


def _actors(text: str) -> sa.ColumnElement[bool]:
    """Rows of the account with this user name or id, or of accounts whose name holds it."""
    if text in OUTSIDE:
        return AuditEvent.actor == text
    exact = sa.select(UserAccount.id).where(
        sa.or_(UserAccount.id == text, UserAccount.username_folded == fold_username(text))
    )
    ids = set(db.session.scalars(exact))
    if not ids:
        names = db.session.execute(sa.select(UserAccount.id, UserAccount.full_name))
        ids = {row.id for row in names if fold(text) and fold(text) in fold(row.full_name)}
    return AuditEvent.actor.in_(sorted(ids))


def _people(text: str, by_name: bool) -> sa.ColumnElement[bool]:
    """Rows that touch the person with this id or, where names may be used, of this name."""
    ids = [text]
    if by_name and fold(text):
        pattern = f"%{like_escape(fold(text))}%"
        named = sa.select(Person.id).where(Person.folded.like(pattern, escape="\\"))
        ids += db.session.scalars(named.order_by(Person.folded, Person.id).limit(MOST_PEOPLE))
    held = [AuditEvent.person_ids.like(f"%{like_escape(i)}%", escape="\\") for i in ids]
    return sa.or_(AuditEvent.object_id.in_(ids), *held)


def _conditions(by: AuditFilter, names: bool) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = []
    if by.actor:
        found.append(_actors(by.actor))
    if by.person:
        found.append(_people(by.person, names))
    if by.action:
        inside = AuditEvent.action.like(f"{like_escape(by.action)}.%", escape="\\")
        found.append(sa.or_(AuditEvent.action == by.action, inside))
    if by.object_id:
        found.append(AuditEvent.object_id == by.object_id)
    if by.since:
        found.append(AuditEvent.at >= from_local(by.since, time()))
    if by.until:
        found.append(AuditEvent.at < from_local(by.until + timedelta(days=1), time()))
    return found


def _cursor(event_id: str) -> AuditEvent | None:
    return db.session.get(AuditEvent, event_id) if event_id else None


def list_events(
    by: AuditFilter,
    *,
    names: bool,
    before: str = "",
    after: str = "",
    oldest: bool = False,
) -> AuditPage:
    """A page of the log: the newest rows, or those older or newer than the row of an id.

    ``names``: whether persons may be found by name (the administrator sees none).
    ``oldest`` begins at the other end. Rows come newest first whatever was asked.
    """
    place = sa.tuple_(AuditEvent.at, AuditEvent.id)
    edge = _cursor(before or after)
    upward = oldest or bool(after and edge)
    query = sa.select(AuditEvent).where(*_conditions(by, names))
    if edge is not None and not oldest:
        here = sa.tuple_(sa.literal(edge.at, AuditEvent.at.type), sa.literal(edge.id))
        query = query.where(place > here if upward else place < here)
    order = (AuditEvent.at, AuditEvent.id)
    query = query.order_by(*(order if upward else (column.desc() for column in order)))
    rows = list(db.session.scalars(query.limit(PAGE + 1)))
    more, rows = len(rows) > PAGE, rows[:PAGE]
    beyond = edge is not None and not oldest
    if upward:
        return AuditPage(rows[::-1], newer=more, older=beyond)
    return AuditPage(rows, newer=beyond, older=more)


def list_own(user_id: str, limit: int) -> list[AuditEvent]:
    """The last rows an account has written, newest first."""
    query = sa.select(AuditEvent).where(AuditEvent.actor == user_id)
    newest = query.order_by(AuditEvent.at.desc(), AuditEvent.id.desc()).limit(limit)
    return list(db.session.scalars(newest))


def list_names(rows: list[AuditEvent]) -> dict[str, str]:
    """Names of the persons that the rows touch, by id."""
    ids = {i for row in rows for i in row.person_ids.split(",") if i}
    ids |= {row.object_id for row in rows if row.object_kind == "person"}
    found = db.session.execute(sa.select(Person.id, Person.name).where(Person.id.in_(ids)))
    return {row.id: row.name for row in found}


def list_usernames(rows: list[AuditEvent]) -> dict[str, str]:
    """Full names of the accounts that rows about accounts speak of, by id."""
    ids = {row.object_id for row in rows if row.object_kind == "user"}
    found = db.session.execute(
        sa.select(UserAccount.id, UserAccount.full_name).where(UserAccount.id.in_(ids))
    )
    return {row.id: row.full_name for row in found}
