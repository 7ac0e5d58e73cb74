"""Numbers, hours, days and telephone numbers as somebody reads them aloud in Vietnamese.

A loudspeaker has no digits: "25/11" is read in three ways, and people remember the wrong one.
"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Final

from jobfair.lib.clock import local_date, to_local, weekday_vi
from jobfair.lib.text import lower_first

_DIGITS: Final = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_LARGEST: Final = 9999
_NOON, _AFTERNOON, _EVENING = 11, 13, 18
_SIGNS: Final = {"+": "cộng"}


def number(value: int) -> str:
    """0 to 9999 in words: 2026 gives "hai nghìn không trăm hai mươi sáu".

    Raises ValueError for any other number.
    """
    if not 0 <= value <= _LARGEST:
        raise ValueError("only 0 to 9999 are read aloud")
    thousands, rest = divmod(value, 1000)
    if not thousands:
        return _below_thousand(rest)
    head = f"{_DIGITS[thousands]} nghìn"
    return f"{head} {_below_thousand(rest, full=True)}" if rest else head


def _below_thousand(value: int, full: bool = False) -> str:
    """``full``: something stands in front, so an empty place is said as well."""
    hundreds, rest = divmod(value, 100)
    if not hundreds and not full:
        return _below_hundred(rest)
    head = f"{_DIGITS[hundreds]} trăm"
    if not rest:
        return head
    return f"{head} {'linh ' if rest < 10 else ''}{_below_hundred(rest)}"


def _below_hundred(value: int) -> str:
    tens, ones = divmod(value, 10)
    if not tens:
        return _DIGITS[ones]
    head = "mười" if tens == 1 else f"{_DIGITS[tens]} mươi"
    if not ones:
        return head
    last = {1: "một" if tens == 1 else "mốt", 5: "lăm"}.get(ones, _DIGITS[ones])
    return f"{head} {last}"


def part_of_day(at: time) -> str:
    """sáng to 10:59, trưa to 12:59, chiều to 17:59, then tối."""
    if at.hour < _NOON:
        return "sáng"
    if at.hour < _AFTERNOON:
        return "trưa"
    return "chiều" if at.hour < _EVENING else "tối"


def hour(moment: datetime) -> str:
    """The time in Vietnam on a clock of twelve hours: 13:30 gives "một giờ rưỡi chiều"."""
    at = to_local(moment).time()
    said = f"{number(at.hour - 12 if at.hour > 12 else at.hour)} giờ"
    if at.minute == 30:
        said = f"{said} rưỡi"
    elif at.minute:
        said = f"{said} {number(at.minute)} phút"
    return f"{said} {part_of_day(at)}"


def day(moment: date) -> str:
    """The day in Vietnam: "thứ Tư, ngày hai mươi lăm tháng mười một".

    The first ten days of a month are "mùng", and April is "tháng tư".
    """
    on = local_date(moment)
    month = "tư" if on.month == 4 else number(on.month)
    first = "mùng" if on.day <= 10 else "ngày"
    return f"{lower_first(weekday_vi(on))}, {first} {number(on.day)} tháng {month}"


def phone(shown: str) -> str:
    """Digit by digit, with a pause where a space stands: "không hai một hai, không không không"."""
    groups = (
        " ".join(_DIGITS[int(c)] if c in "0123456789" else _SIGNS[c] for c in group if c in _KNOWN)
        for group in shown.split()
    )
    return ", ".join(filter(None, groups))


_KNOWN: Final = frozenset("0123456789+")
