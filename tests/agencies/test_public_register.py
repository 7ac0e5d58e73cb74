"""The register as everybody reads it: list, page, file."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta

import pytest
from flask import Flask

from jobfair.database import db
from jobfair.lib.clock import today
from jobfair.models import (
    BodyContact,
    BodyKind,
    LicenceEvent,
    LicenceKind,
    OrderState,
    SendingBody,
)
from tests.agencies.helpers import body, body_id, set_state
from tests.checked_client import CheckedClient
from tests.conferences.helpers import counted_queries

ONE = "/doanh-nghiep/cong-ty-mau-canh-chim-nui"
TWO = "/doanh-nghiep/cong-ty-mau-suoi-xanh"


def suspend(app: Flask, number: int, market: str | None, kind: str = "suspended") -> None:
    """Behind the rules' back: a document of yesterday."""
    with app.app_context():
        db.session.add(
            LicenceEvent(
                body_id=body(number).id,
                kind=LicenceKind(kind),
                market_code=market,
                from_day=today() - timedelta(days=1),
                document_no="MAU-9/QD",
                document_on=today() - timedelta(days=2),
            )
        )
        db.session.commit()


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_list_names_every_body_with_its_state(visitor: CheckedClient, prefix: str) -> None:
    page = visitor.page(f"{prefix}/doanh-nghiep")
    assert page.status == 200
    assert len(page.css("ul.rows li")) == 2
    assert len(page.css(".badge.good")) == 2


@pytest.mark.parametrize("q", ["canh chim nui", "CÁNH CHIM", "nui canh", "001/MAU", "001/mau-gp"])
def test_a_body_is_found_without_accents(visitor: CheckedClient, q: str) -> None:
    page = visitor.page(f"/doanh-nghiep?q={q}")
    assert "Cánh Chim Núi" in page.text("ul.rows")
    assert "Suối Xanh" not in page.text("main")


def test_what_is_not_found_is_called_unknown(visitor: CheckedClient) -> None:
    page = visitor.page("/doanh-nghiep?q=chua ai biet")
    assert page.status == 200
    assert page.css(".empty a[href^='tel:']")


def test_a_name_with_signs_of_like_finds_nothing(visitor: CheckedClient) -> None:
    assert not visitor.page("/doanh-nghiep?q=%25_%25").css("ul.rows .badge.bad")


def test_the_page_shows_licence_introduction_orders_and_rules(visitor: CheckedClient) -> None:
    page = visitor.page(ONE)
    text = page.text("main")
    for words in ("001/MAU-GP", "GT 001/MAU-GP", "Chế biến thực phẩm, Nhật Bản", "Còn 10 chỗ"):
        assert words in text
    assert "91,8 triệu" in text  # the limit stands beside what is asked
    assert "Nộp tại trụ sở chính, sau khi ký hợp đồng." in text
    assert "Chi nhánh không được ký hợp đồng" in text
    assert page.css(".timeline li")
    assert page.css("p.source")


def test_the_page_tells_search_engines_who_it_is(visitor: CheckedClient) -> None:
    data = json.loads(visitor.page(ONE).one("script[type='application/ld+json']").text)
    assert data["@type"] == "Organization"
    assert data["identifier"]["value"] == "001/MAU-GP"


def test_contacts_are_shown_while_they_are_valid(app: Flask, visitor: CheckedClient) -> None:
    with app.app_context():
        for value, until in (("+84950000101", None), ("+84950000102", today() - timedelta(days=1))):
            shown = f"{value[3:6]} {value[6:]}"
            db.session.add(
                BodyContact(
                    body_id=body().id,
                    kind="phone",
                    value_shown=shown,
                    value_normalised=value,
                    from_day=today() - timedelta(days=9),
                    until_day=until,
                )
            )
        db.session.commit()
    page = visitor.page(ONE)
    assert [a.get("href") for a in page.css("main a[href^='tel:']")] == ["tel:+84950000101"]


def test_orders_of_a_body_without_a_licence_hide(app: Flask, visitor: CheckedClient) -> None:
    suspend(app, 1, None, "revoked")
    page = visitor.page(ONE)
    assert page.css(".notice.danger")
    assert "Chế biến thực phẩm" not in page.text("main")


def test_a_body_without_a_licence_is_shown_no_way_to_pay_it(
    app: Flask, visitor: CheckedClient
) -> None:
    suspend(app, 1, None, "revoked")
    assert "Nộp tiền thế nào cho an toàn" in visitor.page(TWO).text("main")
    shown = visitor.page(ONE)
    assert "Nộp tiền thế nào cho an toàn" not in shown.text("main")
    assert shown.css(".notice.danger a[href^='tel:']")


def test_orders_of_a_suspended_market_hide(app: Flask, visitor: CheckedClient) -> None:
    suspend(app, 1, "JP")
    page = visitor.page(ONE)
    assert page.css(".badge.mind")
    assert "Chế biến thực phẩm" not in page.text("main")
    suspend(app, 2, "JP")
    other = visitor.page("/doanh-nghiep/cong-ty-mau-suoi-xanh")
    assert "Chế biến thực phẩm" in other.text("main")  # its order is for Taiwan


