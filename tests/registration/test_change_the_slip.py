"""What the worker does on the own slip: give the seat back, consents, phone, withdraw."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from jobfair.lib.clock import add_working_days, now, today
from jobfair.models import (
    AuditEvent,
    CaseEvent,
    CaseFile,
    Conference,
    Consent,
    Purpose,
    Registration,
    RegistrationState,
    SendingBody,
    Stage,
    Task,
)
from jobfair.privacy.rules import consent_in_force, give_consent
from tests.checked_client import CheckedClient
from tests.registration.helpers import (
    change,
    form_of,
    one,
    open_slip,
    path_of,
    peek,
    register,
)

pytestmark = pytest.mark.both

HERE = Conference.slug == "muong-la-1"


def confirm(client: CheckedClient, path: str) -> str:
    """Open the page that asks, then press its button."""
    page = client.get(path)
    assert page.status_code == 200
    return path_of(client.post(path, data=form_of(page)))


def seats(app: Flask) -> int:
    taken: int = one(app, sa.select(Conference.seats_taken).where(HERE))
    return taken


def state(app: Flask) -> RegistrationState:
    found: RegistrationState = one(app, sa.select(Registration.state))
    return found


def test_a_seat_given_back_is_free_and_the_office_calls(visitor: CheckedClient, app: Flask) -> None:
    slip = open_slip(visitor, register(visitor))
    assert seats(app) == 1
    assert confirm(visitor, f"{slip}/huy-cho") == slip
    assert (seats(app), state(app)) == (0, RegistrationState.CANCELLED)
    case = one(app, sa.select(CaseFile))
    assert (case.stage, case.next_step) == (Stage.INTEREST, "call_back")
    assert case.next_on == add_working_days(today(), 1)
    kinds = peek(app, sa.select(CaseEvent.kind, CaseEvent.by).order_by(CaseEvent.seq))
    assert kinds == [("open", "worker"), ("note", "worker")]
    assert peek(app, sa.select(AuditEvent).where(AuditEvent.action == "registration.cancel"))
    page = visitor.page(slip)
    assert "Đã trả chỗ" in page.text("main")
    assert "Tỉnh đã nhận nguyện vọng của Xuân." in page.text("h1")
    assert f"{slip}/huy-cho" not in [a.get("href") for a in page.css("a")]


def test_pressing_twice_frees_one_seat(visitor: CheckedClient, app: Flask) -> None:
    register(visitor, {"name": "Lò Văn Hặc", "birth_year": "1990", "phone": "0950000777"})
    slip = open_slip(visitor, register(visitor))
    filled = form_of(visitor.get(f"{slip}/huy-cho"))
    for _press in range(2):
        assert path_of(visitor.post(f"{slip}/huy-cho", data=filled)) == slip
    assert seats(app) == 1


def test_an_old_token_gives_nothing_back(visitor: CheckedClient, app: Flask) -> None:
    slip = open_slip(visitor, register(visitor))
    response = visitor.post(f"{slip}/huy-cho", data={"csrf_token": "old"})
    assert response.status_code == 422
    assert form_of(response)["csrf_token"] != "old"
    assert (seats(app), state(app)) == (1, RegistrationState.HELD)


def test_the_freed_seat_goes_to_the_first_who_waits(visitor: CheckedClient, app: Flask) -> None:
    others = [register(visitor, {"name": f"Lò Thị {n}", "phone": f"095000090{n}"}) for n in (1, 2)]
    assert len(others) == 2
    slip = open_slip(visitor, register(visitor))
    for number in (1, 2):
        change(
            app,
            sa.update(Registration)
            .where(Registration.typed_name == f"Lò Thị {number}")
            .values(state=RegistrationState.WAITING, waiting_no=number),
        )
    line = {"capacity": 1, "seats_taken": 1, "waiting": 2, "waiting_last": 2}
    change(app, sa.update(Conference).where(HERE).values(line))
    confirm(visitor, f"{slip}/huy-cho")
    states = dict(peek(app, sa.select(Registration.typed_name, Registration.state)))
    assert states == {
        "Lò Thị Xuân": RegistrationState.CANCELLED,
        "Lò Thị 1": RegistrationState.HELD,
        "Lò Thị 2": RegistrationState.WAITING,
    }
    assert seats(app) == 1


def test_after_the_start_no_seat_is_given_back(visitor: CheckedClient, app: Flask) -> None:
    slip = open_slip(visitor, register(visitor))
    filled = form_of(visitor.get(f"{slip}/huy-cho"))
    change(app, sa.update(Conference).where(HERE).values(starts_at=now() - timedelta(minutes=5)))
    assert path_of(visitor.get(f"{slip}/huy-cho")) == slip
    assert visitor.post(f"{slip}/huy-cho", data=filled).status_code == 409
    assert seats(app) == 1


def press(client: CheckedClient, slip: str, words: str) -> None:
    """Press the button with these words."""
    for form in client.page(slip).css("main form"):
        if words in form.text_content():
            fields = {k: v for k, v in dict(form.fields).items() if v is not None}
            assert client.post(form.get("action"), data=fields).status_code == 303
            return
    raise AssertionError(f"no button {words}")


def given(app: Flask, purpose: Purpose) -> list[bool]:
    rows = peek(
        app, sa.select(Consent.given).where(Consent.purpose == purpose).order_by(Consent.seq)
    )
    return [row.given for row in rows]


def test_consents_are_given_and_taken_back_by_one_press(visitor: CheckedClient, app: Flask) -> None:
    slip = open_slip(visitor, register(visitor))
    press(visitor, slip, "Đồng ý: Nhắn tin nhắc lịch")
    press(visitor, slip, "Rút lại: Nhắn tin nhắc lịch")
    press(visitor, slip, "Đồng ý: Nhắn tin nhắc lịch")
    assert given(app, Purpose.SMS) == [True, False, True]


def test_the_number_is_shown_to_companies_only_beside_the_name(
    visitor: CheckedClient, app: Flask
) -> None:
    slip = open_slip(visitor, register(visitor))
    assert "xem số điện thoại" not in visitor.page(slip).text("main form")
    token = form_of(visitor.get(slip))["csrf_token"]
    early = {"csrf_token": token, "purpose": "consent_agency_phone", "give": "1"}
    assert visitor.post(f"{slip}/dong-y", data=early).status_code == 409
    press(visitor, slip, "Đồng ý: Cho công ty tại hội nghị xem tên và xã")
    press(visitor, slip, "Đồng ý: Cho công ty tại hội nghị xem số điện thoại")
    press(visitor, slip, "Rút lại: Cho công ty tại hội nghị xem tên và xã")
    assert given(app, Purpose.AGENCIES) == [True, False]
    assert given(app, Purpose.AGENCY_PHONE) == [True, False]


@pytest.mark.parametrize("purpose", ["consent_seat", "consent_bank", "consent_body", "x"])
def test_other_purposes_are_not_given_here(visitor: CheckedClient, purpose: str) -> None:
    slip = open_slip(visitor, register(visitor))
    token = form_of(visitor.get(slip))["csrf_token"]
    data = {"csrf_token": token, "purpose": purpose, "give": "1"}
    assert visitor.post(f"{slip}/dong-y", data=data).status_code in (404, 409)


def test_a_bodys_view_is_closed_by_one_press(visitor: CheckedClient, app: Flask) -> None:
    slip = open_slip(visitor, register(visitor))
    person, body = (
        one(app, sa.select(CaseFile.person_id)),
        one(app, sa.select(SendingBody.id).order_by(SendingBody.name).limit(1)),
    )
    with app.app_context():
        from jobfair.database import db

        give_consent(person, Purpose.BODY, lang="vi", how="signed", by="system", body_id=body)
        db.session.commit()
        assert consent_in_force(person, Purpose.BODY, body)
        db.session.rollback()
    press(visitor, slip, "Rút lại: Cho Cánh Chim Núi xem hồ sơ của tôi")
    with app.app_context():
        assert not consent_in_force(person, Purpose.BODY, body)
    assert "Đã rút lại" in visitor.page(slip).text("main")


def test_withdrawing_gives_back_the_seat_and_asks_for_erasure(
    visitor: CheckedClient, app: Flask
) -> None:
    slip = open_slip(
        visitor,
        register(visitor, consents={"consent_seat": "y", "consent_agencies": "y"}),
    )
    assert confirm(visitor, f"{slip}/rut") == slip
    assert (seats(app), state(app)) == (0, RegistrationState.CANCELLED)
    assert given(app, Purpose.SEAT) == given(app, Purpose.AGENCIES) == [True, False]
    assert one(app, sa.select(CaseFile.stage)) is Stage.WITHDRAWN
    task = one(app, sa.select(Task).where(Task.kind == "withdraw_request"))
    assert task.due_on == today() + timedelta(days=15)
    page = visitor.page(slip)
    assert "Đăng ký này đã rút." in page.text("h1")
    assert f"{slip}/rut" not in [a.get("href") for a in page.css("a")]


def test_a_new_phone_is_a_task_and_the_old_one_stays(visitor: CheckedClient, app: Flask) -> None:
    slip = open_slip(visitor, register(visitor))
    path = f"{slip}/doi-so"
    wrong = visitor.post(path, data=form_of(visitor.get(path)) | {"phone": "12"})
    assert wrong.status_code == 422
    assert form_of(wrong)["phone"] == "12"
    for _press in range(2):
        filled = form_of(visitor.get(path)) | {"phone": "0950000555"}
        assert path_of(visitor.post(path, data=filled)) == slip
    task = one(app, sa.select(Task))
    assert task.kind == "phone_change"
    assert "095 0000 555" in task.note
    assert one(app, sa.select(Registration.typed_phone)) == "+84950000123"


def test_a_cancelled_conference_says_so(visitor: CheckedClient, app: Flask) -> None:
    receipt = register(visitor)
    slip = open_slip(visitor, receipt)
    change(
        app,
        sa.update(Conference).where(HERE).values(state="cancelled", cancel_reason="Mưa lũ."),
    )
    for path in (slip, receipt):
        text = visitor.page(path).text("main")
        assert "Hội nghị này đã hủy" in text
        assert "Mưa lũ." in text
