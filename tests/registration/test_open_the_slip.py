"""Phone and code together open the slip; every failure is the same page, 422, same bytes."""

from __future__ import annotations

import pytest
from flask import Flask

from jobfair import throttle
from jobfair.errors import TooMany
from jobfair.lib.codes import new_slip_code
from tests.checked_client import CheckedClient, Page
from tests.registration.helpers import PHONE, code_on, open_slip, path_of, register

pytestmark = pytest.mark.both


def wrong_check_letter(code: str) -> str:
    return code[:-1] + ("2" if code[-1] != "2" else "3")


def test_phone_and_code_open_the_slip(visitor: CheckedClient) -> None:
    slip = open_slip(visitor, register(visitor))
    page = visitor.page(slip)
    assert page.status == 200
    assert "Xuân đã giữ chỗ hội nghị ngày" in page.text("h1")
    assert page.css("svg.trail")
    assert len(page.css("ol.steps li")) == 6
    assert page.text("ol.steps li[aria-current=step] b") == "Tư vấn"
    assert page.css("main a[href^='tel:']")


@pytest.mark.parametrize(
    "write", [str.lower, lambda c: f" {c[:4]} {c[4:]} ", lambda c: "-".join(c)]
)
def test_case_and_spaces_of_the_code_do_not_matter(visitor: CheckedClient, write: object) -> None:
    code = code_on(visitor, register(visitor))
    data = {"phone": "+84 950000123", "code": write(code)}  # type: ignore[operator]
    assert path_of(visitor.post("/phieu", data=data)) == f"/phieu/{code}"


def test_every_failure_is_the_same_bytes(visitor: CheckedClient, app: Flask) -> None:
    code = code_on(visitor, register(visitor))
    tries = [
        (PHONE, wrong_check_letter(code)),
        (PHONE, new_slip_code()),
        ("0950000999", code),
        ("", ""),
        ("không nhớ", "không nhớ"),
        (PHONE, code + "A"),
        (PHONE, "x" * 5000),
        ("9" * 5000, code),
    ]
    answers = set()
    for phone, typed in tries:
        response = app.test_client().post("/phieu", data={"phone": phone, "code": typed})
        headers = {k: v for k, v in response.headers.items() if k != "Date"}
        answers.add((response.status_code, response.data, tuple(sorted(headers.items()))))
    assert len(answers) == 1
    status, body, _headers = answers.pop()
    assert status == 422
    assert PHONE.replace(" ", "").encode() not in body
    assert "Số điện thoại và mã phiếu không khớp.".encode() in body


def test_the_entry_page_sets_no_cookie(visitor: CheckedClient) -> None:
    response = visitor.get("/phieu")
    assert response.status_code == 200
    assert "Set-Cookie" not in response.headers


def test_the_address_alone_opens_nothing(visitor: CheckedClient, app: Flask) -> None:
    code = code_on(visitor, register(visitor))
    stranger = app.test_client()
    known, unknown = stranger.get(f"/phieu/{code}"), stranger.get(f"/phieu/{new_slip_code()}")
    nonsense = stranger.get("/phieu/khong-phai-ma")
    assert known.status_code == unknown.status_code == nonsense.status_code == 303
    assert known.data == unknown.data == nonsense.data
    assert path_of(known) == "/phieu"


@pytest.mark.parametrize("page", ["huy-cho", "rut", "doi-so"])
def test_the_pages_behind_the_slip_open_nothing_either(
    visitor: CheckedClient, app: Flask, page: str
) -> None:
    code = code_on(visitor, register(visitor))
    stranger = app.test_client()
    known = stranger.get(f"/phieu/{code}/{page}")
    unknown = stranger.get(f"/phieu/{new_slip_code()}/{page}")
    assert known.status_code == unknown.status_code == 404
    assert known.data.replace(code.encode(), b"") == unknown.data.replace(code.encode(), b"")


def test_the_slip_is_kept_nowhere(visitor: CheckedClient) -> None:
    slip = open_slip(visitor, register(visitor))
    assert visitor.get(slip).headers["Cache-Control"] == "no-store"


def test_the_slip_shows_the_given_name_only(visitor: CheckedClient) -> None:
    text = visitor.get(open_slip(visitor, register(visitor))).text
    for hidden in ("Lò Thị Xuân", "095 0000 123", "950000123"):
        assert hidden not in text


def test_no_word_of_the_staff_stands_on_the_slip(visitor: CheckedClient) -> None:
    text = visitor.page(open_slip(visitor, register(visitor))).text("main").lower()
    for word in ("sơ tuyển", "nguồn", "thanh lý", "bỏ trốn", "không đủ điều kiện", "ghi chú"):
        assert word not in text


def test_closing_forgets_every_slip_of_the_phone(visitor: CheckedClient) -> None:
    slip = open_slip(visitor, register(visitor))
    close = [f for f in visitor.page(slip).css("form") if f.get("action") == "/phieu/dong"]
    assert len(close) == 1
    visitor.post("/phieu/dong", data=dict(close[0].fields))
    assert path_of(visitor.get(slip)) == "/phieu"


def test_a_slip_closes_by_itself(visitor: CheckedClient, monkeypatch: pytest.MonkeyPatch) -> None:
    slip = open_slip(visitor, register(visitor))
    monkeypatch.setattr("jobfair.registration.opened.OPEN_SECONDS", -1)
    open_again = visitor.get(slip)
    assert open_again.status_code == 200
    with visitor.session_transaction() as cookie:
        cookie["slips"] = dict.fromkeys(cookie["slips"], 1)
    assert path_of(visitor.get(slip)) == "/phieu"


def test_ten_failures_slow_a_code_and_a_phone(visitor: CheckedClient, app: Flask) -> None:
    code = code_on(visitor, register(visitor))
    for _try in range(10):
        wrong = {"phone": "0950000999", "code": code}
        assert visitor.post("/phieu", data=wrong).status_code == 422
    statuses = [
        visitor.post("/phieu", data={"phone": "0950000999", "code": code}) for _try in range(2)
    ]
    assert statuses[-1].status_code == 429
    assert 0 < int(statuses[-1].headers["Retry-After"]) <= 60
    assert Page(statuses[-1]).text("h1")


def test_a_right_pair_passes_when_the_minute_is_over(
    visitor: CheckedClient, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = code_on(visitor, register(visitor))
    for _try in range(12):
        visitor.post("/phieu", data={"phone": "0950000999", "code": code})
    limiter = app.extensions["jobfair_limiter"]
    with app.app_context():
        key = throttle._key("code", code)
        limiter.clear(throttle.ONE_TRY, "code", key)
    assert visitor.post("/phieu", data={"phone": PHONE, "code": code}).status_code == 303


def test_nothing_is_looked_up_when_it_is_too_often(
    visitor: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = code_on(visitor, register(visitor))
    looked: list[str] = []

    def too_many(kind: str, _value: str) -> None:
        raise TooMany(retry_after=30)

    monkeypatch.setattr(throttle, "check", too_many)
    monkeypatch.setattr("jobfair.registration.lookup.find_by_code", looked.append)
    response = visitor.post("/phieu", data={"phone": PHONE, "code": code})
    assert (response.status_code, response.headers["Retry-After"], looked) == (429, "30", [])


def test_the_slip_in_english(visitor: CheckedClient) -> None:
    code = code_on(visitor, register(visitor))
    path = path_of(visitor.post("/en/phieu", data={"phone": PHONE, "code": code}))
    page = visitor.page(path)
    assert page.text("h1").startswith("Xuân has a seat at the conference")
    assert "An officer calls before the conference." in page.text("main")
