"""What the guide tells beside the numbers: rows by page, subject and topic, with their sources."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from jobfair.database import db
from jobfair.filters import in_language
from jobfair.kept import kept
from jobfair.lib.clock import today
from jobfair.models import GuideText
from jobfair.models.base import FactMixin

ANY = "*"
_GENERAL = ("Kiến thức chung", "Thời gian thường gặp", "Chưa có")
"""How the source of what nobody has seen in writing begins."""


@dataclass(frozen=True)
class Source:
    """Where several facts come from, since when they are known, until when: the earliest days."""

    text: str
    checked_on: date | None
    check_again_on: date | None


@dataclass(frozen=True)
class Said:
    """A text in the reader's language; ``tel`` as it is dialled."""

    title: str
    text: str
    tel: str

    @property
    def shown(self) -> str:
        """The number in groups; one of ours as it is dialled from abroad: +84 981 84 84 84."""
        if not self.tel.startswith("+84"):
            return self.tel
        return " ".join(["+84", self.tel[3:6], *(self.tel[at : at + 2] for at in (6, 8, 10))])


@dataclass(frozen=True)
class Part:
    """A part of a page: its texts in order, where they come from."""

    said: tuple[Said, ...]
    source: Source

    @property
    def lines(self) -> list[str]:
        """Only the sentences."""
        return [one.text for one in self.said]


@kept("guide")
def list_texts(page: str) -> tuple[GuideText, ...]:
    """The texts of a page that hold today, by topic, position and subject."""
    day = today()
    query = (
        sa.select(GuideText)
        .where(
            GuideText.page == page,
            GuideText.valid_from <= day,
            sa.or_(GuideText.valid_to.is_(None), GuideText.valid_to >= day),
        )
        .order_by(GuideText.topic, GuideText.position, GuideText.subject, GuideText.valid_from)
    )
    return tuple(db.session.scalars(query))


def rows_of(page: str, topic: str, subjects: Sequence[str] = (ANY,)) -> list[GuideText]:
    """The rows of a topic by position; where several stand at one, the first subject's.

    ``subjects`` goes from the narrowest to the widest: the programme, its market, everybody.
    """
    found: dict[int, GuideText] = {}
    for subject in reversed(subjects):
        for row in list_texts(page):
            if row.topic == topic and row.subject == subject:
                found[row.position] = row
    return [found[position] for position in sorted(found)]


def first_of(page: str, topic: str, subjects: Sequence[str]) -> list[GuideText]:
    """The rows of the first subject that has any: a way is told whole or not at all."""
    for subject in subjects:
        rows = rows_of(page, topic, (subject,))
        if rows:
            return rows
    return []


def part_of(rows: Sequence[GuideText]) -> Part | None:
    """Rows as a part of a page; None without any."""
    if not rows:
        return None
    said = tuple(Said(in_language(r, "title"), in_language(r, "text"), r.tel) for r in rows)
    return Part(said, together(rows))


def part(page: str, topic: str, subjects: Sequence[str] = (ANY,)) -> Part | None:
    """As ``rows_of``, in the reader's language with the source; None without rows."""
    return part_of(rows_of(page, topic, subjects))


def together(rows: Iterable[FactMixin]) -> Source:
    """The sources of several facts, each once, general knowledge last, and their earliest days."""
    held = list(rows)
    named: list[str] = []
    for row in held:
        known = {part.casefold() for part in named}
        parts = [part for part in row.source.split("; ") if part and part.casefold() not in known]
        named += dict.fromkeys(parts)
    checked = [row.checked_on for row in held if row.checked_on]
    again = [row.check_again_on for row in held if row.check_again_on]
    named.sort(key=lambda source: source.startswith(_GENERAL))
    return Source("; ".join(named), min(checked, default=None), min(again, default=None))
