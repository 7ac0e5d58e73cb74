"""A case's money against the caps, put together for the page."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from jobfair.agencies.words import show_decimal
from jobfair.cases.queries import last_placement
from jobfair.cases.sight import Sight
from jobfair.database import db
from jobfair.filters import in_language
from jobfair.lib.clock import today
from jobfair.models import CaseFile, ContractTerms, FeeRule, Payment, Placement, Programme
from jobfair.money.caps import Limit, limits_under, never_rule
from jobfair.money.kinds import FORBIDDEN_KINDS, PAYMENT_KINDS, SERVICE_FEE
from jobfair.money.queries import find_terms, list_payments


@dataclass(frozen=True)
class Line:
    """What was paid for one kind, against its cap where it has one. Sums in đồng."""

    kind: str
    label: object
    paid: int
    limit: Limit | None = None
    rule: FeeRule | None = None
    forbidden: bool = False

    @property
    def over(self) -> bool:
        """Whether more was paid than the rule allows."""
        if self.forbidden:
            return self.paid > 0
        return (
            self.limit is not None and self.limit.most is not None and self.paid > self.limit.most
        )


@dataclass(frozen=True)
class MoneyView:
    """Everything that the case page says about money that was paid."""

    placement: Placement | None
    terms: ContractTerms | None
    fee: Line | None
    lines: list[Line]
    payments: list[Payment]

    @property
    def early(self) -> bool:
        """Whether anything is marked."""
        return any(payment.flag for payment in self.payments)


def money_view(case: CaseFile, sight: Sight) -> MoneyView | None:
    """The money of a case as this role sees it; None when there is nothing to show."""
    placement = last_placement(case)
    if not sight.sees_placement(placement):
        placement = None
    payments = list_payments(case, sight)
    if placement is None and not payments:
        return None
    sums: dict[str, int] = {}
    for payment in payments:
        if placement is None or payment.placement_id in (placement.id, None):
            sums[payment.kind] = sums.get(payment.kind, 0) + payment.amount
    signed = placement is not None and placement.contract_on is not None
    terms = find_terms(placement.id) if placement is not None else None
    limits = limits_under(placement, terms) if placement is not None else {}
    lines = _lines(sums, limits, placement, signed=signed)
    fee = next((line for line in lines if line.kind == SERVICE_FEE), None)
    return MoneyView(placement, terms, fee, [x for x in lines if x is not fee], payments)


def _lines(
    sums: dict[str, int], limits: dict[str, Limit], placement: Placement | None, *, signed: bool
) -> list[Line]:
    market = _market(placement)
    day = placement.contract_on if placement is not None and placement.contract_on else today()
    lines = []
    for kind, label in PAYMENT_KINDS.items():
        paid, limit = sums.get(kind, 0), limits.get(kind)
        forbidden = kind in FORBIDDEN_KINDS
        if not paid and not (signed and limit is not None):
            continue
        rule = never_rule(FORBIDDEN_KINDS[kind], market, day) if forbidden else None
        rule = rule or (limit.rule if limit else None)
        lines.append(Line(kind, label, paid, limit, rule, forbidden))
    return lines


def _market(placement: Placement | None) -> str:
    if placement is None:
        return "*"
    programme = db.session.get(Programme, placement.programme_code)
    return programme.market_code if programme is not None else "*"


def limit_words(line: Line) -> str:
    """The rule of a line in one sentence; never more than "at most"."""
    limit = line.limit
    if line.forbidden:
        return _("May never be asked of the worker.")
    if limit is None:
        return ""
    if limit.airfare:
        return _("At most one one-way economy ticket.")
    if limit.most is None:
        missing = limit.rule is not None and limit.rule.unit == "salary_months_per_12m"
        if missing:
            return _("Length, wage or rate is missing, so there is no number yet.")
        return _("No number is known. Ask the centre.")
    if limit.most == 0 and not limit.foreign_paid:
        return _("Nothing may be taken.")
    if limit.months is None:
        return _("At most:")
    parts = [_("%(months)s months of basic wage", months=show_decimal(round(limit.months, 2)))]
    if limit.extension:
        parts.append(_("extension counted in"))
    if limit.foreign_paid:
        parts.append(_("the foreign side's part taken off"))
    return "; ".join(parts)


def rule_words(rule: FeeRule | None) -> str:
    """What the rule is about, in the reader's language."""
    return in_language(rule, "scope") if rule is not None else ""
