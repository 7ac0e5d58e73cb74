"""Which caps bind a programme, and whether what an order asks stays below them.

Caps are rows of the province pack (`fee_rule`, `programme_rule`), joined by ``rule_id``.
Law 69/2020/QH14 Art. 23(2)(d), 23(4), 35(4), 42(3); Circular 02/2024/TT-BLĐTBXH Annex XI;
Decree 112/2021/NĐ-CP Annex II (deposit).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

import sqlalchemy as sa

from jobfair.database import db
from jobfair.lib import money
from jobfair.models import FeeRule, Programme, ProgrammeRule

Kind = Literal["service_fee", "worker_deposit"]

SALARY, DONG, AIRFARE = "salary_months_per_12m", "VND", "airfare"
_USUAL_MONTHS = 36


@dataclass(frozen=True)
class Cap:
    """One cap that binds a programme: the joining row and the rule with its numbers."""

    binding: ProgrammeRule
    rule: FeeRule

    @property
    def condition(self) -> str:
        """The key of the condition, '' when the cap holds without one."""
        return self.binding.condition

    @property
    def unit(self) -> str:
        """salary_months_per_12m, VND, airfare or unknown."""
        return self.rule.unit

    @property
    def known(self) -> bool:
        """Whether a number may be printed; of a rule UNKNOWN never."""
        return self.rule.rule_id != "UNKNOWN" and self.unit in (SALARY, DONG, AIRFARE)

    @property
    def nothing(self) -> bool:
        """Whether nothing at all may be asked."""
        return self.unit == DONG and self.rule.max_total == 0

    @property
    def as_money(self) -> money.FeeRule:
        """The rule as lib.money counts it: months of basic wage; 0 for a sum of nothing."""
        if self.unit == SALARY:
            return money.FeeRule(self.rule.per_12m, self.rule.max_total)
        if self.nothing:
            return money.FeeRule(Decimal(0), Decimal(0))
        return money.FeeRule(None, None)

    @property
    def marks(self) -> tuple[str, str]:
        """The marks (V, K, U) of the binding and of the rule."""
        return self.binding.mark, self.rule.mark


def months_cap(cap: Cap, months: int) -> Decimal | None:
    """The most months of basic wage for a contract of so many months; None without a number."""
    amount = money.fee_cap(cap.as_money, months, Decimal(1), Decimal(1))
    return None if amount is None else amount.months


def dong_cap(cap: Cap, months: int, wage: Decimal, rate: Decimal) -> int | None:
    """The most đồng for a contract, rounded down; None for an air ticket and for UNKNOWN.

    Takes whole months, the basic wage a month in its currency and đồng for one unit of it.
    """
    if cap.unit == DONG and cap.known:
        return int(cap.rule.max_total or 0)
    amount = money.fee_cap(cap.as_money, months, wage, rate)
    return None if amount is None else amount.vnd


def _height(cap: Cap, months: int) -> tuple[bool, Decimal, str]:
    """Order of caps from the lowest; what has no number comes last."""
    if cap.unit == DONG and cap.known:
        return (False, cap.rule.max_total or Decimal(0), cap.condition)
    in_months = months_cap(cap, months)
    return (in_months is None, in_months or Decimal(0), cap.condition)


def list_caps(programme: Programme, kind: Kind, day: date) -> list[Cap]:
    """The caps of a programme on a day, the one without a condition first, then by condition.

    Of several rows of one rule the one of the programme's market is taken, else the general.
    """
    bindings = db.session.scalars(
        sa.select(ProgrammeRule)
        .where(
            ProgrammeRule.programme_code == programme.code,
            ProgrammeRule.kind == kind,
            ProgrammeRule.valid_from <= day,
            sa.or_(ProgrammeRule.valid_to.is_(None), ProgrammeRule.valid_to >= day),
        )
        .order_by(ProgrammeRule.condition, ProgrammeRule.valid_from.desc())
    ).all()
    rules = _rules({binding.rule_id for binding in bindings}, kind, day)
    found: dict[str, Cap] = {}
    for binding in bindings:
        candidates = [rule for rule in rules if rule.rule_id == binding.rule_id]
        if candidates and binding.condition not in found:
            near = min(candidates, key=lambda rule: _distance(rule, programme))
            found[binding.condition] = Cap(binding, near)
    return list(found.values())


def _rules(ids: Iterable[str], kind: Kind, day: date) -> Sequence[FeeRule]:
    return db.session.scalars(
        sa.select(FeeRule)
        .where(
            FeeRule.rule_id.in_(sorted(ids)),
            FeeRule.kind == kind,
            FeeRule.valid_from <= day,
            sa.or_(FeeRule.valid_to.is_(None), FeeRule.valid_to >= day),
        )
        .order_by(FeeRule.rule_id, FeeRule.valid_from.desc(), FeeRule.scope_en)
    ).all()


def _distance(rule: FeeRule, programme: Programme) -> int:
    if rule.market_code == programme.market_code:
        return 0
    return 1 if rule.market_code == "*" else 2


def cap_in_force(caps: Sequence[Cap], condition: str, months: int | None) -> Cap | None:
    """The cap that holds: the answered condition, else the row without one, else the lowest."""
    by_condition = {cap.condition: cap for cap in caps}
    chosen = by_condition.get(condition) or by_condition.get("")
    if chosen is None and caps:
        chosen = min(caps, key=lambda cap: _height(cap, months or _USUAL_MONTHS))
    return chosen


def other_caps(caps: Sequence[Cap], chosen: Cap | None, months: int | None) -> list[Cap]:
    """The conditions that would change the cap, the lowest first."""
    length = months or _USUAL_MONTHS
    rest = [cap for cap in caps if cap is not chosen and cap.condition]
    if chosen is not None:
        rest = [c for c in rest if _height(c, length)[:2] != _height(chosen, length)[:2]]
    return sorted(rest, key=lambda cap: _height(cap, length))


def list_conditions(programme: Programme, day: date) -> list[ProgrammeRule]:
    """The questions that change a cap of the programme: one row a condition, by key."""
    found: dict[str, ProgrammeRule] = {}
    kinds: tuple[Kind, ...] = ("service_fee", "worker_deposit")
    for kind in kinds:
        for cap in list_caps(programme, kind, day):
            if cap.condition:
                found.setdefault(cap.condition, cap.binding)
    return [found[key] for key in sorted(found)]
