"""What an order must satisfy: caps of fee and deposit, a body that may send, a date to come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from flask_babel import gettext as _

from jobfair.agencies.fees import AIRFARE, Cap, Kind, cap_in_force, dong_cap, list_caps
from jobfair.agencies.licence import body_ok
from jobfair.agencies.refusal import Refused
from jobfair.agencies.words import reader_lang
from jobfair.lib.money import show_vnd
from jobfair.models import Programme, SendingBody

LOWEST_WAGE, HIGHEST_WAGE = 1_000_000, 300_000_000
"""Đồng a month outside which wage and rate cannot both be right: a slip of the typing."""


@dataclass(frozen=True)
class Amounts:
    """What an order declares: wage a month in its currency, đồng for one unit, đồng asked."""

    months: int
    wage: Decimal
    rate: Decimal
    service_fee: int
    deposit: int
    condition: str = ""


@dataclass(frozen=True)
class CapCheck:
    """One declared sum beside its cap. ``limit`` in đồng; None when there is no number."""

    kind: Kind
    declared: int
    cap: Cap | None
    limit: int | None

    @property
    def over(self) -> bool:
        """Whether the declared sum is above the cap."""
        return self.limit is not None and self.declared > self.limit

    @property
    def by_hand(self) -> bool:
        """Whether somebody has to compare by hand: a sum is asked and the cap has no number."""
        return self.limit is None and self.declared > 0

    @property
    def airfare(self) -> bool:
        """Whether the cap is the price of one one-way ticket."""
        return self.cap is not None and self.cap.unit == AIRFARE


def check_caps(programme: Programme, amounts: Amounts, day: date) -> tuple[CapCheck, CapCheck]:
    """Service fee and deposit beside the caps that bind the programme on the day."""
    declared: tuple[tuple[Kind, int], ...] = (
        ("service_fee", amounts.service_fee),
        ("worker_deposit", amounts.deposit),
    )
    checks = []
    for kind, asked in declared:
        caps = list_caps(programme, kind, day)
        cap = cap_in_force(caps, amounts.condition, amounts.months)
        limit = None
        if cap is not None and cap.known:
            limit = dong_cap(cap, amounts.months, amounts.wage, amounts.rate)
        checks.append(CapCheck(kind, asked, cap, limit))
    return checks[0], checks[1]


def refuse_over_cap(programme: Programme, amounts: Amounts, day: date) -> None:
    """Raise Refused, citing rule and number, for a wage that cannot be or a sum over its cap."""
    monthly = int(amounts.wage * amounts.rate)
    if not LOWEST_WAGE <= monthly <= HIGHEST_WAGE:
        shown = show_vnd(monthly, reader_lang())
        raise Refused("rate", _("The wage comes to %(sum)s a month. Check it.", sum=shown))
    fee, deposit = check_caps(programme, amounts, day)
    for field, check in (("service_fee", fee), ("deposit", deposit)):
        if check.over and check.cap is not None:
            raise Refused(
                field,
                _(
                    "At most %(limit)s (%(rule)s). You entered %(declared)s.",
                    limit=show_vnd(check.limit or 0, reader_lang()),
                    rule=check.cap.rule.source,
                    declared=show_vnd(check.declared, reader_lang()),
                ),
            )


def refuse_closed_body(body: SendingBody, programme: Programme, day: date, field: str) -> None:
    """Raise Refused when the body may not send to the programme's market on the day."""
    if not body_ok(body, programme.market_code, day):
        raise Refused(
            field,
            _("%(name)s may not send people to this market today.", name=body.name),
        )


def refuse_past_deadline(deadline: date, day: date, field: str) -> None:
    """Raise Refused for a deadline that has passed."""
    if deadline < day:
        raise Refused(field, _("The deadline has passed."))
