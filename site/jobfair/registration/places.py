"""Choosing one's commune without typing: near the conference, by letter, by former district."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from flask_babel import gettext as _

from jobfair.conferences.showing import Communes
from jobfair.geography import find_commune, list_communes, nearest_first
from jobfair.kept import kept
from jobfair.language import current_language
from jobfair.lib.text import fold
from jobfair.registration.answers import OTHER_PROVINCE

NEAR = 6
MORE = "more"  # the row that leads to every other commune
LOOK, WORDS, LETTER, DISTRICT, CHOSEN = "tim", "q", "chu", "huyen", "xa"
"""What may stand in the question's address: look, by words, letter, district; the one chosen."""
_KINDS = ("xa ", "phuong ", "huyen ", "thi xa ", "thanh pho ", "tp ", "x. ", "p. ", "h. ")


class Row(NamedTuple):
    """One commune to choose: code, name, former district, first letter without its mark."""

    code: str
    name: str
    district: str
    letter: str


@dataclass(frozen=True)
class Finder:
    """The page that leads to every commune. ``rows`` is None before anything was asked."""

    words: str
    letter: str
    district: str
    rows: list[Row] | None
    letters: tuple[tuple[str, str], ...]
    districts: tuple[str, ...]


def is_place(code: str) -> bool:
    """Whether this is a commune of the province today, or another province."""
    return code == OTHER_PROVINCE or find_commune(code) is not None


def near_choices(near_code: str, chosen: str | None) -> dict[str, str]:
    """Code -> name of the rows of the question: the one chosen first, then those near."""
    communes, near = Communes(), list(_near(near_code))
    if chosen and chosen != OTHER_PROVINCE and chosen not in near and chosen in communes:
        near.insert(0, chosen)
    rows = {code: communes.name(code) for code in near}
    rows[MORE] = _("Another commune of the province")
    rows[OTHER_PROVINCE] = _("Another province")
    return rows


def districts_of(codes: Iterable[str]) -> dict[str, str]:
    """Code -> the line that tells communes apart by the district people still name."""
    found = {code: find_commune(code) for code in codes}
    return {
        code: _("formerly %(district)s", district=row.former_district)
        for code, row in found.items()
        if row is not None
    }


def make_finder(asked: Mapping[str, str]) -> Finder | None:
    """What the address asks for, or None when it asks for no search."""
    if not any(asked.get(name) for name in (LOOK, WORDS, LETTER, DISTRICT)):
        return None
    words, letter = asked.get(WORDS, "").strip()[:100], asked.get(LETTER, "")[:1]
    district = asked.get(DISTRICT, "")[:80]
    rows: list[Row] | None = None
    if words:
        rows = search(words)
    elif letter:
        rows = [row for row in _rows(current_language()) if row.letter == fold(letter)]
    elif district:
        rows = [row for row in _rows(current_language()) if row.district == district]
    return Finder(words, letter, district, rows, _letters(), _districts())


def search(words: str) -> list[Row]:
    """Communes whose name or former district has every word, if only its beginning.

    Accents and case are ignored. Names that begin with the words come first, then the alphabet.
    """
    sought = _without_kind(fold(words))
    parts = sought.split()
    found = [c for c in list_communes() if parts and _has_all(c.folded.split(), parts)]
    found.sort(key=lambda c: (not fold(c.short_name).startswith(sought), c.folded))
    by_code = {row.code: row for row in _rows(current_language())}
    return [by_code[c.code] for c in found]


def _has_all(words: list[str], parts: list[str]) -> bool:
    return all(any(word.startswith(part) for word in words) for part in parts)


def _without_kind(folded: str) -> str:
    """The words without "xa", "phuong" …, which people write before a name."""
    for kind in _KINDS:
        if folded.startswith(kind) and len(folded) > len(kind):
            return folded[len(kind) :]
    return folded


@kept("guide")
def _near(near_code: str) -> tuple[str, ...]:
    if find_commune(near_code) is None:
        return tuple(commune.code for commune in list_communes()[:NEAR])
    return tuple(commune.code for commune in nearest_first(near_code)[:NEAR])


@kept("guide")
def _rows(lang: str) -> tuple[Row, ...]:
    """Every commune by name, in the words of a language; ``lang`` is the request's."""
    communes = Communes()
    return tuple(
        Row(c.code, communes.name(c.code), c.former_district, fold(c.short_name)[:1])
        for c in sorted(list_communes(), key=lambda c: fold(c.short_name))
    )


@kept("guide")
def _letters() -> tuple[tuple[str, str], ...]:
    """Folded first letter -> how it is written; Đ where every name under d begins with it."""
    first: dict[str, set[str]] = {}
    for commune in list_communes():
        letter = commune.short_name[:1].upper()
        first.setdefault(fold(letter), set()).add("Đ" if letter == "Đ" else fold(letter).upper())
    return tuple((letter, ", ".join(sorted(first[letter]))) for letter in sorted(first))


@kept("guide")
def _districts() -> tuple[str, ...]:
    return tuple(Communes().choices())
