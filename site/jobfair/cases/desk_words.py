"""What the audit log and the history call the views and acts of the desk."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from jobfair.accounts.audit_words import ACTIONS
from jobfair.cases.record_kinds import PLAIN_LABELS

ACTIONS.update(
    {
        "view.today": _l("opened Today"),
        "view.calls": _l("opened the call list of a conference"),
        "view.search": _l("searched for people"),
        "view.climbed": _l("read the list of cases past their limit"),
        "view.cases": _l("read the list of cases"),
        "task.done": _l("marked a task as done"),
        "duplicate.decide": _l("said whether two people are one"),
        "filter.save": _l("kept a filter"),
        "filter.drop": _l("deleted a kept filter"),
        "case.bulk_move": _l("moved several cases together"),
        "view.bulk": _l("looked at cases to work on together"),
        "view.handover": _l("looked at a hand-over"),
        "handover.offer": _l("offered a case to another office"),
        "handover.accept": _l("took over a case"),
        "handover.reject": _l("rejected a hand-over"),
        "handover.take_back": _l("took an offer back"),
        "view.duplicate": _l("compared two people"),
        "person.merge": _l("joined two files of one person"),
        "person.unmerge": _l("separated two files again"),
        "case.slip_code": _l("issued a new slip code"),
    }
)
PLAIN_LABELS["slip_code"] = _l("New slip code")
PLAIN_LABELS["national_db"] = _l("The exit stands in the national database")
