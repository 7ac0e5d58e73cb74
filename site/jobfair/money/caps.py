"""The legal caps for one contract: service fee, deposit, fund, as exact đồng.

The rules are rows of the province pack; here they meet months, wage, currency, rate and
condition of a contract. The cap is that of the day of the contract. Law 69/2020/QH14
Art. 23(2)(d) (the foreign side's part is taken off), 23(4) (extension: half a month of wage
per 12 extra months, only where the dispatch contract says so).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

import sqlalchemy as sa

from jobfair.agencies.fees import AIRFARE, Cap, Kind, cap_in_force, dong_cap, list_caps
from jobfair.database import db
from jobfair.lib import money
from jobfair.lib.clock import today
from jobfair.models import ContractTerms, FeeRule, Placement, Programme
from jobfair.money.queries import find_rule, find_terms

EXTENSION: Final = "EXTENSION"
FUND_WORKER: Final = "FUND-WORKER"


@dataclass(frozen=True, slots=True)
class Contract:
    """What a cap is counted from. ``wage`` a month in its currency, ``rate`` đồng for one."""

    programme: Programme
    signed_on: date
    months: int | None = None
    wage: Decimal | None = None
    rate: Decimal | None = None
    condition: str = ""
    extension_months: int = 0
    extension_agreed: bool = False
    foreign_paid: int = 0


@dataclass(frozen=True, slots=True)
class Limit:
    """The most đồng that may be taken, and the rule. ``most`` None: no number is known.

    ``months``: of basic wage, where the rule counts in them; ``extension``: whether a part of
    it is the extension's; ``airfare``: one ticket is allowed, in no number.
    """

    most: int | None
    rule: FeeRule | None
    months: Decimal | None = None
    extension: bool = False
    foreign_paid: int = 0
    airfare: bool = False


def contract_of(placement: Placement, terms: ContractTerms | None) -> Contract | None:
    """The contract of a placement with its recorded terms; None without a programme.

    Before the contract the rules of today hold. The condition is that of the terms, else
    of the job order.
    """
    programme = db.session.get(Programme, placement.programme_code)
    if programme is None:
        return None
    order = placement.order
    condition = terms.fee_condition if terms else ""
    return Contract(
        programme=programme,
        signed_on=placement.contract_on or today(),
        months=placement.contract_months,
        wage=placement.wage,
        rate=placement.rate,
        condition=condition or (order.fee_condition if order else ""),
        extension_months=terms.extension_months if terms else 0,
        extension_agreed=terms.extension_agreed if terms else False,
        foreign_paid=terms.foreign_paid if terms else 0,
    )


def fee_limit(contract: Contract) -> Limit:
    """The most service fee for this contract, rounded down to the đồng, never below zero."""
    cap = _cap(contract, "service_fee")
    if cap is None or not cap.known:
        return Limit(None, cap.rule if cap else None)
    if cap.nothing:
        return Limit(0, cap.rule)
    months, wage, rate = contract.months, contract.wage, contract.rate
    if months is None or wage is None or rate is None:
        return Limit(None, cap.rule)
    base = dong_cap(cap, months, wage, rate)
    counted = money.fee_cap(cap.as_money, months, wage, rate)
    if base is None or counted is None:
        return Limit(None, cap.rule)
    more = _extension(contract, wage, rate)
    most = base + (more.vnd if more else 0) - contract.foreign_paid
    in_months = counted.months + (more.months if more else 0)
    return Limit(max(0, most), cap.rule, in_months, more is not None, contract.foreign_paid)


def deposit_limit(contract: Contract) -> Limit:
    """The most deposit (Decree 112/2021/NĐ-CP Annex II)."""
    cap = _cap(contract, "worker_deposit")
    if cap is None or not cap.known:
        return Limit(None, cap.rule if cap else None)
    if cap.unit == AIRFARE:
        return Limit(None, cap.rule, airfare=True)
    return Limit(int(cap.rule.max_total or 0), cap.rule)


def fund_limit(contract: Contract) -> Limit:
    """The worker's part of the overseas employment fund (Decision 40/2021/QĐ-TTg)."""
    kinds = ("fund_contribution",)
    rule = find_rule(kinds, contract.programme.market_code, contract.signed_on, FUND_WORKER)
    return Limit(int(rule.max_total or 0) if rule else None, rule)


def never_rule(kind: str, market: str, day: date) -> FeeRule | None:
    """The row on which it rests that this kind may never be asked of a worker."""
    return find_rule((kind,), market, day)


def _cap(contract: Contract, kind: Kind) -> Cap | None:
    caps = list_caps(contract.programme, kind, contract.signed_on)
    return cap_in_force(caps, contract.condition, contract.months)


def _extension(contract: Contract, wage: Decimal, rate: Decimal) -> money.FeeCap | None:
    """What an extension adds; nothing unless the dispatch contract says so."""
    if not contract.extension_agreed or contract.extension_months <= 0:
        return None
    rule = db.session.scalars(
        sa.select(FeeRule)
        .where(FeeRule.rule_id == EXTENSION, FeeRule.valid_from <= contract.signed_on)
        .order_by(FeeRule.valid_from.desc())
    ).first()
    if rule is None:
        return None
    as_money = money.FeeRule(rule.per_12m, rule.max_total)
    return money.fee_cap(as_money, contract.extension_months, wage, rate)


def limits_of(placement: Placement) -> dict[str, Limit]:
    """As ``limits_under``, with the terms that are recorded."""
    return limits_under(placement, find_terms(placement.id))


def limits_under(placement: Placement, terms: ContractTerms | None) -> dict[str, Limit]:
    """Kind of payment -> the most for this placement's contract; empty without a programme."""
    contract = contract_of(placement, terms)
    if contract is None:
        return {}
    return {
        "service_fee": fee_limit(contract),
        "deposit": deposit_limit(contract),
        "fund": fund_limit(contract),
    }
