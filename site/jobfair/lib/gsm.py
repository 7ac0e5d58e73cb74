"""Text messages that every phone shows and that cost one segment: plain GSM 7-bit text.

3GPP TS 23.038: 160 characters of the default alphabet fit into one message; a single letter
outside it turns the whole message into UCS-2, of which only 70 fit. Vietnamese letters with
marks are outside, so what is sent is written without marks.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

SEGMENT: Final = 160
_MARKS: Final = re.compile("[\u0300-\u036f]")
_STROKES: Final = str.maketrans("\u0110\u0111\u00d0\u00f0", "DdDd")
_TYPOGRAPHY: Final = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u02bc\u00b4`", "'"),
        **dict.fromkeys("\u201c\u201d\u00ab\u00bb", '"'),
        **dict.fromkeys("\u2013\u2014\u2010\u2011", "-"),
        "\u2026": "...",
        "\u00a0": " ",
    }
)
# The part of the default alphabet that is ASCII and takes one septet each.
_ALLOWED: Final = frozenset(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 \n@$_!\"#%&'()*+,-./:;<=>?"
)


def plain(text: str) -> str:
    """Give the text without marks, in letters of the GSM alphabet; other signs are left out."""
    bare = _MARKS.sub("", unicodedata.normalize("NFD", text))
    typed = bare.translate(_STROKES).translate(_TYPOGRAPHY)
    return "".join(ch for ch in typed if ch in _ALLOWED)


def fits(text: str) -> bool:
    """Tell whether the text goes out as one segment of 160 septets."""
    return len(text) <= SEGMENT and all(ch in _ALLOWED for ch in text)


def fill(template: str, room_for: str, value: str) -> str:
    """Give one segment: ``value`` stands for ``{room_for}``, cut at a word where it is too long.

    Marks go. Raises ValueError when the text is too long even without the value.
    """
    mark = "{" + room_for + "}"
    before, _mark, after = template.partition(mark)
    head, tail, words = plain(before), plain(after), plain(value)
    room = SEGMENT - len(head) - len(tail)
    if room < 0:
        raise ValueError("the words around the value are too long for one segment")
    if len(words) > room:
        words = words[:room].rpartition(" ")[0] or words[:room]
    return f"{head}{words}{tail}"
