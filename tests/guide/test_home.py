from __future__ import annotations

import json

import pytest
from flask import Flask
from lxml import etree

from tests.checked_client import CheckedClient
from tests.conferences.helpers import change, counted_queries


def test_shows_the_next_three_conferences_and_how_many_there_are(visitor: CheckedClient) -> None:
    page = visitor.page("/")
    assert [a.get("href") for a in page.css("section[aria-labelledby=conferences] a.row")] == [
        "/hoi-nghi/muong-la-1",
        "/hoi-nghi/chieng-lao-day",
        "/hoi-nghi/suoi-to-1",
    ]
    assert "Xem cả 4 hội nghị" in page.text("main")


def test_the_picker_leads_to_the_list_of_a_commune(visitor: CheckedClient) -> None:
    page = visitor.page("/")
    form = page.css("section[aria-labelledby=conferences] form")[0]
    assert (form.get("action"), form.get("method")) == ("/hoi-nghi", "get")
    assert len(page.css("#xa option")) == 76
    assert len(page.css("#xa optgroup")) == 12


def test_the_company_box_asks_whether_it_is_real(visitor: CheckedClient) -> None:
    page = visitor.page("/")
    form = page.one("section[aria-labelledby=real] form")
    assert (form.get("action"), form.get("method")) == ("/kiem-tra", "get")
    assert page.one("section[aria-labelledby=real] input").get("name") == "q"


def test_every_way_in_names_a_page_of_its_own(visitor: CheckedClient) -> None:
    ways = [a.get("href") for a in visitor.page("/").css("section[aria-labelledby=ways] a")]
    assert ways == [
        "/phieu",
        "/thi-truong",
        "/phu-hop",
        "/chi-phi",
        "/ho-tro",
        "/don-hang",
        "/doanh-nghiep",
        "/goi-lai",
        "/gia-dinh",
        "/o-nuoc-ngoai",
        "/tro-ve",
        "/tim",
    ]


def test_says_what_nobody_may_ask_with_its_source(visitor: CheckedClient) -> None:
    page = visitor.page("/")
    assert "chưa nộp tiền" in page.text("#canh-bao h2")
    assert "69/2020/QH14" in page.text(".source")


def test_has_one_filled_button(visitor: CheckedClient) -> None:
    assert len(visitor.page("/").css("main .btn:not(.second)")) == 1


def test_without_any_conference_it_says_what_to_do(visitor: CheckedClient, app: Flask) -> None:
    for slug in ("muong-la-1", "chieng-lao-day", "suoi-to-1", "truc-tuyen-1"):
        change(app, slug, state="closed")
    page = visitor.page("/")
    assert "Hiện chưa có hội nghị nào" in page.text(".empty")
    assert page.css(".empty a[href='/goi-lai']")


def test_english_mirror(visitor: CheckedClient) -> None:
    page = visitor.page("/en/")
    assert page.text("h1") == "Work abroad, by the right road"
    assert page.css("a[href='/en/hoi-nghi/muong-la-1']")
    assert "Mường La commune" in page.text("main .rows")


def test_organisation_for_search_engines(visitor: CheckedClient) -> None:
    data = json.loads(visitor.page("/").one("script[type='application/ld+json']").text)
    assert data["@type"] == "GovernmentOrganization"


def test_is_kept_and_asks_the_database_little(visitor: CheckedClient, app: Flask) -> None:
    with counted_queries(app) as queries:
        first = visitor.get("/")
    assert len(queries) <= 14, queries
    assert "Set-Cookie" not in first.headers
    with counted_queries(app) as queries:
        assert visitor.get("/").text == first.text
    assert len(queries) <= 1, queries


def test_robots_close_staff_and_slips(visitor: CheckedClient) -> None:
    answer = visitor.get("/robots.txt")
    assert answer.mimetype == "text/plain"
    lines = answer.text.splitlines()
    for line in ("User-agent: *", "Disallow: /can-bo", "Disallow: /phieu", "Disallow: /en/phieu"):
        assert line in lines
    assert lines[-1] == "Sitemap: http://localhost/sitemap.xml"


def test_sitemap_names_public_pages_in_both_languages(visitor: CheckedClient) -> None:
    tree = etree.fromstring(visitor.get("/sitemap.xml").data)
    space = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    places = tree.xpath("s:url/s:loc/text()", namespaces=space)
    assert "http://localhost/" in places
    assert "http://localhost/en/hoi-nghi/muong-la-1" in places
    assert "http://localhost/doanh-nghiep/cong-ty-mau-suoi-xanh" in places
    assert "http://localhost/thi-truong/JP" in places
    assert not [p for p in places if "/phieu" in p or "/can-bo" in p or "nhap" in p]
    assert len(places) == len(set(places))


def test_manifest_is_what_the_layout_links(visitor: CheckedClient) -> None:
    answer = visitor.get("/manifest.webmanifest")
    assert answer.mimetype == "application/manifest+json"
    assert json.loads(answer.text)["name"] == "Lên Đường"


@pytest.mark.parametrize("path", ["/robots.txt", "/sitemap.xml", "/manifest.webmanifest"])
def test_files_about_the_site_have_one_address(visitor: CheckedClient, path: str) -> None:
    assert visitor.get(f"/en{path}").status_code == 404
