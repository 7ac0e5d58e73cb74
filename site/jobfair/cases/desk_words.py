"""What the audit log and the history call the views and acts of the desk."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from jobfair.accounts.audit_words import ACTIONS
from jobfair.cases.record_kinds import PLAIN_LABELS

ACTIONS.update(
    {
        "view.today": _l("opened Today"),
        "view.search": _l("searched for people"),
        "view.cases": _l("read the list of cases"),
        "task.done": _l("marked a task as done"),
        "duplicate.decide": _l("said whether two people are one"),
        "case.slip_code": _l("issued a new slip code"),
    }
)
PLAIN_LABELS["slip_code"] = _l("New slip code")
