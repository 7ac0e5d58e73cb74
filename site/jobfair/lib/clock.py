"""Time and dates: UTC inside, Asia/Ho_Chi_Minh on the page.

`now` is the only place that asks the machine for the time, so tests freeze it here. `at` lets
the demonstration tell what happened years ago through the same rules as staff use today.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

VIETNAM: Final = ZoneInfo("Asia/Ho_Chi_Minh")
NO_HOLIDAYS: Final[frozenset[date]] = frozenset()

_SEVEN: Final = time(7, 0)
_SATURDAY: Final = 5
_DAY_FIRST: Final = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})", re.ASCII)
_YEAR_FIRST: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_WEEKDAYS_VI: Final = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật")
_WEEKDAYS_EN: Final = (
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
)


_told: ContextVar[datetime | None] = ContextVar("told", default=None)


def now() -> datetime:
    """Give this moment, aware, in UTC."""
    return _told.get() or datetime.now(UTC)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let it be an aware `moment` inside, for this thread only; it stands still there."""
    token = _told.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _told.reset(token)


def today() -> date:
    """Give today's date in Vietnam (from 17:00 UTC on it is the next day)."""
    return now().astimezone(VIETNAM).date()


def to_local(moment: datetime) -> datetime:
    """Give an aware moment in Vietnam time.

    Raises ValueError for a moment without a time zone: guessing one would be a bug.
    """
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return moment.astimezone(VIETNAM)


def from_local(day: date, at: time) -> datetime:
    """Give the moment, aware and in UTC, when clocks in Vietnam show `at` on `day`."""
    return datetime.combine(day, at, VIETNAM).astimezone(UTC)


def local_date(day: date) -> date:
    """Give a plain date: a date as it is, an aware moment as its date in Vietnam."""
    return to_local(day).date() if isinstance(day, datetime) else day


def is_working_day(day: date, holidays: AbstractSet[date] = NO_HOLIDAYS) -> bool:
    """Tell whether offices work on `day`: Monday to Friday, no holiday."""
    return day.weekday() < _SATURDAY and day not in holidays


def add_working_days(day: date, n: int, holidays: AbstractSet[date] = NO_HOLIDAYS) -> date:
    """Give the n-th working day after `day` (before it when n is negative).

    n = 0 gives `day` itself when offices work on it, else the next working day.
    """
    step = timedelta(days=-1 if n < 0 else 1)
    left = abs(n)
    if left == 0 and not is_working_day(day, holidays):
        left = 1
    while left:
        day += step
        left -= is_working_day(day, holidays)
    return day


def next_seven_oclock(
    after: date | datetime, holidays: AbstractSet[date] = NO_HOLIDAYS
) -> datetime:
    """Give the first 07:00 of a working day in Vietnam after `after`, aware, in UTC.

    After a date means on a later day; after a moment means later than that moment, it may
    be the same day.
    """
    if not isinstance(after, datetime):
        return from_local(add_working_days(after, 1, holidays), _SEVEN)
    local = to_local(after)
    day = local.date()
    if local.time() >= _SEVEN or not is_working_day(day, holidays):
        day = add_working_days(day, 1, holidays)
    return from_local(day, _SEVEN)


def month_start(day: date) -> date:
    """Give the first day of the month of `day`."""
    return date(day.year, day.month, 1)


def add_months(day: date, n: int) -> date:
    """Give the same day n months on (back when negative), at most the month's last day."""
    months = day.year * 12 + day.month - 1 + n
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def parse_date(text: str) -> date:
    """Read a date as people write it: dd/mm/yyyy (also with . or -), or yyyy-mm-dd.

    The year always has four digits. Raises ValueError for anything else and for a day
    that does not exist.
    """
    written = unicodedata.normalize("NFKC", text).strip()
    if found := _YEAR_FIRST.fullmatch(written):
        year, month, day = found.groups()
    elif found := _DAY_FIRST.fullmatch(written):
        day, _, month, year = found.groups()
    else:
        raise ValueError("not a date")
    return date(int(year), int(month), int(day))


def show_date(day: date) -> str:
    """Give dd/mm/yyyy; an aware moment is shown as its date in Vietnam."""
    plain = local_date(day)
    return f"{plain.day:02}/{plain.month:02}/{plain.year:04}"


def show_short(day: date) -> str:
    """Give dd/mm; an aware moment is shown as its date in Vietnam."""
    plain = local_date(day)
    return f"{plain.day:02}/{plain.month:02}"


def weekday_vi(day: date) -> str:
    """Give the Vietnamese name of the day of the week, "Thứ Hai" to "Chủ Nhật"."""
    return _WEEKDAYS_VI[local_date(day).weekday()]


def weekday_en(day: date) -> str:
    """Give the English name of the day of the week, "Monday" to "Sunday"."""
    return _WEEKDAYS_EN[local_date(day).weekday()]
