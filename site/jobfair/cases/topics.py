"""What the timeline can be narrowed to: the kinds of entries, as words of an address."""

from __future__ import annotations

from typing import Final

from flask_babel import lazy_gettext as _l

from jobfair.cases.paper_kinds import PAPER_KINDS
from jobfair.models import CaseEvent

TOPICS: Final[dict[str, tuple[str, object]]] = {
    "moves": ("buoc", _l("Steps")),
    "calls": ("goi", _l("Calls")),
    "papers": ("giay-to", _l("Papers")),
    "money": ("tien", _l("Money")),
    "classes": ("lop-hoc", _l("Classes")),
    "abroad": ("nuoc-ngoai", _l("Abroad")),
    "messages": ("tin-nhan", _l("Messages")),
    "consents": ("dong-y", _l("Consents")),
    "household": ("gia-dinh", _l("Family")),
    "notes": ("ghi-chu", _l("Notes")),
    "views": ("da-xem", _l("Who looked")),
    "other": ("khac", _l("Other things")),
}
"""Topic -> its word in the address (?loai=), its name. A room above uses these keys."""

_STEPS = frozenset({"open", "move", "fact", "correction"})


def topic_of(event: CaseEvent) -> str:
    """The topic of one of the case's own events."""
    if event.kind in _STEPS:
        return "moves"
    if event.kind == "contact":
        return "calls"
    if event.kind == "note":
        return "notes"
    if event.reason in PAPER_KINDS:
        return "papers"
    return {"consent": "consents", "payment": "money"}.get(event.reason, "other")


def topic_named(word: str | None) -> str | None:
    """The topic of a word in the address; None for none, or an unknown one."""
    return next((topic for topic, (slug, _name) in TOPICS.items() if slug == word), None)
