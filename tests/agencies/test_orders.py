"""Job orders: entered and checked against the caps, each body's own."""

from __future__ import annotations

from decimal import Decimal

import pytest
from flask import Flask

from jobfair.database import db
from jobfair.lib.clock import today
from jobfair.models import (
    OrderState,
    PublicVersion,
)
from tests.agencies.helpers import (
    LIST,
    NEW,
    acts,
    body,
    body_id,
    enter,
    order,
    order_id,
    press,
    set_state,
    state_of,
)
from tests.checked_client import CheckedClient

pytestmark = pytest.mark.both


def test_an_order_goes_its_way(
    app: Flask, agency_one: CheckedClient, leader: CheckedClient, visitor: CheckedClient
) -> None:
    answer = enter(agency_one)
    assert answer.status_code == 303
    there = answer.headers["Location"]
    with app.app_context():
        made = order("MAU-JP-77")
        assert made.body_id == body(1).id
        assert (made.wage, made.service_fee) == (Decimal(180000), 60_000_000)
        found, version = made.id, db.session.get_one(PublicVersion, "orders").n
    assert press(agency_one, there, "trinh").status_code == 303
    approval = {
        "approval_no": "PTL-77",
        "approval_on": today().isoformat(),
        "approved_quantity": "10",
    }
    assert leader.send(f"{there}/duyet", approval).status_code == 303
    with app.app_context():
        made = order("MAU-JP-77")
        assert (made.state, made.approved_quantity) == (OrderState.OPEN, 10)
        assert made.published_at == today()
        assert db.session.get_one(PublicVersion, "orders").n > version
    assert "Cơ khí" in visitor.page("/doanh-nghiep/cong-ty-mau-canh-chim-nui").text("main")
    assert press(agency_one, there, "dong").status_code == 303
    assert state_of(app, "MAU-JP-77") is OrderState.CLOSED
    assert acts(app, found) == [
        "job_order.create",
        "job_order.submitted",
        "job_order.open",
        "job_order.closed",
    ]


def test_a_fee_over_its_cap_is_refused_with_rule_and_number(agency_one: CheckedClient) -> None:
    assert enter(agency_one, service_fee="91.800.000").status_code == 303
    over = enter(agency_one, code="MAU-JP-78", service_fee="91.800.001")
    assert over.status_code == 422
    for words in ("91.800.000 đồng", "91.800.001 đồng", "Luật 69/2020/QH14, Điều 23(4)"):
        assert words in over.text
    assert 'value="91.800.001"' in over.text  # nothing typed is lost


@pytest.mark.parametrize(
    ("programme", "changes", "status", "words"),
    [
        ("JP-SSW", {"fee_condition": "ex_titp", "service_fee": "1"}, 422, "Nhiều nhất 0 đồng"),
        ("JP-SSW", {"fee_condition": "ex_titp", "service_fee": "0"}, 303, ""),
        ("JP-SSW", {"fee_condition": "", "service_fee": "91800000"}, 303, ""),
        ("TW-CARE-HOME", {"service_fee": "30.600.000"}, 303, ""),
        ("TW-CARE-HOME", {"service_fee": "30.600.001"}, 422, "30.600.000 đồng"),
        ("TW-MID", {"fee_condition": "", "service_fee": "30.600.001"}, 422, "30.600.000 đồng"),
        ("TW-MID", {"fee_condition": "factory", "service_fee": "91.800.000"}, 303, ""),
        ("TW-FACTORY", {"deposit": "12.000.000"}, 303, ""),
        ("TW-FACTORY", {"deposit": "12.000.001"}, 422, "Nghị định 112/2021/NĐ-CP"),
        ("JP-TITP", {"deposit": "1"}, 422, "Nhiều nhất 0 đồng"),
        ("RO", {"deposit": "20.000.000"}, 303, ""),  # a ticket: compared by hand
    ],
)
def test_caps_of_the_programme_bind_the_order(
    counsellor: CheckedClient,
    app: Flask,
    programme: str,
    changes: dict[str, str],
    status: int,
    words: str,
) -> None:
    answer = enter(counsellor, programme, body_id=body_id(app, 2), **changes)
    assert answer.status_code == status
    assert words in answer.text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"code": "MAU-JP-01"}, "đã có"),
        ({"code": "mau-jp-01"}, "đã có"),
        ({"code": "có dấu"}, "Chỉ dùng chữ"),
        ({"code": ""}, "Cần điền"),
        ({"quantity": "0"}, "Từ 1"),
        ({"quantity": "nhiều"}, "chữ số"),
        ({"wage": "hai trăm"}, "chữ số"),
        ({"rate": "0"}, "Lương đổi ra"),
        ({"rate": "170.000"}, "Từ 0 đến 100000"),
        ({"wage": "180"}, "30.600 đồng"),
        ({"contract_months": "121"}, "Từ 1 đến 120"),
        ({"deadline": "2020-01-01"}, "quá hạn"),
        ({"deadline": "mai"}, "ngày/tháng/năm"),
        ({"interview_on": "2020-01-01"}, "đã qua"),
        ({"service_fee": "-5"}, "chữ số"),
        ({"title_vi": "x" * 161}, "Nhiều nhất 160"),
        ({"currency": "ABC"}, "trong danh sách"),
    ],
)
def test_bad_input_is_a_sentence(
    agency_one: CheckedClient, changes: dict[str, str], words: str
) -> None:
    answer = enter(agency_one, **changes)
    assert answer.status_code == 422
    assert words in answer.text


