"""Years, days and numbers in a text message, taken out so that names and places are left."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from jobfair.lib.clock import today

# Whose number it is stands in the message's head; a national id is never kept from a message.
_LONG = re.compile(r"(?:\+?84|0)\d(?:[ .]?\d){7,9}(?!\d)|(?<!\d)\d{9,}(?!\d)")
_BEFORE = re.compile(
    r"\b(?:(?:số )?điện thoại|dien thoai|[sđd]+t|tel|cccd|cmnd)\b[ :.]*(?=,|$)", re.I
)
# The words for it go with the number; "Sinh" with a capital is somebody's name.
_LABEL = (
    r"(?:\b(?i:sinh\s+(?:năm|nam|ngày|ngay)|(?:năm|nam|ngày|ngay)\s+sinh|sn|ns)[ :.]*|\bsinh )?"
)
_DATE = re.compile(_LABEL + r"(?<!\d)(\d{1,2})\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?(\d{4})(?!\d)")
_WORDS = re.compile(
    _LABEL + r"(?i:(?:ngày|ngay)?\s*(\d{1,2})\s*,?\s*(?:tháng|thang)\s+(\d{1,2})"
    r"(?:\s*,?\s*(?:năm|nam)\s+(\d{4}))?)"
)
_DAY = re.compile(r"(?<!\d)(\d{1,2})\s?[/.-]\s?(\d{1,2})(?!\d)")
_YEAR = re.compile(_LABEL + r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_SHORT = re.compile(
    r"\b(?:sinh\s+(?:năm|nam)|(?:năm|nam)\s+sinh|sinh|sn|ns)[ :.]*'?(\d{2})(?!\d)", re.I
)
_ANY = re.compile(r"(?<!\w)\d{1,4}(?!\w)")
_YOUNGEST = 10  # of a year in two digits: 04 is 2004, 98 is 1998


@dataclass
class Numbers:
    """What was found: the year, day and month of birth, and the text that is left."""

    rest: str
    year: int | None = None
    day: int | None = None
    month: int | None = None


_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


def plain_signs(text: str) -> str:
    """Give the text with digits of any script as 0-9 and full-width letters as plain ones."""
    plain = text.translate(_WIDE)
    return "".join(str(unicodedata.decimal(ch)) if ch.isdecimal() else ch for ch in plain)


def take_numbers(text: str) -> Numbers:
    """Take the birth date, or the year, out of a text; phones and ids go, whatever they say.

    Years have four digits, or two behind the word for it. What was taken leaves a comma.
    """
    found = Numbers(_BEFORE.sub(" ", _LONG.sub(",", text)))
    for pattern in (_DATE, _WORDS):
        match = pattern.search(found.rest)
        if match:
            found.day, found.month = int(match[1]), int(match[2])
            found.year = int(match[3]) if match[3] else None
            found.rest = _without(found.rest, match)
            break
    if found.year is None:
        _take_year(found)
    if found.day is None:
        match = _DAY.search(found.rest)
        if match:
            found.day, found.month = int(match[1]), int(match[2])
            found.rest = _without(found.rest, match)
    found.rest = _ANY.sub(",", found.rest)
    return found


def _take_year(found: Numbers) -> None:
    match = _YEAR.search(found.rest)
    if match:
        found.year, found.rest = int(match[1]), _without(found.rest, match)
        return
    match = _SHORT.search(found.rest)
    if match:
        this = today().year
        year = this - this % 100 + int(match[1])
        found.year = year if year <= this - _YOUNGEST else year - 100
        found.rest = _without(found.rest, match)


def _without(text: str, match: re.Match[str]) -> str:
    return f"{text[: match.start()]},{text[match.end() :]}"
