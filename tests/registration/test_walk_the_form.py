"""One question a page, from the first to the receipt."""

from __future__ import annotations

import pytest
from flask import Flask

from jobfair.lib.text import syllables
from tests.checked_client import CheckedClient, Page
from tests.registration.helpers import (
    ANSWERS,
    START,
    answer,
    form_of,
    path_of,
    register,
    send,
    walk,
)
from tests.world import PASSWORD

pytestmark = pytest.mark.both


def test_seven_pages_lead_to_the_receipt(visitor: CheckedClient) -> None:
    seen, path = [], START
    while "/phieu/nhan/" not in path:
        page = visitor.page(path)
        assert len(page.css("h1")) == 1
        assert len(page.css("main form")) == 1
        seen.append(page.text(".progress"))
        filled = page.form() | ANSWERS
        if path.endswith("/xem-lai"):
            filled["consent_seat"] = "y"
        path = path_of(visitor.post(path, data=filled))
    done = visitor.page(path)
    assert [line.split(" · ")[0] for line in seen] == [
        *(f"Câu {n}/5" for n in range(1, 6)),
        "Xem lại",
    ]
    assert done.text(".progress") == "Xong"
    assert len(seen) + 1 == 7


def test_the_first_button_of_each_form_goes_on(visitor: CheckedClient) -> None:
    path = START
    while not path.endswith("/xem-lai"):
        page = visitor.page(path)
        buttons = page.css("main form button, main form input[type=submit]")
        assert buttons[0].text_content().strip() == "Tiếp tục"
        assert buttons[0].get("name") is None
        path = path_of(answer(visitor, path, ANSWERS))


def test_each_form_carries_the_same_once_only_key(visitor: CheckedClient) -> None:
    key = form_of(visitor.get(START))["form_key"]
    assert len(key) == 26
    page = visitor.get(START)
    first = form_of(page)
    path = path_of(visitor.post(START, data=first))
    assert f"/{first['form_key']}/" in path
    assert form_of(visitor.get(path))["form_key"] == first["form_key"]
    assert first["form_key"] != key


def test_everything_typed_is_shown_to_look_over(visitor: CheckedClient) -> None:
    check = visitor.page(walk(visitor))
    text = check.text(".facts")
    for part in ("Lò Thị Xuân", "2000", "095 0000 123", "Xã Mường La", "Bản Mẫu", "Cho tôi"):
        assert part in text
    changes = [a.get("href") for a in check.css(".facts a")]
    assert len(changes) == 5
    for address in changes:
        assert visitor.get(address).status_code == 200


@pytest.mark.parametrize("lang", ["", "/en"])
def test_an_officer_signs_in_and_comes_to_the_conferences(
    visitor: CheckedClient, lang: str
) -> None:
    links = visitor.page(f"{lang}{START}").css("main a.btn")
    (way,) = [str(a.get("href")) for a in links if "/can-bo/" in str(a.get("href"))]
    entry = visitor.page(way)
    typed = {"username": "officer.muongla", "password": PASSWORD}
    assert path_of(visitor.post(way, data=entry.form() | typed)) == "/can-bo/hoi-nghi"


def test_no_consent_is_ticked_beforehand(visitor: CheckedClient) -> None:
    check = visitor.page(walk(visitor))
    boxes = check.css("input[type=checkbox]")
    assert [box.get("name") for box in boxes] == [
        "consent_seat",
        "consent_sms",
        "consent_agencies",
    ]
    assert not [box for box in boxes if box.get("checked") is not None]


def test_an_answer_changed_leads_back_to_the_check_page(visitor: CheckedClient) -> None:
    check = walk(visitor)
    response = answer(visitor, check.replace("xem-lai", "ho-ten"), {"name": "Vì Thị Ón"})
    assert path_of(response) == check
    assert "Vì Thị Ón" in visitor.page(check).text(".facts")


def test_the_answers_stand_in_the_form_when_one_comes_back(visitor: CheckedClient) -> None:
    check = walk(visitor)
    for step, field in (("ho-ten", "name"), ("nam-sinh", "birth_year"), ("xa", "village")):
        filled = form_of(visitor.get(check.replace("xem-lai", step)))
        assert filled[field] == ANSWERS[field]
    assert form_of(visitor.get(check.replace("xem-lai", "xa")))["commune"] == ANSWERS["commune"]
    phone = form_of(visitor.get(check.replace("xem-lai", "dien-thoai")))["phone"]
    assert phone.replace(" ", "") == ANSWERS["phone"].replace(" ", "")


def test_back_links_lead_one_question_back(visitor: CheckedClient) -> None:
    path = walk(visitor)
    for step in ("xa", "dien-thoai", "nam-sinh", "ho-ten", "cho-ai"):
        path = visitor.page(path).css("a.back")[0].get("href")
        assert path.endswith(f"/{step}")
    assert visitor.page(path).css("a.back")[0].get("href") == "/hoi-nghi/muong-la-1"


def test_a_question_out_of_order_leads_to_the_first_open_one(visitor: CheckedClient) -> None:
    name = walk(visitor, until="/ho-ten")
    for step in ("nam-sinh", "ngay-sinh", "dien-thoai", "nho-so", "xa", "xem-lai"):
        assert path_of(visitor.get(name.replace("ho-ten", step))) == name


