"""Invented job orders: four waves of ended ones, those open today, and one in each other state."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time, timedelta
from decimal import Decimal
from functools import cached_property

from jobfair.demo.bodies import SOURCE, Bodies, Stop
from jobfair.demo.dice import Dice
from jobfair.demo.order_terms import term_columns
from jobfair.demo.sink import Sink
from jobfair.demo.works import CLOTH, FARM, LEAF, ONE, OPEN_NOW, PARTS, TWO, WAVES, Work
from jobfair.lib import clock
from jobfair.models import JobOrder, OrderState

NINE = time(9, 0)
RUNS = 150
"""Days from publishing to the deadline."""

PUBLISHED_AGO, DEADLINE_IN = 40, 55
"""The orders that are open today."""

PER_ORDER = 60
"""People that one order of a past wave is made for."""


@dataclass
class Order:
    """An order while the demonstration is planned: who was placed there, who takes a place."""

    id: str
    code: str
    work: Work
    body: str
    body_id: str
    published: date
    deadline: date
    state: OrderState
    quantity: int
    stop: Stop | None = None  # the document that closed this market to the body
    places: int = 0

    @property
    def ok_until(self) -> date | None:
        """The last day on which the body could send people there; None while it can."""
        return self.stop.until if self.stop else None

    @property
    def fee(self) -> int:
        """The service fee asked, in đồng."""
        return int(self.work.wage * self.work.rate * self.work.fee) // 100_000 * 100_000

    def takes(self, day: date) -> bool:
        """Whether somebody could be introduced for it on the day."""
        return self.published <= day <= self.deadline


@dataclass
class Book:
    """All orders, and those in which people of a market can be placed."""

    orders: list[Order] = field(default_factory=list)

    def open_on(self, day: date, market: str) -> list[Order]:
        """Orders of a market that were open on the day."""
        return [order for order in self._by_market.get(market, ()) if order.takes(day)]

    @cached_property
    def _by_market(self) -> dict[str, list[Order]]:
        found: dict[str, list[Order]] = {}
        for order in self.orders:
            if order.state in (OrderState.OPEN, OrderState.CLOSED):
                found.setdefault(order.work.market, []).append(order)
        return found


def plan_orders(dice: Dice, bodies: Bodies, day: date, people: int) -> Book:
    """Plan the orders that so many people need; ended waves grow with their number."""
    book = Book()
    counter: dict[str, int] = {}

    def add(work: Work, body: str, published: date, deadline: date, state: OrderState) -> Order:
        counter[work.market] = counter.get(work.market, 0) + 1
        order = Order(
            id=dice.id(),
            code=f"MAU-{work.market}-{counter[work.market]:02}",
            work=work,
            body=body,
            body_id=bodies.id_of(body),
            published=published,
            deadline=deadline,
            state=state,
            quantity=dice.between(3, 6) * 5,
            stop=bodies.stop_of(body, work.market),
        )
        book.orders.append(order)
        return order

    for ago, works in WAVES:
        published = day - timedelta(days=ago)
        deadline = min(published + timedelta(days=RUNS), day - timedelta(days=3))
        for work, turns in works:
            for copy in range(max(1, people // 40 // PER_ORDER)):
                body = turns[copy % len(turns)] if copy else turns[0]
                add(work, body, published, deadline, OrderState.CLOSED)
    for work, body, quantity in OPEN_NOW:
        published = day - timedelta(days=PUBLISHED_AGO)
        deadline = day + timedelta(days=DEADLINE_IN)
        add(work, body, published, deadline, OrderState.OPEN).quantity = quantity
    ahead = day + timedelta(days=DEADLINE_IN + 20)
    add(FARM, ONE, day, ahead, OrderState.DRAFT)
    add(CLOTH, TWO, day, ahead, OrderState.SUBMITTED)
    last = add(PARTS, LEAF, day - timedelta(days=340), day - timedelta(days=190), OrderState.OPEN)
    last.state = OrderState.CANCELLED
    return book


def write_orders(sink: Sink, dice: Dice, book: Book, day: date) -> None:
    """Write the orders, each approved for at least the people who hold a place."""
    for order in book.orders:
        quantity = max(order.quantity, order.places + dice.between(2, 6))
        sink.add(JobOrder, **order_columns(order, quantity, day))


def order_columns(order: Order, quantity: int, day: date) -> dict[str, object]:
    """The row of one order, for so many people; ``day`` is the load day."""
    work = order.work
    approved = order.state not in (OrderState.DRAFT, OrderState.SUBMITTED)
    interview = order.deadline - timedelta(days=10)
    return {
        "id": order.id,
        "code": order.code,
        "body_id": order.body_id,
        "programme_code": work.programme,
        "title_vi": work.title_vi,
        "title_en": work.title_en,
        "employer": work.employer,
        "work_address": "Địa chỉ mẫu ở nước ngoài",
        "quantity": quantity,
        "requirements": work.needs,
        "contract_months": work.months,
        "wage": Decimal(work.wage),
        "currency": work.currency,
        "rate": Decimal(work.rate),
        "service_fee": order.fee,
        "deposit": 0,
        "fee_condition": work.condition,
        "other_costs": "Hộ chiếu, khám sức khỏe: nộp theo biên lai.",
        "deadline": order.deadline,
        "interview_on": interview if interview > day or order.deadline < day else None,
        "registration_no": f"DK {order.code}",
        "approval_no": f"PTL {order.code}" if approved else "",
        "approval_on": order.published - timedelta(days=6) if approved else None,
        "approved_quantity": quantity if approved else None,
        "state": order.state,
        "published_at": order.published if approved else None,
        "version": 1,
        "created_at": clock.from_local(order.published - timedelta(days=12), NINE),
        "source": SOURCE,
        "checked_on": day - timedelta(days=9),
        "check_again_on": order.deadline if order.deadline > day else None,
        "mark": "V",
        **term_columns(work.title_vi, order.published - timedelta(days=20), order.deadline),
    }
