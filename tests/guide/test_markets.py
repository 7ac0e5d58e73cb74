"""Markets and programmes: one address each, in both languages, nothing invented."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from jobfair.database import db
from jobfair.models import Programme
from tests.checked_client import CheckedClient

MARKETS = [
    "JP",
    "TW",
    "KR",
    "CN",
    "LA",
    "MY",
    "ME",
    "DE",
    "RO",
    "HU",
    "PL",
    "RU",
    "AU",
    "SEA-CREW",
    "OTHER",
]
PROGRAMMES = [
    "JP-TITP",
    "JP-IM",
    "JP-SSW",
    "JP-ENG",
    "TW-FACTORY",
    "TW-CARE-HOME",
    "TW-CARE-INST",
    "TW-MID",
    "KR-E9",
    "KR-E7",
    "KR-E8",
    "KR-E10",
    "ME-DOM",
    "ME-OTHER",
    "LA",
    "CN-YN",
    "MY",
    "DE-NURSE",
    "RO",
    "HU",
    "PL",
    "RU",
    "AU-AGRI",
    "SEA-SHIP",
    "SEA-FISH",
]
BOTH = ("", "/en")


def test_the_cast_of_programmes_is_complete(app: Flask) -> None:
    with app.app_context():
        assert {row.code for row in db.session.query(Programme)} == set(PROGRAMMES)


@pytest.mark.parametrize("prefix", BOTH)
def test_the_list_has_fifteen_markets_those_with_programmes_first(
    visitor: CheckedClient, prefix: str
) -> None:
    page = visitor.page(f"{prefix}/thi-truong")
    links = [a.get("href").rpartition("/")[2] for a in page.css("ul.rows a")]
    assert sorted(links) == sorted(MARKETS)
    assert links[-1] == "OTHER"
    assert "24–50" in page.text("ul.rows li:first-child")


@pytest.mark.parametrize("prefix", BOTH)
@pytest.mark.parametrize("code", PROGRAMMES)
def test_every_programme_has_a_whole_page(visitor: CheckedClient, prefix: str, code: str) -> None:
    page = visitor.page(f"{prefix}/thi-truong/{code}")
    assert page.status == 200
    assert page.tree.get("lang") == ("en" if prefix else "vi")
    for section in ("tien", "dieu-kien", "muc-tran", "giay-to", "hoi-nghi", "cong-ty"):
        page.one(f"section[aria-labelledby='{section}']")
    assert len(page.css("section[aria-labelledby='dieu-kien'] dt")) == 7
    assert len(page.css("section[aria-labelledby='giay-to'] li")) >= 5
    assert "20/11/2026" in page.text("main > p.source")  # each fact is dated
    assert not re.search(r"\b[KU]\b", page.text("section[aria-labelledby='tien']"))  # staff's marks


@pytest.mark.parametrize("prefix", BOTH)
@pytest.mark.parametrize("code", MARKETS)
def test_every_market_has_a_page(visitor: CheckedClient, prefix: str, code: str) -> None:
    page = visitor.page(f"{prefix}/thi-truong/{code}")
    assert page.status == 200
    assert page.css("main h1")


@pytest.mark.parametrize("code", ["LA", "MY", "RO", "HU", "PL", "RU"])
def test_a_code_of_market_and_programme_is_one_page(visitor: CheckedClient, code: str) -> None:
    page = visitor.page(f"/thi-truong/{code}")
    assert page.css("section[aria-labelledby='giay-to']")
    assert page.one("a.back:not(.more)").get("href") == "/thi-truong"


def test_a_programme_leads_back_to_its_market(visitor: CheckedClient) -> None:
    back = visitor.page("/thi-truong/JP-TITP").one("a.back:not(.more)")
    assert back.get("href") == "/thi-truong/JP"


def test_a_market_without_programmes_says_so(visitor: CheckedClient) -> None:
    page = visitor.page("/thi-truong/OTHER")
    assert page.css(".empty")
    assert not page.css("section[aria-labelledby='giay-to']")


def test_an_unknown_code_is_not_found(visitor: CheckedClient) -> None:
    for code in ("XX", "jp", "JP-"):
        assert visitor.get(f"/thi-truong/{code}").status_code == 404


def caps(client: CheckedClient, address: str) -> str:
    return client.page(address).text("section[aria-labelledby='muc-tran'] .ticks")


def test_caps_stand_as_at_most(visitor: CheckedClient) -> None:
    assert "nhiều nhất 3 tháng lương cơ bản" in caps(visitor, "/thi-truong/JP-TITP")
    assert "nhiều nhất 1 tháng lương cơ bản" in caps(visitor, "/thi-truong/TW-CARE-HOME")
    assert "nhiều nhất 12 triệu đồng" in caps(visitor, "/thi-truong/TW-FACTORY")
    assert "vé máy bay" in caps(visitor, "/thi-truong/RO")
    assert "at most 3 months" in caps(visitor, "/en/thi-truong/JP-TITP")


def test_a_condition_is_a_choice_that_lowers_the_cap(visitor: CheckedClient) -> None:
    page = visitor.page("/thi-truong/JP-SSW")
    section = "section[aria-labelledby='muc-tran']"
    assert "nhiều nhất 3 tháng" in page.text(f"{section} .ticks")
    assert "Đã xong thực tập sinh số 2 hoặc 3: Không được thu tiền dịch vụ." in page.text(section)
    chosen = page.css(f"{section} .chips a")[-1].get("href")
    assert "Không được thu tiền dịch vụ." in caps(visitor, chosen)
    assert "nhiều nhất 3 tháng" in caps(visitor, "/thi-truong/JP-SSW?dieu-kien=khong-co")


def test_where_every_row_has_a_condition_the_lowest_is_shown(visitor: CheckedClient) -> None:
    assert "nhiều nhất 1 tháng" in caps(visitor, "/thi-truong/TW-MID")
    assert "nhiều nhất 2 tháng" in caps(visitor, "/thi-truong/TW-MID?dieu-kien=institution")
    page = visitor.page("/thi-truong/DE-NURSE")
    assert "Chỉ chương trình Nhà nước" in page.text("section[aria-labelledby='muc-tran']")


@pytest.mark.parametrize("code", ["KR-E8", "CN-YN", "DE-NURSE"])
def test_an_unknown_cap_prints_no_number(visitor: CheckedClient, code: str) -> None:
    lines = [li.text_content() for li in visitor.page(f"/thi-truong/{code}").css(".ticks li")]
    deposit = next(line for line in lines if "ký quỹ" in line)
    assert "chưa rõ" in deposit
    assert not any(sign.isdigit() for sign in deposit)


def test_what_is_known_but_not_seen_is_called_a_guide(visitor: CheckedClient) -> None:
    page = visitor.page("/thi-truong/JP-TITP")
    assert "tham khảo, theo từng đơn hàng" in page.text("section[aria-labelledby='tien']")
    unsure = visitor.page("/thi-truong/LA").text("section[aria-labelledby='tien']")
    assert "chưa kiểm tra được" in unsure


def test_a_programme_that_ends_says_when_and_what_follows(visitor: CheckedClient) -> None:
    notice = visitor.page("/thi-truong/JP-TITP").text(".notice.mind")
    assert "31/03/2027" in notice
    assert "chương trình mới" in notice


def test_companies_and_conferences_stand_beside_the_programme(visitor: CheckedClient) -> None:
    page = visitor.page("/thi-truong/JP-TITP")
    assert "Cánh Chim Núi" in page.text("section[aria-labelledby='cong-ty']")
    assert page.css("section[aria-labelledby='hoi-nghi'] .day")
    other = visitor.page("/thi-truong/HU")
    assert not other.css("section[aria-labelledby='cong-ty'] ul")
    assert other.css("section[aria-labelledby='hoi-nghi'] a[href='/goi-lai']")


def test_the_page_is_kept_until_something_public_changes(visitor: CheckedClient) -> None:
    first = visitor.get("/thi-truong")
    assert first.headers["ETag"]
    again = visitor.get("/thi-truong", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
