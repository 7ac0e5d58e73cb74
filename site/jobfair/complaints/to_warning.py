"""A complaint becomes a draft warning: its numbers go over, nobody's name and no words do."""

from __future__ import annotations

from collections.abc import Sequence

from jobfair import audit
from jobfair.access import Actor, Permission
from jobfair.agencies.contacts import ContactKind, ContactValue, read_contact
from jobfair.agencies.warning_names import MOST_MARKS, SHARED_HOSTS
from jobfair.agencies.warning_queries import get_warning
from jobfair.agencies.warnings import WarningEntry, draft_warning
from jobfair.complaints.events import add_event
from jobfair.complaints.filing import KIND
from jobfair.complaints.sealing import open_text
from jobfair.database import db
from jobfair.errors import Forbidden
from jobfair.lib.codes import derived_key
from jobfair.models import Complaint, ScamWarning

TITLE = "Số bị báo là lừa đảo"
SOURCE = "Phản ánh của người dân"


def draft_from(complaint: Complaint, *, by: Actor) -> ScamWarning:
    """The draft warning of a complaint, made once. Raises Forbidden for who writes none."""
    if not by.can(Permission.DRAFT_WARNING):
        raise Forbidden()
    if complaint.warning_id:
        return get_warning(complaint.warning_id)
    entry = WarningEntry(
        title=TITLE, marks=numbers_of(open_text(complaint, "numbers")), source=SOURCE
    )
    key = derived_key(complaint.id, "warning")
    warning = draft_warning(entry, by=by, act_key=key)
    complaint.warning_id = warning.id
    db.session.flush()
    add_event(complaint, "warning", by=by, act_key=key)
    audit.record(by, f"{KIND}.warning", KIND, complaint.id)
    return warning


def numbers_of(typed: str) -> dict[ContactKind, Sequence[ContactValue]]:
    """Phones, accounts and addresses that stand in a text, as a warning keeps them.

    Of an account only its digits: what stands beside them may be somebody's name.
    """
    found: dict[ContactKind, dict[str, ContactValue]] = {"phone": {}, "account": {}, "web": {}}
    for line in typed.splitlines():
        spans = line.replace(";", ",").split(",")
        for part in [line, *spans, *(word for span in spans for word in span.split())]:
            kind, value = _read(part.strip())
            if value is not None:
                found[kind].setdefault(value.normalised, value)
    return {kind: list(values.values())[:MOST_MARKS] for kind, values in found.items()}


def _read(text: str) -> tuple[ContactKind, ContactValue | None]:
    """A whole line or a word of it as one of the three; a phone first."""
    if phone := read_contact("phone", text):
        return "phone", phone
    web = read_contact("web", text)
    if web is not None and web.normalised not in SHARED_HOSTS:
        return "web", ContactValue(web.normalised, web.normalised)
    digits = "".join(sign for sign in text if sign.isdigit())
    bare = text.replace(" ", "").replace(".", "").replace("-", "")
    if bare == digits and 6 <= len(digits) <= 24:
        return "account", ContactValue(digits, digits)
    return "account", None
