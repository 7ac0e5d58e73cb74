"""A full conference: others first, then the line; its place, its promise, leaving it."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask

from jobfair.database import db
from jobfair.models import Conference, OutboxMessage, Registration, Task
from jobfair.registration.moving import move_seat
from jobfair.registration.waiting import leave
from tests.checked_client import CheckedClient, Page
from tests.conferences.helpers import values_of
from tests.registration.helpers import (
    SEAT_ONLY,
    START,
    form_of,
    one,
    open_slip,
    path_of,
    peek,
    register,
    send,
    walk,
)
from tests.registration.line_help import FULL, here, links, places, press, set_seats, stand_in_line
from tests.registration.test_family import with_family

pytestmark = pytest.mark.both


def test_others_come_first_then_the_line(visitor: CheckedClient) -> None:
    response = visitor.get(f"{FULL}/dang-ky")
    assert response.status_code == 409
    found = links(response)
    assert found.index("/hoi-nghi/muong-la-1") < found.index(f"{FULL}/hang-cho")
    assert "Vào danh sách chờ của hội nghị này" in Page(response).text("main")


def test_only_a_full_one_has_a_line(visitor: CheckedClient) -> None:
    assert path_of(visitor.get("/hoi-nghi/muong-la-1/hang-cho")) == START
    for slug in ("muong-la-truoc", "muong-la-huy"):
        response = visitor.get(f"/hoi-nghi/{slug}/hang-cho")
        assert response.status_code == 409
        assert not [link for link in links(response) if link.endswith("/hang-cho")]


def test_the_page_says_how_many_wait_and_what_comes_next(
    visitor: CheckedClient, app: Flask
) -> None:
    assert "Chưa có ai chờ trước bạn." in visitor.page(f"{FULL}/hang-cho").text("main")
    stand_in_line(visitor)
    text = visitor.page(f"{FULL}/hang-cho").text("main")
    assert "Có 1 người đang chờ trước bạn." in text
    assert "Tới lượt bạn, chúng tôi nhắn tin hoặc gọi." in text


def test_from_the_line_to_the_done_page(visitor: CheckedClient, app: Flask) -> None:
    first = press(visitor, f"{FULL}/hang-cho")
    assert first.endswith("/cho-ai")
    check = walk(visitor, start=first)
    page = visitor.page(check)
    assert (
        page.css("main button[type=submit]")[0].text_content().strip() == "Gửi, vào danh sách chờ"
    )
    assert "Chưa có ai" not in page.text("main")
    receipt = path_of(send(visitor, check))
    done = visitor.page(receipt)
    assert done.css("[data-seat]")[0].get("data-seat") == "waiting"
    assert "Đứng thứ 1 trong danh sách chờ" in done.text("main")
    assert "Có chỗ trống, chúng tôi nhắn tin hoặc gọi bạn." in done.text("main")
    assert places(app) == [("Lò Thị Xuân", 1)]
    row = one(app, sa.select(Conference.seats_taken, Conference.waiting).where(here()))
    assert tuple(row) == (2, 1)
    assert "đang ở danh sách chờ" in visitor.page(f"{receipt}/in").text("main")


def test_sending_twice_is_one_place(visitor: CheckedClient, app: Flask) -> None:
    check = walk(visitor, start=press(visitor, f"{FULL}/hang-cho"))
    filled = form_of(visitor.get(check)) | SEAT_ONLY
    assert path_of(visitor.post(check, data=filled)) == path_of(visitor.post(check, data=filled))
    assert len(places(app)) == 1


def test_full_while_typing_nothing_is_typed_again(visitor: CheckedClient, app: Flask) -> None:
    check = walk(visitor)
    filled = form_of(visitor.get(check)) | SEAT_ONLY
    set_seats(app, seats_taken=50)
    refused = visitor.post(check, data=filled)
    assert refused.status_code == 409
    (line,) = [link for link in links(refused) if "/hang-cho/" in link]
    assert press(visitor, line) == check
    assert "Lò Thị Xuân" in visitor.page(check).text(".facts")
    assert visitor.page(path_of(send(visitor, check))).css("[data-seat='waiting']")


def test_a_seat_that_came_free_is_simply_taken(visitor: CheckedClient, app: Flask) -> None:
    check = walk(visitor, start=press(visitor, f"{FULL}/hang-cho"))
    set_seats(app, "chieng-lao-day", seats_taken=1)
    assert "Gửi đăng ký" in visitor.page(check).text("button")
    assert visitor.page(path_of(send(visitor, check))).css("[data-seat='held']")
    assert not places(app)


def test_the_line_of_one_conference_is_not_that_of_another(
    visitor: CheckedClient, app: Flask
) -> None:
    """Whoever agreed to wait in Chiềng Lao has not agreed to wait in Mường La."""
    check = walk(visitor, start=press(visitor, f"{FULL}/hang-cho"))
    set_seats(app, seats_taken=50)
    assert visitor.get(check.replace("chieng-lao-day", "muong-la-1")).status_code == 409


def test_who_leaves_a_seat_lets_the_first_in(visitor: CheckedClient, app: Flask) -> None:
    set_seats(app, seats_taken=49)
    seat = register(visitor)
    line = "/hoi-nghi/muong-la-1/hang-cho"
    receipts = []
    for name, consents in (
        ("Lò Một", SEAT_ONLY | {"consent_sms": "y"}),
        ("Lò Hai", SEAT_ONLY),
    ):
        check = walk(visitor, {"name": name}, start=press(visitor, line))
        receipts.append(path_of(send(visitor, check, consents)))
    assert "Đứng thứ 2 trong danh sách chờ" in visitor.page(receipts[1]).text("main")
    give_back(visitor, seat)
    assert visitor.page(receipts[0]).css("[data-seat='held']")
    assert "Đứng thứ 1 trong danh sách chờ" in visitor.page(receipts[1]).text("main")
    told = peek(app, sa.select(OutboxMessage).where(OutboxMessage.topic == "seat_promoted"))
    assert len(told) == 1
    assert not peek(app, sa.select(Task).where(Task.kind == "promoted"))
    give_back(visitor, receipts[0])
    assert visitor.page(receipts[1]).css("[data-seat='held']")
    assert len(peek(app, sa.select(Task).where(Task.kind == "promoted"))) == 1
    row = one(app, sa.select(Conference.seats_taken, Conference.waiting).where(here("muong-la-1")))
    assert tuple(row) == (50, 0)


def give_back(visitor: CheckedClient, receipt: str) -> None:
    """On the slip: give the seat, or the place in line, back."""
    path = f"{open_slip(visitor, receipt)}/huy-cho"
    assert visitor.post(path, data=form_of(visitor.get(path))).status_code == 303


def test_leaving_the_line_frees_the_place(visitor: CheckedClient, app: Flask) -> None:
    first, second = stand_in_line(visitor, "Lò Một"), stand_in_line(visitor, "Lò Hai")
    give_back(visitor, first)
    assert places(app) == [("Lò Hai", 2)]
    assert "Đứng thứ 1 trong danh sách chờ" in visitor.page(second).text("main")
    assert tuple(one(app, sa.select(Conference.seats_taken, Conference.waiting).where(here()))) == (
        2,
        1,
    )


def test_who_moves_here_takes_a_seat_that_fits_nobody_in_line(
    visitor: CheckedClient, app: Flask
) -> None:
    set_seats(app, seats_taken=49)
    check = with_family(visitor, 3)
    line = check.replace("/dang-ky/", "/hang-cho/").removesuffix("/xem-lai")
    press(visitor, line, "together")
    send(visitor, check)
    elsewhere = register(visitor, {"name": "Lò Chuyển"}, start="/hoi-nghi/suoi-to-1/dang-ky")
    with app.app_context():
        found = db.session.scalars(sa.select(Registration).filter_by(typed_name="Lò Chuyển")).one()
        to = db.session.scalars(sa.select(Conference).where(here("muong-la-1"))).one()
        move_seat(found, to, may_wait=True)
        db.session.commit()
        db.session.remove()
    assert visitor.page(elsewhere).css("[data-seat='held']")
    row = one(app, sa.select(Conference.seats_taken, Conference.waiting).where(here("muong-la-1")))
    assert tuple(row) == (50, 3)


def test_more_seats_let_the_line_in(
    visitor: CheckedClient, app: Flask, counsellor: CheckedClient
) -> None:
    receipt = stand_in_line(visitor)
    found = one(app, sa.select(Conference).where(here()))
    path = f"/can-bo/hoi-nghi/{found.id}/sua"
    typed = values_of(counsellor.page(path)) | {"capacity": "5"}
    assert counsellor.post(path, data=typed).status_code == 303
    assert one(app, sa.select(Conference.capacity).where(here())) == 5
    assert visitor.page(receipt).css("[data-seat='held']")


def test_the_conference_page_is_never_older_than_the_line(
    visitor: CheckedClient, app: Flask
) -> None:
    """Two seats are free, then three wait together: the page says so at once."""
    set_seats(app, seats_taken=48)
    assert "Còn 2/50 chỗ" in visitor.page("/hoi-nghi/muong-la-1").text("main")
    set_seats(app, waiting=3)
    assert "Hết chỗ" in visitor.page("/hoi-nghi/muong-la-1").text("main")


def test_a_sending_under_way_does_not_block_who_gives_a_seat_back(
    visitor: CheckedClient, app: Flask
) -> None:
    """Its rows point at the conference (a key share), and it comes for the seats next."""
    receipt = register(visitor)
    with app.app_context():
        found = db.session.scalars(sa.select(Registration)).one()
        with db.engine.connect() as sending:
            if sending.dialect.name == "postgresql":
                sending.execute(sa.text("SELECT 1 FROM conference FOR KEY SHARE"))
                db.session.execute(sa.text("SET LOCAL lock_timeout = '1s'"))
            assert leave(found)
        db.session.commit()
        db.session.remove()
    assert visitor.page(receipt).css("[data-seat='cancelled']")
