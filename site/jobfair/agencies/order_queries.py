"""Job orders, in a deterministic order; scope is an argument."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from jobfair.access import Scope
from jobfair.agencies.licence import body_ok
from jobfair.database import db
from jobfair.errors import NotFound
from jobfair.lib.clock import today
from jobfair.lib.text import fold, like_escape
from jobfair.models import (
    AuditEvent,
    Departure,
    JobOrder,
    OrderState,
    Placement,
    Programme,
    SendingBody,
)

PUBLISHED = (OrderState.OPEN, OrderState.CLOSED)
"""What everybody with an account may see of another body's orders."""


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


@dataclass(frozen=True, slots=True)
class OpenRow:
    """An open order as a search reads it: plain columns, its body's and programme's words."""

    code: str
    title_vi: str
    title_en: str
    employer: str
    requirements: str
    deadline: date
    body_id: str
    body_name: str
    body_folded: str
    market_code: str
    programme_folded: str
    id: str
    occupation: str
    age_from: int | None
    age_to: int | None
    schooling: str
    language_level: str
    language_note: str
    wage: Decimal
    rate: Decimal


def list_open_rows(day: date) -> list[OpenRow]:
    """The orders of ``list_open_orders`` as plain columns: tens of thousands in a second."""
    columns = (
        *(JobOrder.code, JobOrder.title_vi, JobOrder.title_en, JobOrder.employer),
        *(JobOrder.requirements, JobOrder.deadline, JobOrder.body_id, SendingBody.name),
        *(SendingBody.folded, Programme.market_code, Programme.folded.label("programme_folded")),
        *(JobOrder.id, JobOrder.occupation, JobOrder.age_from, JobOrder.age_to),
        *(JobOrder.schooling, JobOrder.language_level, JobOrder.language_note),
        *(JobOrder.wage, JobOrder.rate),
    )
    query = (
        sa.select(*columns)
        .join(SendingBody, SendingBody.id == JobOrder.body_id)
        .join(Programme, Programme.code == JobOrder.programme_code)
        .where(JobOrder.state == OrderState.OPEN, JobOrder.deadline >= day)
        .order_by(JobOrder.deadline, JobOrder.code)
    )
    rows = [OpenRow(*tuple(row)) for row in db.session.execute(query)]
    bodies = sa.select(SendingBody).options(selectinload(SendingBody.licence_events))
    by_id = {body.id: body for body in db.session.scalars(bodies)}
    pairs = {(row.body_id, row.market_code) for row in rows}
    may = {pair for pair in pairs if body_ok(by_id[pair[0]], pair[1], day)}
    return [row for row in rows if (row.body_id, row.market_code) in may]


def list_orders_by_id(ids: Sequence[str]) -> list[JobOrder]:
    """These orders with programme and body, in the order of the ids."""
    rows = {order.id: order for order in db.session.scalars(_orders().where(JobOrder.id.in_(ids)))}
    return [rows[one] for one in ids if one in rows]


def _in_scope(scope: Scope) -> sa.ColumnElement[bool]:
    """The province sees every order, a body its own, everybody else what was published."""
    if scope.province:
        return sa.true()
    if scope.body_id:
        return JobOrder.body_id == scope.body_id
    return JobOrder.state.in_(PUBLISHED)


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


def _asked(
    scope: Scope, state: OrderState | None, q: str, body_id: str | None
) -> list[sa.ColumnElement[bool]]:
    asked = [_in_scope(scope)]
    if state is not None:
        asked.append(JobOrder.state == state)
    if body_id is not None:
        asked.append(JobOrder.body_id == body_id)
    for word in fold(q).split()[:8]:
        pattern = f"%{like_escape(word)}%"
        asked.append(
            sa.or_(
                sa.func.lower(JobOrder.code).like(pattern, escape="\\"),
                JobOrder.body.has(SendingBody.folded.like(pattern, escape="\\")),
                JobOrder.programme.has(Programme.folded.like(pattern, escape="\\")),
            )
        )
    return asked


def list_orders(
    scope: Scope,
    *,
    state: OrderState | None = None,
    q: str = "",
    body_id: str | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> list[JobOrder]:
    """Orders inside the scope, the latest deadline first.

    ``q`` is looked for in order code, body and programme, without accents.
    """
    query = _orders().where(*_asked(scope, state, q, body_id))
    query = query.order_by(JobOrder.deadline.desc(), JobOrder.code)
    return list(db.session.scalars(query.limit(limit).offset(offset)))


def count_orders(scope: Scope, *, state: OrderState | None = None, q: str = "") -> int:
    """How many orders ``list_orders`` would give without a limit."""
    query = sa.select(sa.func.count()).select_from(JobOrder)
    return db.session.scalar(query.where(*_asked(scope, state, q, None))) or 0


def count_orders_by_state(scope: Scope) -> dict[OrderState, int]:
    """State -> number of orders inside the scope."""
    query = sa.select(JobOrder.state, sa.func.count()).where(_in_scope(scope))
    rows = db.session.execute(query.group_by(JobOrder.state))
    return {row.state: row[1] for row in rows}


def count_places_taken(order_ids: Sequence[str]) -> dict[str, int]:
    """Order id -> people selected or departed through it; orders without anybody are left out.

    A try that was closed before its departure gives its place back (gate order_room).
    """
    departed = sa.exists().where(
        Departure.placement_id == Placement.id, Departure.undone_at.is_(None)
    )
    query = (
        sa.select(Placement.order_id, sa.func.count())
        .where(
            Placement.order_id.in_(order_ids),
            Placement.selected_on.is_not(None),
            sa.or_(Placement.closed_on.is_(None), departed),
        )
        .group_by(Placement.order_id)
    )
    return {order_id: n for order_id, n in db.session.execute(query) if order_id}


def places_left(orders: Sequence[JobOrder]) -> dict[str, int]:
    """Order id -> approved quantity less people selected or departed; 0 before the approval."""
    taken = count_places_taken([order.id for order in orders])
    return {
        order.id: max((order.approved_quantity or 0) - taken.get(order.id, 0), 0)
        for order in orders
    }


def list_order_acts(order_id: str) -> list[AuditEvent]:
    """What was done with the order, the latest first: who, when, why."""
    query = sa.select(AuditEvent).where(
        AuditEvent.object_kind == "job_order",
        AuditEvent.object_id == order_id,
        AuditEvent.action.like("job_order.%"),
    )
    return list(db.session.scalars(query.order_by(AuditEvent.written.desc())))


def find_programme(code: str) -> Programme | None:
    """The programme with this code, or None."""
    return db.session.get(Programme, code) if code else None


def list_programmes() -> list[Programme]:
    """Every programme in the order of the pack."""
    return list(db.session.scalars(sa.select(Programme).order_by(Programme.position)))
