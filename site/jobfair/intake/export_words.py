"""Words of the lists that go out: for pages and for the audit log; their part of Today."""

from __future__ import annotations

from datetime import date
from typing import Final

from flask_babel import lazy_gettext as _l

from jobfair.access import Actor
from jobfair.accounts.audit_fields import FIELDS
from jobfair.accounts.audit_words import ACTIONS
from jobfair.cases.hooks import TODAY, Panel
from jobfair.intake.export_rules import list_taken, list_undecided
from jobfair.models import ExportState

TITLES: Final[dict[str, object]] = {
    "cases": _l("Case files"),
    "people": _l("Workers"),
    "roster": _l("Roster"),
    "loans": _l("Loans"),
}
"""Code of a list -> words."""

STATES: Final[dict[str, object]] = {
    ExportState.OPEN: _l("ready"),
    ExportState.ASKED: _l("waits for a second leader"),
    ExportState.WAITING: _l("being made"),
    ExportState.READY: _l("ready"),
    ExportState.REFUSED: _l("refused"),
    ExportState.FAILED: _l("not made"),
    ExportState.ENDED: _l("destroyed"),
}
"""State -> words."""

BADGES: Final = {
    ExportState.OPEN: "good",
    ExportState.ASKED: "mind",
    ExportState.WAITING: "mind",
    ExportState.READY: "good",
    ExportState.REFUSED: "bad",
    ExportState.FAILED: "bad",
    ExportState.ENDED: "plain",
}

ACTIONS.update(
    {
        "export.ask": _l("asked for a list as a file"),
        "export.agree": _l("agreed to a list with whole numbers"),
        "export.refuse": _l("refused a list with whole numbers"),
        "export.make": _l("a list was made as a file"),
        "export.fetch": _l("took a list out as a file"),
        "export.end": _l("the file of a list was destroyed"),
    }
)
FIELDS.update(
    {
        "cases": _l("case files"),
        "people": _l("workers"),
        "roster": _l("roster"),
        "loans": _l("loans"),
        "body": _l("sending body"),
        "seat": _l("seat"),
        "came": _l("came at"),
        "wants": _l("what somebody wants"),
        "asked_on": _l("asked on"),
        "amount_asked": _l("amount asked for"),
        "amount_approved": _l("amount approved"),
        "decide_by": _l("decide by"),
        "disbursed_on": _l("paid out on"),
    }
)


def exports_today(actor: Actor, _day: date) -> Panel | None:
    """For a leader: what waits for a second word, and what others took out in a day."""
    undecided, taken = list_undecided(actor), list_taken(actor)
    if not undecided and not taken:
        return None
    rows = sum(export.rows for export in taken)
    values = {"undecided": undecided, "taken": taken, "rows": rows, "titles": TITLES}
    return Panel("intake/_today_exports.html", values, place="side", order=70)


TODAY.append(exports_today)
