"""No conference near me: one page, one case with a call to make."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from jobfair.lib.clock import today
from jobfair.models import CaseFile, Consent, Person, Purpose, Registration, RegistrationState
from tests.checked_client import CheckedClient, Page
from tests.registration.helpers import (
    code_on,
    errors_of,
    form_of,
    one,
    open_slip,
    path_of,
)

pytestmark = pytest.mark.both

GIVEN = {
    "name": "Giàng A Páo",
    "birth_year": "1999",
    "phone": "0950000321",
    "commune": "03901",
    "village": "",
    "consent_seat": "y",
}


def ask(client: CheckedClient, **other: str) -> str:
    return path_of(client.post("/goi-lai", data=form_of(client.get("/goi-lai")) | GIVEN | other))


def test_a_call_is_due_within_three_days(visitor: CheckedClient, app: Flask) -> None:
    receipt = ask(visitor)
    page = visitor.page(receipt)
    assert page.text("h1") == "Việc tiếp theo: cán bộ gọi bạn"
    assert "UBND xã Suối Tọ" in page.text("main")
    assert not page.css("[data-seat]")
    kept = one(app, sa.select(Registration))
    assert (kept.state, kept.conference_id) == (RegistrationState.CALL_BACK, None)
    case = one(app, sa.select(CaseFile))
    assert case.next_step == "call_back"
    assert today() < case.next_on <= today() + timedelta(days=3)
    assert one(app, sa.select(Consent.purpose)) is Purpose.SEAT


def test_its_slip_opens_with_phone_and_code(visitor: CheckedClient) -> None:
    slip = open_slip(visitor, ask(visitor), "095 0000 321")
    page = visitor.page(slip)
    assert "Tỉnh đã nhận nguyện vọng của Páo." in page.text("h1")
    assert not page.css("#conference")


def test_sent_twice_is_one_call(visitor: CheckedClient, app: Flask) -> None:
    filled = form_of(visitor.get("/goi-lai")) | GIVEN
    first = path_of(visitor.post("/goi-lai", data=filled))
    again = path_of(visitor.post("/goi-lai", data=filled | {"name": "B", "csrf_token": "old"}))
    assert first == again
    assert one(app, sa.select(sa.func.count()).select_from(Person)) == 1


@pytest.mark.parametrize(
    ("other", "sentence"),
    [
        ({"name": ""}, "Bạn viết họ tên."),
        ({"birth_year": "99"}, "Năm sinh có 4 chữ số, như 2004."),
        ({"phone": "0950"}, "Số này có 4 chữ số. Số di động có 10 chữ số."),
        ({"commune": ""}, "Bạn chọn xã trong danh sách."),
        ({"consent_seat": ""}, "Bạn chọn dòng này để cán bộ được gọi."),
        ({"csrf_token": "old"}, "Nothing is lost"),
    ],
)
def test_what_is_wrong_is_said_and_the_rest_kept(
    visitor: CheckedClient, app: Flask, other: dict[str, str], sentence: str
) -> None:
    filled = form_of(visitor.get("/goi-lai")) | GIVEN | other
    response = visitor.post("/goi-lai", data=filled)
    assert response.status_code == 422
    if "csrf_token" not in other:
        assert sentence in errors_of(response)
    again = form_of(response)
    assert again["form_key"] == filled["form_key"]
    for field in {"name", "phone", "commune"} - set(other):
        assert again[field] == GIVEN[field]
    assert one(app, sa.select(sa.func.count()).select_from(Registration)) == 0


def test_under_eighteen_is_not_kept(visitor: CheckedClient, app: Flask) -> None:
    filled = form_of(visitor.get("/goi-lai")) | GIVEN | {"birth_year": str(today().year - 17)}
    response = visitor.post("/goi-lai", data=filled)
    assert response.status_code == 422
    assert "Chưa đủ 18 tuổi" in errors_of(response)
    assert one(app, sa.select(sa.func.count()).select_from(Person)) == 0


def test_at_eighteen_day_and_month_are_asked(visitor: CheckedClient, app: Flask) -> None:
    born = today() - timedelta(days=1)
    year = str(today().year - 18)
    first = form_of(visitor.get("/goi-lai"))
    assert "birth_day" not in first
    response = visitor.post("/goi-lai", data=first | GIVEN | {"birth_year": year})
    assert response.status_code == 422
    assert Page(response).css("input[name=birth_day]")
    day = {"birth_day": str(born.day), "birth_month": str(born.month), "consent_seat": "y"}
    if born.year == today().year:
        assert "/phieu/nhan/" in path_of(visitor.post("/goi-lai", data=form_of(response) | day))


def test_call_back_in_english(visitor: CheckedClient) -> None:
    filled = form_of(visitor.get("/en/goi-lai")) | GIVEN
    receipt = path_of(visitor.post("/en/goi-lai", data=filled))
    page = visitor.page(receipt)
    assert page.text("h1") == "Next step: an officer calls you"
    assert code_on(visitor, receipt)
