"""Another conference for the same slip: the new seat first, the old one freed and handed on."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from jobfair.database import db, mode
from jobfair.lib.clock import now, to_local
from jobfair.models import (
    AuditEvent,
    CaseFile,
    Conference,
    OutboxMessage,
    Registration,
    RegistrationState,
    Stage,
)
from jobfair.registration.moving import move_seat
from tests.checked_client import CheckedClient, Page
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

HERE, THERE = "muong-la-1", "suoi-to-1"


def seats(app: Flask, slug: str) -> int:
    taken: int = one(app, sa.select(Conference.seats_taken).where(Conference.slug == slug))
    return taken


def set_there(app: Flask, **values: object) -> None:
    change(app, sa.update(Conference).where(Conference.slug == THERE).values(values))


def set_here(app: Flask, **values: object) -> None:
    change(app, sa.update(Conference).where(Conference.slug == HERE).values(values))


def press(client: CheckedClient, slip: str, slug: str = THERE) -> str:
    """Confirm the move by the page's form; gives the slip's path after it."""
    path = f"{slip}/doi-hoi-nghi/{slug}"
    return path_of(client.post(path, data=form_of(client.get(path))))


def where(app: Flask) -> tuple[str, RegistrationState]:
    found = one(
        app,
        sa.select(Conference.slug, Registration.state).join(
            Registration, Registration.conference_id == Conference.id
        ),
    )
    return found[0], found[1]


def test_the_nearest_are_offered_and_one_press_moves_the_seat(
    visitor: CheckedClient, app: Flask
) -> None:
    slip = open_slip(visitor, register(visitor))
    listed = visitor.page(f"{slip}/doi-hoi-nghi")
    links = [str(a.get("href")) for a in listed.css("main a.row")]
    assert f"{slip}/doi-hoi-nghi/{THERE}" in links
    assert not [link for link in links if link.endswith(f"/{HERE}")]
    assert press(visitor, slip) == slip
    assert where(app) == (THERE, RegistrationState.HELD)
    assert (seats(app, HERE), seats(app, THERE)) == (0, 1)
    case = one(app, sa.select(CaseFile))
    starts = one(app, sa.select(Conference.starts_at).where(Conference.slug == THERE))
    assert case.next_step == "call_before_conference"
    assert case.next_on == to_local(starts).date() - timedelta(days=2)
    assert peek(app, sa.select(AuditEvent).where(AuditEvent.action == "registration.move"))
    assert "Xuân đã giữ chỗ" in visitor.page(slip).text("h1")


def test_pressing_twice_moves_once(visitor: CheckedClient, app: Flask) -> None:
    slip = open_slip(visitor, register(visitor))
    path = f"{slip}/doi-hoi-nghi/{THERE}"
    filled = form_of(visitor.get(path))
    for _press in range(3):
        assert path_of(visitor.post(path, data=filled)) == slip
    assert (seats(app, HERE), seats(app, THERE)) == (0, 1)
    assert (
        len(peek(app, sa.select(AuditEvent).where(AuditEvent.action == "registration.move"))) == 1
    )


def test_the_old_seat_goes_to_the_first_who_waits(visitor: CheckedClient, app: Flask) -> None:
    register(visitor, {"name": "Lò Thị Chờ", "phone": "0950000901"})
    slip = open_slip(visitor, register(visitor))
    change(
        app,
        sa.update(Registration)
        .where(Registration.typed_name == "Lò Thị Chờ")
        .values(state=RegistrationState.WAITING, waiting_no=1),
    )
    set_here(app, capacity=1, seats_taken=1, waiting=1, waiting_last=1)
    press(visitor, slip)
    states = dict(peek(app, sa.select(Registration.typed_name, Registration.state)))
    assert set(states.values()) == {RegistrationState.HELD}
    assert (seats(app, HERE), seats(app, THERE)) == (1, 1)


def test_no_seat_there_keeps_the_old_one_and_offers_the_line(
    visitor: CheckedClient, app: Flask
) -> None:
    slip = open_slip(visitor, register(visitor))
    path = f"{slip}/doi-hoi-nghi/{THERE}"
    filled = form_of(visitor.get(path))
    set_there(app, capacity=1, seats_taken=1)
    refused = visitor.post(path, data=filled)
    assert refused.status_code == 409
    assert "Hội nghị này đã hết chỗ" in Page(refused).text("h1")
    assert "Khi đó chỗ cũ của bạn được trả lại" in Page(refused).text("main")
    assert where(app) == (HERE, RegistrationState.HELD)
    waits = form_of(refused)
    assert waits["waits"] == "y"
    assert path_of(visitor.post(path, data=waits)) == slip
    assert where(app) == (THERE, RegistrationState.WAITING)
    assert (seats(app, HERE), seats(app, THERE)) == (0, 1)
    assert one(app, sa.select(Conference.waiting).where(Conference.slug == THERE)) == 1
    page = visitor.page(slip)
    assert "thứ 1" in page.text("h1")
    assert "Bạn đứng thứ 1 trong danh sách chờ." in page.text("[aria-labelledby=next]")
    assert "Có chỗ là cán bộ báo cho bạn." in page.text("[aria-labelledby=next]")
    assert "trước ngày hội nghị" not in page.text("main")
    assert "Rời danh sách chờ" in page.text("main")


@pytest.mark.parametrize("state", ["cancelled", "closed"])
def test_a_conference_that_takes_nobody_is_refused(
    visitor: CheckedClient, app: Flask, state: str
) -> None:
    slip = open_slip(visitor, register(visitor))
    path = f"{slip}/doi-hoi-nghi/{THERE}"
    filled = form_of(visitor.get(path))
    set_there(app, state=state)
    assert visitor.post(path, data=filled).status_code == 409
    assert where(app) == (HERE, RegistrationState.HELD)


def test_who_waits_goes_to_a_seat_elsewhere_and_leaves_the_line(
    visitor: CheckedClient, app: Flask
) -> None:
    slip = open_slip(visitor, register(visitor))
    change(app, sa.update(Registration).values(state=RegistrationState.WAITING, waiting_no=4))
    set_here(app, capacity=1, seats_taken=1, waiting=1, waiting_last=4)
    press(visitor, slip)
    assert where(app) == (THERE, RegistrationState.HELD)
    assert one(app, sa.select(Conference.waiting).where(Conference.slug == HERE)) == 0
    assert seats(app, HERE) == 1


def test_a_seat_given_back_can_be_taken_elsewhere(visitor: CheckedClient, app: Flask) -> None:
    slip = open_slip(visitor, register(visitor))
    visitor.post(f"{slip}/huy-cho", data=form_of(visitor.get(f"{slip}/huy-cho")))
    assert press(visitor, slip) == slip
    assert where(app) == (THERE, RegistrationState.HELD)
    assert (seats(app, HERE), seats(app, THERE)) == (0, 1)


def test_a_cancelled_conference_leads_to_another_one(visitor: CheckedClient, app: Flask) -> None:
    slip = open_slip(visitor, register(visitor))
    set_here(app, state="cancelled", cancel_reason="Mưa lũ.")
    assert f"{slip}/doi-hoi-nghi" in [a.get("href") for a in visitor.page(slip).css("main a")]
    press(visitor, slip)
    assert where(app) == (THERE, RegistrationState.HELD)


def test_who_missed_a_conference_gets_a_slip_of_its_own_for_the_next(
    visitor: CheckedClient, app: Flask
) -> None:
    slip = open_slip(visitor, register(visitor))
    past = now() - timedelta(days=1)
    set_here(app, starts_at=past, ends_at=past + timedelta(hours=3))
    path = f"{slip}/doi-hoi-nghi/{THERE}"
    page = visitor.get(path)
    assert "Bạn sẽ có mã phiếu mới" in Page(page).text("main")
    first = path_of(visitor.post(path, data=form_of(page)))
    assert first != slip
    assert path_of(visitor.post(path, data=form_of(page))) == first
    rows = peek(
        app,
        sa.select(Conference.slug, Registration.state, Registration.case_id)
        .join(Registration, Registration.conference_id == Conference.id)
        .order_by(Conference.slug),
    )
    assert [row[:2] for row in rows] == [
        (HERE, RegistrationState.HELD),
        (THERE, RegistrationState.HELD),
    ]
    assert rows[0].case_id == rows[1].case_id
    assert (seats(app, HERE), seats(app, THERE)) == (1, 1)
    assert visitor.page(first).status == 200


def test_nobody_moves_once_the_journey_went_on(visitor: CheckedClient, app: Flask) -> None:
    slip = open_slip(visitor, register(visitor))
    path = f"{slip}/doi-hoi-nghi/{THERE}"
    filled = form_of(visitor.get(path))
    past = now() - timedelta(days=1)
    set_here(app, starts_at=past, ends_at=past + timedelta(hours=3))
    change(app, sa.update(CaseFile).values(stage=Stage.COUNSELLED))
    assert path_of(visitor.get(path)) == slip
    assert path_of(visitor.get(f"{slip}/doi-hoi-nghi")) == slip
    assert visitor.post(path, data=filled).status_code == 409
    assert seats(app, THERE) == 0


def test_the_reminder_follows_the_seat(visitor: CheckedClient, app: Flask) -> None:
    receipt = register(visitor, consents={"consent_seat": "y", "consent_sms": "y"})
    press(visitor, open_slip(visitor, receipt))
    waiting = peek(
        app,
        sa.select(OutboxMessage.payload).where(
            OutboxMessage.topic == "conference_reminder", OutboxMessage.done_at.is_(None)
        ),
    )
    there = one(app, sa.select(Conference.id).where(Conference.slug == THERE))
    assert [row.payload["conference"] for row in waiting] == [there]


def test_an_old_token_moves_nothing(visitor: CheckedClient, app: Flask) -> None:
    slip = open_slip(visitor, register(visitor))
    response = visitor.post(f"{slip}/doi-hoi-nghi/{THERE}", data={"csrf_token": "old"})
    assert response.status_code == 422
    assert where(app) == (HERE, RegistrationState.HELD)


def move(app: Flask, registration_id: str, slug: str) -> str:
    """As the view does, in a transaction of its own; gives what came of it."""
    with app.app_context(), mode("write"):
        try:
            registration = db.session.get_one(Registration, registration_id)
            to = db.session.scalars(sa.select(Conference).filter_by(slug=slug)).one()
            move_seat(registration, to)
            db.session.commit()
        except Exception as error:
            db.session.rollback()
            return type(error).__name__
        finally:
            db.session.remove()
    return "moved"


def test_two_at_once_for_the_last_seat(visitor: CheckedClient, app: Flask) -> None:
    for number in (1, 2, 3, 4):
        register(visitor, {"name": f"Lò Thị {number}", "phone": f"095000090{number}"})
    set_there(app, capacity=1)
    ids = [row.id for row in peek(app, sa.select(Registration.id))]
    with ThreadPoolExecutor(4) as threads:
        ends = list(threads.map(lambda one_id: move(app, one_id, THERE), ids))
    assert sorted(ends) == ["NoSeat", "NoSeat", "NoSeat", "moved"]
    assert (seats(app, HERE), seats(app, THERE)) == (3, 1)


def test_two_who_change_places_never_wait_for_each_other(
    visitor: CheckedClient, app: Flask
) -> None:
    register(visitor, {"name": "Lò Thị Một", "phone": "0950000901"})
    start = f"/hoi-nghi/{THERE}/dang-ky"
    register(visitor, {"name": "Lò Thị Hai", "phone": "0950000902"}, start=start)
    rows = dict(peek(app, sa.select(Registration.typed_name, Registration.id)))
    pairs = [(rows["Lò Thị Một"], THERE), (rows["Lò Thị Hai"], HERE)]
    for _round in range(5):
        with ThreadPoolExecutor(2) as threads:
            assert list(threads.map(lambda pair: move(app, *pair), pairs)) == ["moved", "moved"]
        pairs = [(pairs[0][0], pairs[1][1]), (pairs[1][0], pairs[0][1])]
        assert (seats(app, HERE), seats(app, THERE)) == (1, 1)
