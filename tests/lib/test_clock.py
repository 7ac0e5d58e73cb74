"""The day in Vietnam, working days, and dates as people write them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from jobfair.lib.clock import (
    VIETNAM,
    add_months,
    add_working_days,
    from_local,
    is_working_day,
    local_date,
    month_start,
    next_seven_oclock,
    now,
    parse_date,
    show_date,
    show_short,
    to_local,
    today,
    weekday_en,
    weekday_vi,
)

days = st.dates(min_value=date(1900, 1, 1), max_value=date(2199, 12, 31))
MONDAY = date(2026, 11, 23)


def test_this_moment_is_aware_and_in_utc() -> None:
    with time_machine.travel(datetime(2026, 11, 23, 1, 30, tzinfo=UTC), tick=False):
        assert now() == datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
        assert now().tzinfo is UTC


@pytest.mark.parametrize(
    ("utc", "day"),
    [
        (datetime(2026, 11, 22, 16, 59, 59, tzinfo=UTC), date(2026, 11, 22)),
        (datetime(2026, 11, 22, 17, 0, tzinfo=UTC), date(2026, 11, 23)),
    ],
)
def test_the_day_changes_at_midnight_in_vietnam(utc: datetime, day: date) -> None:
    with time_machine.travel(utc, tick=False):
        assert today() == day
    assert local_date(utc) == day


def test_a_moment_is_shown_in_vietnam_time() -> None:
    local = to_local(datetime(2026, 11, 23, 1, 30, tzinfo=UTC))
    assert (local.hour, local.minute, local.tzinfo) == (8, 30, VIETNAM)


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        to_local(datetime(2026, 11, 23, 1, 30))  # noqa: DTZ001


def test_half_past_eight_in_the_village_is_half_past_one_in_utc() -> None:
    moment = from_local(MONDAY, time(8, 30))
    assert moment == datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
    assert moment.tzinfo is UTC


@given(days, st.times())
def test_local_time_goes_to_utc_and_back(day: date, at: time) -> None:
    local = to_local(from_local(day, at))
    assert (local.date(), local.time()) == (day, at)


@pytest.mark.parametrize(
    ("day", "open_"),
    [
        (MONDAY, True),
        (date(2026, 11, 27), True),
        (date(2026, 11, 28), False),
        (date(2026, 11, 29), False),
    ],
)
def test_offices_work_from_monday_to_friday(day: date, open_: bool) -> None:
    assert is_working_day(day) is open_


def test_offices_are_closed_on_a_holiday() -> None:
    assert not is_working_day(MONDAY, frozenset({MONDAY}))
    assert not is_working_day(MONDAY, {MONDAY})


@pytest.mark.parametrize(
    ("start", "n", "end"),
    [
        (date(2026, 11, 27), 1, date(2026, 11, 30)),
        (date(2026, 11, 28), 1, date(2026, 11, 30)),
        (MONDAY, 5, date(2026, 11, 30)),
        (MONDAY, 0, MONDAY),
        (date(2026, 11, 28), 0, date(2026, 11, 30)),
        (MONDAY, -1, date(2026, 11, 20)),
        (MONDAY, -5, date(2026, 11, 16)),
    ],
)
def test_working_days_skip_the_weekend(start: date, n: int, end: date) -> None:
    assert add_working_days(start, n) == end


def test_working_days_skip_holidays() -> None:
    new_year = frozenset({date(2027, 1, 1)})
    assert add_working_days(date(2026, 12, 31), 1, new_year) == date(2027, 1, 4)


@given(days, st.integers(min_value=1, max_value=60))
def test_between_two_days_lie_as_many_working_days_as_were_added(day: date, n: int) -> None:
    end = add_working_days(day, n)
    between = [day + timedelta(days=i) for i in range(1, (end - day).days + 1)]
    assert sum(map(is_working_day, between)) == n
    assert is_working_day(end)


@pytest.mark.parametrize(
    ("after", "day"),
    [
        (date(2026, 11, 23), date(2026, 11, 24)),
        (date(2026, 11, 27), date(2026, 11, 30)),
        (date(2026, 11, 29), date(2026, 11, 30)),
        (from_local(MONDAY, time(6, 59)), MONDAY),
        (from_local(MONDAY, time(7, 0)), date(2026, 11, 24)),
        (from_local(date(2026, 11, 28), time(6, 0)), date(2026, 11, 30)),
        (datetime(2026, 11, 22, 23, 0, tzinfo=UTC), MONDAY),
    ],
)
def test_a_reminder_comes_at_seven_on_the_next_working_day(
    after: date | datetime, day: date
) -> None:
    moment = next_seven_oclock(after)
    assert moment == from_local(day, time(7, 0))
    assert moment.utcoffset() == timedelta(0)


def test_a_reminder_skips_a_holiday() -> None:
    holidays = frozenset({date(2027, 1, 1)})
    assert next_seven_oclock(date(2026, 12, 31), holidays) == from_local(date(2027, 1, 4), time(7))
    before = from_local(date(2027, 1, 1), time(5))
    assert next_seven_oclock(before, holidays) == from_local(date(2027, 1, 4), time(7))


@given(days)
def test_a_month_starts_on_its_first_day(day: date) -> None:
    start = month_start(day)
    assert (start.year, start.month, start.day) == (day.year, day.month, 1)


@pytest.mark.parametrize(
    ("day", "n", "end"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 11, 23), 2, date(2027, 1, 23)),
        (date(2026, 11, 23), 24, date(2028, 11, 23)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 5, 5), 0, date(2026, 5, 5)),
    ],
)
def test_months_are_added_within_the_month(day: date, n: int, end: date) -> None:
    assert add_months(day, n) == end


@given(days, st.integers(min_value=-600, max_value=600))
def test_adding_months_moves_that_many_months(day: date, n: int) -> None:
    moved = add_months(day, n)
    assert (moved.year - day.year) * 12 + moved.month - day.month == n
    assert moved.day == day.day or (
        moved.day < day.day and moved + timedelta(days=1) == add_months(month_start(moved), 1)
    )


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("23/11/2026", MONDAY),
        ("2026-11-23", MONDAY),
        (" 23/11/2026 ", MONDAY),
        ("5/3/1990", date(1990, 3, 5)),
        ("05-03-1990", date(1990, 3, 5)),
        ("05.03.1990", date(1990, 3, 5)),
        ("２３／１１／２０２６", MONDAY),
        ("29/02/2028", date(2028, 2, 29)),
    ],
)
def test_a_date_is_read_day_first(text: str, day: date) -> None:
    assert parse_date(text) == day


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1/3/90",
        "05/03/90",
        "29/02/2026",
        "31/04/2026",
        "11/23/2026",
        "2026-13-01",
        "2026-1-1",
        "2026/11/23",
        "23/11-2026",
        "23/11",
        "0000-01-01",
        "00/01/2026",
        "hôm nay",
        "23/11/2026 8:00",
        "٢٣/١١/٢٠٢٦",
        "20261123",
    ],
)
def test_anything_else_is_no_date(text: str) -> None:
    with pytest.raises(ValueError):
        parse_date(text)


@given(days)
def test_a_date_shown_can_be_read_again(day: date) -> None:
    assert parse_date(show_date(day)) == day
    assert parse_date(day.isoformat()) == day


def test_dates_are_shown_as_vietnamese_pages_show_them() -> None:
    assert show_date(date(2026, 3, 5)) == "05/03/2026"
    assert show_short(date(2026, 3, 5)) == "05/03"


def test_a_late_evening_in_utc_is_shown_as_the_next_day() -> None:
    late = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)
    assert show_date(late) == "23/11/2026"
    assert show_short(late.astimezone(timezone(timedelta(hours=-5)))) == "23/11"
    assert weekday_vi(late) == "Thứ Hai"


def test_every_day_of_the_week_has_its_name() -> None:
    week = [MONDAY + timedelta(days=i) for i in range(7)]
    assert [weekday_vi(day) for day in week] == [
        "Thứ Hai",
        "Thứ Ba",
        "Thứ Tư",
        "Thứ Năm",
        "Thứ Sáu",
        "Thứ Bảy",
        "Chủ Nhật",
    ]
    assert [weekday_en(day) for day in week] == [f"{day:%A}" for day in week]
