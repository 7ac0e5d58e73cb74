"""Words of loans: states, reasons of a refusal, groups."""

from __future__ import annotations

from typing import Final

from flask_babel import lazy_gettext as _l

from jobfair.accounts.audit_fields import learn
from jobfair.accounts.audit_words import ACTIONS
from jobfair.cases.record_kinds import PLAIN_LABELS
from jobfair.models import LoanState

LOAN_STATES: Final[dict[str, object]] = {
    LoanState.ASKED: _l("Asked for"),
    LoanState.APPROVED: _l("Approved"),
    LoanState.REFUSED: _l("Refused"),
    LoanState.DISBURSED: _l("Disbursed"),
    LoanState.REPAID: _l("Repaid"),
}
"""State -> words."""

LOAN_BADGES: Final = {
    LoanState.ASKED: "mind",
    LoanState.APPROVED: "good",
    LoanState.REFUSED: "bad",
    LoanState.DISBURSED: "good",
    LoanState.REPAID: "plain",
}

REFUSALS: Final[dict[str, object]] = {
    "not_eligible": _l("Not among those who may borrow"),
    "papers": _l("Papers are missing"),
    "collateral": _l("Collateral is missing"),
    "old_debt": _l("An older debt is overdue"),
    "no_contract": _l("No signed contract"),
    "withdrawn": _l("The worker withdrew"),
}
"""Reason of a refusal -> words."""

GROUP_LABELS: Final[dict[str, object]] = {
    "poor": _l("Poor household"),
    "near_poor": _l("Near-poor household"),
    "minority": _l("Ethnic minority"),
    "merit": _l("Family of people with merit"),
    "land": _l("Household whose land was recovered"),
    "just_escaped": _l("Household that has just left poverty"),
}
"""Group -> words; a person may belong to several."""

COUNTED_GROUPS: Final = ("poor", "near_poor", "minority")
"""What is counted of borrowers, each by itself."""

POVERTY: Final = frozenset({"poor", "near_poor"})
"""All that the bank reads of a person's groups."""

PLAIN_LABELS.update({"loan": _l("Loan asked for")})
learn([("loan", _l("loan")), ("poverty", _l("poor or near-poor household"))])
ACTIONS.update(
    {
        "loan.ask": _l("recorded a request for a loan"),
        "loan.decide": _l("decided on a loan"),
        "loan.disburse": _l("confirmed that a loan was disbursed"),
        "loan.repay": _l("recorded a repayment"),
        "view.loans": _l("opened the list of loans"),
        "view.loan": _l("opened a loan"),
        "view.loan_figures": _l("read figures of loans"),
        "view.poverty": _l("read whether a household is poor"),
    }
)
