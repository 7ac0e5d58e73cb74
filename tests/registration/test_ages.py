"""Eighteen on the day of the conference: 19 and more, 17 and less, and the year between."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from jobfair.lib.clock import to_local
from jobfair.models import Conference, Person
from jobfair.registration.ages import Age, adult_from, judge_year
from tests.checked_client import CheckedClient, Page
from tests.registration.helpers import answer, errors_of, form_of, one, path_of, send, walk

DAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("year", "age"),
    [
        (2007, Age.ADULT),
        (1926, Age.ADULT),
        (2008, Age.ASK_DAY),
        (2009, Age.TOO_YOUNG),
        (2026, Age.TOO_YOUNG),
        (2027, Age.IMPOSSIBLE),
        (1925, Age.IMPOSSIBLE),
    ],
)
def test_what_a_year_says(year: int, age: Age) -> None:
    assert judge_year(year, DAY) is age


def test_the_day_somebody_is_of_age() -> None:
    assert adult_from(date(2008, 11, 25)) == DAY
    assert adult_from(date(2008, 2, 29)) == date(2026, 2, 28)


def conference_day(app: Flask) -> date:
    starts = one(app, sa.select(Conference.starts_at).where(Conference.slug == "muong-la-1"))
    return to_local(starts).date()


def test_nineteen_goes_straight_on(visitor: CheckedClient, app: Flask) -> None:
    path = walk(visitor, until="/nam-sinh")
    year = conference_day(app).year - 19
    assert path_of(answer(visitor, path, {"birth_year": str(year)})).endswith("/dien-thoai")


def test_seventeen_is_told_what_to_do(visitor: CheckedClient, app: Flask) -> None:
    path = walk(visitor, until="/nam-sinh")
    year = conference_day(app).year - 17
    response = answer(visitor, path, {"birth_year": str(year)})
    assert response.status_code == 422
    assert "Chưa đủ 18 tuổi thì chưa đăng ký được." in errors_of(response)
    assert "Bạn gọi cán bộ" in errors_of(response)
    assert Page(response).css("main a[href^='tel:']")


@pytest.mark.both
def test_eighteen_is_asked_for_day_and_month(visitor: CheckedClient, app: Flask) -> None:
    day = conference_day(app)
    born = date(day.year - 18, day.month, day.day)
    path = walk(visitor, {"birth_year": str(born.year)}, until="/ngay-sinh")
    page = visitor.page(path)
    assert page.text(".progress").startswith("Câu 3/5")
    response = answer(visitor, path, {"birth_day": str(born.day), "birth_month": str(born.month)})
    assert path_of(response).endswith("/dien-thoai")
    check = walk(visitor, start=path_of(response))
    assert born.strftime("%d/%m/%Y") in visitor.page(check).text(".facts")
    assert send(visitor, check).status_code == 303
    assert one(app, sa.select(Person.birth_date)) == born


def test_not_yet_eighteen_on_the_day(visitor: CheckedClient, app: Flask) -> None:
    day = conference_day(app) + timedelta(days=1)
    path = walk(visitor, {"birth_year": str(day.year - 18)}, until="/ngay-sinh")
    response = answer(visitor, path, {"birth_day": str(day.day), "birth_month": str(day.month)})
    assert response.status_code == 422
    assert f"Từ ngày {day:%d/%m/%Y} mới đủ 18 tuổi." in errors_of(response)
    assert form_of(response)["birth_day"] == str(day.day)
    assert path_of(visitor.get(path.replace("ngay-sinh", "dien-thoai"))) == path


@pytest.mark.parametrize(
    ("day", "month", "sentence"),
    [
        ("", "", "Bạn viết ngày và tháng bằng chữ số."),
        ("ba", "1", "Bạn viết ngày và tháng bằng chữ số."),
        ("31", "2", "Không có ngày này. Bạn xem lại."),
        ("0", "13", "Không có ngày này. Bạn xem lại."),
    ],
)
def test_a_day_that_is_none(
    visitor: CheckedClient, app: Flask, day: str, month: str, sentence: str
) -> None:
    year = conference_day(app).year - 18
    path = walk(visitor, {"birth_year": str(year)}, until="/ngay-sinh")
    response = answer(visitor, path, {"birth_day": day, "birth_month": month})
    assert response.status_code == 422
    assert sentence in errors_of(response)


def test_another_year_asks_for_the_day_again(visitor: CheckedClient, app: Flask) -> None:
    year = conference_day(app).year - 18
    path = walk(visitor, {"birth_year": str(year)}, until="/ngay-sinh")
    answer(visitor, path, {"birth_day": "1", "birth_month": "1"})
    older = answer(visitor, path.replace("ngay-sinh", "nam-sinh"), {"birth_year": "1999"})
    assert path_of(older).endswith("/dien-thoai")
    again = answer(visitor, path.replace("ngay-sinh", "nam-sinh"), {"birth_year": str(year)})
    assert path_of(again).endswith("/ngay-sinh")
