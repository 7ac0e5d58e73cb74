"""Words of the moderation, and what the audit calls what happens to a rating."""

from __future__ import annotations

from typing import Final

from flask_babel import lazy_gettext as _l

from jobfair.accounts.audit_fields import FIELDS
from jobfair.accounts.audit_words import ACTIONS, GROUPS

REASONS: Final[dict[str, object]] = {
    "names": _l("Hide: it names somebody"),
    "insult": _l("Hide: it insults"),
    "other": _l("Hide: not about the company"),
}
"""Why a comment is not shown; coded, so that no reason repeats what it says."""

ACTIONS.update(
    {
        "rating.give": _l("rated a sending body"),
        "rating.withdraw": _l("withdrew the ratings of a sending body"),
        "rating.show": _l("let a comment on a sending body be shown"),
        "rating.hide": _l("kept a comment on a sending body hidden"),
        "rating.erase": _l("erased old ratings of sending bodies"),
        "view.ratings": _l("read comments on sending bodies"),
    }
)
GROUPS["rating"] = _l("Ratings of sending bodies")
FIELDS.update({"rating": _l("ratings"), "comment": _l("comment")})
