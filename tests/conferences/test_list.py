from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from jobfair.database import db
from jobfair.lib import clock
from jobfair.models import Conference, ConferenceCommune, RegistrationState
from jobfair.public_version import raise_version
from tests.checked_client import CheckedClient
from tests.conferences.helpers import change, counted_queries, find, register, slugs

ALL = ["muong-la-1", "chieng-lao-day", "suoi-to-1", "truc-tuyen-1"]


def test_lists_open_conferences_from_now_on_by_date(visitor: CheckedClient) -> None:
    assert slugs(visitor, "/hoi-nghi") == ALL


def test_leaves_out_one_that_has_begun(visitor: CheckedClient, app: Flask) -> None:
    change(app, "muong-la-1", starts_at=clock.now() - timedelta(minutes=1))
    assert slugs(visitor, "/hoi-nghi") == ALL[1:]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("xa=03901", ["suoi-to-1"]),
        ("xa=03808", ["muong-la-1", "truc-tuyen-1"]),
        ("thi-truong=JP", ALL),
        ("thi-truong=jp", ALL),
        ("q=suoi to", ["suoi-to-1"]),
        ("q=SUỐI TỌ", ["suoi-to-1"]),
        ("q=phu yen", ["suoi-to-1"]),  # the former district
        ("q=muong la", ["muong-la-1", "chieng-lao-day", "truc-tuyen-1"]),
        ("q=tram y te", ALL),  # the landmark
        ("q=%25", ALL),  # a sign is no word
        ("q=khong co noi nay", []),
    ],
)
def test_filters_by_commune_market_and_word(
    visitor: CheckedClient, query: str, expected: list[str]
) -> None:
    assert slugs(visitor, f"/hoi-nghi?{query}") == expected


def test_filters_by_days_both_included(visitor: CheckedClient) -> None:
    day = clock.today() + timedelta(days=5)
    assert slugs(visitor, f"/hoi-nghi?tu={day}&den={day}") == ["chieng-lao-day"]
    assert slugs(visitor, f"/hoi-nghi?tu={day}") == ALL[1:]
    assert slugs(visitor, f"/hoi-nghi?den={day:%d/%m/%Y}") == ALL[:2]


def test_a_commune_that_is_invited_finds_the_conference(visitor: CheckedClient, app: Flask) -> None:
    with app.app_context():
        conference = find(app, "suoi-to-1")
        db.session.add(ConferenceCommune(conference_id=conference.id, commune_code="03646"))
        db.session.commit()
    assert slugs(visitor, "/hoi-nghi?xa=03646") == ["suoi-to-1"]


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("xa=99999", "Không có xã này trong danh sách."),
        ("thi-truong=XX", "Không có thị trường này."),
        ("tu=hom-nay", "Chưa đọc được ngày này."),
        ("den=2026-02-31", "Chưa đọc được ngày này."),
        ("den=9999-12-31", "Chưa đọc được ngày này."),
        ("tu=0001-01-01", "Chưa đọc được ngày này."),
    ],
)
def test_a_bad_filter_is_a_sentence_and_the_whole_list(
    visitor: CheckedClient, query: str, sentence: str
) -> None:
    page = visitor.page(f"/hoi-nghi?{query}")
    assert page.status == 200
    assert sentence in page.text("#results .notice")
    assert slugs(visitor, f"/hoi-nghi?{query}") == ALL


def test_days_in_the_wrong_order_are_changed_over(visitor: CheckedClient) -> None:
    early, late = clock.today() + timedelta(days=1), clock.today() + timedelta(days=5)
    page = visitor.page(f"/hoi-nghi?tu={late}&den={early}")
    assert "đổi lại" in page.text("#results .notice")
    assert slugs(visitor, f"/hoi-nghi?tu={late}&den={early}") == ALL[:2]


def test_a_commune_without_a_conference_gets_the_nearest_with_kilometres(
    visitor: CheckedClient,
) -> None:
    page = visitor.page("/hoi-nghi?xa=03820")  # Ngọc Chiến, beside Mường La
    assert page.css("#results .empty")
    near = page.css("section[aria-labelledby=near] a")
    assert [a.get("href") for a in near] == [
        "/hoi-nghi/muong-la-1",
        "/hoi-nghi/suoi-to-1",
        "/hoi-nghi/truc-tuyen-1",
    ]
    assert "km" in near[0].text_content()
    assert page.css("#results a[href^='/goi-lai']")


def test_a_word_that_names_a_commune_gets_its_nearest_too(visitor: CheckedClient) -> None:
    page = visitor.page("/hoi-nghi?q=ngoc chien")
    assert "xã Ngọc Chiến" in page.text("#near")


def test_a_commune_whose_conference_is_full_gets_the_nearest_too(visitor: CheckedClient) -> None:
    page = visitor.page("/hoi-nghi?xa=03814")
    assert "Hết chỗ" in page.text("#results section .badge.bad")
    assert page.css("section[aria-labelledby=near] a")


