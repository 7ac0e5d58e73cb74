"""Codes of the money log and their words: what for, to whom, who said so, what is wrong."""

from __future__ import annotations

from typing import Final

from flask_babel import lazy_gettext as _l

from jobfair.accounts.audit_fields import learn
from jobfair.accounts.audit_words import ACTIONS
from jobfair.cases.record_kinds import PLAIN_LABELS
from jobfair.cases.tasks import TASK_LABELS

SERVICE_FEE, DEPOSIT, FUND = "service_fee", "deposit", "fund"

PAYMENT_KINDS: Final[dict[str, object]] = {
    SERVICE_FEE: _l("Service fee"),
    DEPOSIT: _l("Deposit"),
    FUND: _l("Overseas employment fund"),
    "tuition": _l("Tuition"),
    "papers": _l("Passport, visa and other papers"),
    "health": _l("Health check"),
    "brokerage": _l("Brokerage"),
    "recruitment": _l("Money for being selected"),
    "other": _l("Other money"),
}
"""What for -> words."""

FORBIDDEN_KINDS: Final = {"brokerage": "brokerage", "recruitment": "recruitment_fee"}
"""What may never be asked of a worker -> kind of its row in the table of caps."""

PAYEES: Final[dict[str, object]] = {
    "body": _l("The sending body, head office"),
    "branch": _l("A branch of the sending body"),
    "person": _l("A person, not an office"),
    "school": _l("School or centre"),
    "clinic": _l("Clinic or hospital"),
    "bank": _l("Bank"),
    "office": _l("State office"),
    "other": _l("Another payee"),
}
"""To whom -> words."""

SAID_BY: Final[dict[str, object]] = {
    "receipt": _l("A receipt was shown"),
    "worker": _l("The worker says so"),
    "family": _l("The family says so"),
    "body": _l("The sending body says so"),
    "other": _l("Somebody else says so"),
}
"""Who said so -> words."""

EARLY, FORBIDDEN = "before_contract", "forbidden"

FLAGS: Final[dict[str, object]] = {
    EARLY: _l("Before the contract"),
    FORBIDDEN: _l("May never be asked"),
}
"""Mark of a payment -> words."""

OVER_CAP, TASK_FORBIDDEN, TASK_EARLY = "over_cap", "forbidden_payment", "early_payment"

TASK_LABELS.update(
    {
        OVER_CAP: _l("More was taken than the law allows"),
        TASK_FORBIDDEN: _l("Money was taken that may never be asked"),
    }
)
PLAIN_LABELS.update({"terms": _l("Terms of the contract")})
learn(PLAIN_LABELS.items())
ACTIONS.update(
    {
        "case.payment": _l("recorded a payment"),
        "case.terms": _l("recorded the terms of a contract"),
    }
)
