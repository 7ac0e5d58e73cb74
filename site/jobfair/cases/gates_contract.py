"""Gates from the introduction to the contract: body, order, placement, contract paper."""

from __future__ import annotations

from flask_babel import gettext as _

from jobfair.agencies.rules import body_ok
from jobfair.cases.ground import Ground
from jobfair.cases.order_room import has_room
from jobfair.cases.queries import open_placement
from jobfair.models import OrderState, Purpose, Stage
from jobfair.privacy.rules import consent_in_force

CONTRACT_FIELDS = ("contract_no", "contract_on", "contract_months", "wage", "currency", "rate")


def consent_body(ground: Ground) -> str | None:
    """The person agreed that this body sees the case."""
    if ground.body is None:
        return _("No sending body is chosen")
    if consent_in_force(ground.case.person_id, Purpose.BODY, ground.body.id):
        return None
    return _("The person's consent for %(body)s is not in force", body=ground.body.name)


def body_is_ok(ground: Ground) -> str | None:
    """Licence or assignment in force, no suspension of this market (Art. 10-16)."""
    if ground.body is None:
        return _("No sending body is chosen")
    if ground.programme is None:
        return _("No programme is chosen")
    day = ground.exit_on if ground.to is Stage.DEPARTED else ground.day
    if body_ok(ground.body, ground.programme.market_code, day):
        return None
    return _("%(body)s may not send people to this market now", body=ground.body.name)


def one_placement(ground: Ground) -> str | None:
    """No other try with a sending body is open."""
    held = open_placement(ground.case)
    if held is None or ground.case.stage is not Stage.SCREENED:
        return None
    return _("Another placement is still open, with %(body)s", body=held.body.name)


def order_open(ground: Ground) -> str | None:
    """The job order, if one is named, is published, before its deadline and the body's own."""
    if ground.data.order_id is None:
        return None
    order = ground.order_named
    if order is None or ground.body is None or order.body_id != ground.body.id:
        return _("The job order does not belong to this sending body")
    if ground.programme is None or order.programme_code != ground.programme.code:
        return _("The job order is of another programme")
    if order.state is not OrderState.OPEN or order.deadline < ground.day:
        return _("The job order %(code)s is not open any more", code=order.code)
    return None


def order_approved(ground: Ground) -> str | None:
    """The job order has the approval reply (phiếu trả lời): number and date."""
    order = ground.order
    if order is None:
        return _("No job order is named")
    if ground.placement is not None and order.body_id != ground.placement.body_id:
        return _("The job order does not belong to this sending body")
    if order.approval_no and order.approval_on:
        return None
    return _("The job order %(code)s has no approval number and date", code=order.code)


def order_room(ground: Ground) -> str | None:
    """Selected and departed stay below the approved quantity, a hard ceiling."""
    order = ground.order
    if order is None:
        return _("No job order is named")
    own = ground.placement.id if ground.placement else None
    if has_room(order, own):
        return None
    return _("The job order %(code)s is full", code=order.code)


def source_approval(ground: Ground) -> str | None:
    """The written approval of preparing workers ahead of an order (Art. 18)."""
    if ground.records_of("source_approval", this_placement=True):
        return None
    return _("The written approval of preparing workers ahead is missing")


def contract_paper(ground: Ground) -> str | None:
    """The dispatch contract: number, date, months, wage, currency, rate (Form 03)."""
    data = ground.data
    paper = data if ground.to is Stage.CONTRACT_SIGNED else ground.placement
    if paper is None or not all(getattr(paper, name) for name in CONTRACT_FIELDS):
        return _("The contract's number, date, months, wage, currency and rate are not complete")
    if ground.to is Stage.CONTRACT_SIGNED and data.contract_on and data.contract_on > ground.day:
        return _("The contract's date is in the future")
    return None


def head_office(ground: Ground) -> str | None:
    """Signed or liquidated at the head office; a branch may not (Art. 17(3))."""
    if ground.to is Stage.CONTRACT_SIGNED:
        signed = ground.data.head_office
    else:
        papers = ground.records_of("liquidation_paper", this_placement=True)
        signed = bool(papers) and papers[0].at_head_office
    if signed:
        return None
    return _("It was not done at the head office; a branch may not")
