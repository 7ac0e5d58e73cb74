"""What the pages of the room show: a text with its versions, what differs, how it will look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from flask_babel import gettext as _

from jobfair.access import Actor, Permission
from jobfair.content.queries import find_version, list_checks, list_versions
from jobfair.content.rules import KIND, may_publish, missing_for_publishing
from jobfair.content.words import FIELDS
from jobfair.filters import show_day
from jobfair.guide.slots import Slot
from jobfair.guide.texts import Section, section_of
from jobfair.lib.difference import Line, difference
from jobfair.models import FactCheck, PublicText, PublicTextVersion

ENGLISH = "en"


@dataclass(frozen=True)
class Change:
    """One field of a text that differs, line by line."""

    name: str
    lines: Sequence[Line]


def _plain(value: object) -> str:
    return show_day(value) if isinstance(value, date) else str(value or "")


def changes(before: object, after: object) -> list[Change]:
    """The fields of two versions that differ, in the order of the form."""
    found = []
    for name, label in FIELDS.items():
        lines = difference(_plain(getattr(before, name, "")), _plain(getattr(after, name, "")))
        if lines:
            found.append(Change(str(label), lines))
    return found


def drawn(slot: Slot, version: PublicTextVersion, lang: str = "vi") -> Section:
    """The version as its page will show it; English words say that they are English."""
    section = section_of(slot.name, version, lang)
    if lang == ENGLISH:
        return replace(section, lang=ENGLISH if version.body_en else "vi")
    return section


@dataclass(frozen=True)
class TextPage:
    """A text with everything that may be done to it."""

    slot: Slot
    text: PublicText | None
    versions: Sequence[PublicTextVersion]
    draft: PublicTextVersion | None  # the latest one, where the public reads another or none
    shown: PublicTextVersion | None
    changes: Sequence[Change]  # from what is shown to the draft
    missing: Sequence[str]  # before the draft may be published
    checks: Sequence[FactCheck]
    may_edit: bool
    may_publish: bool
    own: bool  # the reader wrote the draft: somebody else publishes it

    @property
    def latest(self) -> PublicTextVersion | None:
        """The latest version."""
        return self.versions[0] if self.versions else None


def text_page(slot: Slot, text: PublicText | None, actor: Actor) -> TextPage:
    """Gather a text for its page."""
    versions = list_versions(text)
    shown = find_version(text, text.shown) if text else None
    latest = versions[0] if versions else None
    draft = latest if latest is not None and latest is not shown else None
    own = draft is not None and not may_publish(draft, actor)
    return TextPage(
        slot=slot,
        text=text,
        versions=versions,
        draft=draft,
        shown=shown,
        changes=changes(shown, draft) if shown and draft else [],
        missing=missing_for_publishing(draft) if draft else [],
        checks=list_checks(KIND, text.id) if text else [],
        may_edit=actor.can(Permission.EDIT_CONTENT),
        may_publish=draft is not None and actor.can(Permission.PUBLISH_CONTENT) and not own,
        own=own,
    )


LONGEST = 15


def long_sentences(text: str) -> list[str]:
    """Sentences over 15 syllables, which people who read little lose: advice, no refusal."""
    found = []
    for line in text.splitlines():
        for sentence in line.replace("!", ".").replace("?", ".").split(". "):
            if len(sentence.split()) > LONGEST:
                found.append(sentence.strip("#-* ").rstrip("."))
    return found


def version_title(version: PublicTextVersion) -> str:
    """Version 3, brought back from version 1."""
    if version.restored_from:
        return _(
            "Version %(number)s, brought back from version %(old)s",
            number=version.number,
            old=version.restored_from,
        )
    return _("Version %(number)s", number=version.number)
