"""Codes of the printed roster: short, in the order of registering, with a check digit.

A code is keyed back from paper instead of a name. It counts all registrations of the
conference, the cancelled ones too, so a later print gives everybody the same code.
"""

from __future__ import annotations

from typing import Final

_LETTERS: Final = "ACDEFGHJKLMNPQRTUXY"
_BLANK: Final = "V"
_ROWS: Final = 99


def _code(letters: str, number: int) -> str:
    """The letters, two digits, and a digit that shows one wrong sign or two that changed."""
    total = sum((at + 2) * ord(sign) for at, sign in enumerate(f"{number:02}{letters}"))
    return f"{letters}{number:02}-{total % 11 % 10}"


def row_code(number: int) -> str:
    """The code of the n-th registration, from 1: "A01-7"; another letter every 99 rows.

    Letters that look or sound like another are left out; V is kept for blank rows. Raises
    ValueError below 1.
    """
    if number < 1:
        raise ValueError("no such row")
    page, rest = divmod(number - 1, _ROWS)
    letters = _LETTERS[page % len(_LETTERS)]
    if page >= len(_LETTERS):
        letters = _LETTERS[page // len(_LETTERS) - 1] + letters
    return _code(letters, rest + 1)


def blank_code(number: int) -> str:
    """The code of the n-th blank row, from 1 to 99, for somebody who has not registered."""
    if not 1 <= number <= _ROWS:
        raise ValueError("no such row")
    return _code(_BLANK, number)


def same_code(typed: str, code: str) -> bool:
    """Whether what was typed is this code, with or without its check digit."""
    plain = "".join(ch for ch in typed.upper() if ch.isalnum())
    whole = code.replace("-", "")
    return bool(plain) and plain in (whole, whole[:-1])
