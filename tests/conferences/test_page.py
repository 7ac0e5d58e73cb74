from __future__ import annotations

import json
from datetime import timedelta

import pytest
from flask import Flask

from jobfair.database import db
from jobfair.lib import clock
from jobfair.models import Conference, LicenceEvent, LicenceKind, SendingBody
from jobfair.public_version import raise_version
from tests.checked_client import CheckedClient
from tests.conferences.helpers import change, counted_queries, find


def test_shows_place_time_seats_guests_and_what_to_bring(visitor: CheckedClient) -> None:
    page = visitor.page("/hoi-nghi/muong-la-1")
    assert page.text("h1") == "Hội nghị tư vấn, tuyển dụng xã Mường La"
    words = page.text("main")
    for expected in (
        *("8:00 đến 11:00", "Nhà văn hóa xã", "Cạnh chợ", "Còn 50/50 chỗ", "Căn cước của bạn"),
        *("Không mang tiền", "Công ty mẫu Cánh Chim Núi", "Giấy phép còn hiệu lực"),
        *("Nhật Bản: Chế biến thực phẩm", "Điểm danh, nhận số ghế", "0212 000 0001"),
        "Nguồn: mẫu. Kiểm tra ngày",
    ):
        assert expected in words
    assert page.one("main .btns a.btn:not(.second)").get("href") == "/hoi-nghi/muong-la-1/dang-ky"
    assert page.css("main a[href='/hoi-nghi/muong-la-1.ics']")


def test_a_guest_whose_licence_is_gone_shows_it_and_no_order(
    visitor: CheckedClient, app: Flask
) -> None:
    with app.app_context():
        body = db.session.query(SendingBody).filter_by(licence_number="001/MAU-GP").one()
        yesterday = clock.today() - timedelta(days=1)
        gone = LicenceEvent(
            kind=LicenceKind.REVOKED,
            from_day=yesterday,
            document_no="QĐ 1/MAU",
            document_on=yesterday,
        )
        body.licence_events.append(gone)
        raise_version("agencies")
        db.session.commit()
    words = visitor.page("/hoi-nghi/muong-la-1").text("section[aria-labelledby=who]")
    assert "Giấy phép bị thu hồi" in words
    assert "Chế biến" not in words


def test_full_says_so_and_offers_the_nearest(visitor: CheckedClient) -> None:
    page = visitor.page("/hoi-nghi/chieng-lao-day")
    assert page.status == 200
    assert "đã hết chỗ" in page.text("main .notice")
    assert not page.css("a[href$='/dang-ky']")
    near = [a.get("href") for a in page.css("section[aria-labelledby=near] a")]
    assert near == ["/hoi-nghi/muong-la-1", "/hoi-nghi/suoi-to-1", "/hoi-nghi/truc-tuyen-1"]


def test_cancelled_says_why(visitor: CheckedClient) -> None:
    page = visitor.page("/hoi-nghi/muong-la-huy")
    assert "đã hủy" in page.text("main .notice.danger")
    assert "Mưa lũ, đường sạt." in page.text("main .notice.danger")
    assert not page.css("a[href$='/dang-ky']")
    assert "xã nào cũng đến được" not in page.text("main")
    data = json.loads(page.one("script[type='application/ld+json']").text)
    assert data["eventStatus"].endswith("EventCancelled")


def test_past_says_so(visitor: CheckedClient) -> None:
    page = visitor.page("/hoi-nghi/muong-la-truoc")
    assert "đã diễn ra" in page.text("main .notice")
    assert not page.css("a[href$='/dang-ky']")


def test_begins_and_takes_no_more_registrations(visitor: CheckedClient, app: Flask) -> None:
    change(app, "muong-la-1", starts_at=clock.now() - timedelta(seconds=1))
    assert "đã diễn ra" in visitor.page("/hoi-nghi/muong-la-1").text("main .notice")


