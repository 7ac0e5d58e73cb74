"""Following a complaint: number with phone or code; every failure is the same page, same bytes."""

from __future__ import annotations

import io

import pytest
from flask import Flask

from jobfair.complaints.acts import say
from jobfair.database import db
from jobfair.lib.codes import new_form_key, new_slip_code
from jobfair.models import ComplaintFile, ComplaintState
from tests.agencies.helpers import actor
from tests.checked_client import CheckedClient, Page
from tests.complaints.helpers import (
    FOLLOW,
    PHONE,
    end,
    make,
    make_id,
    open_by,
    opened,
    receipt_of,
    send,
    stored,
)
from tests.papers.photos import picture, with_place

pytestmark = pytest.mark.both


def test_every_failure_is_the_same_bytes(app: Flask, visitor: CheckedClient) -> None:
    (number,) = receipt_of(send(visitor), visitor)
    wrong = number[:-1] + ("2" if number[-1] != "2" else "3")
    tries = [
        (wrong, PHONE),
        (new_slip_code(), PHONE),
        (number, "0950000999"),
        (number, new_slip_code()),
        ("", ""),
        (number, "x" * 5000),
        ("9" * 5000, PHONE),
    ]
    answers = set()
    for code, proof in tries:
        answer = open_by(app.test_client(), code, proof)
        headers = {k: v for k, v in answer.headers.items() if k != "Date"}
        answers.add((answer.status_code, answer.data, tuple(sorted(headers.items()))))
    assert len(answers) == 1
    status, body, _headers = answers.pop()
    assert status == 422
    assert number.encode() not in body


def test_the_number_alone_opens_nothing(app: Flask, visitor: CheckedClient) -> None:
    (number,) = receipt_of(send(visitor), visitor)
    for path in (f"/phan-anh/{number}", f"/phan-anh/{new_slip_code()}", "/phan-anh/abc"):
        answer = visitor.get(path)
        assert (answer.status_code, answer.headers["Location"]) == (303, FOLLOW)
    page = opened(visitor, number.lower())
    assert "Tỉnh đã nhận" in page.text("h1")
    assert app.test_client().get(f"/phan-anh/{number}").status_code == 303
    closed = Page(visitor.get(f"/phan-anh/{number}")).form("form[action$='/dong']")
    visitor.post("/phan-anh/dong", data=closed)
    assert visitor.get(f"/phan-anh/{number}").status_code == 303


def test_ten_failures_slow_down_and_a_right_pair_still_passes(visitor: CheckedClient) -> None:
    (number,) = receipt_of(send(visitor), visitor)
    for _ in range(10):
        assert open_by(visitor, number, "0950000998").status_code == 422
    assert open_by(visitor, number, PHONE).status_code == 303  # the one try of this minute
    slowed = open_by(visitor, number, PHONE)
    assert slowed.status_code == 429
    assert int(slowed.headers["Retry-After"]) <= 60


def test_a_question_is_answered_on_the_page(app: Flask, visitor: CheckedClient) -> None:
    (number,) = receipt_of(send(visitor), visitor)
    with app.app_context():
        found = stored(number)
        by, key = actor("counsellor"), new_form_key()
        say(found, "ask", "Bạn chuyển tiền hôm nào?", by=by, act_key=key, version=found.version)
        key = new_form_key()
        say(found, "note", "Ghi chú kín.", by=by, act_key=key, version=found.version)
        db.session.commit()
    page = opened(visitor, number)
    assert "hỏi thêm bạn" in page.text("h1")
    assert "Bạn chuyển tiền hôm nào?" in page.text("main")
    assert "Ghi chú kín" not in page.text("main")
    assert "Trần Thu Hương" not in page.text("main")
    form = page.form("form[action$='/tra-loi']") | {"text": "Hôm 12 tháng 11."}
    for _ in range(2):
        assert visitor.post(f"/phan-anh/{number}/tra-loi", data=form).status_code == 303
    page = visitor.page(f"/phan-anh/{number}")
    assert page.text("main").count("Hôm 12 tháng 11.") == 1
    with app.app_context():
        assert stored(number).state is ComplaintState.TAKEN


def test_pictures_are_drawn_anew_sealed_and_at_most_five(
    app: Flask, visitor: CheckedClient
) -> None:
    (number,) = receipt_of(send(visitor), visitor)
    form = opened(visitor, number).form("form[action$='/anh']")

    def add(*contents: bytes, key: str = "") -> int:
        files = [(_stream(content), f"{place}.jpg") for place, content in enumerate(contents)]
        data = form | {"pictures": files, "form_key": key or new_form_key()}
        return visitor.post(f"/phan-anh/{number}/anh", data=data).status_code

    key = new_form_key()
    assert add(with_place(), key=key) == 303
    assert add(with_place(), key=key) == 303  # sent twice
    assert add(b"<html>no picture") == 422
    assert add() == 422
    assert add(*[picture(size=(40, 30))] * 5) == 422  # one too many: none of them is kept
    with app.app_context():
        assert db.session.query(ComplaintFile).count() == 1


def _stream(content: bytes) -> object:
    return io.BytesIO(content)


def test_what_is_closed_takes_no_more(app: Flask, visitor: CheckedClient) -> None:
    with app.app_context():
        made = make()
        number = made.number
        end(made)
        db.session.commit()
    page = opened(visitor, number)
    assert "Đã giải quyết xong" in page.text("h1")
    assert "Đã trả lại tiền." in page.text("main")
    assert not page.css("form[action$='/tra-loi'], form[action$='/anh']")
    token = page.form("form[action$='/dong']")["csrf_token"]
    late = {"csrf_token": token, "text": "Thêm"}
    assert visitor.post(f"/phan-anh/{number}/tra-loi", data=late).status_code == 409


def test_another_report_of_this_phone_stays_closed(app: Flask, visitor: CheckedClient) -> None:
    other = make_id(app, phone="+84950000776")
    (number,) = receipt_of(send(visitor), visitor)
    opened(visitor, number)
    with app.app_context():
        foreign = db.session.get_one(type(stored(number)), other).number
    assert visitor.get(f"/phan-anh/{foreign}").status_code == 303
    assert open_by(visitor, foreign, PHONE).status_code == 422
