"""Where the headings of a sheet stand, and which column is what: guessed, shown, changeable."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from jobfair.intake.kinds import Kind
from jobfair.intake.licence_columns import Field
from jobfair.lib.text import clean, fold

LOOKED_AT: Final = 25
"""Rows at the top among which the headings are looked for: titles of the list come before."""

_NUMBERED: Final = re.compile(r"\(?\s*([0-9]{1,2}|[A-Za-z])\s*\)?")
_ONES: Final = 3
_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

Rows = Sequence[Sequence[str]]


def column_name(column: int) -> str:
    """The name that a spreadsheet gives a column, from 0: A, B … Z, AA."""
    name = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = _LETTERS[rest] + name
    return name


def find_headings(rows: Rows, kind: Kind) -> tuple[int, int, list[str]]:
    """First row of the headings from 0, first row below them, the headings.

    The row with most columns that mean something; where cells are merged over two rows, both.
    Without any, the first row that is not empty.
    """
    looked = rows[:LOOKED_AT]
    scores = [len(guess_columns(row, kind)) for row in looked]
    best = max(scores, default=0)
    if best == 0:
        at = next((n for n, row in enumerate(looked) if any(c.strip() for c in row)), 0)
    else:
        at = scores.index(best)
    headings = [clean(cell, 80) for cell in rows[at]] if rows else []
    below = at + 1
    if below < len(rows) and _goes_on(rows[at], rows[below]):
        headings = [_both(a, b) for a, b in zip(rows[at], rows[below], strict=False)]
        below += 1
    if below < len(rows) and _is_numbering(rows[below]):
        below += 1
    return at, below, headings


def _goes_on(first: Sequence[str], second: Sequence[str]) -> bool:
    """Whether the second row belongs to the headings: it repeats merged ones, without a digit."""
    same = sum(bool(a.strip()) and a == b for a, b in zip(first, second, strict=False))
    return same >= 1 and not any(sign.isdecimal() for cell in second for sign in cell)


def _both(a: str, b: str) -> str:
    first, second = clean(a, 80), clean(b, 80)
    return first if first == second or not second else f"{first} {second}".strip()


def _is_numbering(row: Sequence[str]) -> bool:
    """Whether a row only numbers the columns: (1) (2) (3), or A B 1."""
    filled = [cell for cell in row if cell.strip()]
    return len(filled) >= _ONES and all(_NUMBERED.fullmatch(cell.strip()) for cell in filled)


def guess_columns(
    headings: Sequence[str], kind: Kind, remembered: Mapping[str, str] | None = None
) -> dict[str, int]:
    """Field -> column from 0. What the office used before first, then the same words, then near.

    ``remembered``: field -> folded heading. A column serves one field.
    """
    folded = [fold(heading) for heading in headings]
    found: dict[str, int] = {}
    for field, said in (remembered or {}).items():
        if field in kind.fields and said in folded:
            _take(found, field, folded.index(said))
    for exact in (True, False):
        for field, spec in kind.fields.items():
            if field not in found:
                _take(found, field, _best(folded, spec, exact, set(found.values())))
    return found


def _take(found: dict[str, int], field: str, column: int | None) -> None:
    if column is not None and column not in found.values():
        found[field] = column


def _best(folded: Sequence[str], spec: Field, exact: bool, taken: set[int]) -> int | None:
    for said in spec.said:
        for column, heading in enumerate(folded):
            if column in taken or not heading:
                continue
            if heading == said or (not exact and len(said) > _ONES and _holds(heading, said)):
                return column
    return None


def _holds(heading: str, said: str) -> bool:
    return f" {said} " in f" {heading} " and len(heading) < len(said) + 40
