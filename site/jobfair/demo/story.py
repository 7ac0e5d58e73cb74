"""The history of one invented case: every step with who made it, when, why and on what paper."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from jobfair.demo.dice import Dice, Urn
from jobfair.demo.humans import Human
from jobfair.demo.orders import Order
from jobfair.demo.plans import Plan
from jobfair.demo.proofs import PROOFS
from jobfair.demo.staff import Cast, Hand
from jobfair.lib import clock
from jobfair.models import Stage

S = Stage

BODY_STEPS: Final = frozenset(
    {S.SOURCE_TRAINING, S.INTERVIEWED, S.SELECTED, S.CONTRACT_SIGNED, S.TRAINING}
    | {S.VISA_PROCESS, S.WAITING_DEPARTURE, S.WORKING, S.EXTENDED, S.LIQUIDATED, S.DROPPED}
)
"""Steps of the sending body: its own, or the counsellor's on its behalf with a document."""

LOCAL_STEPS: Final = frozenset({S.REGISTERED, S.COMPLETED, S.RETURNED_EARLY, S.REINTEGRATED})
LEADER_STEPS: Final = frozenset({S.ABSCONDED, S.DECEASED_MISSING})
BY_WORKER: Final = frozenset(
    {S.INTEREST, S.REGISTERED, S.COUNSELLED, S.SCREENED, S.INTRODUCED, S.INTERVIEWED}
)
"""Stages from which a worker stops at once on the slip."""

REASONS: Final[dict[Stage, Urn[str]]] = {
    S.WITHDRAWN: Urn.of(
        [
            *(("cost", 24), ("family", 20), ("other_job", 15), ("fear", 8), ("study", 6)),
            *(("unreachable", 10), ("marriage", 7), ("waited_too_long", 6), ("changed_mind", 4)),
        ]
    ),
    S.INELIGIBLE: Urn.of([("health", 5), ("body", 2), ("tattoo", 2), ("relatives_abroad", 1)]),
    S.DROPPED: Urn.of([("language", 3), ("visa_refused", 3), ("health", 2), ("money", 1)]),
    S.RETURNED_EARLY: Urn.of([("illness", 3), ("family", 3), ("contract_not_kept", 1)]),
    S.ABSCONDED: Urn.of([("unknown", 3), ("higher_pay", 2), ("left_employer", 2)]),
    S.DECEASED_MISSING: Urn.of([("work_accident", 2), ("illness", 2), ("missing", 1)]),
    S.SCREENED: Urn.of([("order_cancelled", 1), ("worker_changes_body", 1)]),
}
"""Coded reasons of the pack, by the stage to which the step leads."""

PAID: Final = 0.7
"""Share of the contracts with a payment in the money log."""

LEFT_WITHOUT, SLOW = "left_without_gate", "visa_slow"
UNREACHABLE: Final = "unreachable"


@dataclass
class Event:
    """One line of the history."""

    kind: str
    at: datetime
    by: Hand
    act_key: str
    start: Stage | None = None
    to: Stage | None = None
    reason: str = ""
    document: str = ""
    body_id: str | None = None


@dataclass
class Story:
    """A history, with the moment each stage was reached last and the orders in turn."""

    events: list[Event] = field(default_factory=list)
    reached: dict[Stage, datetime] = field(default_factory=dict)

    @property
    def last(self) -> datetime:
        """The moment of the last line."""
        return self.events[-1].at

    @property
    def steps(self) -> list[Event]:
        """The opening and the moves."""
        return [event for event in self.events if event.to is not None]


