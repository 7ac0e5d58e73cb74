"""The money of the one whole life: payments with receipts, the loan, support for the class."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import sqlalchemy as sa

from jobfair.database import db
from jobfair.demo.life_days import BANK, CENTRE, COMMUNE, Diary
from jobfair.lib.clock import today
from jobfair.models import Loan, Office, OfficeKind, SupportItem, SupportState
from jobfair.money import loans, support
from jobfair.money.log import PaymentData, add_payment

LOAN, NEED = 60_000_000, 70_000_000
SUPPORTED = 3_000_000


def pay(diary: Diary, kind: str, dong: int, payee: str, to_whom: str, receipt: str) -> None:
    """A payment with its receipt, written down on the day it was made."""
    data = PaymentData(
        kind,
        Decimal(dong),
        today(),
        to_whom,
        receipt=receipt,
        payee=payee,
        said_by="receipt",
    )
    add_payment(diary.case, data, by=diary.people[COMMUNE], act_key=diary.key())


def borrow(diary: Diary) -> None:
    """She asks the branch for most of what going costs."""
    branch = db.session.scalars(
        sa.select(Office.id).where(Office.kind == OfficeKind.BANK).order_by(Office.name)
    ).first()
    data = loans.LoanData(branch or "", today(), NEED, LOAN)
    loans.ask(diary.case, data, by=diary.people[COMMUNE], act_key=diary.key())


def _loan(diary: Diary) -> Loan:
    return db.session.scalars(sa.select(Loan).where(Loan.case_id == diary.case.id)).one()


def decide_loan(diary: Diary, what: str) -> None:
    """The branch approves, then pays out."""
    by, key = diary.people[BANK], diary.key()
    if what == "approve":
        loans.approve(_loan(diary), LOAN, by=by, act_key=key)
    else:
        loans.disburse(_loan(diary), by=by, act_key=key)


def repay(diary: Diary, amount: int, on: date) -> None:
    """A part of the loan comes back from her wage."""
    loans.repay(_loan(diary), amount, on, by=diary.people[BANK], act_key=diary.key())


def plan_support(diary: Diary) -> None:
    """The language course is paid for by the State, by the table of that day."""
    data = support.SupportData("language_training_max", today(), SUPPORTED)
    support.plan(diary.case, data, by=diary.people[CENTRE], act_key=diary.key())


def settle_support(diary: Diary, state: str, number: str) -> None:
    """The decision, then the payment."""
    item = db.session.scalars(
        sa.select(SupportItem).where(SupportItem.case_id == diary.case.id)
    ).one()
    support.settle(
        diary.case,
        item,
        SupportState(state),
        amount=SUPPORTED,
        on=today(),
        by=diary.people[CENTRE],
        number=number,
    )
