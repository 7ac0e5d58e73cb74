"""Job orders as everybody reads them: what is open, one with its fee beside the cap (A4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from flask_babel import gettext as _

from jobfair.agencies.cap_words import deposit_cap_words
from jobfair.agencies.fees import cap_in_force, list_caps
from jobfair.agencies.licence import body_ok
from jobfair.agencies.order_facts import Fact, conditions, days_and_papers, suits
from jobfair.agencies.order_queries import PUBLISHED, find_order
from jobfair.agencies.shown import OrderLine, name_of, order_lines, wage_words
from jobfair.agencies.words import Names, sum_words
from jobfair.errors import NotFound
from jobfair.filters import in_language
from jobfair.models import JobOrder, OrderState


@dataclass(frozen=True)
class OrderPage:
    """One order: its line as in lists, whether it takes people, what it says, where to count."""

    order: JobOrder
    line: OrderLine
    open: bool
    company: str
    suits: Sequence[Fact]
    work: Sequence[Fact]
    papers: Sequence[Fact]
    count_query: str


def get_published(code: str, markets: Names, day: date) -> OrderPage:
    """A published order of a body that may send to its market. Raises NotFound for any other.

    Who has kept the address of a closed order is told that it takes nobody.
    """
    order = find_order(code)
    if order is None or order.state not in PUBLISHED:
        raise NotFound()
    if not body_ok(order.body, order.programme.market_code, day):
        raise NotFound()
    return OrderPage(
        order=order,
        line=order_lines([order], markets, day)[0],
        open=order.state is OrderState.OPEN and order.deadline >= day,
        company=name_of(order.body),
        suits=suits(order),
        work=_work(order, day),
        papers=days_and_papers(order),
        count_query=_count_query(order),
    )


def _work(order: JobOrder, day: date) -> list[Fact]:
    """What is worked, paid and asked."""
    deposits = list_caps(order.programme, "worker_deposit", day)
    cap = cap_in_force(deposits, order.fee_condition, order.contract_months)
    deposit = sum_words(order.deposit) if order.deposit else _("None")
    return [
        (_("Receiving company"), order.employer, order.work_address),
        (_("Programme"), in_language(order.programme, "name"), ""),
        (_("Contract"), _("%(months)s months", months=order.contract_months), ""),
        (_("Basic wage a month"), wage_words(order), ""),
        *conditions(order),
        (_("Deposit"), deposit, deposit_cap_words(cap)),
        (_("Other costs"), order.other_costs, ""),
    ]


def _count_query(order: JobOrder) -> str:
    """The calculator's question for this order."""
    return urlencode(
        {
            "programme": order.programme_code,
            "months": order.contract_months,
            "wage": f"{order.wage.normalize():f}",
            "currency": order.currency,
            "rate": f"{order.rate.normalize():f}",
            "condition": order.fee_condition,
            "asked": order.service_fee,
        }
    )
