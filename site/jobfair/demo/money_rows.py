"""Money of invented journeys: promises, contract terms, loans, support, the fund."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from jobfair.demo.dice import Dice
from jobfair.demo.humans import Human, Registry
from jobfair.demo.placements import Held
from jobfair.demo.sink import Sink
from jobfair.demo.staff import Cast, Hand
from jobfair.lib.clock import add_working_days, from_local
from jobfair.models import (
    ContractTerms,
    Day30Answer,
    Loan,
    LoanAct,
    LoanState,
    Payment,
    Promise,
    PromiseCheck,
    Purpose,
    SupportAmount,
    SupportItem,
    SupportState,
)

OVERPROMISED: Final = 0.07
"""Share of those who were promised a tenth more wage than the contract says."""

BORROWERS, SUPPORTED, ANSWERED = 0.14, 0.2, 0.7
"""Shares of those with a contract who borrow, get support, and answer on day 30."""

TEN = time(10, 0)
FUND: Final = 100_000
STEPS: Final = ((LoanState.ASKED, 0), (LoanState.APPROVED, 6), (LoanState.DISBURSED, 12))


@dataclass
class MoneyRows:
    """Writes what money there is around one placement; throws dice of its own."""

    dice: Dice
    sink: Sink
    cast: Cast
    registry: Registry
    decision_days: list[tuple[date, int]]
    day: date

    def write(self, case_id: str, human: Human, held: Held) -> None:
        """Everything around a placement, as far as the journey has come."""
        more = self.dice.chance(OVERPROMISED)
        wage = Decimal(held.order.work.wage * 11 // 10 if more else held.order.work.wage)
        self._promise(case_id, held, wage)
        if held.contract is None:
            return
        self._terms(held)
        self._check(held, "contract", "wage" if more else "", held.contract)
        by = self.cast.officer_or_counsellor(human.home.code if human.home else None)
        if self.dice.chance(BORROWERS):
            self._loan(case_id, human, held, by)
        if self.dice.chance(SUPPORTED):
            self._support(case_id, held.contract, by)
        if held.exit is not None:
            self._fund(case_id, held, held.exit, by)
            asked = held.exit + timedelta(days=30)
            if asked <= self.day and self.dice.chance(ANSWERED):
                self._day30(case_id, held, asked, by, wage)

    def _at(self, day: date) -> datetime:
        return from_local(min(day, self.day), TEN)

    def _promise(self, case_id: str, held: Held, wage: Decimal) -> None:
        order, opened = held.order, held.opened
        self.sink.add(
            Promise,
            id=self.dice.id(),
            case_id=case_id,
            body_id=order.body_id,
            order_id=order.id,
            conference_id=None,
            how="introduced",
            promised_by=order.code,
            wage=wage,
            currency=order.work.currency,
            rate=Decimal(order.work.rate),
            hours_week=None,
            service_fee=order.fee,
            deposit=0,
            months=order.work.months,
            departure_on=None,
            act_key=self.dice.form_key(),
            by=opened.by.id,
            by_name=opened.by.shown[:160],
            at=opened.at,
        )

    def _terms(self, held: Held) -> None:
        signed = held.contract or self.day
        self.sink.add(
            ContractTerms,
            id=self.dice.id(),
            placement_id=held.id,
            hours_week=Decimal(self.dice.between(40, 44)),
            service_fee=held.order.fee,
            deposit=0,
            departure_on=held.exit or signed + timedelta(days=150),
            fee_condition=held.order.work.condition,
            extension_agreed=False,
            extension_months=0,
            foreign_paid=0,
            version=1,
            recorded_by=self.cast.counsellor.id,
            recorded_at=self._at(signed),
        )

    def _check(self, held: Held, against: str, worse: str, on: date) -> None:
        self.sink.add(
            PromiseCheck,
            id=self.dice.id(),
            placement_id=held.id,
            body_id=held.order.body_id,
            against=against,
            worse=worse,
            at=self._at(on),
        )

    def _fund(self, case_id: str, held: Held, exit_on: date, by: Hand) -> None:
        paid = max(exit_on - timedelta(days=5), held.contract or exit_on)
        self.sink.add(
            Payment,
            id=self.dice.id(),
            case_id=case_id,
            placement_id=held.id,
            kind="fund",
            amount=FUND,
            paid_on=paid,
            payee="body",
            to_whom="Trụ sở doanh nghiệp mẫu",
            receipt=f"QUY {self.dice.between(1, 999):03}/MAU",
            said_by="receipt",
            flag="",
            act_key=self.dice.form_key(),
            recorded_by=by.id,
            recorded_at=self._at(paid),
        )

    def _day30(self, case_id: str, held: Held, asked: date, by: Hand, promised: Decimal) -> None:
        work = held.order.work
        self.sink.add(
            Day30Answer,
            id=self.dice.id(),
            case_id=case_id,
            placement_id=held.id,
            asked_on=asked,
            wage=Decimal(work.wage),
            currency=work.currency,
            hours_week=None,
            service_fee=held.order.fee,
            deposit=0,
            note="",
            act_key=self.dice.form_key(),
            by=by.id,
            at=self._at(asked),
        )
        self._check(held, "day30", "wage" if promised > work.wage else "", asked)

    def _loan(self, case_id: str, human: Human, held: Held, by: Hand) -> None:
        """Asked with the contract; decided and paid out in the weeks after it."""
        asked = held.contract or self.day
        need = max(held.order.fee, 20_000_000) + 25_000_000
        amount = need * self.dice.between(5, 10) // 10 // 1_000_000 * 1_000_000
        steps = [step for step in STEPS if asked + timedelta(days=step[1]) <= self.day]
        state, loan_id = steps[-1][0], self.dice.id()
        days = {kind: asked + timedelta(days=after) for kind, after in steps}
        decided = days.get(LoanState.APPROVED)
        self.registry.agree(human, Purpose.BANK, self._at(asked), "signed", by=by.id)
        limit = next(n for since, n in reversed(self.decision_days) if since <= asked)
        self.sink.add(
            Loan,
            id=loan_id,
            case_id=case_id,
            person_id=human.id,
            branch_id=self.cast.bank_office_id,
            state=state,
            asked_on=asked,
            need=need,
            amount_asked=amount,
            amount_approved=amount if decided else None,
            decide_by=add_working_days(asked, limit),
            decided_on=decided,
            disbursed_on=days.get(LoanState.DISBURSED),
            reason="",
            repaid=0,
            version=len(steps),
        )
        for kind, on in days.items():
            hand = by if kind is LoanState.ASKED else self.cast.bank
            self._loan_act(loan_id, kind, on, amount, hand)

    def _loan_act(self, loan_id: str, kind: LoanState, on: date, amount: int, by: Hand) -> None:
        self.sink.add(
            LoanAct,
            id=self.dice.id(),
            loan_id=loan_id,
            kind=str(kind),
            on_date=on,
            amount=amount,
            act_key=self.dice.form_key(),
            by=by.id,
            by_name=by.shown[:160],
            at=self._at(on),
        )

    def _support(self, case_id: str, signed: date, by: Hand) -> None:
        paid = signed + timedelta(days=60) <= self.day
        self.sink.add(
            SupportItem,
            id=self.dice.id(),
            case_id=case_id,
            item="language_training_max",
            on_date=signed,
            state=SupportState.PAID if paid else SupportState.PLANNED,
            money_source="state",
            quantity=1,
            planned=3_000_000,
            decided=3_000_000 if paid else None,
            decision_no=f"QD {self.dice.between(1, 99):02}/MAU" if paid else "",
            decided_on=signed + timedelta(days=30) if paid else None,
            paid=3_000_000 if paid else None,
            paid_on=signed + timedelta(days=60) if paid else None,
            act_key=self.dice.form_key(),
            version=3 if paid else 1,
            recorded_by=by.id,
            recorded_at=self._at(signed),
            changed_at=self._at(signed + timedelta(days=60)) if paid else None,
        )


def read_decision_days(session: Session) -> list[tuple[date, int]]:
    """From which day the bank has so many working days to decide, oldest first."""
    rows = session.execute(
        sa.select(SupportAmount.valid_from, SupportAmount.most)
        .where(SupportAmount.item == "loan_decision_days", SupportAmount.most.is_not(None))
        .order_by(SupportAmount.valid_from)
    )
    return [(since, int(number or 0)) for since, number in rows]
