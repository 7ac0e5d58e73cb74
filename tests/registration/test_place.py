"""The commune is chosen by a tap: near the conference, by words, by letter, by old district."""

from __future__ import annotations

import brotli
import pytest
from flask import Flask
from flask.testing import FlaskClient

from jobfair.models import Registration
from tests.checked_client import CheckedClient, Page
from tests.registration.helpers import (
    START,
    form_of,
    one,
    path_of,
    register,
    sa,
    send,
    walk,
)
from tests.world import MUONG_LA, SUOI_TO

STEP = 4 * 1024


def place(client: CheckedClient) -> str:
    return walk(client, until="/xa")


def offered(page: Page) -> list[str]:
    return [str(box.get("value")) for box in page.css("[name=commune]")]


def found(page: Page) -> list[str]:
    """Codes of the rows that choose a commune."""
    links = [str(a.get("href")) for a in page.css("main a.row")]
    return [link.partition("?xa=")[2] for link in links if "?xa=" in link]


def test_the_communes_near_the_conference_are_big_rows(visitor: CheckedClient) -> None:
    page = visitor.page(place(visitor))
    codes = offered(page)
    assert codes[0] == MUONG_LA
    assert codes[-2:] == ["more", "other"]
    assert len(codes) == 8
    assert not page.css("main select")
    assert not page.css("[name=commune][checked]")
    assert len(page.css("label.choice")) == 8


def test_another_commune_keeps_the_village(visitor: CheckedClient) -> None:
    path = place(visitor)
    filled = form_of(visitor.get(path)) | {"commune": "more", "village": "Bản Xa"}
    answered = visitor.post(path, data=filled)
    assert answered.headers["Location"].endswith(f"{path}?tim=1")
    assert visitor.page(f"{path}?tim=1").one("[name=q]").get("value") == ""
    rows = visitor.page(f"{path}?q=suoi to").css("main a.row")
    chosen = str(rows[0].get("href"))
    page = visitor.page(chosen)
    assert [box.get("value") for box in page.css("[name=commune][checked]")] == [SUOI_TO]
    assert page.one("[name=village]").get("value") == "Bản Xa"
    check = path_of(visitor.post(path, data=form_of(visitor.get(chosen))))
    facts = visitor.page(check).text(".facts")
    assert "Suối Tọ" in facts
    assert "Bản Xa" in facts


def test_a_chosen_commune_far_away_stands_first(visitor: CheckedClient) -> None:
    check = walk(visitor, {"commune": SUOI_TO})
    page = visitor.page(check.replace("xem-lai", "xa"))
    assert offered(page)[0] == SUOI_TO
    assert [box.get("value") for box in page.css("[name=commune][checked]")] == [SUOI_TO]


def test_a_look_for_more_takes_no_answer_away(visitor: CheckedClient) -> None:
    check = walk(visitor)
    path = check.replace("xem-lai", "xa")
    visitor.post(path, data=form_of(visitor.get(path)) | {"commune": "more"})
    assert "Xã Mường La" in visitor.page(check).text(".facts")


@pytest.mark.parametrize(
    "words", ["Suối Tọ", "suoi to", "  SUOI   TO ", "xã Suối Tọ", "x. suoi to", "tọ suối"]
)
def test_words_find_a_commune_without_accents(visitor: CheckedClient, words: str) -> None:
    assert SUOI_TO in found(visitor.page(f"{place(visitor)}?q={words}"))


def test_an_old_district_finds_the_communes_of_today(visitor: CheckedClient) -> None:
    path = place(visitor)
    by_words = found(visitor.page(f"{path}?q=huyen phu yen"))
    rows = visitor.page(f"{path}?tim=1").css("main a.row")
    (link,) = [str(a.get("href")) for a in rows if a.text_content().strip() == "Huyện Phù Yên"]
    by_row = found(visitor.page(link))
    assert SUOI_TO in by_words
    assert set(by_row) - {"other"} <= set(by_words)
    assert len(by_row) > 5


def test_every_commune_is_found_by_its_first_letter(visitor: CheckedClient) -> None:
    path = place(visitor)
    chips = visitor.page(f"{path}?tim=1").css("main a.chip")
    codes: list[str] = []
    for chip in chips:
        codes += [c for c in found(visitor.page(str(chip.get("href")))) if c != "other"]
    assert len(codes) == len(set(codes)) == 75


def test_words_that_are_no_commune_say_what_to_do(visitor: CheckedClient) -> None:
    page = visitor.page(f"{place(visitor)}?q=Hà Nội")
    assert page.status == 200
    assert "Chưa thấy xã nào tên như vậy" in page.text("main")
    assert page.one("[name=q]").get("value") == "Hà Nội"
    assert found(page) == ["other"]


@pytest.mark.parametrize("words", ["%", "_", "'", "<b>", "\u202e", "̀" * 10_000, "?" * 5000])
def test_strange_words_find_nothing_and_break_nothing(visitor: CheckedClient, words: str) -> None:
    page = visitor.get(place(visitor), query_string={"q": words})
    assert page.status_code == 200


@pytest.mark.parametrize("code", ["99999", "more", "<x>", "' OR 1=1"])
def test_a_made_up_code_in_the_address_chooses_nothing(visitor: CheckedClient, code: str) -> None:
    page = visitor.get(place(visitor), query_string={"xa": code})
    assert page.status_code == 200
    assert "99999" not in offered(Page(page))


@pytest.mark.both
def test_any_commune_is_taken_in_one_sending(visitor: CheckedClient, app: Flask) -> None:
    path = place(visitor)
    token = form_of(visitor.get(path))
    check = path_of(visitor.post(path, data=token | {"commune": SUOI_TO, "village": ""}))
    assert check.endswith("/xem-lai")
    assert send(visitor, check).status_code == 303
    assert one(app, sa.select(Registration.typed_commune)) == SUOI_TO


@pytest.mark.both
def test_another_province_is_one_tap(visitor: CheckedClient, app: Flask) -> None:
    register(visitor, {"commune": "other", "village": "Bản Xa"})
    assert one(app, sa.select(Registration.typed_commune)) == "other"


@pytest.mark.parametrize("asked", ["", "?tim=1", "?q=chieng", "?chu=c", "?q=khong co", "?xa=04240"])
@pytest.mark.parametrize("lang", ["", "/en"])
def test_each_page_of_the_question_is_light(
    visitor: CheckedClient, app: Flask, asked: str, lang: str
) -> None:
    path = walk(visitor, start=f"{lang}{START}", until="/xa")
    plain = FlaskClient(app, app.response_class)
    sent = plain.get(path + asked, headers={"Accept-Encoding": "br"}).data
    assert b"</html>" in brotli.decompress(sent)
    assert len(sent) <= STEP, len(sent)
