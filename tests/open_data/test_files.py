"""Files and feeds for other sites: narrowed, licensed, unchanged where nothing changed."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from jobfair.agencies import order_public_routes
from jobfair.database import db
from jobfair.models import Conference, ConferenceMarket, OrderState
from jobfair.public_version import raise_version
from tests.agencies.helpers import body, order, revoke, set_state
from tests.checked_client import CheckedClient
from tests.conferences.helpers import change
from tests.open_data.calendars import read_calendar
from tests.open_data.feeds import check_atom

FEEDS = ["/hoi-nghi.ics", "/hoi-nghi.atom", "/hoi-nghi.json", "/hoi-nghi.csv"]
FILES = ["/doanh-nghiep.csv", "/doanh-nghiep.json", "/don-hang.csv", "/don-hang.json"]
FIGURES = ["/so-lieu.csv", "/so-lieu.json"]
HOST = "http://localhost"


def slugs_of(visitor: CheckedClient, address: str) -> list[str]:
    """The open conferences of any of the feeds, in its order."""
    path, _mark, query = address.partition("?")
    answer = visitor.get(address)
    assert answer.status_code == 200
    if path.endswith(".ics"):
        events = read_calendar(answer.data).inside
        links = [event.one("URL") for event in events if event.one("STATUS") == "CONFIRMED"]
    elif path.endswith(".atom"):
        links = check_atom(answer.data, f"{HOST}{path}?{query}" if query else f"{HOST}{path}")
    elif path.endswith(".json"):
        return [row["slug"] for row in answer.get_json()]
    else:
        return [row["slug"] for row in rows_of(answer.text)]
    return [link.rsplit("/", 1)[-1] for link in links]


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize("feed", FEEDS)
def test_a_feed_is_whole_of_a_commune_or_of_a_market(
    visitor: CheckedClient, app: Flask, feed: str
) -> None:
    everything = ["muong-la-1", "chieng-lao-day", "suoi-to-1", "truc-tuyen-1"]
    assert slugs_of(visitor, feed) == everything
    assert slugs_of(visitor, f"{feed}?xa=03901") == ["suoi-to-1"]
    with app.app_context():
        found = db.session.query(Conference).filter_by(slug="suoi-to-1").one()
        db.session.execute(
            sa.delete(ConferenceMarket).where(ConferenceMarket.conference_id == found.id)
        )
        raise_version("conferences")
        db.session.commit()
    assert slugs_of(visitor, f"{feed}?thi-truong=JP") == [s for s in everything if s != "suoi-to-1"]
    assert slugs_of(visitor, f"{feed}?xa=03901&thi-truong=JP") == []


@pytest.mark.parametrize("feed", [*FEEDS, "/nhung/hoi-nghi", "/du-lieu"])
def test_a_code_that_is_none_is_not_found(visitor: CheckedClient, feed: str) -> None:
    for query in ("xa=99999", "xa=%00", "thi-truong=XX", "thi-truong=jp"):
        assert visitor.get(f"{feed}?{query}").status_code == 404


@pytest.mark.parametrize("address", [*FEEDS, *FILES, *FIGURES])
def test_a_file_names_its_licence_and_is_not_sent_twice(
    visitor: CheckedClient, address: str
) -> None:
    answer = visitor.get(address)
    assert answer.headers["Link"] == f'<{HOST}/du-lieu>; rel="license"'
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    tag = answer.headers["ETag"]
    again = visitor.get(address, headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")
    assert visitor.get(f"/en{address}").status_code == 404


@pytest.mark.parametrize("address", ["/hoi-nghi.json", "/don-hang.json"])
def test_a_compressed_file_is_not_sent_twice(visitor: CheckedClient, address: str) -> None:
    headers = {"Accept-Encoding": "br"}
    tag = visitor.get(address, headers=headers).headers["ETag"]
    again = visitor.get(address, headers={**headers, "If-None-Match": tag})
    assert again.status_code == 304


@pytest.mark.parametrize("address", ["/doanh-nghiep.json", "/don-hang.json", "/so-lieu.json"])
def test_a_json_file_says_what_it_is(visitor: CheckedClient, address: str) -> None:
    head = visitor.get(address).get_json()
    assert "cần kiểm tra" in head["licence"]
    assert head["licence_url"] == f"{HOST}/du-lieu"
    assert head["demo"] is False
    assert head["publisher"].startswith("Sở Nội vụ")


def test_the_register_for_programs_says_what_the_file_says(visitor: CheckedClient) -> None:
    lines = rows_of(visitor.get("/doanh-nghiep.csv").text)
    found = visitor.get("/doanh-nghiep.json").get_json()
    assert found["total"] == len(lines) == 2
    first: dict[str, Any] = found["agencies"][0]
    assert first["slug"] == "cong-ty-mau-canh-chim-nui"
    assert first["markets"] == ["JP"]
    assert {key: lines[0][key] for key in ("name", "status", "page")} == {
        key: first[key] for key in ("name", "status", "page")
    }


def test_orders_as_files(visitor: CheckedClient) -> None:
    lines = rows_of(visitor.get("/don-hang.csv").text)
    found = visitor.get("/don-hang.json").get_json()
    assert [line["code"] for line in lines] == [row["code"] for row in found["orders"]]
    [japan] = visitor.get("/don-hang.json?thi-truong=JP").get_json()["orders"]
    assert (japan["code"], japan["agency"]) == ("MAU-JP-01", "cong-ty-mau-canh-chim-nui")
    assert japan["page"] == f"{HOST}/don-hang/MAU-JP-01"
    assert japan["places_left"] == 10
    assert visitor.get("/don-hang.csv?thi-truong=XX").status_code == 404


def test_orders_for_programs_come_in_pages(
    visitor: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(order_public_routes, "A_FILE", 1)
    first = visitor.get("/don-hang.json").get_json()
    assert (len(first["orders"]), first["total"]) == (1, 2)
    second = visitor.get(first["next"].removeprefix(HOST)).get_json()
    assert second["next"] is None
    assert first["orders"][0]["code"] != second["orders"][0]["code"]


def test_files_hide_what_lists_hide(visitor: CheckedClient, app: Flask) -> None:
    set_state(app, "MAU-TW-01", OrderState.DRAFT)
    revoke(app, 1)
    assert visitor.get("/don-hang.json").get_json()["orders"] == []
    assert rows_of(visitor.get("/don-hang.csv").text) == []


def test_no_cell_runs_in_a_spreadsheet(visitor: CheckedClient, app: Flask) -> None:
    evil = '=HYPERLINK("http://x.example")'
    change(app, "muong-la-1", place=evil)
    with app.app_context():
        body().name = evil
        order("MAU-JP-01").employer = f" {evil}"
        db.session.commit()
    for address, column in (
        ("/hoi-nghi.csv", "place"),
        ("/doanh-nghiep.csv", "name"),
        ("/don-hang.csv", "employer"),
    ):
        cells = [row[column] for row in rows_of(visitor.get(address).text)]
        [cell] = [cell for cell in cells if "HYPERLINK" in cell]
        assert cell.startswith("'"), address


def test_the_feed_of_warnings_keeps_the_rules(visitor: CheckedClient) -> None:
    assert check_atom(visitor.get("/canh-bao.atom").data, f"{HOST}/canh-bao.atom") == []


def test_a_title_with_signs_stands_in_every_feed(visitor: CheckedClient, app: Flask) -> None:
    change(app, "muong-la-1", title_vi="Đi, về; \\ <b>&", place="Nhà; văn, hóa\\ " + "ạ" * 60)
    for feed in FEEDS:
        assert slugs_of(visitor, feed)[0] == "muong-la-1"


def test_the_page_lists_every_file_and_search_engines_can_read_it(
    visitor: CheckedClient,
) -> None:
    page = visitor.page("/du-lieu")
    links = {a.get("href") for a in page.css("main .btns a")}
    assert links == {*FEEDS, *FILES, *FIGURES, "/canh-bao.atom"}
    assert "cần kiểm tra" in page.text("main .notice")
    data = json.loads(page.one("script[type='application/ld+json']").text)
    assert data["@type"] == "DataCatalog"
    urls = [d["contentUrl"] for one in data["dataset"] for d in one["distribution"]]
    assert {url.removeprefix(HOST) for url in urls} == links
    assert "to be checked" in visitor.page("/en/du-lieu").text("main .notice")


def test_the_page_makes_the_links_of_one_commune(visitor: CheckedClient) -> None:
    page = visitor.page("/du-lieu?xa=03808&thi-truong=JP")
    links = {a.get("href") for a in page.css("main .btns a")}
    assert "/hoi-nghi.ics?xa=03808&thi-truong=JP" in links
    assert "/don-hang.csv?thi-truong=JP" in links
    snippet = page.text("pre")
    assert f'src="{HOST}/nhung/hoi-nghi?xa=03808&thi-truong=JP"' in snippet
    assert "script" not in snippet


def test_only_the_frame_may_stand_on_another_site(visitor: CheckedClient) -> None:
    answer = visitor.get("/nhung/hoi-nghi?xa=03808")
    assert "frame-ancestors http: https:" in answer.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in answer.headers
    for address in ("/", "/hoi-nghi", "/du-lieu", "/can-bo/dang-nhap", "/nhung"):
        other = visitor.get(address)
        assert "frame-ancestors 'none'" in other.headers["Content-Security-Policy"]
        assert other.headers["X-Frame-Options"] == "DENY"


def test_the_frame_needs_no_script_and_no_cookie(visitor: CheckedClient) -> None:
    answer = visitor.get("/nhung/hoi-nghi?xa=03808")
    assert "Set-Cookie" not in answer.headers
    page = visitor.page("/nhung/hoi-nghi?xa=03808")
    assert not page.css("script, form, input, iframe")
    links = [a.get("href") for a in page.css("a")]
    assert links[0] == f"{HOST}/hoi-nghi/muong-la-1"
    assert f"{HOST}/hoi-nghi?xa=03808" in links
    assert "Hội nghị, xã Mường La" in page.text("h1")
    assert "chưa có hội nghị" in visitor.page("/nhung/hoi-nghi?xa=03679").text("main")
