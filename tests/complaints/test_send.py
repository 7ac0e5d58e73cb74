"""Sending a complaint: once, sealed, with an office, a day, and a way to follow it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from jobfair.complaints.sealing import open_text
from jobfair.database import db
from jobfair.lib.clock import at, now, today
from jobfair.lib.codes import normalise_slip_code
from jobfair.models import Complaint, ComplaintEvent, Office, OfficeKind
from tests.checked_client import CheckedClient, Page
from tests.complaints.helpers import FORM, PHONE, open_by, receipt_of, send, stored, typed

pytestmark = pytest.mark.both


def test_a_complaint_is_kept_sealed_with_an_office_and_a_day(
    app: Flask, visitor: CheckedClient
) -> None:
    answer = send(visitor)
    (number,) = receipt_of(answer, visitor)
    assert normalise_slip_code(number) == number
    receipt = visitor.page(answer.headers["Location"])
    with app.app_context():
        kept = stored(number)
        assert kept.due_on == today() + timedelta(days=30)
        assert f"{kept.due_on:%d/%m/%Y}" in receipt.text("main")
        assert kept.owner_office.kind is OfficeKind.CENTRE
        assert open_text(kept, "name") == "Vì Thị Ón"
        raw = [repr(row) for row in db.session.execute(sa.select(Complaint.__table__))]
        raw += [repr(row) for row in db.session.execute(sa.select(ComplaintEvent.__table__))]
        for words in ("Vì Thị", "950000777", "đặt cọc", "Việc Mẫu"):
            assert words not in "".join(raw), words
    assert "no-store" in visitor.get(answer.headers["Location"]).headers["Cache-Control"]


def test_a_double_click_is_one_complaint(app: Flask, visitor: CheckedClient) -> None:
    form = visitor.page(FORM).form("main form") | typed()
    places = {visitor.post(FORM, data=form).headers["Location"] for _ in range(3)}
    changed = visitor.post(FORM, data=form | {"text": ""})  # whatever else it carries
    assert places == {changed.headers["Location"]}
    with app.app_context():
        assert db.session.query(Complaint).count() == 1


def test_five_at_the_same_moment_are_one_complaint(app: Flask, visitor: CheckedClient) -> None:
    form = visitor.page(FORM).form("main form") | typed()
    cookie = visitor.get_cookie("len_duong")
    assert cookie is not None

    def post(_n: int) -> str:
        client = app.test_client()
        client.set_cookie("len_duong", cookie.value)
        return str(client.post(FORM, data=form).headers.get("Location"))

    with ThreadPoolExecutor(5) as pool:
        places = set(pool.map(post, range(5)))
    assert len(places) == 1
    assert "/phan-anh/nhan/" in places.pop()
    with app.app_context():
        assert db.session.query(Complaint).count() == 1
        assert db.session.query(ComplaintEvent).count() == 1


def test_without_a_phone_a_follow_code_opens_it(app: Flask, visitor: CheckedClient) -> None:
    answer = send(visitor, phone="", name="")
    number, code = receipt_of(answer, visitor)
    assert receipt_of(answer, visitor) == [number, code]  # after a lost answer too
    for proof, status in ((code, 303), (code.lower(), 303), (PHONE, 422), ("", 422), (number, 422)):
        assert open_by(app.test_client(), number, proof).status_code == status, proof
    with app.app_context():
        assert code not in repr(db.session.execute(sa.select(Complaint.__table__)).one())


def test_the_receipt_ends_after_a_day(visitor: CheckedClient) -> None:
    place = send(visitor).headers["Location"]
    with at(now() + timedelta(hours=25)):
        assert visitor.get(place).status_code == 404


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"about": ""}, "Chọn"),
        ({"about": "khac"}, "Chọn"),
        ({"text": "  "}, "Viết vài chữ"),
        ({"phone": "09500"}, "số"),
        ({"text": "x" * 4001}, "4000"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    visitor: CheckedClient, changes: dict[str, str], sentence: str
) -> None:
    answer = send(visitor, **changes)
    assert answer.status_code == 422
    page = Page(answer)
    assert sentence in page.text(".summary")
    assert page.form("main form")["name"] == "Vì Thị Ón"
    assert "0950 000 778" in page.form("main form")["numbers"]


def test_hostile_words_are_words(app: Flask, visitor: CheckedClient) -> None:
    wild = "=HYPERLINK(1)\x00 <script>alert(1)</script> H'Mông Giàng A Páo " + "đ" * 60
    (number,) = receipt_of(send(visitor, text=wild, name=wild[:90]), visitor)
    with app.app_context():
        assert "<script>" in open_text(stored(number), "text")
    assert "<script>alert" not in visitor.get(FORM).text


def test_an_old_token_keeps_what_was_typed(visitor: CheckedClient) -> None:
    answer = visitor.post(FORM, data=typed(csrf_token="old"))
    assert answer.status_code == 422
    assert "Họ gọi và đòi" in answer.text


def test_a_report_button_fills_the_form_and_keeps_nothing(
    app: Flask, visitor: CheckedClient
) -> None:
    button = visitor.page("/kiem-tra?q=0950000779").css("form[action='/phan-anh']")[0]
    answer = visitor.post("/phan-anh", data=dict(button.fields))
    assert answer.status_code == 200
    form = Page(answer).form("main form")
    assert form["about"] == "scam"
    assert form["numbers"].strip() == "0950000779"
    assert not Page(answer).css(".summary")
    with app.app_context():
        assert db.session.query(Complaint).count() == 0
    answer = visitor.post("/phan-anh", data=form | {"text": "Họ gọi tôi."})
    assert answer.status_code == 303
    again = visitor.page("/kiem-tra?q=0950000779")  # a report alone is no warning
    assert again.one(".verdict").get("data-verdict") == "amber"
    assert "0950" not in visitor.page("/canh-bao").text("main")


def test_a_company_is_chosen_by_its_page_or_named_exactly(
    app: Flask, visitor: CheckedClient
) -> None:
    chosen = f"{FORM}?doanh-nghiep=cong-ty-mau-canh-chim-nui"
    assert "Cánh Chim Núi" in visitor.page(chosen).text("main form")
    (one,) = receipt_of(visitor.send(chosen, typed(about="fee")), visitor)
    (two,) = receipt_of(send(visitor, body_name="cong ty mau SUOI XANH"), visitor)
    (none,) = receipt_of(send(visitor, body_name="Suối Xanh Mới"), visitor)
    with app.app_context():
        assert stored(one).body.name == "Công ty mẫu Cánh Chim Núi"
        assert stored(two).body.name == "Công ty mẫu Suối Xanh"
        assert stored(none).body_id is None


def test_one_phone_sends_five_an_hour(visitor: CheckedClient) -> None:
    for _ in range(5):
        assert send(visitor).status_code == 303
    refused = send(visitor)
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) > 0
    assert send(visitor, phone="0950 000 776").status_code == 303  # nobody else is held up


def test_an_officer_is_judged_by_the_department(app: Flask, visitor: CheckedClient) -> None:
    (number,) = receipt_of(send(visitor, about="staff"), visitor)
    with app.app_context():
        office = db.session.get_one(Office, stored(number).owner_office_id)
        assert office.kind is OfficeKind.DEPARTMENT
