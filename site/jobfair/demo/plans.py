"""Who of the invented people was where, and how far each has come: planned before it is written.

Conferences need to know their seats and orders their places before the first row is written.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from jobfair.demo.dice import Dice, Urn
from jobfair.demo.meetings import WAITING_SHARE, Meeting, Programme, seats_ahead
from jobfair.demo.orders import Book, Order
from jobfair.demo.paths import EVERY, TARGETS, Way, draw_way
from jobfair.demo.places import Map, Place
from jobfair.lib.clock import add_working_days
from jobfair.models import ConferenceKind, OrderState, Stage
from jobfair.models import RegistrationState as Seat

S = Stage
MARKETS = Urn.of([("JP", 56), ("TW", 32), ("KR", 6), ("OTHER", 6)])
"""Seasonal workers for Korea come on top; together near 56, 28 and 12 of a hundred."""

OTHER_MARKETS = ("HU", "LA")
ASKS_LICENCE = frozenset({S.INTRODUCED, S.SELECTED, S.CONTRACT_SIGNED, S.DEPARTED})
SLACK, LONGEST_WAIT = 6, 25
"""Days by which a conference may be later than a way asks for: weekends are reckoned long, and
the stay in the last stage becomes shorter."""

AT_HOME, NEAR = 0.3, 0.2
"""Shares of the people at a conference who live in its own commune and in one near it."""

SEATS_AT_HOME = 0.75
"""The same of seats ahead: most register where they live."""

ELSEWHERE = 0.012
"""Share of people from another province."""

NEWEST = 0.7
"""How often somebody is introduced for an order that is open today, where there is one."""

FAMILIES = 0.3
"""Share of seats ahead that somebody takes with the one before, for a relative."""

WAYS_IN = Urn.of(
    [
        ((Seat.HELD, True), 82),
        ((Seat.WALK_IN, True), 9),
        ((Seat.HELD, False), 5),
        ((Seat.CALL_BACK, False), 4),
    ]
)
"""How the people with a journey behind them came in; a seat that stayed empty was called."""


@dataclass
class Plan:
    """One person's way, with days; ``kind``: ahead, waiting, call_back, no_show, came, journey."""

    kind: str
    meeting: Meeting | None
    home: Place | None  # None: another province
    steps: list[tuple[Stage, date]]
    seat: Seat = Seat.HELD
    came: bool = False
    waiting_no: int | None = None
    way: Way | None = None
    orders: list[Order] = field(default_factory=list)
    relative: bool = False  # of the person before: same family, same phone

    @property
    def stage(self) -> Stage:
        """Where the person stands today."""
        return self.steps[-1][0]


