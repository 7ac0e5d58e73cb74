"""A loan for the costs of going: asked, decided, disbursed, repaid in parts (G8).

The legal basis goes by the day on which it was asked. A branch sees a loan only while the
person's consent for the bank is in force, or once the money was disbursed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from flask_babel import gettext as _

from jobfair import audit
from jobfair.access import Actor
from jobfair.cases.history import append_event, done_already
from jobfair.cases.locking import hold_case
from jobfair.cases.owners import LETTER_ROLE, must_hold
from jobfair.database import db
from jobfair.errors import Conflict, Invalid
from jobfair.filters import show_day
from jobfair.lib.clock import add_working_days, now, today
from jobfair.models import CaseFile, Loan, LoanAct, LoanState, Office, OfficeKind
from jobfair.money.law import decision_days
from jobfair.money.loan_kinds import LOAN_STATES, REFUSALS
from jobfair.money.log import MOST

RUNNING = (LoanState.ASKED, LoanState.APPROVED, LoanState.DISBURSED)


@dataclass(frozen=True, slots=True)
class LoanData:
    """A request as it was typed; sums in đồng. ``need``: what going costs in all."""

    branch_id: str
    asked_on: date
    need: int
    amount: int


def ask(case: CaseFile, data: LoanData, *, by: Actor, act_key: str) -> Loan | None:
    """Write down that a person asks a branch for a loan; None when this was done already.

    Officer and counsellor. Raises Forbidden, Conflict while another loan runs, Invalid for a
    sum above the need, a day in the future, or no branch.
    """
    if done_already(case, act_key):
        return None
    hold_case(case)
    letter = must_hold(by, case, frozenset("OC"))
    _check(case, data)
    loan = Loan(
        case_id=case.id,
        person_id=case.person_id,
        branch_id=data.branch_id,
        state=LoanState.ASKED,
        asked_on=data.asked_on,
        need=data.need,
        amount_asked=data.amount,
        decide_by=add_working_days(data.asked_on, decision_days(data.asked_on)),
    )
    db.session.add(loan)
    db.session.flush()
    append_event(case, "record", by=by, act_key=act_key, role=LETTER_ROLE[letter], reason="loan")
    _note(loan, LoanState.ASKED, data.asked_on, data.amount, by, act_key, "loan.ask")
    return loan


def _check(case: CaseFile, data: LoanData) -> None:
    branch = db.session.get(Office, data.branch_id)
    if branch is None or branch.kind is not OfficeKind.BANK:
        raise Invalid(_("Choose the branch of the bank."))
    if data.asked_on > today():
        raise Invalid(_("The day is in the future."))
    if not 0 < data.amount <= MOST:
        raise Invalid(_("Check the amount."))
    if data.amount > data.need:
        raise Invalid(_("A loan is at most what going costs. Check both sums."))
    running = sa.select(Loan.id).where(Loan.case_id == case.id, Loan.state.in_(RUNNING))
    if db.session.scalars(running.limit(1)).first() is not None:
        raise Conflict(_("Another loan of this person is under way."))


def approve(loan: Loan, amount: int, *, by: Actor, act_key: str) -> Loan:
    """The branch approves a sum of at most what was asked.

    The same ``act_key`` again changes nothing. Raises Conflict in another state, Invalid.
    """
    if not _hold(loan, act_key):
        return loan
    _must_be(loan, LoanState.ASKED)
    if not 0 < amount <= loan.amount_asked:
        raise Invalid(_("Approve at most what was asked."))
    loan.state, loan.amount_approved, loan.decided_on = LoanState.APPROVED, amount, today()
    _note(loan, LoanState.APPROVED, today(), amount, by, act_key, "loan.decide")
    return loan


def refuse(loan: Loan, reason: str, *, by: Actor, act_key: str) -> Loan:
    """The branch refuses, with a coded reason. Raises as ``approve``."""
    if not _hold(loan, act_key):
        return loan
    _must_be(loan, LoanState.ASKED, LoanState.APPROVED)
    if reason not in REFUSALS:
        raise Invalid(_("Choose the reason of the refusal."))
    loan.state, loan.reason, loan.decided_on = LoanState.REFUSED, reason, today()
    _note(loan, LoanState.REFUSED, today(), 0, by, act_key, "loan.decide")
    return loan


def disburse(loan: Loan, *, by: Actor, act_key: str) -> Loan:
    """The branch confirms that the approved sum was paid out. Raises Conflict."""
    if not _hold(loan, act_key):
        return loan
    _must_be(loan, LoanState.APPROVED)
    loan.state, loan.disbursed_on = LoanState.DISBURSED, today()
    _note(
        loan, LoanState.DISBURSED, today(), loan.amount_approved or 0, by, act_key, "loan.disburse"
    )
    return loan


def repay(loan: Loan, amount: int, on: date, *, by: Actor, act_key: str) -> Loan:
    """A part of the principal came back; with the last part the loan is repaid.

    Raises Conflict before it was disbursed, Invalid for more than is left or a wrong day.
    """
    if not _hold(loan, act_key):
        return loan
    _must_be(loan, LoanState.DISBURSED)
    left = (loan.amount_approved or 0) - loan.repaid
    if not 0 < amount <= left:
        raise Invalid(_("At most what is left can be repaid."))
    if on > today() or (loan.disbursed_on is not None and on < loan.disbursed_on):
        raise Invalid(_("Check the day."))
    loan.repaid += amount
    if amount == left:
        loan.state = LoanState.REPAID
    _note(loan, LoanState.REPAID, on, amount, by, act_key, "loan.repay")
    return loan


def _hold(loan: Loan, act_key: str) -> bool:
    """Hold the row and read it again; False when this very act was done already."""
    db.session.execute(sa.select(Loan.id).where(Loan.id == loan.id).with_for_update())
    db.session.expire(loan)
    done = db.session.scalars(sa.select(LoanAct).where(LoanAct.act_key == act_key)).first()
    if done is not None and done.loan_id != loan.id:
        raise Conflict()
    return done is None


def _must_be(loan: Loan, *states: LoanState) -> None:
    if loan.state not in states:
        last = loan.acts[-1] if loan.acts else None
        who, when = (last.by_name, show_day(last.at)) if last else ("", "")
        state = LOAN_STATES[loan.state]
        raise Conflict(
            _("This loan is: %(state)s, %(who)s, %(when)s.", state=state, who=who, when=when)
        )


def _note(
    loan: Loan, kind: LoanState, on: date, amount: int, by: Actor, act_key: str, action: str
) -> None:
    """The line of the loan's history and the audit's row."""
    db.session.add(
        LoanAct(
            loan_id=loan.id,
            kind=str(kind),
            on_date=on,
            amount=amount,
            act_key=act_key,
            by=by.user_id,
            by_name=by.shown[:160],
            at=now(),
        )
    )
    audit.record(by, action, "loan", loan.id, person_ids=[loan.person_id], fields=["loan"])
    db.session.flush()
