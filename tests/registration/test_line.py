"""The line at the writing desk: together with one commit, or each alone and no seat miscounted."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from flask import Flask

from jobfair.conferences.queries import get_public_conference
from jobfair.database import end_reading
from jobfair.errors import Unavailable
from jobfair.lib.codes import new_form_key
from jobfair.models import Conference, Purpose, Registration
from jobfair.registration.answers import Answers
from jobfair.registration.line import line
from jobfair.registration.rows import human_rows
from jobfair.registration.seating import NoSeatLeft, Seating
from jobfair.registration.sending import Sending
from jobfair.registration.writing import SentBefore, Writing, prepare
from tests.registration.helpers import change, one

pytestmark = pytest.mark.both

HERE = Conference.slug == "muong-la-1"
NAMES = ("Vì Thị Ón", "Giàng A Páo", "Lò Văn Đức", "Mùa Thị Dợ")


@pytest.fixture
def inside(app: Flask) -> Iterator[None]:
    with app.test_request_context():
        yield


def writing(name: str, key: str | None = None) -> Writing:
    conference = get_public_conference("muong-la-1")
    phone = f"+84950{NAMES.index(name):06}"
    answers = Answers(for_whom="self", name=name, birth_year=2000, phone=phone, commune="03808")
    sending = Sending(key or new_form_key(), answers, phone, (Purpose.SEAT,), "vi")
    human = human_rows(conference, sending, 0)
    seating = Seating(conference.id, [human.registration["id"]], line().dialect)
    end_reading()
    return prepare(line().dialect, [human], seating)


def held(app: Flask) -> tuple[int, int]:
    """Registrations that are there, and seats that the conference counts as taken."""
    rows = one(app, sa.select(sa.func.count()).select_from(Registration))
    return rows, one(app, sa.select(Conference.seats_taken).where(HERE))


def test_all_who_come_together_are_written(app: Flask, inside: None) -> None:
    assert line().send_all([writing(name) for name in NAMES]) == [None] * 4
    assert held(app) == (4, 4)


def test_one_who_sends_again_takes_no_seat_from_the_others(app: Flask, inside: None) -> None:
    key = new_form_key()
    first, again = writing(NAMES[0], key), writing(NAMES[0], key)
    told = line().send_all([writing(NAMES[1]), first, again, writing(NAMES[2])])
    assert [type(problem) for problem in told] == [type(None), type(None), SentBefore, type(None)]
    assert held(app) == (3, 3)


def test_the_last_seats_go_to_the_first_in_line(app: Flask, inside: None) -> None:
    change(app, sa.update(Conference).where(HERE).values(capacity=2))
    told = line().send_all([writing(name) for name in NAMES])
    assert [type(p) for p in told] == [type(None), type(None), NoSeatLeft, NoSeatLeft]
    assert held(app) == (2, 2)


def test_where_the_disk_says_no_everybody_is_told_and_nobody_tries_alone(
    app: Flask, inside: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = []

    def full(_cursor: object, one: Writing) -> None:
        tries.append(one)
        raise line().dialect.loaded_dbapi.OperationalError("database or disk is full")

    writings = [writing(name) for name in NAMES]
    monkeypatch.setattr("jobfair.registration.line.write", full)
    told = line().send_all(writings)
    assert [type(problem) for problem in told] == [Unavailable] * 4
    assert len(tries) == (1 if line().dialect.name == "sqlite" else 4)
    assert held(app) == (0, 0)
