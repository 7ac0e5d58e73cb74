"""A row of the ministry's list as it was read, and a change that it asks for."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal

ListedStatus = Literal["", "licensed", "suspended", "revoked", "returned"]
"""'' = the list does not say."""

ChangeKind = Literal[
    "merged",
    "ended",
    "suspended",
    "added",
    "again",
    "resumed",
    "renamed",
    "changed",
    "gone",
    "same",
]

KINDS: Final[tuple[ChangeKind, ...]] = (
    *("merged", "ended", "suspended", "added", "again", "resumed"),
    *("renamed", "changed", "gone"),
)
"""In the order in which they are shown; a row stands under the first of its own."""

ONLY: Final = "only:"
"""Before a body's id in an answer: the row is this body, and no other ends."""


@dataclass(frozen=True)
class ListDocument:
    """The list itself: number and day, when somebody looked, whether it names everybody."""

    number: str
    on: date
    checked_on: date
    whole: bool

    @property
    def source(self) -> str:
        """As it stands beside what was taken from it."""
        return f"Danh sách {self.number}, {self.on:%d/%m/%Y}"


@dataclass(frozen=True)
class Listed:
    """One row. ``markets``: that a suspension closes, none = all. ``former``: folded words."""

    number: int
    name: str
    licence_number: str
    tax_code: str = ""
    short_name: str = ""
    name_en: str = ""
    head_office: str = ""
    website: str = ""
    phones: tuple[str, ...] = ()
    granted_on: date | None = None
    status: ListedStatus = ""
    markets: tuple[str, ...] = ()
    from_day: date | None = None
    until_day: date | None = None
    document_no: str = ""
    document_on: date | None = None
    former: str = ""


@dataclass(frozen=True)
class Fact:
    """One thing that changes: a code of ``list_words.FACTS``, how it stands, what the list says."""

    what: str
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    """What a row (or its absence) would change at one body.

    ``key`` stays the same as long as file and register do. ``choices``: of a question, what may
    be answered: a body's id or a status -> its name; without an answer nothing is written.
    ``ticked``: whether it is offered with a tick. ``waiting``: people before departure who are
    touched. ``warning``: what of the row is not taken, and why.
    """

    key: str
    kind: ChangeKind
    name: str
    body_id: str | None = None
    listed: Listed | None = None
    facts: tuple[Fact, ...] = ()
    choices: dict[str, str] = field(default_factory=dict)
    ticked: bool = True
    waiting: int = 0
    warning: str = ""

    @property
    def asks(self) -> bool:
        """Whether somebody has to answer before anything is written."""
        return bool(self.choices)


def mark_of(changes: list[Change]) -> str:
    """Twenty letters that differ as soon as anything that was shown does."""
    shown = [
        (c.key, c.kind, c.body_id, [(f.what, f.before, f.after) for f in c.facts], [*c.choices])
        for c in changes
    ]
    return hashlib.sha256(json.dumps(shown, ensure_ascii=False).encode()).hexdigest()[:20]
