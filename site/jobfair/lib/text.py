"""Vietnamese text: one form on the way in, one key for search, one key for order.

Everything stored is NFC. Everything searched is compared on `fold`, everything listed by
name is ordered on `sort_key`. Both keys are plain ASCII for Vietnamese text, so SQLite and
PostgreSQL order and compare them alike, whatever their collation.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

# Tone and quality marks (U+0300 to U+036F). Marks of other scripts (Tai Viet vowels)
# carry the word itself and stay.
_MARKS: Final = re.compile("[\u0300-\u036f]")
_NOT_PLAIN: Final = re.compile(r"[^0-9a-z]+")
_APOSTROPHES: Final = "'`\u00b4\u02b9\u02bb\u02bc\u2018\u2019\u201b\u2032\uff07"
# D with stroke has no decomposition in Unicode. Eth looks the same on the screen and in
# Vietnamese files is always a damaged d with stroke.
_STROKES: Final = str.maketrans("\u0110\u0111\u00d0\u00f0", "dddd", _APOSTROPHES)

_ALPHABET: Final = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANKS: Final = dict(zip(_ALPHABET, "23456789abcdefghijklmnopqrstuvwxy", strict=True))
_QUALITY: Final = "\u0302\u0306\u031b"  # circumflex, breve, horn
# The order of Vietnamese dictionaries: level, huyền, hỏi, ngã, sắc, nặng.
_TONES: Final = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}

_FORMULA_STARTS: Final = frozenset("=+-@\u2212\t\r\n")
_LINE_ENDS: Final = re.compile("\r\n|[\r\n\u2028\u2029]")


def nfc(s: str) -> str:
    """Give `s` in Unicode NFC, the only form that is stored."""
    return unicodedata.normalize("NFC", s)


def _visible(ch: str) -> str:
    """Give the character, a space for any white space, nothing for an invisible sign."""
    if ch.isspace():
        return " "
    return "" if unicodedata.category(ch) in {"Cc", "Cf", "Cs", "Zl", "Zp"} else ch


def _cut(s: str, limit: int) -> str:
    """Cut to `limit` characters without leaving a letter that lost its marks."""
    if len(s) <= limit:
        return s
    end = limit
    while end > 0 and unicodedata.category(s[end])[0] == "M":
        end -= 1
    return s[:end].rstrip()


def clean(s: str, limit: int | None = None) -> str:
    """Give one tidy line: NFC, no control or invisible signs, single spaces, stripped.

    Tabs and line ends become spaces. `limit` is a count of characters; what is longer is
    cut. A form that wants to tell the reader "too long" checks before it cuts.
    """
    seen = s if s.isprintable() else "".join(map(_visible, s))  # mostly nothing to take out
    line = nfc(" ".join(seen.split()))
    return line if limit is None else _cut(line, limit)


def clean_lines(s: str, limit: int | None = None) -> str:
    """Give tidy lines joined by a line feed, each as `clean` makes it.

    Empty lines at both ends go, several in a row become one. `limit` counts characters.
    """
    lines = [clean(line) for line in _LINE_ENDS.split(s)]
    text = re.sub("\n{3,}", "\n\n", "\n".join(lines)).strip("\n")
    return text if limit is None else _cut(text, limit)


def _letter(ch: str) -> bool:
    return ch.isalnum() or unicodedata.category(ch)[0] == "M"


def fold(s: str) -> str:
    """Give the key on which two texts are the same for search.

    No case, no tone or quality marks (so where the tone stands does not matter: hòa and
    hoà are equal), đ as d, no apostrophes (H'Mông and Hmông are equal), other signs as
    spaces, single spaces. i and y stay different. `fold(fold(s)) == fold(s)`.
    """
    lowered = unicodedata.normalize("NFD", s).casefold()
    bare = _MARKS.sub("", unicodedata.normalize("NFD", lowered)).translate(_STROKES)
    if bare.isascii():
        return _NOT_PLAIN.sub(" ", bare).strip()
    seen = (ch for ch in bare if unicodedata.category(ch) != "Cf")
    return nfc(" ".join("".join(ch if _letter(ch) else " " for ch in seen).split()))


def without_marks(s: str) -> str:
    """Give the text in letters that a text message sends cheaply: no marks, đ as d.

    Case, signs and spaces stay: "xã Mường La, 25/11" gives "xa Muong La, 25/11".
    """
    bare = _MARKS.sub("", unicodedata.normalize("NFD", s))
    return bare.replace("đ", "d").replace("Đ", "D")


def given_name(full_name: str) -> str:
    """Give the name a person is called by: the last word that has a letter.

    "Giàng A Páo" gives "Páo"; a number behind a name ("Lò Thị Ọi 2") is passed over.
    Without any letter the last word, and of an empty text the empty text.
    """
    words = clean(full_name).split()
    named = [word for word in words if any(ch.isalpha() for ch in word)]
    return (named or words or [""])[-1]


def fold_given(full_name: str) -> str:
    """Give the folded given name, the key for "look up by the name one is called"."""
    return fold(given_name(full_name))


def _rank(base: str, marks: str) -> str:
    """Give the symbol of one letter; an equal letter gives an equal symbol."""
    quality = "".join(mark for mark in marks if mark in _QUALITY)
    rank = _RANKS.get(nfc(base + quality)) or _RANKS.get(base)
    if rank is not None:
        return rank
    if base.isdecimal():
        return f"1{unicodedata.decimal(base)}"
    return f"z{ord(base):06x}"


def _sort_word(word: str) -> str:
    """Give letters by rank, "0", then the tone: compared first by letters, then tone."""
    plain = unicodedata.normalize("NFD", word.replace("Ð", "Đ").replace("ð", "đ")).casefold()
    signs = re.findall("(.)([\u0300-\u036f]*)", plain, re.DOTALL)
    kept = [(base, marks) for base, marks in signs if base.isalnum() and base not in _APOSTROPHES]
    if not kept:
        return ""
    tones = [_TONES[mark] for _, marks in kept for mark in marks if mark in _TONES]
    return "".join(_rank(base, marks) for base, marks in kept) + "0" + (tones or ["0"])[0]


def sort_key(full_name: str) -> str:
    """Give a text whose plain order is the order of a Vietnamese list of names.

    First the given name, then the other words from the family name on. Letters go
    a ă â b c d đ e ê ... y, then the tones level, huyền, hỏi, ngã, sắc, nặng, word by word.
    The text holds 0-9 and a-z only, so every database orders it alike.
    """
    words = clean(full_name).split()
    given = given_name(full_name)
    if given in words:
        last = len(words) - 1 - words[::-1].index(given)
        words = [given, *words[:last], *words[last + 1 :]]
    return "".join(map(_sort_word, words))


def syllables(s: str) -> int:
    """Count syllables (tiếng) as a reader does: words, the parts of a-b and a/b apart.

    A number or a date counts one. Signs that stand alone count nothing.
    """
    parts = (
        part
        for word in nfc(s).split()
        for part in ([word] if word[0].isdecimal() else re.split(r"[-–—/]", word))
    )
    return sum(any(ch.isalnum() for ch in part) for part in parts)


def slugify(s: str, limit: int = 80) -> str:
    """Give the text for an address: a-z, 0-9 and single hyphens, at most `limit` signs.

    What is longer ends at a whole word where there is one. Text without a Latin letter or
    digit gives the empty text: the caller then has to choose a name of its own.
    """
    slug = _NOT_PLAIN.sub("-", fold(s)).strip("-")
    if len(slug) <= limit:
        return slug
    head = slug[: limit + 1].rpartition("-")[0]
    return head or slug[:limit]


def lower_first(s: str) -> str:
    """Give a label as it stands inside a sentence: its first letter small, names stay."""
    return s[:1].lower() + s[1:]


def like_escape(s: str) -> str:
    r"""Escape `\`, `%` and `_`, for use as `LIKE ... ESCAPE '\'`."""
    return s.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def neutralise_cell(s: str) -> str:
    """Give `s` so that no spreadsheet takes it for a formula: an apostrophe in front.

    Covers = + - @, tab and line ends, their full-width and small forms, and any of them
    behind spaces or invisible signs (OWASP "CSV injection"). Other text is unchanged.
    """
    if s[:1] in _FORMULA_STARTS and s:
        return "'" + s
    shown = "".join(map(_visible, s)).lstrip()
    first = unicodedata.normalize("NFKC", shown[:1])
    return "'" + s if first[:1] in _FORMULA_STARTS and first else s
