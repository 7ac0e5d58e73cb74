"""The leader approves, hands back; orders end and are never deleted."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from jobfair.database import db
from jobfair.lib.clock import today
from jobfair.models import JobOrder, OrderState, Placement
from tests.agencies.helpers import LIST, order, order_id, press, revoke, set_state, state_of
from tests.agencies.test_licence_documents import placed
from tests.checked_client import CheckedClient

pytestmark = pytest.mark.both


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
