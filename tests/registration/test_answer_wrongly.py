"""Each way to get an answer wrong: 422, a sentence, the typed text kept."""

from __future__ import annotations

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from jobfair.models import Person, Registration
from tests.checked_client import CheckedClient, Page
from tests.registration.helpers import (
    START,
    answer,
    errors_of,
    form_of,
    one,
    path_of,
    register,
    sa,
    send,
    walk,
)


def fails(visitor: CheckedClient, step: str, **given: str) -> TestResponse:
    path = walk(visitor, until=f"/{step}")
    response = answer(visitor, path, given)
    assert response.status_code == 422
    for field, typed in given.items():
        kept = form_of(response)[field]
        assert kept == typed or kept.replace(" ", "") == typed.replace(" ", "")
    return response


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Bạn viết họ tên."),
        ("12345", "Bạn viết họ tên bằng chữ."),
        ("😀😀", "Bạn viết họ tên bằng chữ."),
        ("a" * 101, "Họ tên dài nhất 100 chữ. Bạn viết gọn lại."),
    ],
)
def test_a_name_that_is_none(visitor: CheckedClient, typed: str, sentence: str) -> None:
    assert sentence in errors_of(fails(visitor, "ho-ten", name=typed))


@pytest.mark.both
@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Vì Thị Ón", "Vì Thị Ón"),
        ("Giàng A Páo", "Giàng A Páo"),
        ("H'Mông", "H'Mông"),
        ("A", "A"),
        ("Lò Văn Hặc 2 (con)", "Lò Văn Hặc 2 (con)"),
        ("An 😀", "An 😀"),
        ("n" * 60, "n" * 60),
        ("ß" * 100, "ß" * 100),
        ("Ẫ" * 100, "Ẫ" * 100),
        ("\u202eLò Thị Xuân\u202c", "Lò Thị Xuân"),
        ("Lò\x00 Thị\x07  Xuân\u200b ", "Lò Thị Xuân"),
        ("Lo\u0300 Thi\u0323 Xua\u0302n", "Lò Thị Xuân"),
    ],
)
def test_names_are_taken_as_they_are(
    visitor: CheckedClient, app: Flask, typed: str, kept: str
) -> None:
    register(visitor, {"name": typed})
    assert one(app, sa.select(Person.name)) == kept
    assert one(app, sa.select(Registration.typed_name)) == kept


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Bạn viết năm sinh, như 2004."),
        ("04", "Năm sinh có 4 chữ số, như 2004."),
        ("1/1/2000", "Năm sinh có 4 chữ số, như 2004."),
        ("hai nghìn", "Năm sinh có 4 chữ số, như 2004."),
        ("20004", "Năm sinh có 4 chữ số, như 2004."),
        ("1800", "Bạn xem lại năm sinh."),
        ("2999", "Bạn xem lại năm sinh."),
    ],
)
def test_a_year_that_is_none(visitor: CheckedClient, typed: str, sentence: str) -> None:
    assert sentence in errors_of(fails(visitor, "nam-sinh", birth_year=typed))


def test_full_width_digits_are_digits(visitor: CheckedClient) -> None:
    path = walk(visitor, until="/nam-sinh")
    assert path_of(answer(visitor, path, {"birth_year": "２０００"})).endswith("/dien-thoai")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Bạn viết số điện thoại."),
        ("098 000 012", "Số này có 9 chữ số. Số di động có 10 chữ số."),
        ("0980000123456", "Số này có 13 chữ số. Số di động có 10 chữ số."),
        ("không có", "Bạn chỉ viết chữ số, như 095 0000 123."),
        ("1234567890", "Số trong nước bắt đầu bằng 0, số nước ngoài bằng dấu +."),
    ],
)
def test_a_phone_that_is_none(visitor: CheckedClient, typed: str, sentence: str) -> None:
    response = fails(visitor, "dien-thoai", phone=typed)
    assert sentence in errors_of(response)
    assert Page(response).one("#phone").get("aria-invalid") == "true"


