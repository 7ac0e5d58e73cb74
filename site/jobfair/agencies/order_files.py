"""Open job orders as files (M3): the same columns in CSV and JSON, sums in đồng."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask import url_for

from jobfair.agencies.order_queries import list_open_orders, places_left
from jobfair.models import JobOrder

COLUMNS = (
    *("code", "title", "title_en", "market", "programme", "agency", "licence_number", "employer"),
    *("work_address", "requirements", "contract_months", "wage", "currency", "rate_vnd"),
    *("service_fee_vnd", "deposit_vnd", "other_costs", "approved_quantity", "places_left"),
    *("deadline", "interview_on", "registration_no", "approval_no", "approval_on", "source"),
    *("checked_on", "page"),
)
"""``agency`` is the slug of /doanh-nghiep.csv; ``wage`` is basic, a month, in ``currency``."""

A_PAGE = 500
"""Orders of one page of the JSON file."""


def _day(value: date | None) -> str:
    return value.isoformat() if value else ""


def _row(order: JobOrder, left: int) -> tuple[object, ...]:
    return (
        *(order.code, order.title_vi, order.title_en, order.programme.market_code),
        *(order.programme_code, order.body.slug, order.body.licence_number, order.employer),
        *(order.work_address, order.requirements, order.contract_months),
        *(f"{order.wage.normalize():f}", order.currency, f"{order.rate.normalize():f}"),
        *(order.service_fee, order.deposit, order.other_costs, order.approved_quantity or 0, left),
        *(_day(order.deadline), _day(order.interview_on), order.registration_no),
        *(order.approval_no, _day(order.approval_on), order.source, _day(order.checked_on)),
        url_for("orders.show", code=order.code, _external=True),
    )


def order_rows(orders: Sequence[JobOrder]) -> list[tuple[object, ...]]:
    """Orders in the order of COLUMNS, places left as they stand now."""
    left = places_left(orders)
    return [_row(order, left[order.id]) for order in orders]


def list_for_files(day: date, market: str | None) -> list[JobOrder]:
    """What the public list shows, of one market or of all, by deadline."""
    return list_open_orders(day, market=market)
