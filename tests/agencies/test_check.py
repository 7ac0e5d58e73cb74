"""Is it real? Only what is equal is green, every closed licence is red, nothing else is either."""

from __future__ import annotations

import re
from datetime import date, datetime
from urllib.parse import quote

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from jobfair.agencies.check import look_up, one_slip
from jobfair.agencies.check_queries import list_keys
from jobfair.database import db
from jobfair.lib.clock import VIETNAM, today
from tests.agencies.check_corpus import QUESTIONS, build_register
from tests.agencies.helpers import revoke
from tests.checked_client import CheckedClient, Page
from tests.conferences.helpers import counted_queries
from tools.weights import BROTLI, SHEET


@pytest.fixture
def register(app: Flask) -> None:
    with app.app_context():
        build_register(today())
        db.session.commit()


def ask(visitor: CheckedClient, question: str, prefix: str = "") -> Page:
    return visitor.page(f"{prefix}/kiem-tra?q={quote(question)}")


def colour(page: Page) -> str | None:
    return page.one(".verdict").get("data-verdict")


@pytest.mark.usefixtures("register")
def test_every_question_of_the_corpus_has_its_colour(visitor: CheckedClient) -> None:
    asked = [(wanted, question) for wanted, group in QUESTIONS for question in group]
    assert len({question for _wanted, question in asked}) == len(asked) >= 120
    wrong = [
        f"{question!r} is {found}, not {wanted}"
        for wanted, question in asked
        for found in [colour(ask(visitor, question))]
        if found != wanted
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.usefixtures("register")
def test_no_answer_weighs_more_than_ten_kilobytes(app: Flask) -> None:
    client = FlaskClient(app, app.response_class)
    asked = [f"/kiem-tra?q={quote(question)}" for _wanted, group in QUESTIONS for question in group]
    page = client.get("/kiem-tra").get_data(as_text=True)
    sheet = len(client.get(SHEET.findall(page)[0], headers=BROTLI).data)
    heavy = [
        (path, size)
        for path in asked
        for size in [sheet + len(client.get(path, headers=BROTLI).data)]
        if size > 10_240
    ]
    assert not heavy


@pytest.mark.usefixtures("register")
def test_a_name_alone_asks_for_the_number_that_called(visitor: CheckedClient) -> None:
    page = ask(visitor, "Nắng Bản Mường")
    assert "Số gọi cho bạn có đúng không?" in page.text("main")
    assert "Số gọi cho bạn" not in ask(visitor, "0212 000 0901").text("main")


@pytest.mark.usefixtures("register")
def test_a_near_miss_shows_the_right_name_beside_it(visitor: CheckedClient) -> None:
    for question in ("Công ty TNHH Mẫu Nắng Bản Mường", "0212 000 0991", "nangbanmoung.example"):
        page = ask(visitor, question)
        assert "Công ty Cổ phần Mẫu Nắng Bản Mường" in page.text("ul.rows"), question
        assert "còn hiệu lực" in page.text("ul.rows")


@pytest.mark.usefixtures("register")
def test_a_closed_market_is_named_and_a_closed_licence_cites_its_document(
    visitor: CheckedClient,
) -> None:
    assert "Đài Loan" in ask(visitor, "HOABAN").text(".verdict")
    text = ask(visitor, "Khăn Piêu").text("main")
    assert "đã bị thu hồi" in text
    assert "MAU revoked -1" in text


@pytest.mark.usefixtures("register")
def test_a_licence_of_a_province_is_explained(visitor: CheckedClient) -> None:
    text = ask(visitor, "901/SLĐTBXH-GP").text(".verdict")
    assert "không đưa người ra nước ngoài" in text


@pytest.mark.usefixtures("register")
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_every_answer_says_the_day_of_its_facts(visitor: CheckedClient, prefix: str) -> None:
    for question in ("Nắng Bản Mường", "Khăn Piêu", "Sao Sớm", "chưa ai biết"):
        assert re.search(r"\d\d/\d\d/20\d\d", ask(visitor, question, prefix).text("main")), question


def test_the_verdict_changes_at_midnight_in_vietnam(app: Flask, visitor: CheckedClient) -> None:
    last_day = date(2026, 11, 30)
    with time_machine.travel(datetime(2026, 11, 30, 12, tzinfo=VIETNAM), tick=False) as clock:
        with app.app_context():
            build_register(last_day)
            db.session.commit()
        clock.move_to(datetime(2026, 11, 30, 23, 59, 59, tzinfo=VIETNAM))
        assert colour(ask(visitor, "907/MAU-GP")) == "green"
        clock.move_to(datetime(2026, 12, 1, 0, 0, 0, tzinfo=VIETNAM))
        assert colour(ask(visitor, "907/MAU-GP")) == "amber"


def test_a_revocation_is_red_at_once_although_names_are_kept(
    app: Flask, visitor: CheckedClient
) -> None:
    assert colour(ask(visitor, "001/MAU-GP")) == "green"
    revoke(app, 1)
    assert colour(ask(visitor, "001/MAU-GP")) == "red"


def test_without_a_question_the_page_says_what_may_be_asked(visitor: CheckedClient) -> None:
    for path in ("/kiem-tra", "/kiem-tra?q=", "/kiem-tra?q=%20%20"):
        page = visitor.page(path)
        assert page.status == 200
        assert not page.css(".verdict")
        assert page.one("main form[role='search']").get("action") == "/kiem-tra"


@pytest.mark.parametrize("path", ["/", "/doanh-nghiep", "/hoi-nghi", "/thi-truong", "/phieu"])
def test_every_public_page_leads_there(visitor: CheckedClient, path: str) -> None:
    assert visitor.page(path).css("a[href='/kiem-tra']")


@pytest.mark.parametrize("path", ["/", "/doanh-nghiep", "/kiem-tra"])
def test_the_box_stands_where_people_look(visitor: CheckedClient, path: str) -> None:
    assert visitor.page(path).css("form[action='/kiem-tra'] input[name='q']")


@pytest.mark.usefixtures("register")
def test_a_question_costs_the_same_whatever_the_register_holds(
    app: Flask, visitor: CheckedClient
) -> None:
    ask(visitor, "nang ban muong")
    counts = []
    for question in ("001/MAU-GP", "901/MAU-GP"):
        with counted_queries(app) as asked:
            ask(visitor, question)
        counts.append(len(asked))
    assert counts[0] == counts[1] > 0


def test_one_slip_is_one_sign_or_two_that_changed_places() -> None:
    for other in ("abcd", "ab", "abd", "acb", "bac", "xabc"):
        assert one_slip("abc", other), other
    for other in ("abc", "cba", "abcde", "a", "xyz"):
        assert not one_slip("abc", other), other


@pytest.mark.usefixtures("register")
def test_nothing_but_an_equal_key_is_equal(app: Flask) -> None:
    """Every key of the register with one sign changed meets nobody, or somebody else's own."""
    with app.app_context():
        keys = list_keys()
        texts = {(key.kind, key.text) for key in keys}
        for key in keys:
            changed = key.text[:-1] + ("3" if key.text[-1] != "3" else "4")
            found = look_up(changed, keys)
            assert all((equal.kind, equal.text) in texts for equal in found.equal)
            assert not [equal for equal in found.equal if equal.text == key.text]
