"""What changed between two texts: line by line, and inside a changed line word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Literal

Kind = Literal["same", "gone", "new", "changed"]
_WORDS: Final = re.compile(r"\s+|[^\s]+")
_ALIKE: Final = 0.35
"""Lines that share less are one gone and one new: word by word they would be unreadable."""


@dataclass(frozen=True)
class Piece:
    """Words of a line that stayed, went or came."""

    kind: Kind
    text: str


@dataclass(frozen=True)
class Line:
    """A line: the same, gone, new, or changed with its pieces in reading order."""

    kind: Kind
    pieces: tuple[Piece, ...]


def _pieces(before: str, after: str) -> tuple[Piece, ...]:
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    found: list[Piece] = []
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Piece("same", "".join(old[i:j])))
            continue
        if i < j:
            found.append(Piece("gone", "".join(old[i:j])))
        if k < m:
            found.append(Piece("new", "".join(new[k:m])))
    return tuple(found)


def _alone(kind: Kind, lines: Sequence[str]) -> Iterator[Line]:
    for line in lines:
        yield Line(kind, (Piece(kind, line),))


def _replaced(old: Sequence[str], new: Sequence[str]) -> Iterator[Line]:
    """Pairs of lines in turn; what has no partner, or none that is like it, stands alone."""
    for before, after in zip(old, new, strict=False):
        if SequenceMatcher(None, before, after, autojunk=False).ratio() >= _ALIKE:
            yield Line("changed", _pieces(before, after))
        else:
            yield from _alone("gone", [before])
            yield from _alone("new", [after])
    yield from _alone("gone", old[len(new) :])
    yield from _alone("new", new[len(old) :])


def difference(before: str, after: str) -> list[Line]:
    """Give the lines of both texts in reading order; empty when nothing differs."""
    if before == after:
        return []
    old, new = before.splitlines(), after.splitlines()
    lines: list[Line] = []
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            lines += _alone("same", old[i:j])
        else:
            lines += _replaced(old[i:j], new[k:m])
    return lines
