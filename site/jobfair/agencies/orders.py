"""The way of a job order: entered, submitted, approved and published, closed or cancelled.

The approval reply (phiếu trả lời) has a number and a date; the approved quantity is a hard
ceiling (Law 69/2020/QH14 Art. 19-20; domain 3.3). Every act is audited and public at once.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from datetime import date
from decimal import Decimal

import sqlalchemy as sa
from flask_babel import gettext as _

from jobfair import audit
from jobfair.access import Actor, Permission
from jobfair.agencies.order_checks import (
    Amounts,
    refuse_closed_body,
    refuse_over_cap,
    refuse_past_deadline,
)
from jobfair.agencies.order_queries import count_places_taken
from jobfair.agencies.order_terms import OrderTerms, refuse_terms
from jobfair.agencies.refusal import Refused, check_version
from jobfair.database import db
from jobfair.errors import Conflict, Forbidden
from jobfair.lib.clock import today
from jobfair.models import JobOrder, OrderState, Programme, SendingBody
from jobfair.public_version import raise_version

KIND = "job_order"
"""The object's name in the audit."""

_ENDED = (OrderState.CLOSED, OrderState.CANCELLED)


@dataclass(frozen=True, kw_only=True)
class OrderEntry(OrderTerms):
    """What is entered of an order (domain 3.3). Sums in đồng, the wage in its currency."""

    code: str
    title_vi: str
    title_en: str
    employer: str
    work_address: str
    quantity: int
    requirements: str
    contract_months: int
    wage: Decimal
    currency: str
    rate: Decimal
    service_fee: int
    deposit: int
    fee_condition: str
    other_costs: str
    deadline: date
    interview_on: date | None
    registration_no: str

    @property
    def amounts(self) -> Amounts:
        """What the caps are compared with."""
        return Amounts(
            self.contract_months,
            self.wage,
            self.rate,
            self.service_fee,
            self.deposit,
            self.fee_condition,
        )


def entry_of(order: JobOrder) -> OrderEntry:
    """What stands at an order, as it would be entered."""
    return OrderEntry(**{field.name: getattr(order, field.name) for field in fields(OrderEntry)})


def _own_only(body_id: str, by: Actor) -> None:
    """A body's own people enter for their body; the province for any. Raises Forbidden."""
    if not by.scope.province and by.scope.body_id != body_id:
        raise Forbidden()


def _check(entry: OrderEntry, programme: Programme, own_id: str | None) -> None:
    taken = db.session.scalar(sa.select(JobOrder.id).where(JobOrder.code == entry.code))
    if taken not in (None, own_id):
        raise Refused("code", _("This order code is taken. Choose another."))
    refuse_past_deadline(entry.deadline, today(), "deadline")
    if entry.interview_on is not None and entry.interview_on < today():
        raise Refused("interview_on", _("The interview lies in the past."))
    refuse_terms(entry, entry.deadline, today())
    refuse_over_cap(programme, entry.amounts, today())


def create_order(
    body: SendingBody, programme: Programme, entry: OrderEntry, *, by: Actor
) -> JobOrder:
    """Enter an order as a draft.

    Raises Forbidden for another body's, Refused for a code that is taken, a day that has
    passed, a wage that cannot be, or a fee or deposit over its cap, with rule and number.
    """
    _own_only(body.id, by)
    _check(entry, programme, None)
    order = JobOrder(body=body, programme=programme, state=OrderState.DRAFT, **asdict(entry))
    order.source, order.checked_on = body.name, today()
    db.session.add(order)
    db.session.flush()
    audit.record(by, f"{KIND}.create", KIND, order.id, fields=asdict(entry))
    return order


