"""What people say, and what it is called officially: data of the packs, read once.

``synonyms.csv`` (``provinces/_national`` and the pack's own): ``typed`` is what people write,
``means`` what stands in the records. ``*`` means everything here: the words are left out where
others remain.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from jobfair.lib.text import fold
from jobfair.provinces.reading import open_pack

EVERYTHING = "*"
MOST = 12
"""Readings of one question at most."""


@lru_cache(maxsize=4)
def read_synonyms(pack: str) -> Mapping[str, tuple[str, ...]]:
    """Folded words of the people -> folded official words, longest first. Raises PackError."""
    found: dict[str, list[str]] = {}
    for row in open_pack(pack).rows("synonyms"):
        typed, means = fold(row["typed"]), row["means"]
        if not typed or not row["source"]:
            raise row.error("“typed” and “source” are not empty")
        found.setdefault(typed, []).append(EVERYTHING if means == EVERYTHING else fold(means))
    ordered = sorted(found, key=lambda typed: (-len(typed), typed))
    return {typed: tuple(found[typed]) for typed in ordered}


def readings(question: str, known: Mapping[str, tuple[str, ...]]) -> list[str]:
    """The folded question as it was typed, then with official words in the place of people's.

    Whole words only. The order is that of the data, so the same question is read the same way.
    """
    found = [question]
    for typed, meanings in known.items():
        for text in list(found):
            if f" {typed} " not in f" {text} ":
                continue
            found += [new for new in _said(text, typed, meanings) if new not in found]
            if len(found) >= MOST:
                return found[:MOST]
    return found


def _said(text: str, typed: str, meanings: tuple[str, ...]) -> list[str]:
    made = []
    for means in meanings:
        instead = " " if means == EVERYTHING else f" {means} "
        made.append(f" {text} ".replace(f" {typed} ", instead, 1).strip())
    return [" ".join(one.split()) for one in made if one.strip()]
