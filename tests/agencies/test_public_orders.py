"""Job orders as everybody reads them."""

from __future__ import annotations

import json
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask

from jobfair.database import db
from jobfair.lib.clock import today
from jobfair.models import OrderState
from tests.agencies.helpers import order, revoke, set_state
from tests.checked_client import CheckedClient

ONE = "/don-hang/MAU-JP-01"


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_open_orders_are_listed_with_wage_fee_and_places(
    visitor: CheckedClient, prefix: str
) -> None:
    page = visitor.page(f"{prefix}/don-hang")
    assert page.status == 200
    assert page.css(f"ul.rows a[href='{prefix}{ONE}']")
    assert "10" in page.text("ul.rows .badge")


@pytest.mark.parametrize(
    "query",
    ["?q=che bien", "?q=CANH CHIM", "?q=mau-jp-01", "?thi-truong=JP", "?thi-truong=JP&q=nhat"],
)
def test_an_order_is_found_by_market_and_words_without_accents(
    visitor: CheckedClient, query: str
) -> None:
    assert visitor.page(f"/don-hang{query}").css(f"a[href='{ONE}']")


@pytest.mark.parametrize("query", ["?q=chua ai biet", "?thi-truong=TW&q=mau-jp-01"])
def test_nothing_found_says_what_to_do(visitor: CheckedClient, query: str) -> None:
    page = visitor.page(f"/don-hang{query}")
    assert page.status == 200
    assert page.css(".empty a[href='/goi-lai']")


def test_one_order_says_everything_and_leads_to_the_calculator(visitor: CheckedClient) -> None:
    page = visitor.page(ONE)
    text = page.text("main")
    for words in ("180.000 yen", "91,8 triệu", "Công ty mẫu Cánh Chim Núi", "36 tháng"):
        assert words.replace("yen", "yên") in text
    count = next(a.get("href") for a in page.css("main a") if "/chi-phi" in (a.get("href") or ""))
    asked = parse_qs(urlsplit(str(count)).query)
    assert (asked["programme"], asked["wage"]) == (["JP-TITP"], ["180000"])
    assert visitor.page(str(count)).one("[data-cap-vnd]").get("data-cap-vnd") == "91800000"


def test_a_machine_reads_the_posting(visitor: CheckedClient) -> None:
    data = json.loads(visitor.page(ONE).one("script[type='application/ld+json']").text)
    assert data["@type"] == "JobPosting"
    assert data["identifier"]["value"] == "MAU-JP-01"
    assert data["baseSalary"]["value"]["value"] == 180000
    assert data["validThrough"] > today().isoformat()


def test_a_closed_or_late_order_says_so_and_is_no_posting(
    app: Flask, visitor: CheckedClient
) -> None:
    with app.app_context():
        order().deadline = today() - timedelta(days=1)
        db.session.commit()
    app.extensions["jobfair_kept"].clear()
    page = visitor.page(ONE)
    assert "không còn nhận người" in page.text(".notice.danger")
    assert not page.css("script[type='application/ld+json']")


@pytest.mark.parametrize("state", [OrderState.DRAFT, OrderState.SUBMITTED, OrderState.CANCELLED])
def test_what_is_not_published_does_not_exist(
    app: Flask, visitor: CheckedClient, state: OrderState
) -> None:
    set_state(app, "MAU-JP-01", state)
    assert visitor.get(ONE).status_code == 404
    assert not visitor.page("/don-hang?q=mau").css(f"a[href='{ONE}']")


def test_orders_hide_with_the_licence(app: Flask, visitor: CheckedClient) -> None:
    revoke(app, 1)
    assert visitor.get(ONE).status_code == 404
    assert not visitor.page("/don-hang?q=mau").css(f"a[href='{ONE}']")


def test_no_such_order(visitor: CheckedClient) -> None:
    assert visitor.get("/don-hang/KHONG-CO").status_code == 404
