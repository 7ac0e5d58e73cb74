"""Whom an order suits: entered by the agency, said on its page, searched by everybody."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from jobfair.database import db
from jobfair.lib.clock import today
from jobfair.models import JobOrder, OrderState
from jobfair.public_version import raise_version
from tests.agencies.helpers import LIST, enter, order, order_id, press
from tests.checked_client import CheckedClient

ONE = "/don-hang/MAU-JP-01"
TERMS: dict[str, Any] = {
    "occupation": "food",
    "age_from": "18",
    "age_to": "35",
    "schooling": "lower",
    "language_level": "basic",
    "language_note": "JLPT N5",
    "physical": "Đứng lâu được",
    "hours": "8 giờ một ngày",
    "overtime": "20 giờ một tháng",
    "insurance": "Bảo hiểm y tế",
    "lodging": "Ký túc xá",
    "interview_form": "online",
    "departs_on": (today() + timedelta(days=90)).isoformat(),
    "registration_on": today().isoformat(),
}


def _say(app: Flask, code: str = "MAU-JP-01", **terms: Any) -> None:
    """Write terms into an order behind the form's back."""
    with app.app_context():
        found = order(code)
        for name, value in terms.items():
            setattr(found, name, value)
        raise_version("orders")
        db.session.commit()


@pytest.mark.both
def test_what_the_agency_enters_stands_at_the_order(app: Flask, agency_one: CheckedClient) -> None:
    answer = enter(agency_one, **TERMS)
    assert answer.status_code == 303
    with app.app_context():
        made = order("MAU-JP-77")
        assert (made.age_from, made.age_to, made.schooling) == (18, 35, "lower")
        assert made.registration_on == today()
    text = agency_one.page(answer.headers["Location"]).text("main")
    for words in ("18 đến 35 tuổi", "Trung học cơ sở", "JLPT N5", "Gọi hình qua mạng"):
        assert words in text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"age_from": "17"}, "Từ 18 đến 65"),
        ({"age_from": "40"}, "nhỏ hơn tuổi thấp nhất"),
        ({"sex": "F"}, "Ghi quy định"),
        ({"schooling": "doctor"}, "trong danh sách"),
        ({"departs_on": today().isoformat()}, "sau hạn nhận hồ sơ"),
        ({"registration_on": (today() + timedelta(days=2)).isoformat()}, "không thể sau hôm nay"),
        ({"physical": "x" * 301}, "Nhiều nhất 300"),
    ],
)
def test_terms_that_cannot_be_are_a_sentence(
    agency_one: CheckedClient, changes: dict[str, str], words: str
) -> None:
    answer = enter(agency_one, **(TERMS | changes))
    assert answer.status_code == 422
    assert words in answer.text


def test_a_sex_is_stated_with_the_rule_that_lets_it(app: Flask, agency_one: CheckedClient) -> None:
    assert enter(agency_one, sex="F", sex_ground="Giấy phép mẫu 12").status_code == 303
    assert enter(agency_one, code="MAU-JP-78", sex_ground="Giấy phép mẫu 12").status_code == 303
    with app.app_context():
        assert (order("MAU-JP-77").sex, order("MAU-JP-78").sex_ground) == ("F", "")


def test_the_page_says_what_the_order_does_not(app: Flask, visitor: CheckedClient) -> None:
    assert "Đơn hàng không nêu" in visitor.page(ONE).text("main")
    _say(app, requirements="18 đến 40 tuổi")
    page = visitor.page(ONE)
    assert "Xem mục yêu cầu" in page.text("main")
    assert "Đơn hàng không nêu" not in page.text("main")


def test_a_machine_reads_the_terms(app: Flask, visitor: CheckedClient) -> None:
    _say(app, schooling="upper", language_note="JLPT N4", hours="8 giờ", occupation="food")
    data = json.loads(visitor.page(ONE).one("script[type='application/ld+json']").text)
    assert data["educationRequirements"]["credentialCategory"] == "high school"
    assert (data["qualifications"], data["workHours"]) == ("JLPT N4", "8 giờ")
    assert data["occupationalCategory"] == "Chế biến thực phẩm"
    assert "physicalRequirement" not in data  # the order does not say


