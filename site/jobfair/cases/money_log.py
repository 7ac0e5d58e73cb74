"""The money log: what was paid, to whom, when; against the cap of the programme.

A payment before the contract is saved, marked and sent to the centre, never refused (model,
corrections). Law 69/2020/QH14 Art. 23: a service fee only after the contract is signed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from jobfair import audit
from jobfair.access import Actor
from jobfair.agencies.fees import cap_in_force, dong_cap, list_caps
from jobfair.cases.history import append_event, done_already
from jobfair.cases.locking import hold_case
from jobfair.cases.offices import centre_office
from jobfair.cases.owners import LETTER_ROLE, must_hold
from jobfair.cases.queries import list_payments, list_records, open_placement
from jobfair.cases.records import speaks_for
from jobfair.cases.tasks import open_task
from jobfair.database import db
from jobfair.errors import Conflict, Invalid
from jobfair.lib.clock import now, today
from jobfair.models import CaseFile, Payment, Placement, Programme

PAYMENT_KINDS: Final[dict[str, object]] = {
    "service_fee": _l("Service fee"),
    "deposit": _l("Deposit"),
    "tuition": _l("Tuition"),
    "other": _l("Other money"),
}
"""What for -> words."""

EARLY = "before_contract"
MOST = 2_000_000_000
"""Đồng; a slip of the finger is more likely than a larger sum."""


@dataclass(frozen=True, slots=True)
class PaymentData:
    """A payment as it was typed; ``amount`` in đồng."""

    kind: str
    amount: int
    paid_on: date
    to_whom: str
    receipt: str = ""


@dataclass(frozen=True, slots=True)
class FeeSum:
    """Service fees paid against the cap, both in đồng; ``cap`` None when nobody knows it."""

    paid: int
    cap: int | None

    @property
    def over(self) -> bool:
        """Whether more was paid than the law allows."""
        return self.cap is not None and self.paid > self.cap


def add_payment(case: CaseFile, data: PaymentData, *, by: Actor, act_key: str) -> CaseFile:
    """Write a payment down; mark it and tell the centre when it was before the contract.

    Raises Forbidden, Conflict without a placement, Invalid for an amount or day that cannot be.
    """
    if done_already(case, act_key):
        return case
    hold_case(case)
    letter = must_hold(by, case, frozenset("OCA"))
    placement = open_placement(case)
    if placement is None:
        raise Conflict(_("There is no sending body to pay yet."))
    if data.kind not in PAYMENT_KINDS or not 0 < data.amount <= MOST:
        raise Invalid(_("Check the amount."))
    if data.paid_on > today():
        raise Invalid(_("The day is in the future."))
    payment = Payment(
        placement_id=placement.id,
        kind=data.kind,
        amount=data.amount,
        paid_on=data.paid_on,
        to_whom=data.to_whom,
        receipt=data.receipt,
        flag=EARLY if is_early(case, placement, data) else "",
        act_key=act_key,
        recorded_by=by.user_id,
        recorded_at=now(),
    )
    db.session.add(payment)
    db.session.flush()
    append_event(
        case,
        "record",
        by=by,
        act_key=act_key,
        role=LETTER_ROLE[letter],
        reason="payment",
        on_behalf_of=speaks_for(by, letter),
    )
    audit.record(
        by, "case.payment", "case", case.id, person_ids=[case.person_id], fields=["amount"]
    )
    if payment.flag:
        open_task("early_payment", f"payment:{payment.id}", centre_office().id, case)
    return case


def is_early(case: CaseFile, placement: Placement, data: PaymentData) -> bool:
    """Whether the money was paid before the contract.

    Tuition with a receipt is no such payment once preparing ahead was approved (Art. 18).
    """
    if data.kind == "tuition" and data.receipt:
        approvals = list_records(case.id, ["source_approval"])
        if any(row.placement_id == placement.id for row in approvals):
            return False
    return placement.contract_on is None or data.paid_on < placement.contract_on


def service_fees(placement: Placement) -> FeeSum:
    """Service fees of a placement against the cap of its programme and contract."""
    paid = sum(p.amount for p in list_payments(placement.id) if p.kind == "service_fee")
    programme = db.session.get(Programme, placement.programme_code)
    months, wage, rate = placement.contract_months, placement.wage, placement.rate
    if programme is None or months is None or wage is None or rate is None:
        return FeeSum(paid, None)
    caps = list_caps(programme, "service_fee", placement.contract_on or today())
    chosen = cap_in_force(caps, "", months)
    if chosen is None or not chosen.known:
        return FeeSum(paid, None)
    return FeeSum(paid, dong_cap(chosen, months, wage, rate))
