"""A warning from its draft to the public and back: two checks by two different people (A10).

Whoever writes it checks it first by sending it on; somebody else checks it; only then it may be
published, under the name and office of who does. A change takes both checks back. What was
published is never changed: it is withdrawn with a reason and written anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import sqlalchemy as sa
from flask_babel import gettext as _

from jobfair import audit
from jobfair.access import Actor
from jobfair.agencies.contacts import CONTACT_KINDS, ContactKind, ContactValue
from jobfair.agencies.refusal import Refused, check_version
from jobfair.agencies.warning_names import refuse_persons
from jobfair.agencies.warning_queries import find_drafted
from jobfair.agencies.warning_words import OPEN_STATES
from jobfair.database import db
from jobfair.errors import Conflict, Forbidden, Invalid
from jobfair.lib.clock import now
from jobfair.lib.phones import show_phone
from jobfair.lib.text import fold, slugify
from jobfair.models import ScamMark, ScamWarning, WarningState
from jobfair.public_version import raise_version

KIND = "scam_warning"
"""The object's name in the audit."""


@dataclass(frozen=True)
class WarningEntry:
    """What staff write. ``borrowed``: the name is a real body's that somebody misuses."""

    title: str
    text: str = ""
    name_used: str = ""
    borrowed: bool = False
    marks: dict[ContactKind, Sequence[ContactValue]] = field(default_factory=dict)
    source: str = ""
    checked_on: date | None = None
    check_again_on: date | None = None


def draft_warning(entry: WarningEntry, *, by: Actor, act_key: str) -> ScamWarning:
    """Write a warning down; the same ``act_key`` again gives the one that is there.

    Raises Refused for what reads like a private person's name.
    """
    done = find_drafted(act_key)
    if done is not None:
        return done
    refuse_persons(entry.title, entry.text, entry.name_used)
    warning = ScamWarning(
        slug=_free_slug(entry.title),
        act_key=act_key,
        title=entry.title,
        drafted_by=by.user_id,
        drafted_name=by.shown[:160],
        state=WarningState.DRAFT,
    )
    db.session.add(warning)
    _fill(warning, entry)
    db.session.flush()
    audit.record(by, f"{KIND}.draft", KIND, warning.id)
    return warning


def _free_slug(title: str) -> str:
    base = slugify(title)[:70].strip("-") or "canh-bao"
    taken = set(
        db.session.scalars(sa.select(ScamWarning.slug).where(ScamWarning.slug.startswith(base)))
    )
    number, slug = 1, base
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug


def _fill(warning: ScamWarning, entry: WarningEntry) -> None:
    for name in ("title", "text", "name_used", "source", "checked_on", "check_again_on"):
        setattr(warning, name, getattr(entry, name))
    warning.borrowed = entry.borrowed and bool(entry.name_used)
    wanted = [(kind, value) for kind in CONTACT_KINDS for value in entry.marks.get(kind, ())]
    standing = {(mark.kind, mark.value_normalised): mark for mark in warning.marks}
    marks = []
    for position, (kind, value) in enumerate(wanted):
        mark = standing.get((kind, value.normalised)) or ScamMark(
            kind=kind, value_normalised=value.normalised
        )
        mark.position, mark.value_shown = position, value.shown
        marks.append(mark)
    warning.marks = marks
    warning.folded = _folded(warning)


def _folded(warning: ScamWarning) -> str:
    """What search looks in: numbers also as people write them, without spaces."""
    numbers = [mark.value_normalised for mark in warning.marks]
    local = [show_phone(mark.value_normalised) for mark in warning.marks if mark.kind == "phone"]
    together = [number.replace(" ", "") for number in local]
    words = (warning.title, warning.name_used, warning.text, *numbers, *local, *together)
    return fold(" ".join(words))


def _hold(warning: ScamWarning, states: Sequence[WarningState], version: int | None) -> None:
    """Hold the row. Raises Stale at another version, Conflict in another state."""
    db.session.execute(
        sa.select(ScamWarning.id).where(ScamWarning.id == warning.id).with_for_update()
    )
    db.session.refresh(warning)
    if version is not None:
        check_version(warning, KIND, version)
    if warning.state not in states:
        raise Conflict(_("This warning stands elsewhere now. Open its page again."))