def edit_order(order: JobOrder, entry: OrderEntry, version: int, *, by: Actor) -> JobOrder:
    """Change a draft. Raises as ``create_order``, Stale, and Conflict after it was submitted."""
    _own_only(order.body_id, by)
    check_version(order, KIND, version)
    if order.state is not OrderState.DRAFT:
        raise Conflict(_("Only a draft can be changed. Ask the leader to hand the order back."))
    _check(entry, order.programme, order.id)
    changed = [name for name, value in asdict(entry).items() if getattr(order, name) != value]
    for name in changed:
        setattr(order, name, getattr(entry, name))
    order.checked_on = today()
    db.session.flush()
    if changed:
        audit.record(by, f"{KIND}.edit", KIND, order.id, fields=changed)
    return order


def _move(
    order: JobOrder, allowed: tuple[OrderState, ...], to: OrderState, by: Actor, reason: str = ""
) -> None:
    if order.state not in allowed:
        raise Conflict(_("The order has moved on. Open it again and look at its state."))
    was_public = order.state is OrderState.OPEN
    order.state = to
    db.session.flush()
    audit.record(by, f"{KIND}.{to}", KIND, order.id, fields=("state",), reason=reason)
    if was_public or to is OrderState.OPEN:
        raise_version("orders")
        raise_version("agencies")


def submit_order(order: JobOrder, *, by: Actor) -> None:
    """Hand a draft to the leader. Raises Refused when the body or the deadline forbid it."""
    _own_only(order.body_id, by)
    refuse_closed_body(order.body, order.programme, today(), "code")
    refuse_past_deadline(order.deadline, today(), "deadline")
    refuse_over_cap(order.programme, entry_of(order).amounts, today())
    _move(order, (OrderState.DRAFT,), OrderState.SUBMITTED, by)


@dataclass(frozen=True)
class Approval:
    """The reply to the contract registration: number, day, how many people."""

    approval_no: str
    approval_on: date
    approved_quantity: int


def approve_order(order: JobOrder, approval: Approval, version: int, *, by: Actor) -> None:
    """Approve and publish a submitted order.

    Raises Stale, Conflict when it is not waiting, Refused for a day to come, for more people
    than the order has or fewer than were selected, for a body that may not send, and for a fee
    over its cap.
    """
    check_version(order, KIND, version)
    if not 0 < approval.approved_quantity <= order.quantity:
        raise Refused(
            "approved_quantity",
            _("Between 1 and %(quantity)s, as the order asks for.", quantity=order.quantity),
        )
    if approval.approved_quantity < count_places_taken([order.id]).get(order.id, 0):
        raise Refused("approved_quantity", _("More people than this have been selected already."))
    if approval.approval_on > today():
        raise Refused("approval_on", _("The reply cannot come from a day to come."))
    refuse_closed_body(order.body, order.programme, today(), "approval_no")
    refuse_past_deadline(order.deadline, today(), "approval_no")
    refuse_over_cap(order.programme, entry_of(order).amounts, today())
    for name, value in asdict(approval).items():
        setattr(order, name, value)
    order.published_at = today()
    _move(order, (OrderState.SUBMITTED,), OrderState.OPEN, by)


def hand_back(order: JobOrder, reason: str, *, by: Actor) -> None:
    """Make a submitted or published order a draft again, saying why; it leaves the public page."""
    order.published_at = None
    _move(order, (OrderState.SUBMITTED, OrderState.OPEN), OrderState.DRAFT, by, reason)


def close_order(order: JobOrder, *, by: Actor) -> None:
    """End a published order: recruiting is done."""
    if not by.can(Permission.APPROVE_ORDER):
        _own_only(order.body_id, by)
    _move(order, (OrderState.OPEN,), OrderState.CLOSED, by)


def cancel_order(order: JobOrder, reason: str, *, by: Actor) -> None:
    """Cancel an order that has not ended, saying why. Cancelled is final."""
    if not by.can(Permission.APPROVE_ORDER):
        _own_only(order.body_id, by)
    unfinished = tuple(state for state in OrderState if state not in _ENDED)
    _move(order, unfinished, OrderState.CANCELLED, by, reason)
