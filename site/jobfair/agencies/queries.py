"""Sending bodies, in a deterministic order; the orders of ``order_queries`` under one roof."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from jobfair.agencies.order_queries import PUBLISHED, find_order, get_order, list_open_orders
from jobfair.database import db
from jobfair.errors import NotFound
from jobfair.lib.text import fold, like_escape
from jobfair.models import (
    BodyContact,
    JobOrder,
    LicenceEvent,
    LicenceKind,
    Market,
    Programme,
    SendingBody,
)


def _with_history(query: sa.Select[SendingBody]) -> sa.Select[SendingBody]:
    return query.options(
        selectinload(SendingBody.licence_events), selectinload(SendingBody.introductions)
    )


def _matching(q: str) -> list[sa.ColumnElement[bool]]:
    """Every word of the question stands in names or licence number, accents ignored."""
    words = fold(q).split()[:8]
    return [SendingBody.folded.like(f"%{like_escape(w)}%", escape="\\") for w in words]


def get_public_body(slug: str) -> SendingBody:
    """A body with its history. Raises NotFound."""
    query = sa.select(SendingBody).where(SendingBody.slug == slug)
    query = _with_history(query).options(selectinload(SendingBody.contacts))
    body = db.session.scalars(query).one_or_none()
    if body is None:
        raise NotFound()
    return body


def get_body(body_id: str) -> SendingBody:
    """As ``get_public_body``, by id. Raises NotFound."""
    query = sa.select(SendingBody).where(SendingBody.id == body_id)
    query = _with_history(query).options(selectinload(SendingBody.contacts))
    body = db.session.scalars(query).one_or_none()
    if body is None:
        raise NotFound()
    return body


def find_body_by_licence(number: str) -> SendingBody | None:
    """The body with exactly this licence number, or None; '' is nobody's."""
    if not number:
        return None
    query = sa.select(SendingBody).where(SendingBody.licence_number == number)
    return db.session.scalars(query).one_or_none()


def list_public_bodies(
    q: str = "", *, limit: int | None = None, offset: int = 0
) -> list[SendingBody]:
    """Bodies by name with licence history and introductions.

    ``q`` is looked for in name, short name, English name and licence number, without accents.
    """
    query = sa.select(SendingBody).where(*_matching(q))
    query = query.order_by(SendingBody.folded, SendingBody.id).limit(limit).offset(offset)
    return list(db.session.scalars(_with_history(query)))


def count_public_bodies(q: str = "") -> int:
    """How many bodies ``list_public_bodies`` would give without a limit."""
    query = sa.select(sa.func.count()).select_from(SendingBody).where(*_matching(q))
    return db.session.scalar(query) or 0


def list_markets() -> dict[str, Market]:
    """Code -> market, in the order of the pack."""
    rows = db.session.scalars(sa.select(Market).order_by(Market.position, Market.code))
    return {market.code: market for market in rows}


def list_body_markets() -> dict[str, list[str]]:
    """Body id -> codes of the markets it works in, as this register knows.

    Markets of its published orders (open or closed) and of assignments for one market.
    """
    published = (
        sa.select(JobOrder.body_id, Programme.market_code)
        .join(Programme, Programme.code == JobOrder.programme_code)
        .where(JobOrder.state.in_(PUBLISHED))
    )
    assigned = sa.select(LicenceEvent.body_id, LicenceEvent.market_code).where(
        LicenceEvent.kind == LicenceKind.ASSIGNED, LicenceEvent.market_code.is_not(None)
    )
    found: dict[str, list[str]] = {}
    pairs = sa.union(published, assigned).subquery()
    query = sa.select(pairs).join(Market, Market.code == pairs.c.market_code)
    for body_id, code in db.session.execute(query.order_by(pairs.c.body_id, Market.position)):
        found.setdefault(body_id, []).append(code)
    return found


def count_open_orders_by_body(orders: Iterable[JobOrder]) -> dict[str, int]:
    """Body id -> number of its orders among those given."""
    return dict(Counter(order.body_id for order in orders))


def list_bodies(body_ids: Sequence[str]) -> dict[str, SendingBody]:
    """Id -> body with licence history and introductions."""
    if not body_ids:
        return {}
    query = _with_history(sa.select(SendingBody).where(SendingBody.id.in_(body_ids)))
    return {body.id: body for body in db.session.scalars(query)}


def contact_holds(day: date) -> sa.ColumnElement[bool]:
    """The condition that a contact is the body's on the day."""
    ends = sa.or_(BodyContact.until_day.is_(None), BodyContact.until_day >= day)
    return sa.and_(BodyContact.from_day <= day, ends)


def list_contacts(body_ids: Sequence[str], day: date) -> dict[str, list[BodyContact]]:
    """Body id -> contacts valid on the day, phones first."""
    query = sa.select(BodyContact).where(BodyContact.body_id.in_(body_ids), contact_holds(day))
    found: dict[str, list[BodyContact]] = {}
    for contact in db.session.scalars(query.order_by(BodyContact.kind.desc(), BodyContact.id)):
        found.setdefault(contact.body_id, []).append(contact)
    return found


__all__ = [
    "contact_holds",
    "count_open_orders_by_body",
    "count_public_bodies",
    "find_body_by_licence",
    "find_order",
    "get_body",
    "get_order",
    "get_public_body",
    "list_bodies",
    "list_body_markets",
    "list_contacts",
    "list_markets",
    "list_open_orders",
    "list_public_bodies",
]
