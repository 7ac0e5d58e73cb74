"""The list of recordings: one line a page, question or text, one entry a language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from jobfair.content.hearing import Spoken, list_spoken, words_now
from jobfair.database import db
from jobfair.guide.speech import LANGUAGES
from jobfair.guide.spoken_words import hash_of
from jobfair.models import AudioClip


@dataclass(frozen=True)
class Entry:
    """A language of a line: the state is current, stale or none."""

    lang: str
    state: str


@dataclass(frozen=True)
class ClipLine:
    """One thing that can be recorded."""

    spoken: Spoken
    entries: Sequence[Entry]


def _current() -> dict[tuple[str, str], str]:
    rows = db.session.execute(
        sa.select(AudioClip.page, AudioClip.lang, AudioClip.text_hash).where(
            AudioClip.retired_at.is_(None)
        )
    )
    return {(page, lang): text_hash for page, lang, text_hash in rows}


def clip_lines() -> list[ClipLine]:
    """Everything that can be recorded; words are drawn only where there is a recording."""
    kept, lines = _current(), []
    for spoken in list_spoken():
        entries = []
        for lang in LANGUAGES:
            held = kept.get((spoken.key, lang))
            state = "none"
            if held is not None:
                said = words_now(spoken.key, lang)
                state = "current" if held == hash_of(said) else "stale"
            entries.append(Entry(lang, state))
        lines.append(ClipLine(spoken, entries))
    return lines