def test_the_programme_is_asked_first(agency_one: CheckedClient) -> None:
    page = agency_one.page(NEW)
    assert page.css("select[name='chuong-trinh'] optgroup")
    assert agency_one.page(f"{NEW}?chuong-trinh=XX").css("select[name='chuong-trinh']")
    conditions = agency_one.page(f"{NEW}?chuong-trinh=JP-SSW").css("#fee_condition option")
    assert [option.get("value") for option in conditions] == ["", "ex_titp"]
    assert not agency_one.page(f"{NEW}?chuong-trinh=TW-FACTORY").css("#fee_condition")
    assert not agency_one.page(f"{NEW}?chuong-trinh=TW-FACTORY").css("#body_id")


def test_a_body_sees_only_its_own_orders(
    app: Flask, agency_one: CheckedClient, agency_two: CheckedClient
) -> None:
    there = f"{LIST}/{order_id(app)}"
    assert agency_one.get(there).status_code == 200
    for ending in ("", "/sua", "/huy"):
        other = agency_two.get(there + ending)
        absent = agency_two.get(f"{LIST}/khongcogi{ending}")
        assert other.status_code == absent.status_code == 404
        assert other.data == absent.data
    for ending in ("/trinh", "/dong"):
        other, absent = agency_two.post(there + ending), agency_two.post(f"{LIST}/khongco{ending}")
        assert (other.status_code, other.data) == (absent.status_code, absent.data)
    page = agency_two.page(LIST)
    assert "MAU-TW-01" in page.text("main")
    assert "MAU-JP-01" not in page.text("main")
    assert "MAU-JP-01" not in agency_two.page(f"{LIST}?q=canh chim").text("main")


def test_an_agency_cannot_enter_for_another(app: Flask, agency_two: CheckedClient) -> None:
    assert enter(agency_two, body_id=body_id(app, 1)).status_code == 303
    with app.app_context():
        assert order("MAU-JP-77").body_id == body(2).id


def test_officers_see_what_was_published(
    app: Flask, officer_muongla: CheckedClient, bank: CheckedClient
) -> None:
    there = f"{LIST}/{set_state(app, 'MAU-JP-01', OrderState.DRAFT)}"
    for client in (officer_muongla, bank):
        assert client.get(there).status_code == 404
        assert client.get(f"{LIST}/{order_id(app, 'MAU-TW-01')}").status_code == 200
        assert client.get(NEW).status_code == 403


def test_the_second_editor_is_told_and_loses_nothing(
    app: Flask, agency_one: CheckedClient, counsellor: CheckedClient
) -> None:
    there = f"{LIST}/{set_state(app, 'MAU-JP-01', OrderState.DRAFT)}/sua"
    opened = agency_one.page(there).form()
    assert counsellor.send(there, {"employer": "Xí nghiệp khác"}).status_code == 303
    late = agency_one.post(there, data=opened | {"title_vi": "Tên gõ sau"})
    assert late.status_code == 409
    for words in ("Trần Thu Hương", "Xí nghiệp khác", "Tên gõ sau"):
        assert words in late.text
    with app.app_context():
        assert order().title_vi == "Chế biến thực phẩm"


def test_only_a_draft_is_changed(app: Flask, agency_one: CheckedClient) -> None:
    answer = agency_one.send(f"{LIST}/{order_id(app)}/sua", {"title_vi": "Khác"})
    assert answer.status_code == 409
    with app.app_context():
        assert order().title_vi == "Chế biến thực phẩm"


def test_the_list_answers_a_fragment_to_htmx(counsellor: CheckedClient) -> None:
    address = f"{LIST}?q=suoi&tinh-trang=open"
    whole = counsellor.get(address)
    part = counsellor.get(address, headers={"HX-Request": "true"})
    assert "<html" in whole.text
    assert part.text.lstrip().startswith('<div id="orders">')
    for text in (whole.text, part.text):
        assert "MAU-TW-01" in text
        assert "MAU-JP-01" not in text
