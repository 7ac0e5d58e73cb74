"""Writing what the steps of one invented case leave: placement, contract, exit, money."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from jobfair.cases.stages import ENDINGS
from jobfair.demo.dice import Dice, Urn
from jobfair.demo.humans import Human, Registry
from jobfair.demo.orders import Order
from jobfair.demo.plans import Plan
from jobfair.demo.proofs import BY_KIND, Files, Proof
from jobfair.demo.sink import Sink
from jobfair.demo.staff import Cast
from jobfair.demo.story import LEFT_WITHOUT, Event, Story
from jobfair.lib.clock import add_months, local_date
from jobfair.models import Departure, Payment, Placement, Purpose, Stage

S = Stage
EVIDENCE: Final = Urn.of([("passport_stamp", 5), ("ticket", 4), ("national_db", 4), ("commune", 1)])
EXTENDED_MONTHS: Final = 3
PAID_EARLY: Final = 0.02
"""Share of the payments that came before the contract."""


@dataclass
class Held:
    """One placement while its case is written."""

    id: str
    order: Order
    opened: Event
    selected: date | None = None
    contract: date | None = None
    end: date | None = None
    exit: date | None = None
    home: date | None = None
    paid_early: str = ""  # the payment that came too soon


@dataclass
class Tries:
    """Follows histories and writes what each line stands on."""

    dice: Dice
    sink: Sink
    cast: Cast
    registry: Registry
    files: Files

    def follow(self, case_id: str, plan: Plan, human: Human, story: Story) -> Held | None:
        """Write placements, records and papers of a case; give the last placement."""
        held: Held | None = None
        orders = iter(plan.orders)
        for event in story.events:
            if event.to is S.INTRODUCED and event.start is S.SCREENED:
                held = Held(self.dice.id(), next(orders), event)
                self._consent(human, held, event)
            elif held and event.to is S.SCREENED:
                self._placement(case_id, held, event)
                held = None
            self._line(case_id, human, held, event)
        if held:
            over = plan.stage in ENDINGS or plan.stage in (S.LIQUIDATED, S.REINTEGRATED)
            self._placement(case_id, held, _ending(story) if over else None)
            self._write_waiting(case_id, human, held)
            by = self.cast.agencies.get(held.order.body_id, self.cast.counsellor)
            fact = any(event.kind == "fact" for event in story.events)
            self.files.papers(human.id, held.order, story.reached, by, fact)
        return held

    def __post_init__(self) -> None:
        self._waiting: list[tuple[str, Event]] = []

    def _line(self, case_id: str, human: Human, held: Held | None, event: Event) -> None:
        if event.kind == "record" and event.reason in BY_KIND:
            on = local_date(event.at)
            event.document = self.files.record(
                case_id,
                held.id if held else None,
                BY_KIND[event.reason],
                on,
                event.act_key,
                event.by,
                event.at,
            )
        elif held:
            self._step(case_id, held, event)

    def _consent(self, human: Human, held: Held, event: Event) -> None:
        self.registry.agree(
            human,
            Purpose.BODY,
            event.at - timedelta(minutes=15),
            "signed",
            by=event.by.id,
            body_id=held.order.body_id,
        )

    def _step(self, case_id: str, held: Held, event: Event) -> None:
        """What a step leaves in the placement, with its record where the step brings one."""
        on = local_date(event.at)
        if event.to is S.SELECTED:
            held.selected = on
        elif event.to is S.CONTRACT_SIGNED:
            held.contract = on
        elif event.to is S.DEPARTED and held.contract:
            held.exit = max(held.contract, on - timedelta(days=self.dice.between(0, 2)))
            self._waiting.append(("exit", event))
        elif event.reason == "payment":
            self._waiting.append(("payment", event))
        elif event.to in (S.WORKING, S.EXTENDED) and held.exit:
            months = held.order.work.months + (EXTENDED_MONTHS if event.to is S.EXTENDED else 0)
            held.end = add_months(held.exit, months)
            self._dated(case_id, held, "end_date", held.end, event)
        elif event.to in (S.COMPLETED, S.RETURNED_EARLY):
            home = on - timedelta(days=self.dice.between(0, 3))
            held.home = home
            self._dated(case_id, held, "entry_date", home, event)

    def _dated(self, case_id: str, held: Held, kind: str, on: date, event: Event) -> None:
        self.files.record(case_id, held.id, Proof(kind), on, event.act_key, event.by, event.at)

    def _placement(self, case_id: str, held: Held, ended: Event | None) -> None:
        work, signed = held.order.work, held.contract is not None
        self.sink.add(
            Placement,
            id=held.id,
            case_id=case_id,
            programme_code=work.programme,
            body_id=held.order.body_id,
            order_id=held.order.id,
            direct=False,
            opened_at=held.opened.at,
            selected_on=held.selected,
            contract_no=f"HD {self.dice.between(1, 9999):04}/MAU" if signed else "",
            contract_on=held.contract,
            contract_months=work.months if signed else None,
            wage=Decimal(work.wage) if signed else None,
            currency=work.currency if signed else "",
            rate=Decimal(work.rate) if signed else None,
            signed_at_head_office=signed,
            end_on=held.end,
            closed_on=local_date(ended.at) if ended else None,
            reason=ended.reason if ended else "",
        )

    def _write_waiting(self, case_id: str, human: Human, held: Held) -> None:
        """Exit and payment point at the placement, which is complete only now."""
        for what, event in self._waiting:
            if what == "exit":
                self._exit(human, held, event)
            else:
                self._payment(case_id, held, event)
        self._waiting.clear()

    def _exit(self, human: Human, held: Held, event: Event) -> None:
        agency = self.cast.agencies.get(held.order.body_id)
        self.sink.add(
            Departure,
            id=self.dice.id(),
            placement_id=held.id,
            exit_on=held.exit,
            commune_code=human.home.code if human.home else None,
            market_code=held.order.work.market,
            employer=held.order.work.employer,
            evidence=self.dice.draw(EVIDENCE),
            evidence_ref=f"MAU {self.dice.between(100, 999)}",
            without_gate="orientation" if event.reason == LEFT_WITHOUT else "",
            reported_by=agency.id if agency else "",
            confirmed_by=event.by.id,
            recorded_at=event.at,
            undone_at=None,
        )

    def _payment(self, case_id: str, held: Held, event: Event) -> None:
        """Two fifths of the fee; now and then it was paid before the contract."""
        paid = local_date(event.at)
        early = self.dice.chance(PAID_EARLY) and held.contract is not None
        if early and held.contract:
            paid = held.contract - timedelta(days=4)
        row_id = self.dice.id()
        self.sink.add(
            Payment,
            id=row_id,
            case_id=case_id,
            placement_id=held.id,
            kind="service_fee",
            amount=held.order.fee * 2 // 5 // 100_000 * 100_000,
            paid_on=paid,
            payee="body",
            to_whom="Trụ sở doanh nghiệp mẫu",
            said_by="receipt",
            receipt=f"BL {self.dice.between(1, 999):03}/MAU",
            flag="before_contract" if early else "",
            act_key=event.act_key,
            recorded_by=event.by.id,
            recorded_at=event.at,
        )
        if early:
            held.paid_early = row_id


def _ending(story: Story) -> Event:
    """The step that ended the placement."""
    over = (*ENDINGS, S.LIQUIDATED)
    return next(event for event in story.steps if event.to in over)
