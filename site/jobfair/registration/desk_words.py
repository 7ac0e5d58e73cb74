"""What the desk and the paper say when there is no seat, and what the audit log calls them."""

from __future__ import annotations

import re

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from jobfair.accounts.audit_words import ACTIONS, CODED, GROUPS
from jobfair.conferences.rules import WhyClosed

CLOSED: dict[WhyClosed, object] = {
    "full": _l("No seat is left, so nobody was written down. Save into the waiting line instead."),
    "past": _l("The conference has begun. Write people down at the door."),
    "cancelled": _l("This conference is cancelled. Nobody can be written down for it."),
    "closed": _l("Registration is closed. Nobody can be written down for it."),
}

ACTIONS.update(
    {
        "view.desk": _l("saw whom they wrote down at the desk"),
        "view.paper": _l("opened a paper form to key it"),
        "paper.reserve": _l("reserved codes for paper forms"),
        "view.sheet_photo": _l("looked at the photo of a paper form"),
        "sheet.photo_add": _l("added the photo of a paper form"),
        "sheet.photo_destroy": _l("destroyed the photo of a paper form"),
        "sheet.photo_shred": _l("destroyed the photo of a paper form when its time was over"),
    }
)


def _sheets(reason: str) -> str:
    """``sheets=1-3`` of a press that reserved codes."""
    first, _dash, last = reason.removeprefix("sheets=").partition("-")
    return _("Sheets %(first)s to %(last)s", first=first, last=last)


def _skipped(reason: str) -> str:
    """``family=3 free=2`` of a family that was passed over in the waiting line."""
    people, free = re.findall(r"\d+", reason) or ("?", "?")
    return _("%(people)s people together, %(free)s seats free", people=people, free=free)


GROUPS["sheet"] = _l("Photos of paper forms")
CODED.update({"paper.reserve": _sheets, "registration.skip": _skipped})
