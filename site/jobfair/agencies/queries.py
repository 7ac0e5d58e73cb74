"""Sending bodies, in a deterministic order; the orders of ``order_queries`` under one roof."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from jobfair.agencies.order_queries import find_order, get_order, list_open_orders
from jobfair.database import db
from jobfair.errors import NotFound
from jobfair.lib.text import fold, like_escape
from jobfair.models import SendingBody


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


__all__ = [
    "count_public_bodies",
    "find_body_by_licence",
    "find_order",
    "get_body",
    "get_order",
    "get_public_body",
    "list_open_orders",
    "list_public_bodies",
]
