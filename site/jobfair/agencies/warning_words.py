"""Names of the states of a warning, and the lines that a page shows of its numbers."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from jobfair.agencies.words import CONTACT_NAMES
from jobfair.models import ScamWarning, WarningState

WARNING_STATES: dict[WarningState, tuple[str, object]] = {
    WarningState.DRAFT: ("", _l("Draft")),
    WarningState.CHECKING: ("mind", _l("Waits for a second check")),
    WarningState.CHECKED: ("mind", _l("Checked twice, not published")),
    WarningState.PUBLISHED: ("good", _l("Published")),
    WarningState.WITHDRAWN: ("plain", _l("Withdrawn")),
    WarningState.DROPPED: ("plain", _l("Dropped")),
}
"""State -> kind of badge, words for staff."""

OPEN_STATES = (WarningState.DRAFT, WarningState.CHECKING, WarningState.CHECKED)


def mark_lines(warning: ScamWarning) -> list[tuple[str, str]]:
    """(kind in words, number or address) of everything that stands in a warning."""
    return [(str(CONTACT_NAMES[mark.kind]), mark.value_shown) for mark in warning.marks]
