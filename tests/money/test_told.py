"""What the timeline tells of money, and to whom."""

from __future__ import annotations

from decimal import Decimal

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from jobfair.cases.sight import sight_of
from jobfair.cases.stages import stage_names
from jobfair.cases.timeline import history
from jobfair.lib.clock import today
from jobfair.lib.codes import new_form_key
from jobfair.models import CaseFile, Stage
from jobfair.money import support
from jobfair.money.log import PaymentData, add_payment
from tests.cases import journey

pytestmark = pytest.mark.both


def _told(app: Flask, case: CaseFile, username: str) -> str:
    with app.test_request_context():
        sight = sight_of(journey.actor(username), case)
        found = history(case, sight, stage_names("vi"), everything=True)
        return "\n".join(entry["text"] for entry in found.entries)


def test_a_payment_is_told_with_sum_and_receipt(app: Flask, session: Session) -> None:
    case = journey.bring(journey.new_case(), Stage.TRAINING)
    paid = PaymentData("service_fee", Decimal(5_000_000), today(), "Trụ sở", receipt="BL 5")
    add_payment(case, paid, by=journey.actor("counsellor"), act_key=new_form_key())
    line = "Đã trả tiền dịch vụ: 5.000.000 đồng, Trụ sở, biên lai BL 5"
    assert line in _told(app, case, "counsellor")
    assert line in _told(app, case, "agency.one")


def test_a_sending_body_hears_of_no_promise_and_no_support(app: Flask, session: Session) -> None:
    case = journey.bring(journey.new_case(), Stage.TRAINING)
    data = support.SupportData("language_training_max", today(), 1_000_000)
    support.plan(case, data, by=journey.actor("counsellor"), act_key=new_form_key())
    inside, outside = _told(app, case, "counsellor"), _told(app, case, "agency.one")
    assert "Dự kiến hỗ trợ: Học ngoại ngữ, 1.000.000 đồng" in inside
    assert "Được hứa: 180.000 JPY một tháng" in inside
    assert "1.000.000" not in outside
    assert "Được hứa" not in outside


def test_steps_say_body_order_and_contract(app: Flask, session: Session) -> None:
    case = journey.bring(journey.new_case(), Stage.DEPARTED)
    told = _told(app, case, "counsellor")
    assert "Đã giới thiệu doanh nghiệp. Công ty mẫu Cánh Chim Núi, MAU-JP-01" in told
    assert "Đã ký hợp đồng đưa đi. 36 tháng, 180.000 JPY một tháng" in told
    assert "Đã xuất cảnh. Nhật Bản, bay ngày" in told
