from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask

from jobfair.database import db
from jobfair.models import ConferenceState, OutboxMessage, RegistrationState
from tests.checked_client import CheckedClient, Page
from tests.conferences.helpers import find, register
from tests.conferences.test_plan import acts

pytestmark = pytest.mark.both
REASON = "Mưa lũ, đường vào xã bị sạt."


def test_cancelling_tells_everyone_with_a_seat_or_in_line(
    officer_muongla: CheckedClient, visitor: CheckedClient, app: Flask
) -> None:
    held = register(app, "muong-la-1", number=1)
    waiting = register(app, "muong-la-1", RegistrationState.WAITING, 2)
    register(app, "muong-la-1", RegistrationState.CANCELLED, 3)
    assert "muong-la-1" in visitor.get("/hoi-nghi").text
    conference = find(app, "muong-la-1")
    path = f"/can-bo/hoi-nghi/{conference.id}/huy"
    assert "2 người đã đăng ký sẽ được báo." in officer_muongla.page(path).text("main")
    answer = officer_muongla.send(path, {"cancel_reason": REASON})
    assert answer.status_code == 303
    with app.app_context():
        messages = list(db.session.scalars(sa.select(OutboxMessage)))
        assert {m.topic for m in messages} == {"conference.cancelled"}
        told = {m.payload["registration"] for m in messages}
    assert told == {held, waiting}
    assert find(app, "muong-la-1").state is ConferenceState.CANCELLED
    assert acts(app, conference.id) == [
        ("conference.cancel", "Lò Thị Duyên", "cancel_reason"),
    ]
    assert "muong-la-1" not in visitor.get("/hoi-nghi").text
    assert REASON in visitor.get("/hoi-nghi/muong-la-1").text


def test_a_reason_is_needed(officer_muongla: CheckedClient, app: Flask) -> None:
    path = f"/can-bo/hoi-nghi/{find(app, 'muong-la-1').id}/huy"
    answer = officer_muongla.send(path, {"cancel_reason": "  "})
    assert answer.status_code == 422
    assert Page(answer).css("#cancel_reason-error")
    assert find(app, "muong-la-1").state is ConferenceState.OPEN


def test_cancelling_twice_is_cancelling_once(officer_muongla: CheckedClient, app: Flask) -> None:
    register(app, "muong-la-1", number=1)
    conference = find(app, "muong-la-1")
    path = f"/can-bo/hoi-nghi/{conference.id}/huy"
    typed = officer_muongla.page(path).form() | {"cancel_reason": REASON}
    assert [officer_muongla.post(path, data=typed).status_code for _ in range(2)] == [303, 303]
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(OutboxMessage)) == 1
    assert len(acts(app, conference.id)) == 1


@pytest.mark.parametrize(
    ("slug", "sentence"),
    [
        ("muong-la-nhap", "Bản nháp chưa công bố"),
        ("muong-la-truoc", "đã diễn ra"),
        ("muong-la-huy", "đã hủy"),
    ],
)
def test_only_an_open_one_is_cancelled(
    officer_muongla: CheckedClient, app: Flask, slug: str, sentence: str
) -> None:
    answer = officer_muongla.get(f"/can-bo/hoi-nghi/{find(app, slug).id}/huy")
    assert answer.status_code == 409
    assert sentence in answer.text
