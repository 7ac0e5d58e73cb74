"""Reading loans: a branch's own, a case's, and figures without names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVarTuple

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from jobfair.access import Actor
from jobfair.database import db
from jobfair.errors import NotFound
from jobfair.models import Loan, LoanState, Office, OfficeKind, Person, Purpose, Role
from jobfair.money.law import groups_of
from jobfair.money.loan_kinds import COUNTED_GROUPS
from jobfair.privacy.queries import people_who_agreed

PAGE = 50
Columns = TypeVarTuple("Columns")
_ORDER = sa.case(
    {str(LoanState.ASKED): 0, str(LoanState.APPROVED): 1, str(LoanState.DISBURSED): 2},
    value=Loan.state,
    else_=3,
)


def branches_of(actor: Actor) -> frozenset[str]:
    """The branches of the bank for which the actor works."""
    return frozenset(grant.office_id for grant in actor.grants if grant.role is Role.BANK)


def of_branch(actor: Actor) -> sa.ColumnElement[bool]:
    """SQL: the loan is one of the actor's branch, agreed to by the person or paid out."""
    agreed = Loan.person_id.in_(people_who_agreed(Purpose.BANK))
    paid_out = Loan.state.in_((LoanState.DISBURSED, LoanState.REPAID))
    return sa.and_(Loan.branch_id.in_(branches_of(actor)), sa.or_(agreed, paid_out))


def get_loan(loan_id: str, actor: Actor) -> Loan:
    """One loan with its person. Raises NotFound alike for absent, foreign and not agreed to."""
    found = db.session.scalars(
        sa.select(Loan)
        .where(Loan.id == loan_id, of_branch(actor))
        .options(joinedload(Loan.person).selectinload(Person.phones), selectinload(Loan.acts))
    ).one_or_none()
    if found is None:
        raise NotFound()
    return found


def count_loans(actor: Actor) -> dict[LoanState, int]:
    """State -> how many loans of the branch."""
    rows = db.session.execute(
        sa.select(Loan.state, sa.func.count()).where(of_branch(actor)).group_by(Loan.state)
    )
    return dict(rows.all())


def list_loans(actor: Actor, state: LoanState | None, offset: int, limit: int = PAGE) -> list[Loan]:
    """Loans of the branch: what waits for a decision first, by the day it is due."""
    query = _in_order(sa.select(Loan).join(Loan.person), actor, state)
    query = query.options(joinedload(Loan.person).selectinload(Person.phones))
    return list(db.session.scalars(query.offset(offset).limit(limit)))


def list_loan_keys(actor: Actor, state: LoanState | None, limit: int) -> list[tuple[str, str]]:
    """Loan and person of the first loans of ``list_loans``, in its order."""
    query = _in_order(sa.select(Loan.id, Loan.person_id), actor, state)
    found = db.session.execute(query.limit(limit))
    return [(loan_id, person_id) for loan_id, person_id in found]


def _in_order(
    query: sa.Select[*Columns], actor: Actor, state: LoanState | None
) -> sa.Select[*Columns]:
    """The branch's loans: what waits for a decision first, by the day it is due."""
    query = query.where(of_branch(actor))
    if state is not None:
        query = query.where(Loan.state == state)
    return query.order_by(_ORDER, Loan.decide_by, Loan.id)


def list_case_loans(case_id: str) -> list[Loan]:
    """The loans of a case, newest first, with their acts and branch."""
    query = sa.select(Loan).where(Loan.case_id == case_id)
    query = query.options(selectinload(Loan.acts), joinedload(Loan.branch))
    return list(db.session.scalars(query.order_by(Loan.asked_on.desc(), Loan.id)))


def list_branches() -> list[Office]:
    """The branches of the bank, by name."""
    query = sa.select(Office).where(Office.kind == OfficeKind.BANK).order_by(Office.name)
    return list(db.session.scalars(query))


@dataclass(frozen=True)
class LoanFigures:
    """Figures of one year. ``groups`` overlap: they are never added up."""

    year: int
    by_state: Mapping[LoanState, int]
    borrowers: int
    amount: int  # đồng disbursed
    groups: Mapping[str, int]


def loan_figures(year: int) -> LoanFigures:
    """Loans asked for in a year, and who borrowed; no names. The caller audits the reading."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    asked = Loan.asked_on.between(first, last)
    states = db.session.execute(
        sa.select(Loan.state, sa.func.count()).where(asked).group_by(Loan.state)
    )
    paid_out = Loan.disbursed_on.between(first, last)
    rows = db.session.execute(sa.select(Loan.person_id, Loan.amount_approved).where(paid_out)).all()
    people = sorted({person_id for person_id, _amount in rows})
    counts: Counter[str] = Counter()
    for groups in groups_of(people, last).values():
        counts.update(groups.codes)
    return LoanFigures(
        year=year,
        by_state=dict(states.all()),
        borrowers=len(people),
        amount=sum(amount or 0 for _person, amount in rows),
        groups={code: counts[code] for code in COUNTED_GROUPS},
    )