@dataclass
class Teller:
    """Tells the histories."""

    dice: Dice
    cast: Cast

    def tell(self, opened: datetime, by: Hand, key: str) -> Story:
        """A history that begins with the registration."""
        story = Story()
        story.events.append(Event("open", opened, by, f"open:{key}", to=S.INTEREST))
        story.reached[S.INTEREST] = opened
        return story

    def met(self, story: Story, plan: Plan, came_at: datetime | None, hand: Hand) -> None:
        """What the door or the call afterwards left in the history."""
        if came_at is not None:
            at = max(came_at, story.last) + timedelta(minutes=90)
            self._contact(story, at, hand, "came")
        elif plan.meeting is not None and plan.kind in ("no_show", "journey"):
            at = plan.meeting.starts_at + timedelta(hours=self.dice.between(4, 8))
            self._contact(story, max(at, story.last), hand, "no_show")
        elif plan.kind == "call_back" and self.dice.chance(0.4):
            self._contact(story, story.last + timedelta(minutes=50), hand, "no_answer")

    def _contact(self, story: Story, at: datetime, hand: Hand, reason: str) -> None:
        story.events.append(Event("contact", at, hand, self.dice.form_key(), reason=reason))

    def walk(self, story: Story, plan: Plan, human: Human) -> None:
        """Every step of the plan, each after the records that its gates ask for."""
        orders = iter(plan.orders)
        order: Order | None = None
        for (start, _), (to, on) in zip(plan.steps, plan.steps[1:], strict=False):
            at = max(self.dice.at(on, 8, 15), story.last + timedelta(minutes=40))
            if to is S.INTRODUCED and start is S.SCREENED:
                order = next(orders)
            self._records(story, to, at, human, order)
            story.events.append(self._step(plan, human, start, to, at, order, story))
            story.reached[to] = at
            if to is S.WORKING and self.dice.chance(0.3):
                self._contact(story, at + timedelta(minutes=30), self.cast.counsellor, "spoke")
            if to is S.CONTRACT_SIGNED and order is not None and order.fee:
                self._payment(story, at, order)

    def _payment(self, story: Story, at: datetime, order: Order) -> None:
        """A part of the fee stands in the money log of most."""
        if self.dice.chance(PAID):
            by = self.cast.agencies.get(order.body_id, self.cast.counsellor)
            body = order.body_id if by is not self.cast.counsellor else None
            later, key = at + timedelta(minutes=30), self.dice.form_key()
            story.events.append(Event("record", later, by, key, reason="payment", body_id=body))

    def _records(
        self, story: Story, to: Stage, at: datetime, human: Human, order: Order | None
    ) -> None:
        kinds = [proof.kind for proof in PROOFS.get(to, ())]
        if to is S.REGISTERED:
            kinds = ["identity"]
        hand, _document, body = self._hand(to, human, order)
        if to in LEADER_STEPS:
            hand, body = self.cast.counsellor, None
        agency = self.cast.agencies.get(order.body_id) if order else None
        if to is S.DEPARTED and order and agency:
            kinds, hand, body = ["exit_report"], agency, order.body_id
        for number, kind in enumerate(kinds):
            before = at - timedelta(minutes=25 - 5 * number)
            event = Event("record", before, hand, self.dice.form_key(), reason=kind, body_id=body)
            story.events.append(event)

    def _hand(self, to: Stage, human: Human, order: Order | None) -> tuple[Hand, str, str | None]:
        """Who makes a step, the document it rests on, and the body it is made for."""
        if to in BODY_STEPS and order is not None:
            agency = self.cast.agencies.get(order.body_id)
            if agency is not None:
                return agency, "", order.body_id
            number = f"CV {self.dice.between(1, 400):03}/MAU"
            return self.cast.counsellor, number, order.body_id
        if to in LEADER_STEPS:
            return self.cast.leader, "", None
        if to in LOCAL_STEPS:
            code = human.home.code if human.home else None
            return self.cast.officer_or_counsellor(code), "", None
        return self.cast.counsellor, "", None

    def _step(
        self,
        plan: Plan,
        human: Human,
        start: Stage,
        to: Stage,
        at: datetime,
        order: Order | None,
        story: Story,
    ) -> Event:
        hand, document, body = self._hand(to, human, order)
        kind, reason = "move", ""
        forward = to is S.SCREENED and start is S.COUNSELLED
        if to in REASONS and not forward:
            reason = self.dice.draw(REASONS[to])
        if to is S.DEPARTED:
            hand = self.dice.pick((self.cast.counsellor, self.cast.leader))
            if plan.way and plan.way.fact:
                kind, hand, reason = "fact", self.cast.leader, LEFT_WITHOUT
            elif _past_clock(story, at):
                reason = SLOW
        if to is S.WITHDRAWN and start not in BY_WORKER:
            hand = self.cast.counsellor
        elif to is S.WITHDRAWN:
            code = human.home.code if human.home else None
            hand = self.cast.officer_or_counsellor(code)
            reason = UNREACHABLE if not plan.came and start is S.INTEREST else reason
        return Event(kind, at, hand, self.dice.form_key(), start, to, reason, document, body)


def _past_clock(story: Story, at: datetime) -> bool:
    selected = story.reached.get(S.SELECTED)
    return selected is not None and clock.local_date(at) > clock.local_date(selected) + timedelta(
        days=180
    )
