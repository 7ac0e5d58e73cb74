"""The register narrowed: by state, by market, by who is introduced, and page by page."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from jobfair.database import db
from jobfair.lib.clock import today
from jobfair.models import BodyKind, Introduction, LicenceEvent, LicenceKind, SendingBody
from tests.agencies.helpers import body, revoke
from tests.checked_client import CheckedClient

LIST = "/doanh-nghiep"
ONE, TWO = "Công ty mẫu Cánh Chim Núi", "Công ty mẫu Suối Xanh"


def names(client: CheckedClient, query: str) -> list[str]:
    app = client.application
    app.extensions["jobfair_page_cache"].clear()
    return [e.text_content() for e in client.page(f"{LIST}?{query}").css("ul.rows b")]


def suspend(number: int, market: str | None) -> None:
    db.session.add(
        LicenceEvent(
            body_id=body(number).id,
            kind=LicenceKind.SUSPENDED,
            market_code=market,
            from_day=today(),
            document_no="MAU-41",
            document_on=today(),
        )
    )
    db.session.commit()


def test_state_and_market_narrow_the_list(app: Flask, visitor: CheckedClient) -> None:
    assert names(visitor, "tinh-trang=con-hieu-luc") == [ONE, TWO]
    assert names(visitor, "thi-truong=JP") == [ONE]
    assert names(visitor, "thi-truong=TW&q=suoi") == [TWO]
    with app.app_context():
        suspend(1, "TW")
    assert names(visitor, "tinh-trang=dinh-chi") == [ONE]
    assert names(visitor, "tinh-trang=con-hieu-luc") == [ONE, TWO]
    revoke(app, 2)
    assert names(visitor, "tinh-trang=khong-con") == [TWO]
    assert names(visitor, "tinh-trang=con-hieu-luc&thi-truong=TW") == []
    assert names(visitor, "tinh-trang=la-gi&thi-truong=XX") == [ONE, TWO]


def test_introduced_by_the_province_alone(app: Flask, visitor: CheckedClient) -> None:
    with app.app_context():
        for made in db.session.query(Introduction).filter_by(body_id=body(2).id):
            made.until_day = today() - timedelta(days=1)
        db.session.commit()
    assert names(visitor, "gioi-thieu=1") == [ONE]
    assert visitor.page(f"{LIST}?gioi-thieu=1").css("input[name=gioi-thieu][checked]")


@pytest.mark.parametrize("query", ["", "&tinh-trang=con-hieu-luc"])
def test_five_hundred_stand_on_pages_that_keep_the_question(
    app: Flask, visitor: CheckedClient, query: str
) -> None:
    with app.app_context():
        for n in range(500):
            made = SendingBody(
                slug=f"mau-so-{n}",
                kind=BodyKind.ENTERPRISE,
                name=f"Công ty mẫu số {n:03}",
                folded=f"cong ty mau so {n:03}",
                licence_number=f"{n}/SO-MAU",
            )
            made.licence_events = [
                LicenceEvent(
                    kind=LicenceKind.LICENSED,
                    from_day=today(),
                    document_no=f"{n}",
                    document_on=today(),
                )
            ]
            db.session.add(made)
        db.session.commit()
    first = visitor.page(f"{LIST}?q=mau{query}")
    assert "502 doanh nghiệp" in first.text("main") or "502" in first.text("main")
    assert len(first.css("ul.rows > li")) == 30
    following = first.css(".pager a")[-1].get("href")
    assert "trang=2" in following
    assert "q=mau" in following
    last = visitor.page(f"{LIST}?q=mau{query}&trang=17")
    assert len(last.css("ul.rows > li")) == 502 - 16 * 30
