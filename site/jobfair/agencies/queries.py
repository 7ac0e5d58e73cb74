"""Sending bodies and job orders, in a deterministic order; scope is an argument."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from jobfair.access import Scope
from jobfair.agencies.licence import body_ok
from jobfair.database import db
from jobfair.errors import NotFound
from jobfair.lib.clock import today
from jobfair.lib.text import fold, like_escape
from jobfair.models import JobOrder, OrderState, SendingBody

_PUBLISHED = (OrderState.OPEN, OrderState.CLOSED)


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


def _orders() -> sa.Select[JobOrder]:
    return sa.select(JobOrder).options(
        joinedload(JobOrder.programme),
        joinedload(JobOrder.body).selectinload(SendingBody.licence_events),
    )


def list_open_orders(
    day: date | None = None, *, body_id: str | None = None, market: str | None = None
) -> list[JobOrder]:
    """Published orders before their deadline whose body may send to the market on the day.

    Orders of a body without a licence in force hide themselves here (domain: B2, B3). By
    deadline, then code.
    """
    on = day or today()
    query = _orders().where(JobOrder.state == OrderState.OPEN, JobOrder.deadline >= on)
    if body_id is not None:
        query = query.where(JobOrder.body_id == body_id)
    rows = db.session.scalars(query.order_by(JobOrder.deadline, JobOrder.code))
    return [
        order
        for order in rows
        if market in (None, order.programme.market_code)
        and body_ok(order.body, order.programme.market_code, on)
    ]


def _in_scope(scope: Scope) -> sa.ColumnElement[bool]:
    """The province sees every order, a body its own, everybody else what was published."""
    if scope.province:
        return sa.true()
    if scope.body_id:
        return JobOrder.body_id == scope.body_id
    return JobOrder.state.in_(_PUBLISHED)


def get_order(order_id: str, scope: Scope) -> JobOrder:
    """An order inside the scope. Raises NotFound for another body's and for no order alike."""
    query = _orders().where(JobOrder.id == order_id, _in_scope(scope))
    order = db.session.scalars(query).one_or_none()
    if order is None:
        raise NotFound()
    return order


def find_order(code: str) -> JobOrder | None:
    """The order with this code in whatever state, or None. Case does not matter."""
    query = _orders().where(JobOrder.code == code.strip().upper())
    return db.session.scalars(query).one_or_none()
