"""The province's own published texts, as the public pages draw them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from markupsafe import Markup, escape

from jobfair.database import db
from jobfair.guide.slots import is_notice
from jobfair.guide.speech import TEXT
from jobfair.kept import kept
from jobfair.language import current_language
from jobfair.lib.clock import today
from jobfair.lib.markdown import draw
from jobfair.models import PublicText, PublicTextVersion


@dataclass(frozen=True)
class Section:
    """A published text in the reader's language; ``lang`` is set where it is another one."""

    slot: str
    title: str
    html: Markup
    lang: str  # 'vi' on an English page without English words, else ''
    source: str
    checked_on: date | None
    check_again_on: date | None
    starts_on: date | None = None
    ends_on: date | None = None

    @property
    def id(self) -> str:
        """The anchor of its heading."""
        return self.slot.replace(".", "-").casefold()

    @property
    def spoken_as(self) -> str:
        """The key of its recordings."""
        return TEXT + self.slot

    @property
    def spoken(self) -> str:
        """The part that a recording reads: heading and words."""
        return f"<h2>{escape(self.title)}</h2>{self.html}"


def section_of(slot: str, version: PublicTextVersion, lang: str) -> Section:
    """Draw one version as a page in ``lang`` shows it: without English its Vietnamese."""
    english = lang == "en" and bool(version.body_en)
    title = version.title_en if english and version.title_en else version.title_vi
    return Section(
        slot=slot,
        title=title,
        html=Markup(draw(version.body_en if english else version.body_vi)),  # noqa: S704 - closed set of tags, lib.markdown
        lang="vi" if lang == "en" and not english else "",
        source=version.source,
        checked_on=version.checked_on,
        check_again_on=version.check_again_on,
        starts_on=version.starts_on,
        ends_on=version.ends_on,
    )


def list_shown() -> list[tuple[str, PublicTextVersion]]:
    """Slot and version of every text that the public reads, by slot."""
    query = (
        sa.select(PublicText.slot, PublicTextVersion)
        .join(PublicTextVersion, PublicTextVersion.text_id == PublicText.id)
        .where(
            PublicTextVersion.number == PublicText.shown,
            PublicTextVersion.published_at.is_not(None),
        )
        .order_by(PublicText.slot)
    )
    return [(slot, version) for slot, version in db.session.execute(query)]


@kept("guide")
def _sections(lang: str) -> dict[str, Section]:
    """Slot -> its published text as drawn in a language."""
    return {slot: section_of(slot, version, lang) for slot, version in list_shown()}


def section(slot: str) -> Section | None:
    """For templates: the province's published text of a slot, or None."""
    return _sections(current_language()).get(slot)


def notices() -> list[Section]:
    """For templates: the notices that hold today, the one that ends first on top."""
    day = today()
    found = [
        text
        for slot, text in _sections(current_language()).items()
        if is_notice(slot)
        and (text.starts_on is None or text.starts_on <= day)
        and (text.ends_on is None or day <= text.ends_on)
    ]
    return sorted(found, key=lambda text: (text.ends_on or date.max, text.slot))
