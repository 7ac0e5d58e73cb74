"""Keeping recordings: one records, another listens and publishes; the one before it is retired.

A recording may be Ogg Opus, or WebM with Opus as browsers record it; what is kept and played is
always Ogg Opus.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import IntegrityError

from jobfair import audit
from jobfair.access import Actor
from jobfair.database import db, end_reading, mode
from jobfair.errors import Conflict, Invalid, NotFound, Stale
from jobfair.guide.speech import LANGUAGES, budget_of
from jobfair.guide.spoken_words import hash_of
from jobfair.lib.clock import now
from jobfair.lib.codes import new_id
from jobfair.lib.loudness import Loudness, measure
from jobfair.lib.ogg import NotOpus, read_opus
from jobfair.lib.webm import MAGIC, repack
from jobfair.models import AudioClip
from jobfair.public_version import raise_version

TOO_LARGE = _l("This recording is too large for a weak network. Record it shorter.")
TOO_LONG = _l("This recording is too long to listen to. Record it shorter.")
NOT_SOUND = _l("This file is no Opus recording. Save it as Ogg Opus and choose it again.")
NO_WORDS = _l("There are no words to read on this page.")
OTHER_WORDS = _l("The page says something else since you opened this. Read its new words.")
OTHER_CLIP = _l("Another recording waits here now. Listen to that one.")
AT_ONCE = _l("Somebody else recorded this a moment ago. Listen to that one first.")
OWN = _l("Somebody else has to publish what you recorded.")


@dataclass(frozen=True)
class Sound:
    """A recording that may be kept: Ogg Opus, how long it is, how it sounds."""

    opus: bytes
    seconds: float
    loudness: Loudness | None


def most_sent(page: str) -> int:
    """Bytes that a sending may bring: WebM takes more room than the Ogg that is made of it."""
    budget = budget_of(page)
    return 2 * budget.size if budget else 0


def listen(page: str, sent: bytes) -> Sound:
    """Read what was sent for a page and measure how loud it is; touches no database.

    Raises NotFound for a page that cannot be recorded, Invalid for a file that is no Opus,
    larger or longer than the page's budget.
    """
    budget = budget_of(page)
    if budget is None:
        raise NotFound()
    if len(sent) > most_sent(page):
        raise Invalid(TOO_LARGE)
    try:
        opus = repack(sent) if sent.startswith(MAGIC) else sent
        recording = read_opus(opus)
    except NotOpus:
        raise Invalid(NOT_SOUND) from None
    if len(opus) > budget.size:
        raise Invalid(TOO_LARGE)
    if recording.seconds > budget.seconds:
        raise Invalid(TOO_LONG)
    return Sound(opus, recording.seconds, measure(opus))


def _find(page: str, lang: str, *, heard: bool) -> AudioClip | None:
    state = AudioClip.published_at.is_not(None) if heard else AudioClip.published_at.is_(None)
    return db.session.scalars(
        sa.select(AudioClip).where(
            AudioClip.page == page, AudioClip.lang == lang, AudioClip.retired_at.is_(None), state
        )
    ).one_or_none()


def current_clip(page: str, lang: str) -> AudioClip | None:
    """The published recording of a page in a language, stale or not; None without."""
    return _find(page, lang, heard=True)


def waiting_clip(page: str, lang: str) -> AudioClip | None:
    """The recording that waits for somebody else to publish it; None without."""
    return _find(page, lang, heard=False)


def find_clip(clip_id: str) -> AudioClip:
    """A recording, retired or not. Raises NotFound."""
    found = db.session.get(AudioClip, clip_id)
    if found is None:
        raise NotFound()
    return found


def get_clip(clip_id: str) -> AudioClip:
    """A recording that waits or is heard. Raises NotFound for an unknown and a retired one."""
    found = find_clip(clip_id)
    if found.retired_at is not None:
        raise NotFound()
    return found


def get_published(clip_id: str) -> AudioClip:
    """A recording that the public may hear. Raises NotFound for every other."""
    found = get_clip(clip_id)
    if found.published_at is None:
        raise NotFound()
    return found


def store_clip(page: str, lang: str, words: str, sound: Sound, *, by: Actor) -> AudioClip:
    """Keep a recording of ``words`` (of ``words_of``) until somebody else publishes it.

    It takes the place of one that waits already; the same sound sent again is the same recording.
    Raises NotFound for a language that is not offered, Invalid where there is nothing to read,
    Stale when somebody recorded the same at the same moment.
    """
    if lang not in LANGUAGES:
        raise NotFound()
    if not words:
        raise Invalid(NO_WORDS)
    before, said = waiting_clip(page, lang), hash_of(words)
    if before is not None:
        if before.opus == sound.opus and before.text_hash == said:
            return before
        retire_clip(before, by=by)
    clip = AudioClip(
        id=new_id(),
        page=page,
        lang=lang,
        text_hash=said,
        opus=sound.opus,
        seconds=sound.seconds,
        size=len(sound.opus),
        made_by=by.user_id,
        made_by_name=by.shown,
        **(asdict(sound.loudness) if sound.loudness else {}),
    )
    try:
        with db.session.begin_nested():
            db.session.add(clip)
    except IntegrityError:
        raise Stale(AT_ONCE) from None
    audit.record(by, "speech.store", "audio_clip", clip.id)
    return clip


def keep_clip(page: str, lang: str, words: str, sound: Sound, *, by: Actor) -> AudioClip:
    """As ``store_clip``, in a transaction of its own.

    For a view that only read until now: listening takes a second, and nobody else who writes
    should wait for it.
    """
    end_reading()
    with mode("write"):
        clip = store_clip(page, lang, words, sound, by=by)
        db.session.commit()
    return clip


def may_publish(clip: AudioClip, by: Actor) -> bool:
    """Whether this person may publish it: never who recorded it."""
    return clip.made_by != by.user_id


def publish_clip(clip_id: str, words: str, *, by: Actor) -> AudioClip:
    """Let the public hear a recording; publishing it again changes nothing.

    ``words``: what the page says now. Raises NotFound for none, Stale when another took its
    place, Conflict for who recorded it and when the page says something else by now.
    """
    found = db.session.get(AudioClip, clip_id, with_for_update=True, populate_existing=True)
    if found is None:
        raise NotFound()
    if found.retired_at is not None:
        raise Stale(OTHER_CLIP)
    if found.published_at is not None:
        return found
    if not may_publish(found, by):
        raise Conflict(OWN)
    if found.text_hash != hash_of(words):
        raise Conflict(OTHER_WORDS)
    before = current_clip(found.page, found.lang)
    if before is not None:
        retire_clip(before, by=by)
    found.published_at, found.published_by = now(), by.user_id
    found.published_by_name = by.shown
    db.session.flush()
    audit.record(by, "speech.publish", "audio_clip", found.id)
    _tell_pages()
    return found


def retire_clip(clip: AudioClip, *, by: Actor) -> None:
    """Take a recording away; doing it twice changes nothing."""
    if clip.retired_at is not None:
        return
    clip.retired_at = now()
    db.session.flush()
    audit.record(by, "speech.retire", "audio_clip", clip.id)
    if clip.published_at is not None:
        _tell_pages()


def _tell_pages() -> None:
    raise_version("guide")
    raise_version("conferences")
