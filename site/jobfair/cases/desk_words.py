"""What the audit log calls the views and acts of the desk."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from jobfair.accounts.audit_words import ACTIONS

ACTIONS.update(
    {
        "view.today": _l("opened Today"),
        "view.search": _l("searched for people"),
        "view.cases": _l("read the list of cases"),
        "task.done": _l("marked a task as done"),
    }
)
