"""Decisions, payments and repayments of the bank: each row is what a loan's page would write."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Final

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload, selectinload
from wtforms import ValidationError

from jobfair.database import db
from jobfair.errors import AppError
from jobfair.intake.handling import (
    Ground,
    Verdict,
    act_key_of,
    by_itself,
    key_of,
    refused,
    sentence_of,
    without_repeats,
)
from jobfair.intake.kinds import LOANS
from jobfair.intake.lines import Line
from jobfair.intake.values import birth_text, phone_text, read_amount, read_day
from jobfair.lib.clock import today
from jobfair.lib.phones import PhoneError, parse_phone
from jobfair.lib.text import clean, fold
from jobfair.models import Loan, LoanState, Person, RowState
from jobfair.money.loan_kinds import REFUSALS
from jobfair.money.loan_queries import of_branch
from jobfair.money.loans import approve, disburse, refuse, repay
from jobfair.registration.births import read_birth

_SAID: Final = {
    LoanState.REFUSED: ("tu choi", "khong duyet", "khong cho vay", "refused"),
    LoanState.REPAID: ("tra no", "thu no", "da tra", "hoan tra", "tra goc", "repaid"),
    LoanState.DISBURSED: ("giai ngan", "da phat vay", "disbursed", "paid out"),
    LoanState.APPROVED: ("duyet", "phe duyet", "dong y cho vay", "approved"),
}
"""State -> folded words of a result, "not approved" before "approved"."""

_PAST: Final = {
    LoanState.APPROVED: {LoanState.APPROVED, LoanState.DISBURSED, LoanState.REPAID},
    LoanState.DISBURSED: {LoanState.DISBURSED, LoanState.REPAID},
    LoanState.REFUSED: {LoanState.REFUSED},
}


class Loans:
    """Loans of the actor's branch."""

    only_reads = False

    def judge(self, lines: list[Line], ground: Ground) -> list[Verdict]:
        """Each act made and taken back."""
        return without_repeats(lines, [self._one(line, ground, dry=True) for line in lines])

    def write(self, lines: list[Line], ground: Ground) -> list[Verdict]:
        """Each act in a savepoint of its own."""
        found = []
        for line in lines:
            verdict = self._one(line, ground, dry=False)
            is_bad = verdict.state is RowState.ERROR
            found.append(replace(verdict, outcome="refused") if is_bad else verdict)
        return found

    def _one(self, line: Line, ground: Ground, *, dry: bool) -> Verdict:
        state = _state_of(line.cells.get("result", ""))
        if state is None:
            sentence = _("Write the result: approved, refused, disbursed or repaid.")
            return refused(ground, line, "result", sentence)
        loans = _find(line, ground)
        if len(loans) != 1:
            several = _("Several loans fit this row. Add the phone.")
            none = _("Your branch has no loan of a person like this.")
            return refused(ground, line, "name", several if loans else none)
        try:
            amount = read_amount(line.cells.get("amount", ""))
            day = read_day(line.cells.get("day", ""), from_1904=ground.from_1904)
        except ValueError:
            return refused(ground, line, "amount", _("Check the amount and the day."))
        return _judge(line, loans[0], state, amount, day or today(), ground, dry=dry)


def _judge(
    line: Line,
    loan: Loan,
    state: LoanState,
    amount: Decimal | None,
    day: date,
    ground: Ground,
    *,
    dry: bool,
) -> Verdict:
    parts = (amount, day) if state is LoanState.REPAID else ()
    key = key_of(LOANS, loan.id, state, *parts)
    done = Verdict(RowState.NEW, "", "", key, loan.person_id, loan.case_id)
    if loan.state in _PAST.get(state, set()):
        known = replace(done, state=RowState.KNOWN, problem=_("Recorded already."))
        return known if dry else replace(known, outcome="skipped")
    try:
        with by_itself(loan, dry=dry):
            _act(line, loan, state, int(amount or 0), day, ground, key)
    except AppError as error:
        return refused(ground, line, "result", sentence_of(error), key)
    return done if dry else replace(done, outcome="updated")


def _act(
    line: Line, loan: Loan, state: LoanState, amount: int, day: date, ground: Ground, key: str
) -> None:
    act_key = act_key_of(key)
    if state is LoanState.APPROVED:
        approve(loan, amount, by=ground.by, act_key=act_key)
    elif state is LoanState.REFUSED:
        refuse(loan, _reason_of(line.cells.get("reason", "")), by=ground.by, act_key=act_key)
    elif state is LoanState.DISBURSED:
        disburse(loan, by=ground.by, act_key=act_key)
    else:
        repay(loan, amount, day, by=ground.by, act_key=act_key)


def _state_of(text: str) -> LoanState | None:
    folded = fold(text)
    for state, said in _SAID.items():
        if any(word in folded for word in said):
            return state
    return None


def _reason_of(text: str) -> str:
    folded = fold(text)
    return next((code for code, words in REFUSALS.items() if fold(str(words)) == folded), "")


def _find(line: Line, ground: Ground) -> list[Loan]:
    """Loans of the branch of a person of this name and year, narrowed by phone."""
    cells = line.cells
    field = next((f for f in ("birth", "men", "women") if cells.get(f, "").strip()), "birth")
    try:
        text = birth_text(cells.get(field, ""), from_1904=ground.from_1904)
        year = read_birth(text, today()).year
    except ValidationError:
        return []
    name = fold(clean(cells.get("name", ""), 100))
    query = (
        sa.select(Loan)
        .join(Loan.person)
        .where(of_branch(ground.by), Person.folded == name, Person.birth_year == year)
        .options(joinedload(Loan.person).selectinload(Person.phones), selectinload(Loan.acts))
        .order_by(Loan.asked_on.desc(), Loan.id)
    )
    found = list(db.session.scalars(query))
    if len(found) > 1:
        live = [one for one in found if one.state not in (LoanState.REFUSED, LoanState.REPAID)]
        found = live or found
    try:
        e164 = parse_phone(phone_text(cells.get("phone", ""))).e164
    except PhoneError:
        return found
    same = [one for one in found if e164 in {p.e164 for p in one.person.phones}]
    return same or found