def test_the_link_of_an_online_conference_is_nowhere_public(visitor: CheckedClient) -> None:
    for path in (
        *("/hoi-nghi/truc-tuyen-1", "/en/hoi-nghi/truc-tuyen-1", "/hoi-nghi/truc-tuyen-1.ics"),
        *("/hoi-nghi", "/hoi-nghi.ics", "/hoi-nghi.json", "/hoi-nghi.atom", "/sitemap.xml"),
    ):
        answer = visitor.get(path)
        assert answer.status_code == 200, path
        assert "hoi-nghi.example" not in answer.text, path
    words = visitor.page("/hoi-nghi/truc-tuyen-1").text("main")
    assert "Đường vào họp ghi trên phiếu" in words
    assert "Nhà văn hóa" not in words


@pytest.mark.parametrize(
    "path",
    [
        "/hoi-nghi/{}",
        "/en/hoi-nghi/{}",
        "/hoi-nghi/{}.ics",
        "/hoi-nghi/{}/dang-ky",
    ],
)
def test_a_draft_is_not_there_on_any_public_path(visitor: CheckedClient, path: str) -> None:
    draft = visitor.get(path.format("muong-la-nhap"))
    nothing = visitor.get(path.format("khong-co-dau"))
    assert draft.status_code == nothing.status_code == 404
    assert draft.text.replace("muong-la-nhap", "") == nothing.text.replace("khong-co-dau", "")


@pytest.mark.parametrize("path", ["/hoi-nghi", "/hoi-nghi.ics", "/hoi-nghi.json", "/sitemap.xml"])
def test_a_draft_is_in_no_list(visitor: CheckedClient, path: str) -> None:
    assert "muong-la-nhap" not in visitor.get(path).text


def test_event_for_search_engines_and_shared_links(visitor: CheckedClient, app: Flask) -> None:
    page = visitor.page("/hoi-nghi/muong-la-1")
    data = json.loads(page.one("script[type='application/ld+json']").text)
    assert data["@type"] == "Event"
    assert data["startDate"].endswith("T08:00:00+07:00")
    assert data["location"]["address"]["addressLocality"] == "Xã Mường La"
    assert data["remainingAttendeeCapacity"] == 50
    assert page.one("meta[property='og:title']").get("content").startswith("Hội nghị tư vấn")
    assert "8:00 đến 11:00" in page.one("meta[property='og:description']").get("content")
    assert page.one("link[rel=canonical]").get("href").endswith("/hoi-nghi/muong-la-1")


def test_english_mirror_marks_what_is_only_vietnamese(visitor: CheckedClient) -> None:
    page = visitor.page("/en/hoi-nghi/muong-la-1")
    assert page.text("h1") == "Recruitment conference, Mường La commune"
    assert "50 of 50 seats left" in page.text("main")
    assert "Nhà văn hóa xã" in page.text("[lang=vi]")
    assert "Japan: Food processing" in page.text("main")
    assert page.css("a[href='/en/hoi-nghi/muong-la-1/dang-ky']")
    assert page.css("a[href='/hoi-nghi/muong-la-1.ics']")


def test_a_kept_page_is_exact_right_after_a_seat_and_an_edit(
    visitor: CheckedClient, app: Flask
) -> None:
    assert "Còn 50/50 chỗ" in visitor.page("/hoi-nghi/muong-la-1").text("main")
    with counted_queries(app) as queries:
        visitor.get("/hoi-nghi/muong-la-1")
    assert len(queries) <= 2, queries
    change(app, "muong-la-1", seats_taken=48)
    assert "Còn 2/50 chỗ" in visitor.page("/hoi-nghi/muong-la-1").text("main")
    change(app, "muong-la-1", seats_taken=50)
    assert "Hết chỗ" in visitor.page("/hoi-nghi/muong-la-1").text("main")
    with app.app_context():
        conference = db.session.get(Conference, find(app, "muong-la-1").id)
        assert conference is not None
        conference.place = "Sân vận động xã"
        raise_version("conferences")
        db.session.commit()
    assert "Sân vận động xã" in visitor.page("/hoi-nghi/muong-la-1").text("main")


def test_a_page_asks_the_database_little(visitor: CheckedClient, app: Flask) -> None:
    with counted_queries(app) as queries:
        visitor.get("/hoi-nghi/muong-la-1")
    assert len(queries) <= 16, queries
