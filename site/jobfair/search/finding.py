"""Entries that fit a question, graded and in groups; the same question gives the same order."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

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
    entries: Iterable[Entry],
    now: datetime,
    *,
    most: int,
    offset: int = 0,
) -> list[Group]:
    """Groups of what fits, the best group first; in each the best ``most`` from ``offset``.

    An entry fits when every word of one reading stands in it. What is written alike with its
    accents comes before what is alike without them, names before other words, what was typed
    before what it may mean; then the order of the kind (nearest day, name).
    """
    graded: dict[Kind, list[tuple[int, str, str, Entry]]] = {}
    for entry, grade in _graded(question, list(entries)):
        if entry.until is None or entry.until > now:
            row = (grade, entry.order, entry.value, entry)
            graded.setdefault(entry.kind, []).append(row)
    groups = []
    for kind, rows in graded.items():
        best = heapq.nsmallest(most + offset, rows, key=lambda row: row[:3])
        shown = [row[3] for row in best[offset:]]
        groups.append((best[0][0], KINDS.index(kind), Group(kind, shown, len(rows))))
    return [group for _grade, _place, group in sorted(groups, key=lambda row: row[:2])]


def _graded(question: Question, entries: Sequence[Entry]) -> Iterable[tuple[Entry, int]]:
    """Each fitting entry once, with its best grade."""
    accented = question.typed.casefold()
    seen: set[int] = set()
    for place, reading in enumerate(question.readings):
        words = [f" {word}" if len(word) <= SHORT else word for word in reading.split()]
        words.sort(key=len, reverse=True)
        step = WORST * min(place, 1)
        for entry in _holding(words, entries):
            if id(entry) not in seen:
                seen.add(id(entry))
                yield entry, step + _grade(entry, reading, words, accented if not place else "")


def _holding(words: Sequence[str], entries: Sequence[Entry]) -> list[Entry]:
    found = entries
    for word in words:
        found = [entry for entry in found if word in entry.text]
    return list(found)


def _grade(entry: Entry, reading: str, words: Sequence[str], accented: str) -> int:
    """0 the very name with its accents, to 7 a part of some word somewhere."""
    names = entry.name.split(" | ")
    if accented and accented in entry.accented.split(" | "):
        return 0
    if any(name.strip() == reading for name in names):
        return 1
    if accented and accented in entry.accented and accented != reading:
        return 2
    if f" {reading}" in entry.name:
        return 3
    begun = [word if word[0] == " " else f" {word}" for word in words]
    if all(word in entry.name for word in begun):
        return 4
    if all(word in entry.name for word in words):
        return 5
    return 6 if all(word in entry.text for word in begun) else 7