def edit_warning(warning: ScamWarning, entry: WarningEntry, version: int, *, by: Actor) -> None:
    """Change a warning that is not published; it needs both checks again.

    Raises Stale, Conflict, Refused.
    """
    _hold(warning, OPEN_STATES, version)
    refuse_persons(entry.title, entry.text, entry.name_used)
    _fill(warning, entry)
    ask_both_again(warning)
    db.session.flush()
    audit.record(by, f"{KIND}.edit", KIND, warning.id)


def ask_both_again(warning: ScamWarning) -> None:
    """Take both checks back: the warning is a draft once more."""
    warning.state = WarningState.DRAFT
    warning.first_by = warning.first_name = warning.second_by = warning.second_name = ""
    warning.first_at = warning.second_at = None


def missing_of(warning: ScamWarning) -> list[str]:
    """What a warning lacks before it can be checked, in words."""
    lacks = (
        (warning.title, _("In one line")),
        (warning.text, _("What happened")),
        (warning.marks or warning.name_used, _("A number, an account, an address or a name")),
        (warning.source, _("Source")),
        (warning.checked_on, _("Checked on")),
        (warning.check_again_on, _("Check again on")),
    )
    return [words for value, words in lacks if not value]


def send_warning(warning: ScamWarning, version: int, *, by: Actor) -> None:
    """The first check: all is there and right, says who sends it on. Raises Invalid, Conflict."""
    _hold(warning, (WarningState.DRAFT,), version)
    if lacks := missing_of(warning):
        raise Invalid(_("Still missing: %(what)s", what=", ".join(lacks)))
    refuse_persons(warning.title, warning.text, warning.name_used)
    warning.state = WarningState.CHECKING
    warning.first_by, warning.first_name, warning.first_at = by.user_id, by.shown[:160], now()
    db.session.flush()
    audit.record(by, f"{KIND}.send", KIND, warning.id)


def check_warning(warning: ScamWarning, version: int, *, by: Actor) -> None:
    """The second check, by somebody else. Raises Forbidden for who made the first, Conflict."""
    _hold(warning, (WarningState.CHECKING,), version)
    if not may_check(warning, by):
        raise Forbidden(_("You checked it first. Somebody else makes the second check."))
    warning.state = WarningState.CHECKED
    warning.second_by, warning.second_name, warning.second_at = by.user_id, by.shown[:160], now()
    db.session.flush()
    audit.record(by, f"{KIND}.check", KIND, warning.id)


def may_check(warning: ScamWarning, by: Actor) -> bool:
    """Whether the second check may be this one's: whoever wrote or checked it first may not."""
    return by.user_id not in (warning.first_by, warning.drafted_by)


def publish_warning(warning: ScamWarning, version: int, *, by: Actor) -> None:
    """Show it to everybody, under the name and office of who does. Raises Conflict."""
    _hold(warning, (WarningState.CHECKED,), version)
    warning.state = WarningState.PUBLISHED
    warning.published_by, warning.published_at = by.user_id, now()
    warning.published_name = by.shown[:160]
    db.session.flush()
    audit.record(by, f"{KIND}.publish", KIND, warning.id)
    raise_version("agencies")


def withdraw_warning(warning: ScamWarning, version: int, reason: str, *, by: Actor) -> None:
    """Take it back from the public; the reason stays with us. Raises Refused, Conflict."""
    if not reason.strip():
        raise Refused("reason", _("Write down why."))
    _hold(warning, (WarningState.PUBLISHED,), version)
    warning.state = WarningState.WITHDRAWN
    warning.withdrawn_by, warning.withdrawn_at = by.user_id, now()
    warning.withdrawn_reason = reason[:300]
    db.session.flush()
    audit.record(by, f"{KIND}.withdraw", KIND, warning.id, reason=reason)
    raise_version("agencies")


def drop_warning(warning: ScamWarning, version: int, *, by: Actor) -> None:
    """Put a draft aside; nothing of it was ever public. Raises Conflict."""
    _hold(warning, OPEN_STATES, version)
    warning.state = WarningState.DROPPED
    _forget_checks(warning)
    db.session.flush()
    audit.record(by, f"{KIND}.drop", KIND, warning.id)


def _forget_checks(warning: ScamWarning) -> None:
    state = warning.state
    ask_both_again(warning)
    warning.state = state


__all__ = ["Refused", "ScamWarning", "WarningEntry"]
