"""Cells as people and programs leave them, made into what the forms take."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Final

from jobfair.lib.clock import parse_date
from jobfair.lib.text import clean, fold

_SERIAL: Final = re.compile(r"[1-6]\d{4}")
_ISO: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_SEVERAL: Final = re.compile(r"[/;,\n|]|\s-\s|\s{2,}")
_LEAST_DIGITS: Final = 9
_EPOCH_1900, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
_YES: Final = frozenset({"x", "co", "yes", "y", "1", "da ky", "dong y", "true"})


def day_of_serial(text: str, *, from_1904: bool) -> date | None:
    """The day that a bare number means in a spreadsheet; None for what is no such number."""
    if not _SERIAL.fullmatch(text):
        return None
    start = _EPOCH_1904 if from_1904 else _EPOCH_1900
    return start + timedelta(days=int(text))


def birth_text(text: str, *, from_1904: bool) -> str:
    """A birth as ``registration.births.read_birth`` takes it: 15/3/1998, or the year alone."""
    plain = clean(text, 40)
    iso = _ISO.match(plain)
    if iso:
        year, month, day = (int(part) for part in iso.groups())
        return f"{day}/{month}/{year}"
    day_meant = day_of_serial(plain, from_1904=from_1904)
    if day_meant is not None:
        return f"{day_meant.day}/{day_meant.month}/{day_meant.year}"
    return plain


def phone_text(text: str) -> str:
    """One number: the first of several, without what a program put behind a whole number."""
    plain = clean(text, 60).removesuffix(".0").lstrip("'")
    parts = [part.strip() for part in _SEVERAL.split(plain)]
    long = [part for part in parts if sum(map(str.isdecimal, part)) >= _LEAST_DIGITS]
    return long[0] if len(parts) > 1 and long else plain


def number_text(text: str) -> str:
    """An identity number: the zeros in front that a spreadsheet dropped come back."""
    plain = re.sub(r"[\s.'-]+", "", clean(text, 40).removesuffix(".0"))
    return plain.zfill(12) if plain.isascii() and plain.isdecimal() and len(plain) > 9 else plain


def read_day(text: str, *, from_1904: bool) -> date | None:
    """A day, None for an empty cell. Raises ValueError for what is no day."""
    plain = clean(text, 40)
    if not plain:
        return None
    return day_of_serial(plain, from_1904=from_1904) or parse_date(plain)


def read_amount(text: str) -> Decimal | None:
    """A sum or a plain number as people write it: 6.000.000, 180,000, 1750.5.

    None for an empty cell. Raises ValueError.
    """
    plain = re.sub(r"(đồng|dong|vnd|vnđ|đ|₫|\s)", "", clean(text, 40).lower())
    if not plain:
        return None
    if re.fullmatch(r"\d{1,3}([.,]\d{3})+", plain):
        plain = re.sub(r"[.,]", "", plain)
    try:
        value = Decimal(plain.replace(",", "."))
    except InvalidOperation:
        raise ValueError(text) from None
    if not value.is_finite() or value < 0 or value >= 10**12:
        raise ValueError(text)
    return value


def is_yes(text: str) -> bool:
    """Whether a cell says yes: x, có, 1."""
    return fold(text) in _YES
