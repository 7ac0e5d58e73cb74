"""Under 18: told why, from when on, and what can be done; the answer stays in its box."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from jobfair.lib.clock import to_local
from jobfair.models import Conference
from tests.checked_client import CheckedClient, Page
from tests.registration.helpers import answer, form_of, one, path_of, walk


@pytest.fixture
def day(app: Flask) -> date:
    """The day of the conference."""
    starts = one(app, sa.select(Conference.starts_at).where(Conference.slug == "muong-la-1"))
    return to_local(starts).date()


def test_a_year_too_early_says_why_and_from_when(visitor: CheckedClient, day: date) -> None:
    path = walk(visitor, until="/nam-sinh")
    born = day.year - 15
    response = answer(visitor, path, {"birth_year": str(born)})
    assert response.status_code == 422
    assert form_of(response)["birth_year"] == str(born)
    text = Page(response).text("main")
    assert f"đăng ký được từ sinh nhật năm {born + 18}" in text
    assert "dưới 18 tuổi" in text
    assert Page(response).css("main a[href^='tel:']")


def test_a_day_too_late_leads_to_later_conferences(visitor: CheckedClient, day: date) -> None:
    path = walk(visitor, {"birth_year": str(day.year - 18)}, until="/ngay-sinh")
    birthday = day + timedelta(days=1)
    given = {"birth_day": str(birthday.day), "birth_month": str(birthday.month)}
    response = answer(visitor, path, given)
    assert response.status_code == 422
    assert form_of(response)["birth_day"] == given["birth_day"]
    page = Page(response)
    links = [str(a.get("href")) for a in page.css("main a.btn")]
    assert f"/hoi-nghi?tu={birthday.isoformat()}" in links


def test_the_sentence_is_gone_once_the_year_is_right(visitor: CheckedClient, day: date) -> None:
    path = walk(visitor, until="/nam-sinh")
    answer(visitor, path, {"birth_year": str(day.year - 15)})
    assert path_of(answer(visitor, path, {"birth_year": "2000"})).endswith("/dien-thoai")
    assert "dưới 18 tuổi" not in visitor.page(path).text("main")


def test_a_mistyped_year_is_no_matter_of_age(visitor: CheckedClient) -> None:
    path = walk(visitor, until="/nam-sinh")
    response = answer(visitor, path, {"birth_year": "20004"})
    assert "dưới 18 tuổi" not in Page(response).text("main")
