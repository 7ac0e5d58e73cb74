"""The calculator: the law's limit to the đồng, what stays, and no number out of nowhere."""

from __future__ import annotations

import csv
import re
from decimal import Decimal
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask import Flask

from jobfair.database import db
from jobfair.guide.costs import Costs, Typed
from jobfair.models import FeeRule, Programme, ProgrammeRule
from jobfair.money.caps import Limit
from tests.checked_client import CheckedClient, Page

CASES = list(
    csv.DictReader(
        (Path(__file__).parent.parent / "money" / "fee_cases.csv").read_text("utf-8").splitlines()
    )
)
JAPAN = {"programme": "JP-TITP", "months": "36", "wage": "180000", "currency": "JPY", "rate": "170"}


def ask(visitor: CheckedClient, prefix: str = "", **asked: str) -> Page:
    return visitor.page(f"{prefix}/chi-phi?{urlencode(asked)}")


def limit(page: Page) -> tuple[str | None, str | None]:
    found = page.one("[data-cap-vnd]")
    return found.get("data-cap-months"), found.get("data-cap-vnd")


def test_three_years_in_japan(visitor: CheckedClient) -> None:
    page = ask(visitor, **JAPAN)
    assert page.status == 200
    assert limit(page) == ("3", "91800000")
    assert "91,8 triệu" in page.text("#muc-tran")
    assert "Luật 69/2020/QH14" in page.text("#nguon-phi")


def test_the_worked_cases_agree_to_the_dong(app: Flask, visitor: CheckedClient) -> None:
    """All cases of the fee caps that the page can be asked: no extension, no foreign part."""
    with app.app_context():
        currencies = {p.code: p.currency or "VND" for p in db.session.query(Programme)}
    wrong, asked = [], 0
    for row in CASES:
        plain = row["extension_months"] == "0" and row["foreign_paid"] == "0"
        plain = plain and row["signed_on"] >= "2026"  # the page counts by the rules of today
        if not plain or not all(row[name] for name in ("months", "wage", "rate")):
            continue
        asked += 1
        values = {name: row[name] for name in ("programme", "months", "wage", "rate", "condition")}
        currency = currencies[row["programme"]]
        if currency == "VND":
            currency = "USD"  # a wage in đồng has the rate 1, whatever is typed
        page = ask(visitor, currency=currency, **values)
        if page.status == 422 and Decimal(row["wage"]) == 0:
            continue
        if limit(page)[1] != row["vnd"]:
            wrong.append(f"{row['case']}: {limit(page)[1]}, not {row['vnd']}")
    assert not wrong, "\n".join(wrong)
    assert asked >= 30


def test_what_is_asked_above_the_limit_is_said_to_the_dong(visitor: CheckedClient) -> None:
    page = ask(visitor, **JAPAN, asked="100000000")
    assert page.css("#muc-tran.danger")
    assert "vượt 8.200.000 đồng" in page.text("#muc-tran")
    below = ask(visitor, **JAPAN, asked="91.800.000")
    assert below.css("#muc-tran.good")


def test_what_stays_is_counted_from_what_was_typed(visitor: CheckedClient) -> None:
    page = ask(visitor, **JAPAN, asked="60.000.000", living="10.600.000")
    assert "Sau 36 tháng, bạn còn khoảng" in page.text("h1")
    assert "20.000.000 đồng" in page.text("#thang ~ table, section[aria-labelledby=thang]")
    without = ask(visitor, **JAPAN)
    assert "Nhập tiền chi mỗi tháng" in without.text("main")


def test_a_programme_without_a_known_limit_says_so_and_gives_no_number(
    app: Flask, visitor: CheckedClient
) -> None:
    with app.app_context():
        rules = db.session.query(ProgrammeRule).filter_by(programme_code="JP-TITP")
        rules.filter_by(kind="service_fee").update({"rule_id": "UNKNOWN"})
        db.session.commit()
    page = ask(visitor, **JAPAN)
    assert limit(page) == ("", "")
    assert "Ở đây chưa rõ mức trần" in page.text("#muc-tran")
    assert "Cộng, nhiều nhất" not in page.text("main")


def test_the_way_in_is_a_programme_and_then_its_form(visitor: CheckedClient) -> None:
    first = visitor.page("/chi-phi")
    assert first.status == 200
    assert first.css("select[name='programme'] optgroup option[value='JP-TITP']")
    form = ask(visitor, programme="JP-TITP")
    assert form.status == 200
    assert form.one("input[name='months']").get("value") == "36"
    assert form.one("select[name='currency'] option[selected]").get("value") == "JPY"
    assert not form.css(".error")
    assert visitor.page("/chi-phi?programme=NOBODY").css("select[name='programme']")