SUITS = {"occupation": "food", "age_from": 20, "age_to": 35, "schooling": "lower"}
SUITS |= {"language_level": "basic"}  # the wage comes to 30,6 million đồng


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("nghe=food", True),
        ("nghe=care", False),
        ("nghe=khong-neu", False),
        ("tuoi=20", True),
        ("tuoi=35", True),
        ("tuoi=19", False),
        ("tuoi=36", False),
        ("tuoi=khong-neu", False),
        ("hoc-van=lower", True),
        ("hoc-van=university", True),
        ("hoc-van=primary", False),
        ("ngoai-ngu=work", True),
        ("ngoai-ngu=none", False),
        ("luong=30", True),
        ("luong=40", False),
        ("thi-truong=JP&nghe=food&tuoi=30&hoc-van=upper&ngoai-ngu=basic&luong=20", True),
        ("tuoi=abc&hoc-van=%00&luong=-1&nghe=zzz", True),  # what nobody offers asks for nothing
    ],
)
def test_an_order_is_found_by_what_somebody_can(
    app: Flask, visitor: CheckedClient, query: str, found: bool
) -> None:
    _say(app, **SUITS)
    assert bool(visitor.page(f"/don-hang?{query}").css(f"a[href='{ONE}']")) is found


@pytest.mark.parametrize("part", ["nghe", "tuoi", "hoc-van", "ngoai-ngu"])
def test_what_an_order_does_not_say_is_found_apart(visitor: CheckedClient, part: str) -> None:
    value = {"nghe": "food", "tuoi": "30", "hoc-van": "upper", "ngoai-ngu": "work"}[part]
    page = visitor.page(f"/don-hang?{part}={value}")
    assert not page.css(f"a[href='{ONE}']")
    there = page.one("main a.more[href*='khong-neu']").get("href")
    assert visitor.page(str(there)).css(f"a[href='{ONE}']")


def test_an_age_bound_on_one_side_holds_on_that_side(app: Flask, visitor: CheckedClient) -> None:
    _say(app, age_to=40)
    assert visitor.page("/don-hang?tuoi=18").css(f"a[href='{ONE}']")
    assert not visitor.page("/don-hang?tuoi=41").css(f"a[href='{ONE}']")


def test_a_filter_that_is_on_can_be_taken_away(app: Flask, visitor: CheckedClient) -> None:
    page = visitor.page("/don-hang?tuoi=30&hoc-van=upper")
    chips = [a.get("href") for a in page.css("nav .chip")]
    assert chips == ["/don-hang?hoc-van=upper", "/don-hang?tuoi=30", "/don-hang"]
    assert page.css("details[open]")


def test_many_orders_of_one_deadline_are_paged_without_gap(
    app: Flask, visitor: CheckedClient
) -> None:
    with app.app_context():
        first = order()
        kept = {c.name: getattr(first, c.name) for c in JobOrder.__table__.columns}
        for number in range(45):
            made = kept | {"id": f"o{number}", "code": f"MAU-Q-{number:02}", "occupation": "farm"}
            db.session.execute(JobOrder.__table__.insert(), made)
        db.session.commit()
    seen: list[str] = []
    for number in (1, 2, 3):
        page = visitor.page(f"/don-hang?nghe=farm&trang={number}")
        seen += [str(a.get("href")) for a in page.css("ul.rows a")]
    assert seen == [f"/don-hang/MAU-Q-{number:02}" for number in range(45)]


def test_an_order_that_closes_leaves_the_search_at_once(
    app: Flask, visitor: CheckedClient, leader: CheckedClient
) -> None:
    _say(app, occupation="sea")
    assert visitor.page("/don-hang?nghe=sea").css(f"a[href='{ONE}']")
    assert press(leader, f"{LIST}/{order_id(app)}", "dong").status_code == 303
    assert not visitor.page("/don-hang?nghe=sea").css(f"a[href='{ONE}']")
    with app.app_context():
        assert order().state is OrderState.CLOSED
