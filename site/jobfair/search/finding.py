"""Entries that fit a question, graded and in groups; the same question gives the same order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from jobfair.lib.text import clean, fold
from jobfair.search.entries import KINDS, Entry, Kind
from jobfair.search.synonyms import readings

LONGEST = 100  # characters of a question
MOST_WORDS = 8
SHORT = 2  # letters: a word as short as this must begin a word of the entry
WORST = 8  # grades of one reading


@dataclass(frozen=True)
class Question:
    """A question: as it was typed, and folded in each reading."""

    typed: str
    readings: Sequence[str]

    @property
    def empty(self) -> bool:
        """Whether no letter or digit of it can be looked for."""
        return not self.readings


def read_question(typed: str, known: Mapping[str, tuple[str, ...]]) -> Question:
    """The question in one tidy line, at most LONGEST characters and MOST_WORDS words."""
    line = clean(typed, LONGEST)
    folded = " ".join(fold(line).split()[:MOST_WORDS])
    return Question(line, readings(folded, known) if folded else ())


@dataclass(frozen=True)
class Group:
    """Entries of one kind: the best ones, and how many there are in all."""

    kind: Kind
    entries: Sequence[Entry]
    total: int


def find(
    question: Question,
    sources: Iterable[Sequence[Entry]],
    now: datetime,
    *,
    most: int,
    offset: int = 0,
) -> list[Group]:
    """Groups of what fits, the best group first; in each the best ``most`` from ``offset``.

    ``sources``: entries of one kind each, in their own order (``entries.in_order``). An entry
    fits when every word of one reading stands in it. What is written alike with its accents
    comes before what is alike without them, names before other words, what was typed before
    what it may mean.
    """
    groups = []
    for entries in sources:
        found = _fitting(question, entries, now)
        total = sum(len(hits) for _reading, hits in found)
        if total:
            best = list(_best(question, found, most + offset))
            shown = Group(entries[0].kind, [entry for _grade, entry in best[offset:]], total)
            groups.append((best[0][0], KINDS.index(shown.kind), shown))
    return [group for _grade, _place, group in sorted(groups, key=lambda row: row[:2])]


Fitting = list[tuple[int, Sequence[Entry]]]
"""Number of a reading, and the entries that fit it and none before."""


def _fitting(question: Question, entries: Sequence[Entry], now: datetime) -> Fitting:
    found: Fitting = []
    seen: set[str] = set()
    for place, reading in enumerate(question.readings):
        hits = entries
        for word in sorted(_words(reading), key=len, reverse=True):
            hits = [entry for entry in hits if word in entry.text]
        hits = [e for e in hits if e.until is None or e.until > now]
        if seen:
            hits = [entry for entry in hits if entry.value not in seen]
        if hits:
            found.append((place, hits))
            if place + 1 < len(question.readings):
                seen.update(entry.value for entry in hits)
    return found


def _words(reading: str) -> list[str]:
    return [f" {word}" if len(word) <= SHORT else word for word in reading.split()]


def _best(question: Question, found: Fitting, wanted: int) -> Iterator[tuple[int, Entry]]:
    """The best entries with their grade: 0 the very name with its accents, to 7 a part of a word.

    A tier is looked at only while there are fewer than wanted.
    """
    given: set[str] = set()
    for place, hits in found:
        typed = question.typed.casefold() if place == 0 else ""
        for grade, (part, needles) in enumerate(_tiers(question.readings[place], typed)):
            if len(given) >= wanted:
                return
            if needles is None:
                continue
            for entry in _standing(hits, part, needles):
                if len(given) >= wanted:
                    return
                if entry.value not in given:
                    given.add(entry.value)
                    yield grade + WORST * min(place, 1), entry


def _standing(hits: Sequence[Entry], part: Part, needles: tuple[str, ...]) -> Sequence[Entry]:
    """The entries in whose part every needle stands: one plain pass a needle, tens of
    thousands of entries in a few milliseconds.
    """
    for needle in needles:
        if part == "name":
            hits = [entry for entry in hits if needle in entry.name]
        elif part == "text":
            hits = [entry for entry in hits if needle in entry.text]
        else:
            hits = [entry for entry in hits if needle in entry.accented]
    return hits


Part = Literal["accented", "name", "text"]
Tier = tuple[Part, tuple[str, ...] | None]
"""Which text of an entry, and what has to stand in it; None for a tier that nothing can fill."""


def _tiers(reading: str, typed: str) -> list[Tier]:
    words = tuple(_words(reading))
    begun = tuple(f" {word.strip()}" for word in words)
    marked = bool(typed) and typed != reading
    return [
        ("accented", (f"|{typed}|",) if typed else None),
        ("name", (f"| {reading} |",)),
        ("accented", (typed,) if marked else None),
        ("name", (f" {reading}",)),
        ("name", begun),
        ("name", words),
        ("text", begun),
        ("text", ()),
    ]