@pytest.mark.parametrize(
    "typed", ["0950000123", "095.0000.123", "+84 95 0000 123", "84950000123", "095-0000-123"]
)
def test_a_phone_is_shown_back_in_groups(visitor: CheckedClient, typed: str) -> None:
    assert "095 0000 123" in visitor.page(walk(visitor, {"phone": typed})).text(".facts")


def test_an_odd_prefix_is_asked_about_and_taken(visitor: CheckedClient) -> None:
    check = walk(visitor, {"phone": "0510000123"})
    assert "Đầu số lạ" in visitor.page(check).text(".facts")
    assert send(visitor, check).status_code == 303


@pytest.mark.parametrize("typed", ["", "00000", "Mường La", "14", "03808 03814", "' OR 1=1"])
def test_a_commune_that_is_none(visitor: CheckedClient, typed: str) -> None:
    path = walk(visitor, until="/xa")
    filled = form_of(visitor.get(path)) | {"commune": typed, "village": "Bản Mẫu"}
    response = visitor.post(path, data=filled)
    assert response.status_code == 422
    assert "Bạn chọn xã trong danh sách." in errors_of(response)
    assert form_of(response)["village"] == "Bản Mẫu"


def test_a_village_may_be_empty_and_not_too_long(visitor: CheckedClient) -> None:
    path = walk(visitor, until="/xa")
    long = answer(visitor, path, {"commune": "03808", "village": "b" * 81})
    assert long.status_code == 422
    assert "Dài nhất 80 chữ" in errors_of(long)
    assert path_of(answer(visitor, path, {"commune": "03808", "village": ""})).endswith("xem-lai")


def test_someone_who_is_none_of_the_three(visitor: CheckedClient) -> None:
    filled = form_of(visitor.get(START)) | {"for_whom": "officer"}
    response = visitor.post(START, data=filled)
    assert response.status_code == 422
    assert "Bạn chọn một dòng." in errors_of(response)


def test_without_the_seats_consent_nothing_is_sent(visitor: CheckedClient, app: Flask) -> None:
    check = walk(visitor)
    response = send(visitor, check, {"consent_sms": "y"})
    assert response.status_code == 422
    assert "Muốn giữ chỗ, bạn chọn dòng này." in errors_of(response)
    page = Page(response)
    assert page.one("input[name=consent_sms]").get("checked") is not None
    assert page.one("input[name=consent_seat]").get("checked") is None
    assert one(app, sa.select(sa.func.count()).select_from(Registration)) == 0
    assert send(visitor, check).status_code == 303


@pytest.mark.parametrize("token", ["", "old", None])
def test_an_old_token_brings_the_filled_form_back(
    visitor: CheckedClient, app: Flask, token: str | None
) -> None:
    path = walk(visitor, until="/ho-ten")
    filled = form_of(visitor.get(path)) | {"name": "Vì Thị Ón", "csrf_token": token}
    response = visitor.post(path, data={k: v for k, v in filled.items() if v is not None})
    assert response.status_code == 422
    again = form_of(response)
    assert again["name"] == "Vì Thị Ón"
    assert again["csrf_token"] not in ("", "old")
    assert path_of(visitor.post(path, data=again)).endswith("/nam-sinh")


def test_an_old_token_on_the_check_page_sends_nothing(visitor: CheckedClient, app: Flask) -> None:
    check = walk(visitor)
    filled = form_of(visitor.get(check)) | {"consent_seat": "y", "csrf_token": "old"}
    response = visitor.post(check, data=filled)
    assert response.status_code == 422
    assert Page(response).one("input[name=consent_seat]").get("checked") is not None
    assert "Lò Thị Xuân" in Page(response).text(".facts")
    assert one(app, sa.select(sa.func.count()).select_from(Registration)) == 0
    again = form_of(response) | {"consent_seat": "y"}
    assert "/phieu/nhan/" in path_of(visitor.post(check, data=again))
