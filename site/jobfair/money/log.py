"""The money log: what was paid, to whom, when, who said so; alerts when it was too much.

A payment before the contract, above the cap or of a kind that may never be asked is saved,
marked and told to the centre, never refused (Law 69/2020/QH14 Art. 7(8), 23, 26).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal
from typing import Final

from flask_babel import gettext as _

from jobfair import audit
from jobfair.access import Actor
from jobfair.cases.history import append_event, done_already
from jobfair.cases.locking import hold_case
from jobfair.cases.offices import centre_office
from jobfair.cases.owners import LETTER_ROLE, must_hold
from jobfair.cases.queries import list_records, open_placement
from jobfair.cases.records import speaks_for
from jobfair.cases.tasks import find_task, open_task
from jobfair.database import db
from jobfair.errors import Conflict, Invalid
from jobfair.lib.clock import now, today
from jobfair.lib.money import show_vnd
from jobfair.models import CaseFile, Payment, Placement
from jobfair.money.caps import limits_of
from jobfair.money.kinds import (
    EARLY,
    FORBIDDEN,
    FORBIDDEN_KINDS,
    OVER_CAP,
    PAYEES,
    PAYMENT_KINDS,
    SAID_BY,
    TASK_EARLY,
    TASK_FORBIDDEN,
)
from jobfair.money.queries import sum_by_kind

MOST: Final = 2_000_000_000
"""Đồng; a slip of the finger is more likely than a larger sum."""

DONG: Final = "VND"
NOT_TAKEN: Final = frozenset({"papers", "health"})
PUBLIC_PAYEES: Final = frozenset({"clinic", "office"})
"""A passport paid at the office or a check-up at the clinic is no money taken for the journey."""


@dataclass(frozen=True, slots=True)
class PaymentData:
    """A payment as it was typed. ``amount`` in ``currency``; ``rate`` đồng for one unit."""

    kind: str
    amount: Decimal | int
    paid_on: date
    to_whom: str
    receipt: str = ""
    payee: str = "body"
    said_by: str = "worker"
    currency: str = DONG
    rate: Decimal | None = None

    @property
    def dong(self) -> int:
        """The amount in đồng, rounded down; 0 where a rate is missing."""
        if self.currency == DONG:
            return int(self.amount)
        exact = Decimal(self.amount) * (self.rate or 0)
        return int(exact.to_integral_value(rounding=ROUND_DOWN))


def add_payment(case: CaseFile, data: PaymentData, *, by: Actor, act_key: str) -> CaseFile:
    """Write a payment down; mark it and tell the centre when it should not have been.

    Officer, counsellor or the placement's body. The same ``act_key`` again changes nothing.
    Raises Forbidden, Conflict for a body without a placement, Invalid for an amount, rate or
    day that cannot be.
    """
    if done_already(case, act_key):
        return case
    hold_case(case)
    letter = must_hold(by, case, frozenset("OCA"))
    placement = open_placement(case)
    if placement is None and letter == "A":
        raise Conflict(_("There is no placement with you here."))
    _check(data)
    payment = _row(case, placement, data, by, act_key)
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
    _tell(case, payment)
    if placement is not None:
        check_caps(case, placement)
    return case


def _check(data: PaymentData) -> None:
    if data.kind not in PAYMENT_KINDS or data.payee not in PAYEES or data.said_by not in SAID_BY:
        raise Invalid(_("Choose one of the list."))
    if data.currency != DONG and not (data.rate and data.rate > 0):
        raise Invalid(_("Write how many đồng one unit of the currency was."))
    if not 0 < data.dong <= MOST:
        raise Invalid(_("Check the amount."))
    if data.paid_on > today():
        raise Invalid(_("The day is in the future."))


def _row(
    case: CaseFile, placement: Placement | None, data: PaymentData, by: Actor, act_key: str
) -> Payment:
    foreign = data.currency != DONG
    return Payment(
        case_id=case.id,
        placement_id=placement.id if placement else None,
        kind=data.kind,
        amount=data.dong,
        currency=data.currency,
        original=Decimal(data.amount) if foreign else None,
        rate=data.rate if foreign else None,
        paid_on=data.paid_on,
        payee=data.payee,
        to_whom=data.to_whom,
        receipt=data.receipt,
        said_by=data.said_by,
        flag=flag_of(case, placement, data),
        act_key=act_key,
        recorded_by=by.user_id,
        recorded_at=now(),
    )


def flag_of(case: CaseFile, placement: Placement | None, data: PaymentData) -> str:
    """What is wrong with a payment by itself: forbidden, before the contract, or nothing."""
    if data.kind in FORBIDDEN_KINDS:
        return FORBIDDEN
    return EARLY if is_early(case, placement, data) else ""


def is_early(case: CaseFile, placement: Placement | None, data: PaymentData) -> bool:
    """Whether money was taken before the contract.

    Tuition with a receipt is no such payment once preparing ahead was approved (Art. 18), nor
    is what a State office or a clinic was paid for papers and check-up.
    """
    if data.kind in NOT_TAKEN and data.payee in PUBLIC_PAYEES:
        return False
    if placement is None:
        return True
    if data.kind == "tuition" and data.receipt:
        approvals = list_records(case.id, ["source_approval"])
        if any(row.placement_id == placement.id for row in approvals):
            return False
    return placement.contract_on is None or data.paid_on < placement.contract_on


def _tell(case: CaseFile, payment: Payment) -> None:
    """One task for the centre for a payment that is marked."""
    kinds = {EARLY: TASK_EARLY, FORBIDDEN: TASK_FORBIDDEN}
    if payment.flag in kinds:
        open_task(kinds[payment.flag], f"payment:{payment.id}", centre_office().id, case)


def check_caps(case: CaseFile, placement: Placement) -> None:
    """Tell the centre once for each kind whose sum has passed its cap."""
    limits, sums = limits_of(placement), sum_by_kind(placement.id)
    for kind, limit in limits.items():
        paid = sums.get(kind, 0)
        if limit.most is None or paid <= limit.most:
            continue
        key = f"{OVER_CAP}:{placement.id}:{kind}"
        if find_task(key) is None:
            note = f"{PAYMENT_KINDS[kind]}: {show_vnd(paid)} / {show_vnd(limit.most)}"
            open_task(OVER_CAP, key, centre_office().id, case, note=note)