@pytest.mark.parametrize(
    ("name", "value"),
    [("wage", "nhiều"), ("wage", ""), ("months", "0"), ("months", "900"), ("rate", "x")],
)
def test_a_number_that_is_none_gets_a_sentence_and_stays(
    visitor: CheckedClient, name: str, value: str
) -> None:
    page = ask(visitor, **(JAPAN | {name: value}))
    assert page.status == 422
    assert page.one(f"input[name='{name}']").get("value", "") == value
    assert page.css(f"#{name}-error")
    assert not page.css("[data-cap-vnd]")


def test_a_condition_changes_the_limit(visitor: CheckedClient) -> None:
    factory = {"programme": "TW-MID", "months": "36", "wage": "30000", "rate": "800"}
    assert limit(ask(visitor, currency="TWD", condition="factory", **factory))[0] == "3"
    assert limit(ask(visitor, currency="TWD", condition="institution", **factory))[0] == "2"


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_every_amount_has_its_source_and_its_day(visitor: CheckedClient, prefix: str) -> None:
    page = ask(visitor, prefix, **JAPAN)
    sources = page.text("main")
    assert re.search(r"\d\d/\d\d/20\d\d", sources)
    assert page.css("main .source")


def test_repaying_rounds_up_and_never_divides_by_nothing() -> None:
    def costs(living: int | None) -> Costs:
        return Costs(
            months=12,
            wage=10,
            fee=Limit(25, None),
            deposit=Limit(None, None),
            fund=Limit(None, None),
            typed=Typed(asked=None, living=living),
        )

    assert costs(0).months_to_repay == 3
    assert costs(5).months_to_repay == 5
    assert costs(10).months_to_repay is None
    assert costs(11).months_to_repay is None
    assert costs(None).months_to_repay is None
    assert costs(0).left_in_all == 95


def test_with_nothing_typed_it_counts_the_low_end_of_the_income(visitor: CheckedClient) -> None:
    page = ask(visitor, programme="JP-TITP")
    assert limit(page) == ("3", "72000000")
    assert "24.000.000 đồng" in page.text("section[aria-labelledby=thang]")
    assert "mức thu nhập thấp" in page.text("main .lead")
    assert "IM Japan" in page.text("#nguon-luong")
    without = ask(visitor, programme="AU-AGRI")  # nobody knows how long its contracts are
    assert not without.css("[data-cap-vnd]")
    assert without.css("input[name='wage']")


def test_every_number_opens_its_source(visitor: CheckedClient) -> None:
    for page in (ask(visitor, programme="TW-FACTORY"), ask(visitor, **JAPAN)):
        links = [a.get("href") for a in page.css("main table a[href^='#'], #muc-tran a[href^='#']")]
        assert {"#nguon-phi", "#nguon-ky-quy", "#nguon-quy"} <= set(links)
        for link in links:
            assert re.search(r"\d\d/\d\d/20\d\d", page.text(link)), link


def test_a_sum_with_an_unknown_part_says_so(visitor: CheckedClient) -> None:
    poland = {"programme": "PL", "months": "36", "wage": "900", "currency": "USD", "rate": "25000"}
    page = ask(visitor, living="8.000.000", **poland)  # the deposit is one ticket, no sum
    assert "Ít nhất" in page.text("main .lead")
    assert "Cộng, nhiều nhất" not in page.text("main")
    assert "còn khoản chưa rõ" in page.text("section[aria-labelledby=truoc]")


def test_an_unknown_fund_makes_what_is_kept_the_most(app: Flask, visitor: CheckedClient) -> None:
    with app.app_context():
        db.session.query(FeeRule).filter_by(kind="fund_contribution").delete()
        db.session.commit()
    page = ask(visitor, **JAPAN, living="10.600.000")
    assert "nhiều nhất" in page.text("h1")


def test_what_is_taken_off_is_named_where_it_is_known(visitor: CheckedClient) -> None:
    taiwan = ask(visitor, programme="TW-FACTORY").text("section[aria-labelledby=thang]")
    assert "2.500 Đài tệ" in taiwan
    assert "Thuế, bảo hiểm" in taiwan
    assert "Chưa rõ" in taiwan
