"""The list of recordings: one line a page, question or text, one entry a language."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy.orm import defer

from jobfair.content.clip_words import Remark, remarks
from jobfair.content.hearing import Spoken, list_spoken, words_now
from jobfair.database import db
from jobfair.guide.speech import LANGUAGES
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


def _kept() -> dict[tuple[str, str], list[AudioClip]]:
    """Page and language -> what is heard and what waits, without the sound itself."""
    rows = db.session.scalars(
        sa.select(AudioClip)
        .where(AudioClip.retired_at.is_(None))
        .options(defer(AudioClip.opus))
        .order_by(AudioClip.made_at, AudioClip.id)
    )
    found: dict[tuple[str, str], list[AudioClip]] = {}
    for clip in rows:
        found.setdefault((clip.page, clip.lang), []).append(clip)
    return found


def _entry(lang: str, clips: Iterable[AudioClip]) -> Entry:
    """The latest recording says how it sounds; the published one whether it is heard."""
    state, waits, latest = "none", False, None
    for clip in clips:
        latest = clip
        if clip.published_at is None:
            waits = True
        else:
            said = hash_of(words_now(clip.page, clip.lang))
            state = "current" if clip.text_hash == said else "stale"
    if latest is None:
        return Entry(lang)
    heard = loudness_of(latest)
    return Entry(lang, state, waits, latest.lufs, remarks(heard))


def clip_lines(languages: Collection[str] = tuple(LANGUAGES)) -> list[ClipLine]:
    """Everything that can be recorded; words are drawn only where there is a recording."""
    kept, lines = _kept(), []
    for spoken in list_spoken():
        found = [lang for lang in languages if (spoken.key, lang) in kept]
        entries = [_entry(lang, kept[spoken.key, lang]) for lang in found]
        missing = [lang for lang in languages if lang not in found]
        lines.append(ClipLine(spoken, entries, missing))
    return lines


def count_waiting(user_id: str) -> int:
    """Recordings of others that wait to be published."""
    query = sa.select(sa.func.count(AudioClip.id)).where(
        AudioClip.retired_at.is_(None),
        AudioClip.published_at.is_(None),
        AudioClip.made_by != user_id,
    )
    return int(db.session.execute(query).scalar_one())
