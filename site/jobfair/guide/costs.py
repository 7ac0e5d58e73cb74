"""What may be asked and what stays: one contract counted in đồng (A6, B8).

The caps are those of ``money.caps``; everything else the reader types. A cap is the most that may
be asked, never what it will cost.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from jobfair.models import FeeRule
from jobfair.money.caps import Contract, Limit, deposit_limit, fee_limit, fund_limit


@dataclass(frozen=True)
class Typed:
    """What the reader knows, in đồng: the fee asked for, the spending of a month."""

    asked: int | None = None
    living: int | None = None


@dataclass(frozen=True)
class Costs:
    """One contract, in đồng. ``wage`` is that of a month, ``months`` the contract's length."""

    months: int
    wage: int
    fee: Limit
    deposit: Limit
    fund: Limit
    typed: Typed

    @property
    def over(self) -> int:
        """How much more than the law's limit is asked; 0 where it is not, or nobody knows."""
        if self.fee.most is None or self.typed.asked is None:
            return 0
        return max(0, self.typed.asked - self.fee.most)

    @property
    def fee_paid(self) -> int:
        """The fee that is counted: what is asked, up to the limit; without a word the limit."""
        most, asked = self.fee.most, self.typed.asked
        if asked is None:
            return most or 0
        return asked if most is None else min(asked, most)

    @property
    def fee_known(self) -> bool:
        """Whether the fee is a number: the law's limit, or what is asked."""
        return self.fee.most is not None or self.typed.asked is not None

    @property
    def whole(self) -> bool:
        """Whether every part of ``before`` is a number; else the sum is the least it can be."""
        return self.fee_known and self.deposit.most is not None and self.fund.most is not None

    @property
    def before(self) -> int:
        """What is to be paid before departure: fee, deposit and fund, as far as they are known."""
        return self.fee_paid + (self.deposit.most or 0) + (self.fund.most or 0)

    @property
    def left(self) -> int | None:
        """What stays of a month's basic wage; None while nobody says what is spent."""
        return None if self.typed.living is None else self.wage - self.typed.living

    @property
    def left_in_all(self) -> int | None:
        """What stays over the contract without the fee and the fund; the deposit comes back.

        Where one of them is not known (``kept_known``) it is the most that can stay.
        """
        if self.left is None:
            return None
        return self.left * self.months - self.fee_paid - (self.fund.most or 0)

    @property
    def kept_known(self) -> bool:
        """Whether fee and fund, which do not come back, are numbers."""
        return self.fee_known and self.fund.most is not None

    @property
    def months_to_repay(self) -> int | None:
        """Whole months of what stays that make up for what was paid before; None for never.

        Of a sum that is not ``whole`` at least so many.
        """
        if self.left is None or self.left <= 0:
            return None
        return int((Decimal(self.before) / self.left).to_integral_value(ROUND_CEILING))

    @property
    def rules(self) -> list[FeeRule]:
        """The rows that the numbers rest on, each once."""
        found = [limit.rule for limit in (self.fee, self.deposit, self.fund)]
        return list({rule.id: rule for rule in found if rule is not None}.values())


def count(contract: Contract, typed: Typed) -> Costs:
    """Count a contract whose months, wage and rate are known. Raises ValueError without them."""
    if contract.months is None or contract.wage is None or contract.rate is None:
        raise ValueError("months, wage and rate are needed")
    return Costs(
        months=contract.months,
        wage=int((contract.wage * contract.rate).to_integral_value(ROUND_FLOOR)),
        fee=fee_limit(contract),
        deposit=deposit_limit(contract),
        fund=fund_limit(contract),
        typed=typed,
    )