@pytest.mark.parametrize("state", [OrderState.DRAFT, OrderState.SUBMITTED, OrderState.CANCELLED])
def test_what_is_not_published_is_not_shown(
    app: Flask, visitor: CheckedClient, state: OrderState
) -> None:
    set_state(app, "MAU-JP-01", state)
    assert "Chế biến thực phẩm" not in visitor.page(ONE).text("main")


def test_an_unknown_body_is_not_found(visitor: CheckedClient) -> None:
    assert visitor.get("/doanh-nghiep/khong-co").status_code == 404


def copies(app: Flask, how_many: int) -> None:
    """More bodies with a licence, behind the rules' back."""
    with app.app_context():
        for number in range(how_many):
            made = SendingBody(
                slug=f"mau-{number}",
                kind=BodyKind.ENTERPRISE,
                name=f"Công ty mẫu số {number}",
                folded=f"cong ty mau so {number:03}",
                licence_number=f"9{number:02}/MAU-GP",
            )
            made.licence_events = [
                LicenceEvent(
                    kind=LicenceKind.LICENSED,
                    from_day=today(),
                    document_no="MAU",
                    document_on=today(),
                )
            ]
            db.session.add(made)
        db.session.commit()


def test_the_list_asks_the_database_as_often_for_many_as_for_few(
    app: Flask, visitor: CheckedClient
) -> None:
    visitor.get("/doanh-nghiep")
    app.extensions["jobfair_page_cache"].clear()
    with counted_queries(app) as few:
        visitor.get("/doanh-nghiep")
    copies(app, 20)
    app.extensions["jobfair_page_cache"].clear()
    with counted_queries(app) as many:
        visitor.get("/doanh-nghiep")
    assert len(many) == len(few)


def test_a_long_register_comes_in_pages(app: Flask, visitor: CheckedClient) -> None:
    copies(app, 40)
    first = visitor.page("/doanh-nghiep")
    assert len(first.css("ul.rows li")) == 30
    second = visitor.page(first.one("nav.pager a[rel=next]").get("href"))
    assert len(second.css("ul.rows li")) == 12
    beyond = visitor.page("/doanh-nghiep?trang=99")
    assert len(beyond.css("ul.rows li")) == 12
    searched = visitor.page("/doanh-nghiep?q=mau so")
    assert "q=mau" in searched.one("nav.pager a[rel=next]").get("href")


def test_a_change_is_public_at_once(
    visitor: CheckedClient, leader: CheckedClient, app: Flask
) -> None:
    pages = (ONE, "/doanh-nghiep", "/doanh-nghiep.csv")
    before = [visitor.get(page).headers["ETag"] for page in pages]
    data = {
        "kind": "revoked",
        "document_no": "MAU-40/QD",
        "document_on": today().isoformat(),
        "from_day": today().isoformat(),
        "source": "Công văn mẫu",
    }
    there = f"/can-bo/doanh-nghiep/{body_id(app)}/giay-phep"
    assert leader.send(there, data).status_code == 303
    after = [visitor.get(page).headers["ETag"] for page in pages]
    assert not set(before) & set(after)
    assert "Giấy phép bị thu hồi" in visitor.get(ONE).text


def read_file(client: CheckedClient) -> list[dict[str, str]]:
    answer = client.get("/doanh-nghiep.csv")
    assert answer.content_type == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(answer.get_data(as_text=True))))


def test_the_file_has_the_agreed_columns(app: Flask, visitor: CheckedClient) -> None:
    suspend(app, 2, "JP")
    rows = {row["licence_number"]: row for row in read_file(visitor)}
    assert list(rows["001/MAU-GP"])[:6] == [
        "name",
        "short_name",
        "licence_number",
        "status",
        "markets",
        "website",
    ]
    assert rows["001/MAU-GP"]["status"] == "licensed"
    assert rows["001/MAU-GP"]["markets"] == "JP"
    assert rows["002/MAU-GP"]["status"] == "suspended"
    assert rows["002/MAU-GP"]["suspended_markets"] == "JP"


@pytest.mark.parametrize(
    ("kind", "status", "markets"),
    [("suspended", "suspended", "*"), ("revoked", "revoked", ""), ("returned", "returned", "")],
)
def test_the_file_names_states(
    app: Flask, visitor: CheckedClient, kind: str, status: str, markets: str
) -> None:
    suspend(app, 1, None, kind)
    row = next(r for r in read_file(visitor) if r["licence_number"] == "001/MAU-GP")
    assert (row["status"], row["suspended_markets"]) == (status, markets)


def test_no_cell_of_the_file_is_a_formula(app: Flask, visitor: CheckedClient) -> None:
    with app.app_context():
        found = body()
        found.name, found.short_name = '=HYPERLINK("http://x","y")', "@mẫu, có phẩy"
        db.session.commit()
    row = next(r for r in read_file(visitor) if r["licence_number"] == "001/MAU-GP")
    assert row["name"].startswith("'=")
    assert row["short_name"] == "'@mẫu, có phẩy"


def test_the_file_has_one_address(visitor: CheckedClient) -> None:
    assert visitor.get("/en/doanh-nghiep.csv").status_code == 404
