"""Job orders: entered, checked against the caps, submitted, approved, ended."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask

from jobfair.database import db
from jobfair.lib.clock import today
from jobfair.models import (
    JobOrder,
    LicenceEvent,
    LicenceKind,
    OrderState,
    Placement,
    PublicVersion,
)
from tests.agencies.helpers import acts, body, body_id, order, order_form, order_id, set_state
from tests.agencies.test_licence_documents import placed
from tests.checked_client import CheckedClient

pytestmark = pytest.mark.both

NEW = "/can-bo/don-hang/moi"
LIST = "/can-bo/don-hang"


def enter(client: CheckedClient, programme: str = "JP-TITP", **changes: Any) -> Any:
    return client.send(f"{NEW}?chuong-trinh={programme}", order_form(**changes))


def press(client: CheckedClient, address: str, ending: str) -> Any:
    """Press the button of the page whose form goes to <address>/<ending>."""
    form = client.page(address).one(f"form[action$='/{ending}']")
    data = {k: v for k, v in dict(form.fields).items() if v is not None}
    return client.post(form.get("action"), data=data)


def state_of(app: Flask, code: str) -> OrderState:
    with app.app_context():
        return order(code).state


def revoke(app: Flask, number: int) -> None:
    with app.app_context():
        db.session.add(
            LicenceEvent(
                body_id=body(number).id,
                kind=LicenceKind.REVOKED,
                from_day=today(),
                document_no="MAU-31",
                document_on=today(),
            )
        )
        db.session.commit()


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
        ({"currency": "XXX"}, "trong danh sách"),
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


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"approved_quantity": "11"}, "Từ 1 đến 10"),
        ({"approved_quantity": "0"}, "Từ 1 đến 10"),
        ({"approved_quantity": ""}, "Cần điền"),
        ({"approval_no": ""}, "Cần điền"),
        ({"approval_on": (today() + timedelta(days=2)).isoformat()}, "không thể sau hôm nay"),
    ],
)
def test_the_approval_is_checked(
    app: Flask, leader: CheckedClient, changes: dict[str, str], words: str
) -> None:
    there = f"{LIST}/{set_state(app, 'MAU-JP-01', OrderState.SUBMITTED)}/duyet"
    data = {"approval_no": "PTL-1", "approval_on": today().isoformat(), "approved_quantity": "9"}
    answer = leader.send(there, data | changes)
    assert answer.status_code == 422
    assert words in answer.text
    assert state_of(app, "MAU-JP-01") is OrderState.SUBMITTED


def test_fewer_than_were_selected_cannot_be_approved(app: Flask, leader: CheckedClient) -> None:
    there = f"{LIST}/{set_state(app, 'MAU-JP-01', OrderState.SUBMITTED)}/duyet"
    with app.app_context():
        for _number in range(2):
            made: Placement = placed(1)
            made.order_id, made.selected_on = order().id, today()
        gone = placed(1)
        gone.order_id, gone.selected_on, gone.closed_on = order().id, today(), today()
        db.session.commit()
    data = {"approval_no": "PTL-1", "approval_on": today().isoformat()}
    assert leader.send(there, data | {"approved_quantity": "1"}).status_code == 422
    assert leader.send(there, data | {"approved_quantity": "2"}).status_code == 303
    page = leader.page(f"{LIST}/{order_id(app)}")
    assert "Còn 0 chỗ" in page.text("main")


def test_a_body_without_licence_cannot_submit_nor_be_approved(
    app: Flask, agency_one: CheckedClient, leader: CheckedClient
) -> None:
    there = f"{LIST}/{set_state(app, 'MAU-JP-01', OrderState.DRAFT)}"
    revoke(app, 1)
    answer = press(agency_one, there, "trinh")
    assert answer.status_code == 422
    assert "không được đưa người đi" in answer.text
    set_state(app, "MAU-JP-01", OrderState.SUBMITTED)
    data = {"approval_no": "PTL-1", "approval_on": today().isoformat(), "approved_quantity": "9"}
    assert leader.send(f"{there}/duyet", data).status_code == 422
    assert leader.page(there).css(".notice.danger")


def test_the_leader_hands_back_saying_why(
    app: Flask, agency_one: CheckedClient, leader: CheckedClient, visitor: CheckedClient
) -> None:
    there = f"{LIST}/{order_id(app)}"
    assert leader.send(f"{there}/tra-lai", {"reason": ""}).status_code == 422
    answer = leader.send(f"{there}/tra-lai", {"reason": "Thiếu số đăng ký hợp đồng."})
    assert answer.status_code == 303
    assert state_of(app, "MAU-JP-01") is OrderState.DRAFT
    assert "Thiếu số đăng ký hợp đồng." in agency_one.page(there).text(".timeline")
    shown = visitor.page("/doanh-nghiep/cong-ty-mau-canh-chim-nui").text("main")
    assert "Chế biến thực phẩm" not in shown
    assert agency_one.get(f"{there}/tra-lai").status_code == 403


def test_cancelled_is_final(app: Flask, agency_one: CheckedClient) -> None:
    there = f"{LIST}/{order_id(app)}"
    reason = {"reason": "Phía nước ngoài dừng."}
    form = agency_one.page(f"{there}/huy").form()
    assert agency_one.post(f"{there}/huy", data=form | reason).status_code == 303
    assert state_of(app, "MAU-JP-01") is OrderState.CANCELLED
    assert agency_one.post(f"{there}/huy", data=form | reason).status_code == 409
    assert agency_one.post(f"{there}/dong", data=form).status_code == 409
    with app.app_context():
        assert db.session.query(JobOrder).count() == 2  # nothing is ever deleted


def test_the_list_answers_a_fragment_to_htmx(counsellor: CheckedClient) -> None:
    address = f"{LIST}?q=suoi&tinh-trang=open"
    whole = counsellor.get(address)
    part = counsellor.get(address, headers={"HX-Request": "true"})
    assert "<html" in whole.text
    assert part.text.lstrip().startswith('<div id="orders">')
    for text in (whole.text, part.text):
        assert "MAU-TW-01" in text
        assert "MAU-JP-01" not in text
