"""A promise line by line against what came: the same, better, worse, or not known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, Literal

from jobfair.cases.settings import get_number
from jobfair.models import ContractTerms, Day30Answer, Placement, Promise

Verdict = Literal["same", "better", "worse", "unknown"]
Value = Decimal | int | date | None

MORE_IS_BETTER: Final = frozenset({"wage"})
"""Of the other sums and hours less is better; of the length no other one was promised."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line: what was promised and what came. A wage is in ``currency``."""

    name: str
    promised: Value
    came: Value
    verdict: Verdict
    currency: str = ""


def departure_days() -> int:
    """Days after the promised departure that still count as kept (a setting, mark K)."""
    return get_number("promise.departure_days", 30)


def verdict_of(name: str, promised: Value, came: Value) -> Verdict:
    """How one thing came out; not known as soon as one side is.

    A contract of another length is worse either way: it is not what the person agreed to.
    """
    if promised is None or came is None:
        return "unknown"
    if isinstance(promised, date) or isinstance(came, date):
        return _by_day(promised, came)
    if promised == came:
        return "same"
    if name == "months":
        return "worse"
    more = came > promised
    return "better" if more == (name in MORE_IS_BETTER) else "worse"


def _by_day(promised: Value, came: Value) -> Verdict:
    if not isinstance(promised, date) or not isinstance(came, date):
        return "unknown"
    late = (came - promised).days
    if late > departure_days():
        return "worse"
    return "better" if late < 0 else "same"


def _wage(promise: Promise, wage: Decimal | None, currency: str, rate: Decimal | None) -> Value:
    """What came, in the promise's currency; None where it cannot be turned into it."""
    if wage is None or promise.wage is None:
        return wage
    if currency == promise.currency or not currency:
        return wage
    if rate and promise.rate:
        return round(wage * rate / promise.rate, 2)
    return None


def _line(name: str, promise: Promise, came: Value) -> Line:
    promised: Value = getattr(promise, name)
    currency = promise.currency if name == "wage" else ""
    return Line(name, promised, came, verdict_of(name, promised, came), currency)


def against_contract(
    promise: Promise, placement: Placement, terms: ContractTerms | None, exit_on: date | None
) -> list[Line]:
    """The promise against the signed contract; the real exit stands for the planned one."""
    wage = _wage(promise, placement.wage, placement.currency, placement.rate)
    came: dict[str, Value] = {
        "wage": wage,
        "hours_week": terms.hours_week if terms else None,
        "service_fee": terms.service_fee if terms else None,
        "deposit": terms.deposit if terms else None,
        "months": placement.contract_months,
        "departure_on": exit_on or (terms.departure_on if terms else None),
    }
    return [_line(name, promise, value) for name, value in came.items()]


def against_day30(promise: Promise, answer: Day30Answer, placement: Placement) -> list[Line]:
    """The promise against what the worker says on day 30."""
    rate = placement.rate if answer.currency == placement.currency else None
    came: dict[str, Value] = {
        "wage": _wage(promise, answer.wage, answer.currency, rate),
        "hours_week": answer.hours_week,
        "service_fee": answer.service_fee,
        "deposit": answer.deposit,
    }
    return [_line(name, promise, value) for name, value in came.items()]


def worse_lines(lines: list[Line]) -> list[str]:
    """The names of the lines that came out worse."""
    return [line.name for line in lines if line.verdict == "worse"]
