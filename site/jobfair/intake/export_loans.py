"""The loans of the bank officer's own branch as a list to take out, phones masked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import sqlalchemy as sa
from flask_babel import gettext as _

from jobfair.database import db
from jobfair.intake.export_parts import Asked, Listing, Row, person_columns, read_people
from jobfair.intake.export_sheets import Column
from jobfair.models import Loan, LoanState
from jobfair.money import loan_queries
from jobfair.money.loan_kinds import LOAN_STATES


def loans(asked: Asked) -> Listing:
    """The branch's loans in the state of the address, in the order of their page."""
    wanted = asked.args.get("trang-thai", "")
    state = next((one for one in LoanState if one == wanted), None)
    keys = loan_queries.list_loan_keys(asked.actor, state, asked.most)

    def read(ids: Sequence[str]) -> Iterator[Row]:
        query = sa.select(Loan).where(Loan.id.in_(ids), loan_queries.of_branch(asked.actor))
        at = {loan.id: loan for loan in db.session.scalars(query)}
        rows = [at[loan_id] for loan_id in ids if loan_id in at]
        people = read_people([loan.person_id for loan in rows], home=True, masked=True)
        for loan in rows:
            yield [*people[loan.person_id], *_values(loan)]

    return Listing(_("Loans"), [*person_columns(home=True, masked=True), *_columns()], keys, read)


def _columns() -> list[Column]:
    return [
        Column("state", _("State"), 14),
        Column("asked_on", _("Asked on"), 12),
        Column("amount_asked", _("Amount asked for"), 16),
        Column("decide_by", _("Decide by"), 12),
        Column("amount_approved", _("Amount approved"), 16),
        Column("disbursed_on", _("Paid out on"), 12),
    ]


def _values(loan: Loan) -> Row:
    return [
        str(LOAN_STATES[loan.state]),
        loan.asked_on,
        loan.amount_asked,
        loan.decide_by,
        loan.amount_approved,
        loan.disbursed_on,
    ]
