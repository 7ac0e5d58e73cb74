"""The room's words: states on a badge, what a tap does, warnings."""

from __future__ import annotations

from typing import Final

from flask_babel import lazy_gettext as _l

from jobfair.accounts.audit_words import ACTIONS

TAPS: Final[dict[str, object]] = {
    "asked": _l("Was applied for"),
    "have": _l("It is there"),
    "received": _l("It was handed in"),
    "checked": _l("I have checked it"),
}
"""State -> the button that brings it."""

BADGES: Final[dict[str, tuple[str, object]]] = {
    "": ("bad", _l("Missing")),
    "asked": ("mind", _l("Waiting for it")),
    "have": ("", _l("The worker has it")),
    "received": ("good", _l("Handed in")),
    "checked": ("good", _l("Checked")),
}
"""State -> kind of badge, words."""

WARNINGS: Final[dict[str, tuple[str, object]]] = {
    "expired": ("bad", _l("Expired")),
    "urgent": ("bad", _l("Expires very soon")),
    "before_exit": ("mind", _l("Ends before the exit")),
    "soon": ("mind", _l("Expires soon")),
}
"""Warning -> kind of badge, words."""

ACTIONS.update(
    {
        "view.file": _l("opened a page of a paper"),
        "file.add": _l("added a page of a paper"),
        "file.remove": _l("removed a page of a paper"),
        "file.shred": _l("destroyed the pages of a paper whose time was over"),
        "view.papers": _l("saw the list of papers that end"),
        "household.save": _l("recorded a member of the household"),
        "household.remove": _l("removed a member of the household"),
        "household.link": _l("linked a member of the household with a person"),
    }
)
