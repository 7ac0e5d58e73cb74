"""The list of recordings: one line a page, question, text or invitation, one entry a language."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, partial
from typing import Final, Literal

import sqlalchemy as sa
from sqlalchemy.orm import defer

from jobfair.agencies.paging import Paged, page_of
from jobfair.conferences.queries import count_ahead
from jobfair.content.clip_words import Remark, remarks
from jobfair.content.hearing import WRITTEN, words_now
from jobfair.content.spoken import (
    Spoken,
    get_spoken,
    list_invitations,
    list_spoken,
    only_spoken,
)
from jobfair.database import db
from jobfair.guide.spoken_words import hash_of
from jobfair.lib.loudness import Loudness
from jobfair.models import AudioClip


@dataclass(frozen=True)
class Entry:
    """A language of a line: the state is current, stale or none; ``waits``: for a second person."""

    lang: str
    state: str = "none"
    waits: bool = False
    lufs: float | None = None
    remarks: Sequence[Remark] = field(default_factory=list)


@dataclass(frozen=True)
class ClipLine:
    """One thing that can be recorded; ``missing``: languages without any recording."""

    spoken: Spoken
    entries: Sequence[Entry]
    missing: Sequence[str]


def loudness_of(clip: AudioClip) -> Loudness | None:
    """What was measured of a recording."""
    if clip.lufs is None or clip.peak is None or clip.clipped is None or clip.silent is None:
        return None
    return Loudness(clip.lufs, clip.peak, clip.clipped, clip.silent)


def _kept(keys: Collection[str]) -> dict[tuple[str, str], list[AudioClip]]:
    """Page and language -> what is heard and what waits, without the sound itself."""
    rows = db.session.scalars(
        sa.select(AudioClip)
        .where(AudioClip.retired_at.is_(None), AudioClip.page.in_(keys))
        .options(defer(AudioClip.opus))
        .order_by(AudioClip.made_at, AudioClip.id)
    )
    found: dict[tuple[str, str], list[AudioClip]] = {}
    for clip in rows:
        found.setdefault((clip.page, clip.lang), []).append(clip)
    return found


def _entry(lang: str, clips: Iterable[AudioClip], said: Callable[[str, str], str]) -> Entry:
    """The latest recording says how it sounds; the published one whether it is heard."""
    state, waits, latest = "none", False, None
    for clip in clips:
        latest = clip
        if clip.published_at is None:
            waits = True
        else:
            now = said(clip.page, "en" if lang == "en" else "vi")
            state = "current" if clip.text_hash == now else "stale"
    if latest is None:
        return Entry(lang)
    heard = loudness_of(latest)
    return Entry(lang, state, waits, latest.lufs, remarks(heard))


def _lines(spoken: Sequence[Spoken], languages: Collection[str]) -> list[ClipLine]:
    """A page is drawn for its words where there is a recording, once for all languages."""

    @cache
    def said(page: str, written: str) -> str:
        return hash_of(words_now(page, written))

    kept, lines = _kept([one.key for one in spoken]), []
    for one in spoken:
        found = [lang for lang in languages if (one.key, lang) in kept]
        entries = [_entry(lang, kept[one.key, lang], said) for lang in found]
        missing = [lang for lang in languages if lang not in found]
        lines.append(ClipLine(one, entries, missing))
    return lines


Part = Literal["site", "conferences", "waiting", "one"]
PARTS: dict[str, Part] = {"": "site", "hoi-nghi": "conferences", "cho": "waiting"}
"""What the list shows, by the word of its address: all but invitations; invitations; what waits
for this person to listen."""

A_PAGE: Final = 20
"""Invitations on a page: there may be one a commune."""


@dataclass(frozen=True)
class Listing:
    """The list as it was asked for; ``page``: of the invitations; ``waiting``: all that wait."""

    part: Part
    key: str
    lines: Sequence[ClipLine]
    page: Paged
    waiting: int

    @property
    def recorded(self) -> int:
        """What can be heard of these lines."""
        return sum(entry.state == "current" for line in self.lines for entry in line.entries)


def make_listing(part: Part, key: str, languages: Collection[str], user_id: str) -> Listing:
    """Gather the list. ``key``: of the one thing to show; raises NotFound for an unknown one."""
    page = page_of(count_ahead(), A_PAGE)
    waiting = list_waiting(user_id)
    if key:
        part, spoken = "one", [get_spoken(key, WRITTEN[0])]
    elif part == "conferences":
        spoken = list_invitations(A_PAGE, page.offset)
    elif part == "waiting":
        spoken = only_spoken({page for page, _lang in waiting})
    else:
        spoken = list_spoken()
    lines = _lines(spoken, languages)
    if part == "waiting":
        lines = [line for line in map(partial(_waits, waiting), lines) if line.entries]
    return Listing(part, key, lines, page, len(waiting))


def _waits(waiting: Collection[tuple[str, str]], line: ClipLine) -> ClipLine:
    """Of a line only what waits for this person."""
    entries = [entry for entry in line.entries if (line.spoken.key, entry.lang) in waiting]
    return replace(line, entries=entries, missing=[])


def list_waiting(user_id: str) -> list[tuple[str, str]]:
    """Page and language of others' recordings that wait to be published.

    Not those that nobody can publish any more: of a conference that was held, of a text that was
    taken away.
    """
    rows = db.session.execute(
        sa.select(AudioClip.page, AudioClip.lang)
        .where(
            AudioClip.retired_at.is_(None),
            AudioClip.published_at.is_(None),
            AudioClip.made_by != user_id,
        )
        .order_by(AudioClip.page, AudioClip.lang)
    )
    found = [(page, lang) for page, lang in rows]
    spoken = {one.key for one in only_spoken({page for page, _lang in found})}
    return [(page, lang) for page, lang in found if page in spoken]
