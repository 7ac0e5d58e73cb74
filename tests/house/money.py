"""A loan and a planned support of the person, for the proofs."""

from __future__ import annotations

from jobfair.database import db
from jobfair.lib import clock
from jobfair.lib.codes import new_form_key
from jobfair.models import (
    CaseFile,
    Consent,
    Loan,
    LoanState,
    Purpose,
    SupportItem,
    SupportState,
    UserAccount,
)


def make_support(case: CaseFile) -> SupportItem:
    """Planned by today's table."""
    item = SupportItem(
        case_id=case.id,
        item="health_check_max",
        on_date=clock.today(),
        state=SupportState.PLANNED,
        money_source="state",
        planned=700_000,
        act_key=new_form_key(),
        recorded_by="x",
    )
    db.session.add(item)
    db.session.flush()
    return item


def make_loan(case: CaseFile, user: UserAccount) -> Loan:
    """Asked of the bank's branch, which the person lets see it."""
    loan = Loan(
        case_id=case.id,
        person_id=case.person_id,
        branch_id=user.grants[0].office_id,
        state=LoanState.ASKED,
        asked_on=clock.today(),
        need=90_000_000,
        amount_asked=60_000_000,
        decide_by=clock.today(),
    )
    agreed = Consent(
        person_id=case.person_id,
        purpose=Purpose.BANK,
        given=True,
        text_version=1,
        lang="vi",
        how="signed",
        seq=1,
    )
    db.session.add_all([loan, agreed])
    db.session.flush()
    return loan
