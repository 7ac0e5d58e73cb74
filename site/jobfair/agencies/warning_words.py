"""Names of the states of a warning, and the lines that a page shows of its numbers."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l

from jobfair.accounts.audit_words import ACTIONS
from jobfair.agencies.words import CONTACT_NAMES
from jobfair.filters import show_moment
from jobfair.models import AuditEvent, ScamWarning, WarningState

WARNING_STATES: dict[WarningState, tuple[str, object]] = {
    WarningState.DRAFT: ("", _l("Draft")),
    WarningState.CHECKING: ("mind", _l("Waits for a second check")),
    WarningState.CHECKED: ("mind", _l("Checked twice, not published")),
    WarningState.PUBLISHED: ("good", _l("Published")),
    WarningState.WITHDRAWN: ("plain", _l("Withdrawn")),
    WarningState.DROPPED: ("plain", _l("Dropped")),
}
"""State -> kind of badge, words for staff."""

ACTIONS.update(
    {
        "scam_warning.draft": _l("wrote a warning"),
        "scam_warning.edit": _l("changed a warning"),
        "scam_warning.picture": _l("changed the picture of a warning"),
        "scam_warning.send": _l("checked a warning first"),
        "scam_warning.check": _l("checked a warning second"),
        "scam_warning.publish": _l("published a warning"),
        "scam_warning.withdraw": _l("took a warning back"),
        "scam_warning.drop": _l("put a draft warning aside"),
    }
)

OPEN_STATES = (WarningState.DRAFT, WarningState.CHECKING, WarningState.CHECKED)


def act_lines(acts: Sequence[AuditEvent]) -> list[dict[str, str]]:
    """The history of a warning for ``journey.timeline``: what was done, by whom."""
    return [
        {
            "when": show_moment(act.at),
            "text": _capital(str(ACTIONS.get(act.action, act.action))),
            "small": act.actor_name,
            "kind": "bad" if act.action.endswith((".withdraw", ".drop")) else "move",
        }
        for act in acts
    ]


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def mark_lines(warning: ScamWarning) -> list[tuple[str, str]]:
    """(kind in words, number or address) of everything that stands in a warning."""
    return [(str(CONTACT_NAMES[mark.kind]), mark.value_shown) for mark in warning.marks]
