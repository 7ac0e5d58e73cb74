"""The same thing entered twice: one row, or a sentence; never a broken page."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from jobfair.cases import identity, notes
from jobfair.cases.identity import IdentityData
from jobfair.database import db
from jobfair.lib.clock import today
from jobfair.lib.codes import new_form_key
from jobfair.lib.phones import parse_phone
from jobfair.models import (
    Conference,
    ConferenceGuest,
    JobOrder,
    Payment,
    PersonFlag,
    Stage,
)
from jobfair.money import log
from jobfair.money.log import PaymentData
from tests.agencies.helpers import order_form
from tests.cases import journey
from tests.checked_client import CheckedClient, Page
from tests.conferences.helpers import values_of

pytestmark = pytest.mark.both
ADMIN = "/can-bo/quan-tri"


def test_one_number_twice_is_one_phone(session: Session) -> None:
    case, by = journey.new_case(), journey.actor("officer.muongla")
    for owner in ("self", "relative"):
        number = parse_phone("0950000941")
        notes.add_phone(case, number, owner, "", by=by, act_key=new_form_key())
    session.flush()
    held = [(row.owner, row.position) for row in case.person.phones if row.tail == "941"]
    assert len(held) == 1
    assert held[0][0] == "relative"


def test_one_household_twice_is_one_flag(session: Session) -> None:
    case, by = journey.new_case(), journey.actor("officer.muongla")
    for certificate in ("SO 1", "SO 2"):
        data = IdentityData(household="poor", certificate=certificate, year=2026)
        identity.save_identity(case, data, by=by, act_key=new_form_key())
    flags = session.query(PersonFlag).filter_by(person_id=case.person_id).all()
    assert [(flag.flag, flag.certificate) for flag in flags] == [("household", "SO 2")]


def test_one_payment_sent_twice_is_one(session: Session) -> None:
    case = journey.put(journey.new_case(), Stage.INTRODUCED)
    key, data = new_form_key(), PaymentData("service_fee", 1_000_000, today(), "Công ty mẫu")
    for _ in range(2):
        log.add_payment(case, data, by=journey.actor("officer.muongla"), act_key=key)
    assert session.query(Payment).filter_by(act_key=key).count() == 1


def test_one_guest_chosen_twice_comes_once(app: Flask, officer_muongla: CheckedClient) -> None:
    with app.app_context():
        conference_id = db.session.query(Conference.id).filter_by(slug="muong-la-1").scalar()
        order_id = db.session.query(JobOrder.id).filter_by(code="MAU-TW-01").scalar()
    path = f"/can-bo/hoi-nghi/{conference_id}/sua"
    typed = values_of(officer_muongla.page(path)) | {
        "orders": [order_id, order_id],
        "markets": ["JP", "JP"],
        "communes": ["03814", "03814"],
    }
    assert officer_muongla.post(path, data=typed).status_code == 303
    with app.app_context():
        guests = db.session.query(ConferenceGuest).filter_by(conference_id=conference_id)
        assert guests.filter_by(order_id=order_id).count() == 1


def test_an_order_code_that_is_taken_is_said(agency_one: CheckedClient) -> None:
    path = "/can-bo/don-hang/moi?chuong-trinh=JP-TITP"
    answer = agency_one.send(path, order_form(code="mau-tw-01"))
    _refused(answer, "Mã đơn hàng này đã có. Chọn mã khác.")


def test_an_office_that_is_there_is_said(app: Flask, admin: CheckedClient) -> None:
    name = "Phòng giao dịch mẫu, Ngân hàng Chính sách xã hội"
    answer = admin.send(f"{ADMIN}/don-vi/moi", {"kind": "bank", "name": name})
    _refused(answer, "Đã có đơn vị cùng loại, cùng tên.")


def _refused(answer: Any, sentence: str) -> None:
    assert answer.status_code == 422
    page = Page(answer)
    assert sentence in page.text("main"), page.text("main")


def test_a_clash_that_no_rule_saw_coming_is_a_sentence_too(app: Flask) -> None:
    """Two requests at the same moment: the database has the last word (409)."""
    with app.test_request_context("/"):
        clash = IntegrityError("INSERT", {}, Exception("unique"))
        answer = app.make_response(app.handle_user_exception(clash))
    assert answer.status_code == 409
    text = answer.get_data(as_text=True)
    assert "<h1" in text
    assert "INSERT" not in text
