"""What a loudspeaker says has no digits."""

from __future__ import annotations

from datetime import date, time

import pytest

from jobfair.lib import spoken
from jobfair.lib.clock import from_local


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0, "không"),
        (5, "năm"),
        (10, "mười"),
        (11, "mười một"),
        (15, "mười lăm"),
        (21, "hai mươi mốt"),
        (25, "hai mươi lăm"),
        (30, "ba mươi"),
        (105, "một trăm linh năm"),
        (2026, "hai nghìn không trăm hai mươi sáu"),
        (3000, "ba nghìn"),
    ],
)
def test_a_number_is_said_as_people_say_it(value: int, said: str) -> None:
    assert spoken.number(value) == said


def test_a_number_that_nobody_reads_is_refused() -> None:
    for value in (-1, 10_000):
        with pytest.raises(ValueError):
            spoken.number(value)


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (time(8, 0), "tám giờ sáng"),
        (time(7, 30), "bảy giờ rưỡi sáng"),
        (time(12, 0), "mười hai giờ trưa"),
        (time(13, 45), "một giờ bốn mươi lăm phút chiều"),
        (time(19, 5), "bảy giờ năm phút tối"),
        (time(0, 0), "không giờ sáng"),
    ],
)
def test_an_hour_is_said_on_a_clock_of_twelve(at: time, said: str) -> None:
    assert spoken.hour(from_local(date(2026, 11, 25), at)) == said


def test_a_day_is_said_in_viet_nam() -> None:
    assert spoken.day(date(2026, 11, 25)) == "thứ Tư, ngày hai mươi lăm tháng mười một"
    assert spoken.day(date(2031, 4, 5)) == "thứ Bảy, mùng năm tháng tư"
    assert spoken.day(from_local(date(2027, 1, 31), time(1, 0))) == (
        "Chủ Nhật, ngày ba mươi mốt tháng một".replace("Chủ", "chủ")
    )


def test_a_phone_is_said_digit_by_digit() -> None:
    assert spoken.phone("0212 000 0001") == (
        "không hai một hai, không không không, không không không một"
    )
    assert spoken.phone("+81 3-12") == "cộng tám một, ba một hai"