@dataclass
class Planner:
    """Plans people one by one; the counts of conferences and orders grow with them."""

    dice: Dice
    where: Map
    meetings: Programme
    book: Book
    day: date

    def plan(self, people: int) -> Iterator[Plan]:
        """So many plans, the guaranteed ones first; relatives follow one another."""
        seats = seats_ahead(self.meetings, people)
        rest = people - len(seats)
        waiting = min(len([m for m in seats if m.left == 0]) // WAITING_SHARE, rest)
        few = min(max(1, people // 40), max(0, (rest - waiting) // 3))
        small = [*["waiting"] * waiting]
        small += [kind for kind in ("call_back", "no_show", "came") for _ in range(few)]
        yield from self._seats(seats)
        yield from (self._of_kind(kind) for kind in small)
        for number in range(rest - len(small)):
            target, kind = EVERY[number] if number < len(EVERY) else (self.dice.draw(TARGETS), "")
            yield self._journey(target, kind)

    def _seats(self, meetings: list[Meeting]) -> Iterator[Plan]:
        """Seats that are held ahead; some families come together."""
        before: Plan | None = None
        for meeting in meetings:
            plan = self._ahead(meeting)
            meeting.held += 1
            if before and before.meeting is meeting and self.dice.chance(FAMILIES):
                plan.relative, plan.home, plan.steps = True, before.home, before.steps
            before = plan
            yield plan

    def _of_kind(self, kind: str) -> Plan:
        if kind == "waiting":
            meeting = next(m for m in self.meetings.ahead if m.left == 0)
            meeting.waiting += 1
            plan = self._ahead(meeting)
            plan.kind, plan.seat, plan.waiting_no = kind, Seat.WAITING, meeting.waiting
            return plan
        if kind == "call_back":
            on = self.day - timedelta(days=self.dice.between(1, 6))
            return Plan(kind, None, self._home(None), [(S.INTEREST, on)], Seat.CALL_BACK)
        near = self.meetings.between(self.day - timedelta(days=9), self.day)
        own = [meeting for meeting in near if meeting.place is self.where.first]
        meeting = self.dice.pick(own if own and self.dice.chance(0.5) else near)
        meeting.held += 1
        steps = [(S.INTEREST, self._before(meeting))]
        return Plan(kind, meeting, self._home(meeting), steps, came=kind == "came")

    def _ahead(self, meeting: Meeting) -> Plan:
        on = self.day - timedelta(days=self.dice.between(1, 12))
        return Plan("ahead", meeting, self._home(meeting), [(S.INTEREST, on)])

    def _before(self, meeting: Meeting) -> date:
        return meeting.day - timedelta(days=self.dice.between(1, 11))

    def _home(self, meeting: Meeting | None) -> Place | None:
        """The conference's commune, a neighbour's or any; online from anywhere."""
        if self.dice.chance(ELSEWHERE):
            return None
        if meeting is None or meeting.kind is ConferenceKind.ONLINE:
            return self.dice.draw(self.where.urn)
        drawn = self.dice.rng.random()
        at_home = SEATS_AT_HOME if meeting.left is not None else AT_HOME
        if drawn < at_home:
            return meeting.place
        if drawn < at_home + NEAR:
            return self.dice.pick(self.where.neighbours[meeting.place.code])
        return self.dice.draw(self.where.urn)

    def _journey(self, target: Stage, kind: str) -> Plan:
        way = draw_way(self.dice, target, kind)
        room = SLACK + min(way.stay * 2 // 3, LONGEST_WAIT)
        meeting = self.meetings.at_latest(self.day - timedelta(days=way.days - room))
        steps = self._dated(way, meeting)
        plan = Plan("journey", meeting, self._home(meeting), steps, way=way)
        plan.seat, plan.came = self._seat(way)
        if plan.seat is Seat.HELD:
            meeting.held += 1
        elif plan.seat is Seat.WALK_IN:
            steps[0] = (S.INTEREST, meeting.day)
        elif plan.seat is Seat.CALL_BACK:
            plan.meeting = None
        self._place(plan)
        return plan

    def _seat(self, way: Way) -> tuple[Seat, bool]:
        """How somebody came in, and whether to the conference."""
        gave_up_early = way.stages == (S.INTEREST, S.WITHDRAWN)
        if gave_up_early:
            return self.dice.pick(((Seat.CANCELLED, False), (Seat.HELD, False), (Seat.HELD, True)))
        return self.dice.draw(WAYS_IN)

    def _dated(self, way: Way, meeting: Meeting) -> list[tuple[Stage, date]]:
        """The day of each step: working days, none later than yesterday."""
        steps = [(S.INTEREST, self._before(meeting))]
        on, last = meeting.day, self.day - timedelta(days=1)
        for stage, leg in list(zip(way.stages, way.legs, strict=True))[1:]:
            on = add_working_days(on + timedelta(days=leg), 0)
            steps.append((stage, min(on, last)))
        return steps

    def _place(self, plan: Plan) -> None:
        """An order for each introduction: open that day, its body in order as long as needed."""
        steps = plan.steps
        at = [n for n, (stage, _) in enumerate(steps) if stage is S.INTRODUCED]
        for place, number in enumerate(at):
            until = steps[at[place + 1] - 1 :][0][1] if place + 1 < len(at) else None
            asked = [on for stage, on in steps[number:] if stage in ASKS_LICENCE]
            last = steps[number][1] if until else max(asked)
            order = self._order(steps[number][1], last, plan)
            plan.orders.append(order)
            if until is None and any(stage is S.SELECTED for stage, _ in steps):
                order.places += 1

    def _order(self, day: date, last_asked: date, plan: Plan) -> Order:
        market = "KR-E8" if plan.way and plan.way.seasonal else self.dice.draw(MARKETS)
        for wanted in (market, "JP", "TW"):
            fitting = [
                order
                for order in self._candidates(day, wanted)
                if order.ok_until is None or order.ok_until >= last_asked
            ]
            new = [order for order in fitting if order.state is OrderState.OPEN]
            if fitting:
                return self.dice.pick(new if new and self.dice.chance(NEWEST) else fitting)
        return next(o for o in self.book.orders if o.state is OrderState.CLOSED)

    def _candidates(self, day: date, market: str) -> list[Order]:
        if market == "OTHER":
            return [o for code in OTHER_MARKETS for o in self.book.open_on(day, code)]
        seasonal = market == "KR-E8"
        found = self.book.open_on(day, market[:2])
        return [o for o in found if (o.work.programme == "KR-E8") is seasonal]
