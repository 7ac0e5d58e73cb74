"""Words of the room for staff: states, fields, and rows of the audit."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l

from jobfair.access import Permission
from jobfair.accounts.audit_fields import learn
from jobfair.accounts.audit_words import ACTIONS, GROUPS, LINKS


class State(StrEnum):
    """How a text or fact stands."""

    OVERDUE = "overdue"
    DUE = "due"
    NO_SOURCE = "no_source"
    DRAFT = "draft"
    GOOD = "good"
    EMPTY = "empty"


# Any: a lazy text stands where str is asked for.
STATES: dict[State, tuple[str, Any]] = {
    State.OVERDUE: ("bad", _l("Overdue for checking")),
    State.DUE: ("mind", _l("Due for checking")),
    State.NO_SOURCE: ("bad", _l("No source")),
    State.DRAFT: ("plain", _l("Draft, waits to be published")),
    State.GOOD: ("good", _l("Public and checked")),
    State.EMPTY: ("", _l("Nothing written")),
}
"""State -> kind of badge, words."""

FIELDS: dict[str, Any] = {
    "title_vi": _l("Heading in Vietnamese"),
    "body_vi": _l("Words in Vietnamese"),
    "title_en": _l("Heading in English"),
    "body_en": _l("Words in English"),
    "starts_on": _l("Shown from"),
    "ends_on": _l("Shown until"),
    "source": _l("Source"),
    "checked_on": _l("Checked on"),
    "check_again_on": _l("Check again on"),
}
"""What can differ between two versions, in the order of the page."""

learn(FIELDS.items())
ACTIONS.update(
    {
        "public_text.edit": _l("wrote a version of a public text"),
        "public_text.restore": _l("brought an older version of a public text back"),
        "public_text.publish": _l("published a public text"),
        "public_text.take_down": _l("took a public text down"),
        "public_text.check": _l("found a public text still right"),
        "speech.store": _l("recorded a page, a question or a text"),
        "speech.publish": _l("published a recording"),
        "speech.retire": _l("took a recording away"),
        "fact.check": _l("found a fact still right"),
        "fact.propose": _l("entered a new value of a fact"),
        "fact.publish": _l("published a new value of a fact"),
        "fact.drop": _l("took a new value of a fact back"),
    }
)
GROUPS["public_text"] = _l("Public texts")
GROUPS["speech"] = _l("Recordings")
GROUPS["fact"] = _l("Facts")
LINKS["public_text"] = ("content.show", "slot", Permission.SEE_CONTENT, _l("Open the text"))
