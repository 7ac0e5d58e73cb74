"""Seats: exactly as many as there are, an honest 409, and nothing typed again."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from werkzeug.test import TestResponse

from jobfair.database import db
from jobfair.lib.clock import now
from jobfair.lib.codes import new_form_key
from jobfair.models import Conference, ConferenceState, Person, Registration, RegistrationState
from jobfair.registration.answers import Answers
from jobfair.registration.drafts import drafts
from tests.checked_client import CheckedClient, Page
from tests.registration.helpers import (
    START,
    change,
    form_of,
    key_of,
    one,
    path_of,
    register,
    send,
    walk,
)

pytestmark = pytest.mark.both

CLOSED = {
    "chieng-lao-day": "Hết chỗ",
    "muong-la-truoc": "Hội nghị này đã bắt đầu hoặc đã xong",
    "muong-la-huy": "Hội nghị này đã hủy",
}


def here(slug: str = "muong-la-1") -> sa.ColumnElement[bool]:
    return Conference.slug == slug


def ways_on(response: TestResponse) -> list[str]:
    return [a.get("href") for a in Page(response).css("main a")]


@pytest.mark.parametrize("slug", CLOSED)
def test_opening_the_form_of_one_that_takes_nobody(visitor: CheckedClient, slug: str) -> None:
    response = visitor.get(f"/hoi-nghi/{slug}/dang-ky")
    assert response.status_code == 409
    assert "/hoi-nghi/muong-la-1" in ways_on(response)
    assert "/goi-lai" in ways_on(response)
    assert f"/hoi-nghi/{slug}" not in ways_on(response)


@pytest.mark.parametrize("slug", CLOSED)
def test_sending_the_form_of_one_that_takes_nobody(visitor: CheckedClient, slug: str) -> None:
    filled = form_of(visitor.get(START))
    response = visitor.post(f"/hoi-nghi/{slug}/dang-ky", data=filled)
    assert response.status_code == 409


def test_the_next_ones_are_the_nearest_first(visitor: CheckedClient) -> None:
    links = ways_on(visitor.get("/hoi-nghi/chieng-lao-day/dang-ky"))
    assert links[:3] == [
        "/hoi-nghi/muong-la-1",
        "/hoi-nghi/suoi-to-1",
        "/hoi-nghi/truc-tuyen-1",
    ]


def test_a_seat_is_counted(visitor: CheckedClient, app: Flask) -> None:
    register(visitor)
    assert one(app, sa.select(Conference.seats_taken).where(here())) == 1


def test_full_while_typing_keeps_the_answers_for_another_place(
    visitor: CheckedClient, app: Flask
) -> None:
    check = walk(visitor)
    change(app, sa.update(Conference).where(here()).values(seats_taken=50))
    response = visitor.post(check, data=form_of(visitor.get(START.replace("muong-la", "suoi-to"))))
    assert response.status_code == 409
    assert "Câu trả lời của bạn vẫn còn." in Page(response).text("main")
    other = check.replace("muong-la-1", "suoi-to-1")
    assert other in ways_on(response)
    assert "Lò Thị Xuân" in visitor.page(other).text(".facts")
    receipt = path_of(send(visitor, other))
    assert "/phieu/nhan/" in receipt
    assert one(app, sa.select(Registration.form_key)) == key_of(check)


def test_full_between_look_and_send_is_a_409_and_leaves_nothing(
    visitor: CheckedClient, app: Flask
) -> None:
    """The page said "free"; what stands when it is sent has the last word."""
    check = walk(visitor)
    filled = form_of(visitor.get(check)) | {"consent_seat": "y"}
    change(app, sa.update(Conference).where(here()).values(seats_taken=50))
    response = visitor.post(check, data=filled)
    assert response.status_code == 409
    for model in (Registration, Person):
        assert one(app, sa.select(sa.func.count()).select_from(model)) == 0
    change(app, sa.update(Conference).where(here()).values(seats_taken=49))
    assert "/phieu/nhan/" in path_of(visitor.post(check, data=filled))


@pytest.mark.parametrize(
    "values",
    [
        {"state": ConferenceState.CANCELLED, "cancel_reason": "Mưa lũ."},
        {"state": ConferenceState.CLOSED},
        {"starts_at": now() - timedelta(minutes=1)},
    ],
)
def test_closed_while_typing(visitor: CheckedClient, app: Flask, values: dict[str, object]) -> None:
    check = walk(visitor)
    change(app, sa.update(Conference).where(here()).values(**values))
    assert visitor.get(check).status_code == 409
    assert visitor.post(check, data={"consent_seat": "y"}).status_code == 409
    name = check.replace("xem-lai", "ho-ten")
    assert visitor.post(name, data={"name": "Vì Thị Ón"}).status_code == 409


def test_an_answer_sent_when_it_is_full_is_kept(visitor: CheckedClient, app: Flask) -> None:
    name = walk(visitor, until="/ho-ten")
    filled = form_of(visitor.get(name)) | {"name": "Vì Thị Ón"}
    change(app, sa.update(Conference).where(here()).values(seats_taken=50))
    assert visitor.post(name, data=filled).status_code == 409
    other = name.replace("muong-la-1", "suoi-to-1")
    assert form_of(visitor.get(other))["name"] == "Vì Thị Ón"


def test_nobody_passes_those_who_wait(visitor: CheckedClient, app: Flask) -> None:
    register(visitor)
    change(app, sa.update(Registration).values(state=RegistrationState.WAITING, waiting_no=1))
    change(app, sa.update(Conference).where(here()).values(seats_taken=49, waiting=1))
    assert visitor.get(START).status_code == 409


def test_five_seats_forty_people_four_at_a_time(app: Flask, visitor: CheckedClient) -> None:
    change(app, sa.update(Conference).where(here()).values(capacity=5))
    token = form_of(visitor.get(START))["csrf_token"]
    cookie = visitor.get_cookie("len_duong")
    assert cookie is not None
    keys = [new_form_key() for _ in range(40)]
    with app.app_context():
        for number, key in enumerate(keys):
            drafts().save(
                key,
                Answers("self", f"Lò Thị {number}", 2000, None, f"+8495000{number:04}").as_json()
                | {"commune": "03808"},
            )

    def press(key: str) -> int:
        client = app.test_client()
        client.set_cookie("len_duong", cookie.value)
        data = {"csrf_token": token, "form_key": key, "consent_seat": "y"}
        return client.post(f"{START}/{key}/xem-lai", data=data).status_code

    with ThreadPoolExecutor(4) as threads:
        statuses = list(threads.map(press, keys))
    assert sorted(statuses) == [303] * 5 + [409] * 35
    assert one(app, sa.select(Conference.seats_taken).where(here())) == 5
    assert one(app, sa.select(sa.func.count()).select_from(Registration)) == 5
    with app.app_context():
        db.session.remove()
