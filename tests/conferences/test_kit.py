"""The kit: one record, the same day, hour, place and phone in everything made from it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
import segno
from flask import Flask

from jobfair.conferences.kit import Kit, kit_of
from jobfair.conferences.kit_print import SHEET, card_data, draw_card, draw_sheet, sheet_data
from jobfair.database import db
from jobfair.lib import clock
from jobfair.models import Conference, ConferenceState, LicenceEvent, LicenceKind, SendingBody
from jobfair.typesetting import SHEETS, set_png
from tests.checked_client import CheckedClient
from tests.conferences.helpers import change, find, values_of
from tests.conferences.kit_help import LONGEST, SLUG, on_a_saturday
from tests.conferences.kit_help import kit as kit
from tests.conferences.test_invitations import guest_of, say
from tests.pdf_text import pages, text_of
from tests.qr_picture import fields_of

LANGUAGE = "form[action='/can-bo/ngon-ngu']"
FILES = ("to-roi.pdf", "ap-phich.pdf", "the-chia-se.png")


def path_of(app: Flask, slug: str = SLUG) -> str:
    return f"/can-bo/hoi-nghi/{find(app, slug).id}/bo-tai-lieu"


def test_everything_says_the_same_day_hour_place_and_phone(
    app: Flask, officer_muongla: CheckedClient
) -> None:
    on_a_saturday(app, place="Nhà văn hóa xã Mường La", contact_phone="+842120000007")
    path = path_of(app)
    page = officer_muongla.page(path)
    boxes = {box.get("id"): box.text_content() for box in page.css("textarea")}
    printed = {name: text_of(officer_muongla.get(f"{path}/{name}").data) for name in FILES[:2]}
    with app.test_request_context():
        card = card_data(kit_of(db.session.query(Conference).filter_by(slug=SLUG).one()))
        db.session.remove()
    written = [*printed.values(), " ".join(map(str, card.values())), boxes["tin-zalo"]]
    for text in [*written, page.text("#same ~ .facts")]:
        for fact in ("Thứ Bảy", "05/04/2031", "13:30 chiều", "Nhà văn hóa xã Mường La"):
            assert fact in text
        assert "0212 000 0007" in text
    plain = boxes["tin-sms"]
    for fact in ("13:30 chieu thu Bay 05/04/2031", "Nha van hoa xa Muong La", "0212 000 0007"):
        assert fact in plain
    said = boxes["loa"]
    when = "một giờ rưỡi chiều, thứ Bảy, mùng năm tháng tư"
    assert said.count(when) == 2
    assert said.count("Nhà văn hóa xã Mường La") == 2
    assert said.count("không hai một hai, không không không, không không không bảy") == 2
    calendar = officer_muongla.get(f"/hoi-nghi/{SLUG}.ics").text.replace("\r\n ", "")
    assert "DTSTART:20310405T063000Z" in calendar
    assert "Nhà văn hóa xã Mường La" in calendar
    assert "0212 000 0007" in calendar


def test_a_change_of_the_plan_changes_the_mark_on_every_sheet(
    app: Flask, officer_muongla: CheckedClient
) -> None:
    path, today = path_of(app), clock.show_date(clock.today())
    edit = path.replace("bo-tai-lieu", "sua")
    for version in (1, 2):
        mark = f"Bản {version}, làm ngày {today}"
        page = officer_muongla.page(path)
        assert mark in page.text("#same ~ .facts")
        assert mark in page.text("#tin-zalo")
        for name in FILES[:2]:
            assert mark in text_of(officer_muongla.get(f"{path}/{name}").data)
        with app.test_request_context():
            conference = db.session.query(Conference).filter_by(slug=SLUG).one()
            assert card_data(kit_of(conference))["mark"] == mark
            db.session.remove()
        typed = values_of(officer_muongla.page(edit)) | {"landmark": "Cạnh chợ"}
        assert officer_muongla.post(edit, data=typed).status_code == 303


def test_a_sheet_made_another_day_says_so(app: Flask, kit: Kit) -> None:
    conference = db.session.query(Conference).filter_by(slug=SLUG).one()
    with clock.at(clock.now() + timedelta(days=1)):
        assert kit_of(conference).mark != kit.mark


@pytest.mark.parametrize("size", ["a5", "a3"])
def test_a_sheet_is_tagged_one_page_and_its_title_can_be_selected(kit: Kit, size: str) -> None:
    for facts in (kit, replace(kit, **LONGEST, text_code="DK ML0504", text_number="0950 000 999")):  # type: ignore[arg-type]
        pdf = draw_sheet(replace(facts, draft=facts is not kit), size)  # type: ignore[arg-type]
        assert pages(pdf) == 1
        assert b"/StructTreeRoot" in pdf
        assert re.search(rb"/Lang\s*\(vi", pdf)
        text = text_of(pdf)
        for words in (facts.title, facts.place, facts.landmark, facts.phone, facts.contact):
            assert " ".join(words.split()) in text
        assert ("BẢN NHÁP" in text) is (facts is not kit)


def test_the_code_on_the_poster_opens_the_registration(app: Flask, visitor: CheckedClient) -> None:
    with app.test_request_context():
        kit = kit_of(db.session.query(Conference).filter_by(slug=SLUG).one())
        db.session.remove()
        picture = set_png(SHEET, sheet_data(kit, "a3"), ppi=60)
    assert kit.address == f"http://localhost/hoi-nghi/{SLUG}/dang-ky"
    wanted = [list(row) for row in segno.make(kit.address, micro=False, error="q").matrix]
    assert fields_of(picture, len(wanted)) == wanted
    assert visitor.get(f"/hoi-nghi/{SLUG}/dang-ky").status_code == 200


def test_the_card_has_the_size_that_zalo_asks_for(kit: Kit) -> None:
    for facts in (kit, replace(kit, **LONGEST)):  # type: ignore[arg-type]
        picture = draw_card(facts)
        assert picture[:8] == b"\x89PNG\r\n\x1a\n"
        size = [int.from_bytes(picture[at : at + 4]) for at in (16, 20)]
        assert size == [1200, 630]
        assert len(picture) < 300_000


def test_a_draft_says_that_nothing_may_be_handed_out(
    app: Flask, officer_muongla: CheckedClient, officer_suoito: CheckedClient
) -> None:
    path = path_of(app, "muong-la-nhap")
    assert "chưa phát cho ai" in officer_muongla.page(path).text("main")
    assert "BẢN NHÁP" in text_of(officer_muongla.get(f"{path}/ap-phich.pdf").data)
    for name in ("", *(f"/{name}" for name in FILES)):
        assert officer_suoito.get(f"{path}{name}").status_code == 404


@pytest.mark.parametrize("slug", ["muong-la-huy", "muong-la-truoc"])
def test_nobody_is_called_to_what_is_cancelled_or_over(
    app: Flask, officer_muongla: CheckedClient, slug: str
) -> None:
    path = path_of(app, slug)
    page = officer_muongla.page(path)
    assert page.css("textarea, a[href*='bo-tai-lieu/']") == []
    if find(app, slug).state is ConferenceState.CANCELLED:
        assert "Mưa lũ, đường sạt." in page.text("main")
    for name in FILES:
        assert officer_muongla.get(f"{path}/{name}").status_code == 409
    plan = officer_muongla.page(path.removesuffix("/bo-tai-lieu"))
    assert plan.css("a[href$='bo-tai-lieu']") == []


def test_a_shared_address_shows_the_card(
    app: Flask, visitor: CheckedClient, officer_muongla: CheckedClient
) -> None:
    image = visitor.page(f"/hoi-nghi/{SLUG}").one("meta[property='og:image']").get("content")
    assert image == f"http://localhost/hoi-nghi/{SLUG}.png?v=1"
    shown = visitor.get(image)
    assert (shown.status_code, shown.mimetype) == (200, "image/png")
    assert shown.data == officer_muongla.get(f"{path_of(app)}/the-chia-se.png").data
    assert visitor.get(f"/hoi-nghi/{SLUG}.png?v=99").data == shown.data
    for slug in ("muong-la-huy", "muong-la-truoc", "muong-la-nhap"):
        assert visitor.get(f"/hoi-nghi/{slug}.png").status_code == 404
        page = visitor.get(f"/hoi-nghi/{slug}")
        assert "og:image" not in page.text


def test_a_sign_without_a_face_is_left_out_and_the_sheet_is_set(
    app: Flask, officer_muongla: CheckedClient
) -> None:
    change(app, SLUG, title_vi="📢 Hội nghị 会议 Mường La", landmark="ꪹꪣꪉ", place="ꪹꪣꪉ")
    path = path_of(app)
    for name in FILES[:2]:
        text = text_of(officer_muongla.get(f"{path}/{name}").data)
        assert "Hội nghị Mường La" in text
        assert "xã Mường La" in text
    assert officer_muongla.get(f"{path}/the-chia-se.png").status_code == 200
    assert "Muong La" in officer_muongla.page(path).text("#tin-sms")


def test_who_reads_english_prints_vietnamese(app: Flask, officer_muongla: CheckedClient) -> None:
    path = path_of(app)
    form = officer_muongla.page("/can-bo/tai-khoan").form(LANGUAGE) | {"lang": "en"}
    officer_muongla.post("/can-bo/ngon-ngu", data=form)
    page = officer_muongla.page(path)
    assert page.text("h1") == "Kit of the conference"
    assert "Kính thưa bà con" in page.text("#loa[lang=vi]")
    text = text_of(officer_muongla.get(f"{path}/to-roi.pdf").data)
    assert "Bà con muốn đi làm" in text
    assert "Thứ" in text
    assert " commune" not in text


def test_a_body_without_a_licence_is_not_announced(
    app: Flask, officer_muongla: CheckedClient
) -> None:
    path, name = f"{path_of(app)}/to-roi.pdf", "Công ty mẫu Cánh Chim Núi"
    assert name in text_of(officer_muongla.get(path).data)
    with app.app_context():
        body = db.session.query(SendingBody).filter_by(licence_number="001/MAU-GP").one()
        gone = LicenceEvent(
            kind=LicenceKind.REVOKED,
            from_day=clock.today() - timedelta(days=1),
            document_no="QĐ 1/MAU",
            document_on=clock.today() - timedelta(days=1),
        )
        body.licence_events.append(gone)
        db.session.commit()
    assert name not in text_of(officer_muongla.get(path).data)


def test_a_body_that_said_no_is_not_announced(app: Flask, officer_muongla: CheckedClient) -> None:
    path, name = f"{path_of(app)}/to-roi.pdf", guest_of(app)[1]
    assert name in text_of(officer_muongla.get(path).data)
    assert say(officer_muongla, app, "not_coming").status_code == 303
    assert name not in text_of(officer_muongla.get(path).data)


def test_the_online_link_stands_on_nothing_that_is_handed_out(
    app: Flask, officer_muongla: CheckedClient
) -> None:
    path = path_of(app, "truc-tuyen-1")
    assert "phong-1" not in officer_muongla.get(path).text
    for name in FILES[:2]:
        text = text_of(officer_muongla.get(f"{path}/{name}").data)
        assert "phong-1" not in text
        assert "Không nộp tiền" in text
        assert "Mang" not in text


def test_only_who_may_call_is_led_to_names(
    app: Flask, officer_muongla: CheckedClient, agency_one: CheckedClient
) -> None:
    path = path_of(app)
    assert officer_muongla.page(path).css("#call ~ * a[href$='/goi']")
    assert agency_one.page(path).css("#call ~ * a") == []


def test_the_templates_set_every_word_they_are_given(kit: Kit) -> None:
    for name, data in (("kit.typ", sheet_data(kit, "a5")), ("card.typ", card_data(kit))):
        used = set(re.findall(r"\bw\.([a-z0-9-]+)", (SHEETS / name).read_text(encoding="utf-8")))
        assert used == set(data["words"])
