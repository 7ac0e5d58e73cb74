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

from jobfair.database import db
from jobfair.guide.spoken_words import hash_of, words_of
from jobfair.kept import kept
from jobfair.language import current_language
from jobfair.models import AudioClip


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
    "registration/done": PAGE,
    "registration/done.line": PAGE,
    "registration/done.call": PAGE,
    "registration/line": PAGE,
    "registration/cancel": PAGE,
    "registration/cancel.line": PAGE,
    "registration/withdraw": PAGE,
    "complaints/new": PAGE,
    "registration/check": PAGE,  # what one agrees to, three times: more than fifteen seconds
    **{
        f"registration/{name}": QUESTION
        for name in (
            *("whom", "name", "year", "birthday", "phone", "borrowed", "place"),
            *("more_name", "more_year", "more_birthday", "new_phone", "call_back"),
        )
    },
}
"""What can be recorded: the template that holds the words -> its budget. What stands behind a
point is for who waits in the line, or for a call, and reads other words there.
"""

TEXT = "text."
"""Begins the key of a text of the province's own: ``text.`` and its slot (guide.slots)."""

CONFERENCE = "conference."
"""Begins the key of the invitation to one conference: ``conference.`` and its id."""

# Any: a lazy text stands where str is asked for.
LANGUAGES: dict[str, Any] = {
    "vi": _l("Vietnamese"),
    "en": _l("English"),
    "blt": _l("Thái Đen"),
    "twh": _l("Thái Trắng"),
    "hmn": _l("Mông"),
    "mtq": _l("Mường"),
    "puo": _l("Xinh Mun"),
    "ium": _l("Dao"),
    "kjg": _l("Khơ Mú"),
    "kjm": _l("Kháng"),
    "lha": _l("La Ha"),
    "lo": _l("Lào"),
    "tyz": _l("Tày"),
    "nut": _l("Nùng"),
    "pcc": _l("Giáy"),
    "hni": _l("Hà Nhì"),
    "lbt": _l("La Chí"),
    "x-phula": _l("Phù Lá"),
    "x-boy": _l("Bố Y"),
    "mlc": _l("Cao Lan"),
    "yue": _l("Hoa"),
}
"""Written languages and those that are only spoken here (ISO 639; ``x-``: several codes) -> the
name on the button. Those of the ethnic groups that are at home in our provinces, the most spoken
in Sơn La first (census 2019).
"""

_listening: ContextVar[dict[str, str] | None] = ContextVar("listening", default=None)


def budget_of(page: str) -> Budget | None:
    """What a recording of this page, text or invitation may cost; None for no such thing."""
    return PAGE if page.startswith((TEXT, CONFERENCE)) else PAGES.get(page)


def spoken_conference(conference_id: str) -> str:
    """For templates: the key of the invitation to a conference."""
    return CONFERENCE + conference_id


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
    size: int  # bytes

    @property
    def name(self) -> str:
        """The language it speaks."""
        return str(LANGUAGES[self.lang])

    @property
    def length(self) -> str:
        """12 seconds, 19 KB: what it takes to hear it."""
        whole = max(1, round(self.seconds))
        time = ngettext("%(num)s second", "%(num)s seconds", whole)
        return f"{time}, {max(1, round(self.size / 1000))}\N{NO-BREAK SPACE}KB"


@kept("guide")
def _current_clips() -> dict[str, tuple[Clip, ...]]:
    """Page -> its recordings that were published and not retired, by language."""
    what = (AudioClip.id, AudioClip.lang, AudioClip.text_hash, AudioClip.seconds, AudioClip.size)
    rows = db.session.execute(
        sa.select(AudioClip.page, *what)
        .where(AudioClip.retired_at.is_(None), AudioClip.published_at.is_not(None))
        .order_by(AudioClip.page, AudioClip.lang)
    )
    found: dict[str, tuple[Clip, ...]] = {}
    for page, clip_id, lang, text_hash, seconds, size in rows:
        found[page] = (*found.get(page, ()), Clip(clip_id, lang, text_hash, seconds, size))
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
