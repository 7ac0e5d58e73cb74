"""Recordings of pages and questions, for who would rather listen than read.

A recording belongs to the words that were read. When these change it is no longer offered,
until it is recorded anew; nobody hears what the page no longer says.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from jinja2 import pass_context
from jinja2.runtime import Context

from jobfair import audit
from jobfair.access import Actor
from jobfair.database import db
from jobfair.errors import Invalid, NotFound
from jobfair.guide.spoken_words import hash_of, words_of
from jobfair.kept import kept
from jobfair.language import current_language
from jobfair.lib.clock import now
from jobfair.lib.codes import new_id
from jobfair.lib.ogg import NotOpus, read_opus
from jobfair.models import AudioClip
from jobfair.public_version import raise_version


@dataclass(frozen=True)
class Budget:
    """What a recording may cost who listens: bytes, seconds."""

    size: int
    seconds: float


QUESTION, PAGE = Budget(25_000, 15.0), Budget(200_000, 120.0)
"""A question: 15 s of Opus at 12 kbit/s. A page: ten times as long."""

PAGES: dict[str, Budget] = {
    "guide/home": PAGE,
    "guide/family": PAGE,
    "guide/abroad": PAGE,
    "guide/back": PAGE,
    "conferences/show": PAGE,
    "registration/done": PAGE,
    "complaints/new": PAGE,
    **{
        f"registration/{name}": QUESTION
        for name in (
            *("whom", "name", "year", "birthday", "phone", "borrowed", "place", "check"),
            *("more_name", "more_year", "more_birthday", "line", "cancel", "withdraw"),
            *("new_phone", "call_back"),
        )
    },
}
"""What can be recorded: the template that holds the words -> its budget."""

TEXT = "text."
"""Begins the key of a text of the province's own: ``text.`` and its slot (guide.slots)."""

# Any: a lazy text stands where str is asked for.
LANGUAGES: dict[str, Any] = {
    "vi": _l("Vietnamese"),
    "en": _l("English"),
    "blt": _l("Thái"),
    "hmn": _l("Mông"),
    "mtq": _l("Mường"),
    "ium": _l("Dao"),
    "kjg": _l("Khơ Mú"),
}
"""Written languages and those that are only spoken here (ISO 639) -> the name on the button."""

TOO_LARGE = _l("This recording is too large for a weak network. Record it shorter.")
TOO_LONG = _l("This recording is too long to listen to. Record it shorter.")
NOT_SOUND = _l("This file is no Opus recording. Save it as Ogg Opus and choose it again.")
NO_WORDS = _l("There are no words to read on this page.")


_listening: ContextVar[dict[str, str] | None] = ContextVar("listening", default=None)


def budget_of(page: str) -> Budget | None:
    """What a recording of this page or text may cost; None for what cannot be recorded."""
    return PAGE if page.startswith(TEXT) else PAGES.get(page)


@contextmanager
def listening() -> Iterator[dict[str, str]]:
    """Hear what pages say that are drawn inside the block: key -> words (room ``content``)."""
    heard: dict[str, str] = {}
    token = _listening.set(heard)
    try:
        yield heard
    finally:
        _listening.reset(token)


@dataclass(frozen=True)
class Clip:
    """A recording as a page offers it."""

    id: str
    lang: str
    text_hash: str
    seconds: float

    @property
    def name(self) -> str:
        """The language it speaks."""
        return str(LANGUAGES[self.lang])

    @property
    def length(self) -> str:
        """12 seconds."""
        whole = max(1, round(self.seconds))
        return ngettext("%(num)s second", "%(num)s seconds", whole)


@kept("guide")
def _current_clips() -> dict[str, tuple[Clip, ...]]:
    """Page -> its recordings that were not retired, by language."""
    what = (AudioClip.id, AudioClip.lang, AudioClip.text_hash, AudioClip.seconds)
    rows = db.session.execute(
        sa.select(AudioClip.page, *what)
        .where(AudioClip.retired_at.is_(None))
        .order_by(AudioClip.page, AudioClip.lang)
    )
    found: dict[str, tuple[Clip, ...]] = {}
    for page, clip_id, lang, text_hash, seconds in rows:
        found[page] = (*found.get(page, ()), Clip(clip_id, lang, text_hash, seconds))
    return found


def clips_for(page: str, html: str) -> list[Clip]:
    """For templates: recordings of exactly the words in ``html``, the page's language first.

    A page in Vietnamese offers those in the spoken languages too: they were read from it.
    """
    heard = _listening.get()
    if heard is not None:
        heard[page] = words_of(html)
    found = _current_clips().get(page, ())
    if not found:
        return []
    lang, words = current_language(), hash_of(words_of(html))
    other = "vi" if lang == "en" else "en"
    offered = ("en",) if lang == "en" else tuple(code for code in LANGUAGES if code != other)
    return sorted(
        (clip for clip in found if clip.text_hash == words and clip.lang in offered),
        key=lambda clip: offered.index(clip.lang),
    )


@pass_context
def spoken_page(context: Context) -> str:
    """For templates: the key of the page that is drawn, whatever layout draws it."""
    return (context.name or "").removesuffix(".html")


def current_clip(page: str, lang: str) -> AudioClip | None:
    """The recording of a page in a language that was not retired, stale or not; None without."""
    return db.session.scalars(
        sa.select(AudioClip).where(
            AudioClip.page == page, AudioClip.lang == lang, AudioClip.retired_at.is_(None)
        )
    ).one_or_none()


def get_clip(clip_id: str) -> AudioClip:
    """A recording by its id. Raises NotFound for an unknown and for a retired one."""
    found = db.session.get(AudioClip, clip_id)
    if found is None or found.retired_at is not None:
        raise NotFound()
    return found


def store_clip(page: str, lang: str, words: str, opus: bytes, *, by: Actor) -> AudioClip:
    """Keep a recording of ``words`` (of ``words_of``); the one before it is retired.

    Raises NotFound for a page or language that cannot be recorded, Invalid for a file that is
    no Opus, larger or longer than the page's budget, or where there is nothing to read.
    """
    budget = budget_of(page)
    if budget is None or lang not in LANGUAGES:
        raise NotFound()
    if not words:
        raise Invalid(NO_WORDS)
    if len(opus) > budget.size:
        raise Invalid(TOO_LARGE)
    try:
        recording = read_opus(opus)
    except NotOpus:
        raise Invalid(NOT_SOUND) from None
    if recording.seconds > budget.seconds:
        raise Invalid(TOO_LONG)
    before = current_clip(page, lang)
    if before is not None:
        retire_clip(before, by=by)
    clip = AudioClip(
        id=new_id(),
        page=page,
        lang=lang,
        text_hash=hash_of(words),
        opus=opus,
        seconds=recording.seconds,
        size=len(opus),
        made_by=by.user_id,
    )
    db.session.add(clip)
    db.session.flush()
    audit.record(by, "speech.store", "audio_clip", clip.id)
    _tell_pages()
    return clip


def retire_clip(clip: AudioClip, *, by: Actor) -> None:
    """Take a recording away; doing it twice changes nothing."""
    if clip.retired_at is not None:
        return
    clip.retired_at = now()
    db.session.flush()
    audit.record(by, "speech.retire", "audio_clip", clip.id)
    _tell_pages()


def _tell_pages() -> None:
    raise_version("guide")
    raise_version("conferences")
