"""What a search finds: one entry a thing, with the texts it is compared by, folded once."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Literal, get_args

from jobfair.lib.text import fold, nfc

Kind = Literal["conference", "order", "agency", "warning", "market", "commune", "page"]
KINDS: tuple[Kind, ...] = get_args(Kind)
"""In the order in which groups stand where they fit equally well."""

MOST_KEPT = 65_536
_fold = lru_cache(maxsize=MOST_KEPT)(fold)


@dataclass(frozen=True, slots=True)
class Entry:
    """One public thing as a list of results shows it.

    ``value``: what stands in the address of its page (slug, code; of a page its endpoint).
    ``until``: from this moment on it is not shown any more. ``order``: what puts equal
    entries of one kind in order. What a question is compared with: ``accented`` the names as
    they are written, each between bars; ``name`` the same folded, each between bars and
    spaces; ``text`` these and every other word, folded, each behind a space.
    """

    kind: Kind
    value: str
    title: str
    line: str
    day: object  # a date or a moment; None where there is none
    order: str
    until: datetime | None
    accented: str = field(repr=False)
    name: str = field(repr=False)
    text: str = field(repr=False)


@lru_cache(maxsize=MOST_KEPT)
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
    folded: tuple[str, ...] = (),
) -> Entry:
    """An entry; ``names`` are other names of the thing, ``words`` what else it is found by.

    ``folded``: words that were folded before. The same words give the same entry, made once:
    after a change only what changed is folded anew.
    """
    said = dict.fromkeys(nfc(text).casefold() for text in (title, *names) if text)
    folds = dict.fromkeys(_fold(text) for text in (title, *names) if text)
    name = f"| {' | '.join(folds)} |"
    beside = " ".join((*(_fold(text) for text in (line, *words) if text), *folded))
    accented = f"|{'|'.join(said)}|"
    return Entry(
        kind, value, title, line, day, order or name, until, accented, name, f"{name} {beside}"
    )


def in_order(entries: list[Entry]) -> tuple[Entry, ...]:
    """Entries of one kind as a search takes them: those that fit equally well stand so."""
    return tuple(sorted(entries, key=lambda entry: (entry.order, entry.value)))
