"""What a search finds: one entry a thing, with the texts it is compared by, folded once."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, get_args

from jobfair.lib.text import fold, nfc

Kind = Literal["conference", "order", "agency", "warning", "market", "commune", "page"]
KINDS: tuple[Kind, ...] = get_args(Kind)
"""In the order in which groups stand where they fit equally well."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One public thing as a list of results shows it.

    ``value``: what stands in the address of its page (slug, code; of a page its endpoint).
    ``until``: from this moment on it is not shown any more. ``order``: what puts equal
    entries of one kind in order. ``name`` and ``text`` are what a question is compared with:
    the title in both languages, and everything else, folded, each word behind a space.
    """

    kind: Kind
    value: str
    title: str
    line: str
    day: object  # a date or a moment; None where there is none
    order: str
    until: datetime | None = None
    accented: str = ""
    name: str = field(default="", repr=False)
    text: str = field(default="", repr=False)


def make_entry(
    kind: Kind,
    value: str,
    title: str,
    line: str,
    *,
    day: object = None,
    until: datetime | None = None,
    order: str = "",
    names: tuple[str, ...] = (),
    words: tuple[str, ...] = (),
) -> Entry:
    """An entry; ``names`` are other names of the thing, ``words`` what else it is found by."""
    name = " " + " | ".join(fold(text) for text in (title, *names) if text)
    text = f"{name} {fold(' '.join((line, *words)))}"
    accented = nfc(" | ".join((title, *names))).casefold()
    return Entry(
        kind,
        value,
        title,
        line,
        day,
        order or name,
        until,
        accented=accented,
        name=name,
        text=text,
    )
