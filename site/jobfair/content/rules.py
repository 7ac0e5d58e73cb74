"""Writing, publishing, taking down and restoring the province's texts.

A version's words never change; a second person publishes it; nothing is published without a
source and the day it was checked. Whatever the public reads raises ``guide``.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from datetime import date

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from jobfair import audit
from jobfair.access import Actor
from jobfair.agencies.refusal import Refused, last_change
from jobfair.content.queries import find_text, find_version, get_version
from jobfair.database import db
from jobfair.errors import Conflict, Invalid, Stale
from jobfair.guide.slots import is_notice
from jobfair.lib.clock import now
from jobfair.models import PublicText, PublicTextVersion
from jobfair.public_version import raise_version

KIND = "public_text"
"""The object's name in the audit."""


@dataclass(frozen=True)
class TextEntry:
    """What is written of a text; the names are those of the table."""

    title_vi: str
    title_en: str
    body_vi: str
    body_en: str
    source: str
    checked_on: date | None
    check_again_on: date | None
    starts_on: date | None = None
    ends_on: date | None = None


def entry_of(version: PublicTextVersion) -> TextEntry:
    """What stands in a version, as it would be written."""
    return TextEntry(**{field.name: getattr(version, field.name) for field in fields(TextEntry)})


def _known(act_key: str) -> PublicTextVersion | None:
    query = sa.select(PublicTextVersion).where(PublicTextVersion.act_key == act_key)
    return db.session.scalars(query).one_or_none()


def _opened(slot: str) -> PublicText:
    """The text's row, held; made with its first version. Raises Stale when another was faster."""
    text = find_text(slot)
    if text is not None:
        return db.session.scalars(
            sa.select(PublicText)
            .where(PublicText.id == text.id)
            .with_for_update()
            .execution_options(populate_existing=True)
        ).one()
    made = PublicText(slot=slot)
    try:
        with db.session.begin_nested():
            db.session.add(made)
    except IntegrityError:
        raise Stale(_("Somebody wrote here first. What you typed is kept.")) from None
    return made


def save_text(
    slot: str, entry: TextEntry, opened_at: int, act_key: str, *, by: Actor
) -> PublicTextVersion:
    """Add a version, not published yet. ``opened_at``: the text's version the form was opened at.

    The same ``act_key`` gives the same version. Raises Stale when somebody wrote meanwhile,
    Refused when nothing differs from the latest version.
    """
    known = _known(act_key)
    if known is not None:
        return known
    new = find_text(slot) is None
    text = _opened(slot)
    if not new and text.version != opened_at:
        raise _late(text)
    latest = find_version(text, text.last)
    if latest is not None and entry_of(latest) == entry:
        raise Refused("body_vi", _("This is what stands here already."))
    return _add(text, entry, act_key, by)


def _late(text: PublicText) -> Stale:
    act = last_change(KIND, text.id)
    if act is None or not act.actor_name:
        return Stale(_("Somebody changed this while you were typing. What you typed is kept."))
    return Stale(
        _(
            "%(name)s changed this while you were typing. What you typed is kept.",
            name=act.actor_name,
        )
    )


def _add(
    text: PublicText, entry: TextEntry, act_key: str, by: Actor, restored_from: int | None = None
) -> PublicTextVersion:
    text.last += 1
    version = PublicTextVersion(
        text_id=text.id,
        number=text.last,
        act_key=act_key,
        made_by=by.user_id,
        made_by_name=by.shown,
        restored_from=restored_from,
        **asdict(entry),
    )
    db.session.add(version)
    db.session.flush()
    act = "restore" if restored_from else "edit"
    audit.record(by, f"{KIND}.{act}", KIND, text.id)
    return version


def restore(text: PublicText, number: int, act_key: str, *, by: Actor) -> PublicTextVersion:
    """Write an older version again as the latest one; it is published like any other.

    The same ``act_key`` gives the same version. Raises NotFound for no such version, Conflict
    when the latest one says the same.
    """
    known = _known(act_key)
    if known is not None:
        return known
    text = _opened(text.slot)
    old, latest = get_version(text, number), get_version(text, text.last)
    if entry_of(old) == entry_of(latest):
        raise Conflict(_("This is what stands here already."))
    return _add(text, entry_of(old), act_key, by, restored_from=number)


def missing_for_publishing(version: PublicTextVersion) -> list[str]:
    """What must be there before the public may read it, in words."""
    asked: list[tuple[object, str]] = [
        (version.title_vi, _("The heading in Vietnamese")),
        (version.body_vi, _("The words in Vietnamese")),
        (version.source, _("The source")),
        (version.checked_on, _("The day it was checked")),
        (version.check_again_on, _("The day to check it again")),
    ]
    return [words for value, words in asked if not value]


def may_publish(version: PublicTextVersion, by: Actor) -> bool:
    """Whether this person may publish it: never who wrote it."""
    return version.made_by != by.user_id


def publish(text: PublicText, number: int, *, by: Actor) -> PublicTextVersion:
    """Show the latest version to the public. Publishing what is shown already changes nothing.

    Raises Stale when ``number`` is not the latest one, Conflict for its own writer, Invalid
    naming what is missing.
    """
    text = _opened(text.slot)
    version = get_version(text, number)
    if text.shown == number:
        return version
    if number != text.last:
        raise Stale(_("There is a newer version. Look at it, then decide."))
    if not may_publish(version, by):
        raise Conflict(_("Somebody else has to publish what you wrote."))
    missing = missing_for_publishing(version)
    if missing:
        raise Invalid(_("Still missing: %(what)s.", what=", ".join(missing)))
    if version.published_at is None:
        version.published_at, version.published_by = now(), by.user_id
        version.published_by_name = by.shown
    text.shown = number
    _told(text, "publish", by)
    return version


def take_down(text: PublicText, *, by: Actor) -> None:
    """Show nothing here any more; doing it twice changes nothing."""
    text = _opened(text.slot)
    if text.shown is None:
        return
    text.shown = None
    _told(text, "take_down", by)


def _told(text: PublicText, act: str, by: Actor) -> None:
    db.session.flush()
    audit.record(by, f"{KIND}.{act}", KIND, text.id)
    raise_version("guide")
    if is_notice(text.slot):
        raise_version("conferences")
