"""What an officer reads when something is refused, and where the menu says one stands."""

from __future__ import annotations

from dataclasses import fields

import pytest
from flask import Flask

from jobfair.accounts.audit_fields import FIELDS, field_word
from jobfair.accounts.audit_words import reason_words
from jobfair.agencies.orders import OrderEntry
from jobfair.agencies.register import BodyEntry
from jobfair.cases.record_kinds import RECORD_KINDS
from jobfair.conferences.staff_showing import FIELDS as CONFERENCE_FIELDS
from jobfair.database import db
from jobfair.models import AuditEvent, Purpose
from tests.cases import journey
from tests.checked_client import CheckedClient, Page

pytestmark = pytest.mark.both


def _case(app: Flask) -> str:
    with app.app_context():
        case = journey.new_case()
        case.person.birth_date = None
        db.session.commit()
        return case.id


def test_a_page_below_a_section_marks_the_section(app: Flask, counsellor: CheckedClient) -> None:
    page = counsellor.page(f"/can-bo/ho-so/{_case(app)}")
    marked = page.one("header nav [aria-current]")
    assert marked.get("href") == "/can-bo/ho-so"
    assert marked.get("aria-current") == "true"
    assert counsellor.page("/can-bo/").one("header nav [aria-current=page]").text == "Hôm nay"
    orders = counsellor.page("/can-bo/don-hang").one("header nav [aria-current]")
    assert orders.get("href") == "/can-bo/doanh-nghiep"


def test_a_refusal_at_work_leads_back_to_work_and_carries_no_form(bank: CheckedClient) -> None:
    for page in (bank.page("/can-bo/nhat-ky"), bank.page("/can-bo/ho-so/khong-co")):
        assert page.status in (403, 404)
        assert page.one("main .row").get("href") == page.css("header nav a")[0].get("href")
        assert not page.css("form")


def test_a_gate_that_refuses_shows_the_way_to_its_record_once(
    app: Flask, counsellor: CheckedClient
) -> None:
    case_id = _case(app)
    page = Page(counsellor.send(f"/can-bo/ho-so/{case_id}/chuyen/registered", {}))
    assert page.status == 422
    assert page.text(".summary h2") == "Còn thiếu 1 điều"
    assert not page.css(".notice.mind")
    ways = [link.get("href") for link in page.css(".summary a")]
    assert f"/can-bo/ho-so/{case_id}/phieu-dang-ky" in ways


def test_the_summary_names_the_field_that_is_empty(app: Flask, counsellor: CheckedClient) -> None:
    page = Page(counsellor.send(f"/can-bo/ho-so/{_case(app)}/tien", {}))
    assert page.status == 422
    lines = [link.text for link in page.css(".summary a")]
    assert "Số tiền: Cần điền mục này." in lines
    assert len(set(lines)) == len(lines)


def test_no_answer_is_given_in_advance_for_a_consent(app: Flask, counsellor: CheckedClient) -> None:
    assert not counsellor.page(f"/can-bo/ho-so/{_case(app)}/dong-y").css("main [checked]")


def test_every_field_that_an_act_records_has_words(app: Flask) -> None:
    recorded = {f.name for entry in (BodyEntry, OrderEntry) for f in fields(entry)}
    recorded |= {*CONFERENCE_FIELDS, *RECORD_KINDS, *map(str, Purpose)}
    assert recorded <= set(FIELDS)
    with app.test_request_context("/can-bo/nhat-ky"):
        assert field_word("commune_successor") == "xã sáp nhập"
        assert field_word("licence_number") == "số giấy phép"


def test_what_an_act_wrote_for_itself_is_read_in_words(app: Flask) -> None:
    rows = {"paper.reserve": "sheets=1-3", "registration.skip": "family=3 free=2"}
    with app.test_request_context("/can-bo/nhat-ky"):
        said = [reason_words(AuditEvent(action=a, reason=r)) for a, r in rows.items()]
    assert said == ["Tờ 1 đến 3", "3 người đi cùng nhau, còn 2 chỗ"]


def test_what_only_the_machine_reads_has_no_label(app: Flask, counsellor: CheckedClient) -> None:
    with app.app_context():
        body_id = journey.body().id
        db.session.commit()
    page = counsellor.page(f"/can-bo/doanh-nghiep/{body_id}/giay-phep")
    assert page.status == 200
    assert "CSRF" not in page.text("main")


def test_what_is_wrong_is_listed_in_the_order_of_the_page(admin: CheckedClient) -> None:
    page = Page(admin.send("/can-bo/quan-tri/tai-khoan-moi", {}))
    assert page.status == 422
    targets = [link.get("href") for link in page.css(".summary a")]
    assert targets == ["#full_name", "#username", "#role", "#office"]


def test_a_hall_needs_a_place_so_its_label_does_not_say_if_any(counsellor: CheckedClient) -> None:
    page = counsellor.page("/can-bo/hoi-nghi/moi")
    assert page.text("label[for=place]") == "Địa điểm"
