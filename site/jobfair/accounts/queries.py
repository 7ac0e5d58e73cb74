"""Looking up accounts and offices for the administration pages."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from jobfair.accounts.sign_in import fold_username
from jobfair.database import db
from jobfair.errors import NotFound
from jobfair.lib.clock import today
from jobfair.lib.text import fold
from jobfair.models import Office, OfficeKind, Role, RoleGrant, SendingBody, UserAccount

PAGE = 50


@dataclass(frozen=True)
class UserFilter:
    """What the list of users is narrowed by; empty values narrow nothing."""

    q: str = ""
    role: str = ""
    state: str = ""  # "on", "off"


def get_user(user_id: str) -> UserAccount:
    """An account by its id. Raises NotFound."""
    user = db.session.get(UserAccount, user_id)
    if user is None:
        raise NotFound()
    return user


def find_user(username: str) -> UserAccount | None:
    """An account by its user name, whatever its case."""
    asked = sa.select(UserAccount).where(UserAccount.username_folded == fold_username(username))
    return db.session.scalar(asked)


def _narrowed(query: sa.Select[UserAccount], by: UserFilter) -> sa.Select[UserAccount]:
    if by.state in ("on", "off"):
        query = query.where(UserAccount.active.is_(by.state == "on"))
    if by.role in {str(role) for role in Role}:
        day = today()
        held = sa.select(RoleGrant.user_id).where(
            RoleGrant.role == Role(by.role),
            RoleGrant.since <= day,
            sa.or_(RoleGrant.until.is_(None), RoleGrant.until > day),
        )
        query = query.where(UserAccount.id.in_(held))
    return query


def list_users(by: UserFilter, page: int = 1) -> tuple[list[UserAccount], int]:
    """One page of accounts by user name, and how many there are.

    The name is compared without accents in Python: staff are some hundreds, not thousands.
    """
    query = _narrowed(sa.select(UserAccount), by).order_by(UserAccount.username_folded)
    if not by.q:
        counted = sa.select(sa.func.count()).select_from(query.order_by(None).subquery())
        rows = db.session.scalars(query.limit(PAGE).offset((page - 1) * PAGE))
        return list(rows), int(db.session.scalar(counted) or 0)
    wanted = fold(by.q)
    found = [
        user
        for user in db.session.scalars(query)
        if wanted in fold(f"{user.username} {user.full_name}") or by.q.casefold() in user.username
    ]
    return found[(page - 1) * PAGE : page * PAGE], len(found)


def list_offices(q: str = "", kind: str = "", page: int | None = None) -> tuple[list[Office], int]:
    """Offices by kind and name, and how many; all of them without a page number."""
    query = sa.select(Office)
    if kind in {str(known) for known in OfficeKind}:
        query = query.where(Office.kind == OfficeKind(kind))
    wanted = fold(q)
    found = [office for office in db.session.scalars(query) if wanted in fold(office.name)]
    kinds = list(OfficeKind)
    found.sort(key=lambda office: (kinds.index(office.kind), fold(office.name), office.id))
    if page is None:
        return found, len(found)
    return found[(page - 1) * PAGE : page * PAGE], len(found)


def get_office(office_id: str) -> Office:
    """An office by its id. Raises NotFound."""
    office = db.session.get(Office, office_id)
    if office is None:
        raise NotFound()
    return office


def count_staff() -> dict[str, int]:
    """How many active accounts hold an open role at each office."""
    day = today()
    query = (
        sa.select(RoleGrant.office_id, sa.func.count(sa.distinct(RoleGrant.user_id)))
        .join(UserAccount, UserAccount.id == RoleGrant.user_id)
        .where(UserAccount.active, sa.or_(RoleGrant.until.is_(None), RoleGrant.until > day))
        .group_by(RoleGrant.office_id)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


def find_office(text: str) -> Office:
    """An office as the command line names it: ``kind:commune code``, a kind, or its name.

    Raises NotFound with a sentence when there is none or more than one.
    """
    kind, _, code = text.partition(":")
    query = sa.select(Office)
    if kind in {str(known) for known in OfficeKind}:
        query = query.where(Office.kind == OfficeKind(kind))
        if code:
            query = query.where(Office.commune_code == code)
    else:
        query = query.where(Office.name == text)
    found = list(db.session.scalars(query.limit(2)))
    if len(found) != 1:
        raise NotFound(f"{'several offices' if found else 'no office'}: {text}")
    return found[0]


def list_bodies_without_office() -> list[SendingBody]:
    """Sending bodies that have no office yet, by name."""
    held = sa.select(Office.body_id).where(Office.body_id.is_not(None))
    query = sa.select(SendingBody).where(SendingBody.id.not_in(held))
    return list(db.session.scalars(query.order_by(SendingBody.name, SendingBody.id)))


def find_user_by_id(user_id: object) -> UserAccount | None:
    """An account by what a cookie says is its id, or None."""
    return db.session.get(UserAccount, user_id) if isinstance(user_id, str) else None
