"""Reading payments and the terms of a contract."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import sqlalchemy as sa

from jobfair.cases.sight import Sight
from jobfair.database import db
from jobfair.models import CaseFile, ContractTerms, FeeRule, Payment, Placement


def list_payments(case: CaseFile, sight: Sight | None = None) -> list[Payment]:
    """What was paid in a case, by day; a sending body sees its own placements' only."""
    query = sa.select(Payment).where(Payment.case_id == case.id)
    if sight is not None and sight.body_id is not None:
        own = [p.id for p in case.placements if p.body_id == sight.body_id]
        query = query.where(Payment.placement_id.in_(own))
    return list(db.session.scalars(query.order_by(Payment.paid_on, Payment.recorded_at)))


def sum_by_kind(placement_id: str) -> dict[str, int]:
    """Kind -> đồng paid under a placement."""
    rows = db.session.execute(
        sa.select(Payment.kind, sa.func.sum(Payment.amount))
        .where(Payment.placement_id == placement_id)
        .group_by(Payment.kind)
    )
    return {kind: int(total) for kind, total in rows}


def find_terms(placement_id: str) -> ContractTerms | None:
    """The recorded terms of a placement's contract, or None."""
    return db.session.scalars(
        sa.select(ContractTerms).where(ContractTerms.placement_id == placement_id)
    ).one_or_none()


def find_rule(kinds: Iterable[str], market: str, day: date, rule_id: str = "") -> FeeRule | None:
    """The rule of a kind that holds on a day, the market's own before the general one."""
    query = sa.select(FeeRule).where(
        FeeRule.kind.in_(sorted(kinds)),
        FeeRule.market_code.in_((market, "*")),
        FeeRule.valid_from <= day,
        sa.or_(FeeRule.valid_to.is_(None), FeeRule.valid_to >= day),
    )
    if rule_id:
        query = query.where(FeeRule.rule_id == rule_id)
    order = (FeeRule.market_code == "*", FeeRule.valid_from.desc(), FeeRule.rule_id)
    return db.session.scalars(query.order_by(*order).limit(1)).first()


def list_placements_of(case: CaseFile, body_id: str | None) -> list[Placement]:
    """The case's placements, newest first; with a body only its own."""
    found = [p for p in case.placements if body_id is None or p.body_id == body_id]
    return found[::-1]