def test_a_seat_is_not_free_while_anybody_waits(visitor: CheckedClient, app: Flask) -> None:
    register(app, "muong-la-1", RegistrationState.WAITING, 1)
    assert "Hết chỗ" in visitor.page("/hoi-nghi").css("#results .row")[0].text_content()


def test_every_row_says_day_place_markets_and_seats(visitor: CheckedClient) -> None:
    row = visitor.page("/hoi-nghi").css("#results .row")[0].text_content()
    for words in ("Xã Mường La", "8:00 · Nhà văn hóa xã", "Nhật Bản", "Còn 50 chỗ"):
        assert words in row
    online = visitor.page("/hoi-nghi").css("#results .row")[3].text_content()
    assert "Trực tuyến" in online


def test_the_picker_holds_all_communes_by_former_district(visitor: CheckedClient) -> None:
    page = visitor.page("/hoi-nghi?xa=03808")
    assert len(page.css("#xa option")) == 76
    districts = [group.get("label") for group in page.css("#xa optgroup")]
    assert len(districts) == 12
    assert districts[0] == "Huyện Bắc Yên"
    assert page.one("#xa option[selected]").get("value") == "03808"


def test_the_list_is_split_into_pages(visitor: CheckedClient, app: Flask) -> None:
    with app.app_context():
        source = find(app, "muong-la-1")
        for number in range(33):
            values = {
                c.key: getattr(source, c.key)
                for c in Conference.__mapper__.column_attrs
                if c.key not in ("id", "slug")
            }
            db.session.add(Conference(slug=f"nhieu-{number}", **values))
        db.session.commit()
    first = visitor.page("/hoi-nghi?thi-truong=")
    assert len(first.css("#results .row")) == 30
    rest = visitor.page(first.one("a[rel=next]").get("href"))
    assert len(rest.css("#results .row")) == 7
    assert len(visitor.page("/hoi-nghi?trang=99").css("#results .row")) == 7
    with counted_queries(app) as queries:
        visitor.get("/hoi-nghi?thi-truong=JP")
    assert len(queries) <= 14, queries


def test_htmx_gets_only_the_results(visitor: CheckedClient) -> None:
    answer = visitor.get("/hoi-nghi?xa=03901", headers={"HX-Request": "true"})
    assert answer.text.lstrip().startswith('<div id="results"')
    assert "<html" not in answer.text
    assert "HX-Request" in answer.headers["Vary"]


@pytest.mark.parametrize("header", ["HX-Boosted", "HX-History-Restore-Request"])
def test_boosted_and_restored_pages_are_whole(visitor: CheckedClient, header: str) -> None:
    answer = visitor.get("/hoi-nghi", headers={"HX-Request": "true", header: "true"})
    assert "<html" in answer.text


def test_the_filter_form_works_with_and_without_a_script(visitor: CheckedClient) -> None:
    form = visitor.page("/hoi-nghi").css("main form")[0]
    assert form.get("action") == form.get("data-hx-get") == "/hoi-nghi"
    assert form.get("data-hx-target") == "#results"
    assert form.get("method") == "get"
    assert visitor.page("/hoi-nghi").css("script[src*='htmx']")


def test_a_kept_list_changes_with_the_version_and_is_kept_until_then(
    visitor: CheckedClient, app: Flask
) -> None:
    before = visitor.get("/hoi-nghi")
    with counted_queries(app) as queries:
        assert visitor.get("/hoi-nghi").text == before.text
    assert len(queries) <= 1, queries
    with app.app_context():
        conference = db.session.get(Conference, find(app, "muong-la-1").id)
        assert conference is not None
        conference.place = "Trường THCS xã"
        raise_version("conferences")
        db.session.commit()
    assert "Trường THCS xã" in visitor.get("/hoi-nghi").text


def test_a_typed_word_is_never_kept(visitor: CheckedClient, app: Flask) -> None:
    visitor.get("/hoi-nghi?q=muong la")
    with counted_queries(app) as queries:
        visitor.get("/hoi-nghi?q=muong la")
    assert len(queries) >= 3


def test_sets_no_cookie(visitor: CheckedClient) -> None:
    assert "Set-Cookie" not in visitor.get("/hoi-nghi").headers


def test_english_mirror(visitor: CheckedClient) -> None:
    page = visitor.page("/en/hoi-nghi?xa=03808")
    assert page.one("html").get("lang") == "en"
    assert "Mường La commune" in page.text("#results")
    assert "50 seats left" in page.text("#results")
    assert page.css("#results .row")[0].get("href") == "/en/hoi-nghi/muong-la-1"
    assert page.one("link[hreflang=vi]").get("href") == "http://localhost/hoi-nghi"
    assert page.one("footer a[hreflang=vi]").get("href") == "/hoi-nghi?xa=03808"