def test_an_answer_sent_out_of_order_is_kept(visitor: CheckedClient) -> None:
    name = walk(visitor, until="/ho-ten")
    token = form_of(visitor.get(name))
    place = name.replace("ho-ten", "xa")
    response = visitor.post(place, data=token | {"commune": "03901", "village": "Bản Xa"})
    assert path_of(response) == name
    check = walk(visitor, {"commune": "03901", "village": "Bản Xa"}, start=name)
    assert "Bản Xa" in visitor.page(check).text(".facts")
    assert check.endswith("/xem-lai")


def test_all_fields_may_come_with_every_step(visitor: CheckedClient) -> None:
    path = START
    everything = ANSWERS | {"consent_seat": "on", "consent_sms": "", "consent_agencies": ""}
    for _step in range(6):
        path = path_of(visitor.post(path, data=form_of(visitor.get(path)) | everything))
    assert "/phieu/nhan/" in path


def test_sending_too_early_leads_to_the_open_question(visitor: CheckedClient) -> None:
    name = walk(visitor, until="/ho-ten")
    token = form_of(visitor.get(name))
    response = visitor.post(name.replace("ho-ten", "xem-lai"), data=token | {"consent_seat": "y"})
    assert path_of(response) == name


def test_an_unknown_key_begins_at_the_beginning(visitor: CheckedClient) -> None:
    assert path_of(visitor.get(f"{START}/{'0' * 26}/ho-ten")) == START


def test_an_address_that_is_none_is_not_there(visitor: CheckedClient) -> None:
    assert visitor.get(f"{START}/{'0' * 26}/tuoi").status_code == 404
    assert visitor.get(f"{START}/KEY/ho-ten").status_code == 404
    assert visitor.get("/hoi-nghi/khong-co/dang-ky").status_code == 404
    assert visitor.get("/hoi-nghi/muong-la-nhap/dang-ky").status_code == 404


def test_the_done_page_says_what_comes_next(visitor: CheckedClient) -> None:
    receipt = register(visitor)
    page = visitor.page(receipt)
    assert [e.get("data-seat") for e in page.css("[data-seat]")] == ["held"]
    assert "Xuân" in page.text("[data-seat]")
    assert page.text("h1") == "Việc tiếp theo: đến hội nghị"
    assert "8:00" in page.text(".next")
    assert "Mã phiếu, không phải số CCCD" in page.text(".slip")
    assert page.css(".qr svg")
    links = [a.get("href") for a in page.css("main a")]
    assert "/hoi-nghi/muong-la-1.ics" in links
    assert START in links
    assert f"{receipt}/in" in links


def test_the_done_page_shows_no_phone_no_full_name_no_status(visitor: CheckedClient) -> None:
    text = visitor.get(register(visitor)).text
    for hidden in ("095 0000 123", "0950000123", "+84950000123", "Lò Thị Xuân", "Tư vấn"):
        assert hidden not in text


def test_the_slip_can_be_printed(visitor: CheckedClient) -> None:
    page = visitor.page(register(visitor) + "/in")
    assert page.css(".sheet.a5 .qr svg")
    assert "Không ai được thu tiền" in page.text(".sheet")


@pytest.mark.parametrize("end", ["", "/in"])
def test_an_unknown_receipt_is_not_there(visitor: CheckedClient, end: str) -> None:
    response = visitor.get(f"/phieu/nhan/{'0' * 26}{end}")
    assert response.status_code == 404
    assert "/phieu" in [a.get("href") for a in Page(response).css("main a")]


def test_nothing_of_the_form_is_kept_by_a_cache(visitor: CheckedClient) -> None:
    path = START
    while "/phieu/nhan/" not in path:
        response = visitor.get(path)
        assert response.headers["Cache-Control"] == "no-store"
        if path.endswith("xem-lai"):
            path = path_of(send(visitor, path))
        else:
            path = path_of(answer(visitor, path, ANSWERS))
    assert visitor.get(path).headers["Cache-Control"] == "no-store"


def test_the_whole_way_in_english(visitor: CheckedClient, app: Flask) -> None:
    path, seen = f"/en{START}", []
    while "/phieu/nhan/" not in path:
        assert path.startswith("/en/")
        page = visitor.page(path)
        assert page.one("html").get("lang") == "en"
        seen.append(page.text("h1"))
        if path.endswith("xem-lai"):
            path = path_of(send(visitor, path))
        else:
            path = path_of(answer(visitor, path, ANSWERS))
    assert seen == [
        "Who is this registration for?",
        "What is your full name?",
        "In which year were you born?",
        "Which phone number reaches you?",
        "In which commune do you live?",
        "Look over, then send",
    ]
    assert visitor.page(path).text("h1") == "Next step: come to the conference"


def test_sentences_are_short_enough_to_read(visitor: CheckedClient) -> None:
    path = START
    while "/phieu/nhan/" not in path:
        page = visitor.page(path)
        lines = page.css("main h1, main .hint, main p.small, main label b, main label small")
        for line in lines:
            for sentence in line.text_content().replace("?", ".").split(". "):
                assert syllables(sentence) <= 15, sentence
        if path.endswith("xem-lai"):
            path = path_of(send(visitor, path))
        else:
            path = path_of(answer(visitor, path, ANSWERS))
