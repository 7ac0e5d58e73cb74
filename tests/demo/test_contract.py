"""What the outside relies on: conferences, accounts, invented people (contract)."""

from __future__ import annotations

import re
from collections import Counter

import pytest
import sqlalchemy as sa
from flask import Flask

from jobfair.accounts.passwords import verify
from jobfair.conferences.queries import list_open, seats_left
from jobfair.database import db
from jobfair.keys import keys
from jobfair.lib import clock
from jobfair.models import (
    BodyContact,
    Conference,
    ConferenceKind,
    ConferenceState,
    Person,
    PersonPhone,
    Registration,
    RegistrationState,
    SendingBody,
    Setting,
    UserAccount,
)
from tests.demo.conftest import PASSWORD, Fill
from tests.world import MUONG_LA


def test_at_least_ten_conferences_are_open(demo: Flask) -> None:
    assert len(list_open()) >= 10


def test_the_first_open_conference_is_in_muong_la_with_fifty_seats_left(demo: Flask) -> None:
    first = list_open()[0]
    assert (first.commune_code, seats_left(first)) == (MUONG_LA, 50)


def test_the_last_open_conference_has_fifty_seats_left(demo: Flask) -> None:
    assert seats_left(list_open()[-1]) == 50


def test_one_has_twenty_seats_one_is_full_one_is_online(demo: Flask) -> None:
    left = Counter(seats_left(conference) for conference in list_open())
    assert (left[20], left[0]) == (1, 1)
    kinds = Counter(conference.kind for conference in list_open())
    assert kinds[ConferenceKind.ONLINE] == 1
    assert kinds[ConferenceKind.FAIR] == 1


def test_one_conference_to_come_is_cancelled_with_a_reason(demo: Flask) -> None:
    cancelled = db.session.scalars(
        sa.select(Conference).where(Conference.state == ConferenceState.CANCELLED)
    ).one()
    assert cancelled.starts_at > clock.now()
    assert cancelled.cancel_reason


def test_somebody_waits_for_the_full_one(demo: Flask) -> None:
    waiting = db.session.scalars(
        sa.select(Registration)
        .where(Registration.state == RegistrationState.WAITING)
        .order_by(Registration.waiting_no)
    ).all()
    assert [row.waiting_no for row in waiting] == list(range(1, len(waiting) + 1))
    assert waiting
    conference = waiting[0].conference
    assert conference is not None
    assert conference.seats_taken == conference.capacity


def test_seats_taken_are_those_that_people_hold(demo: Flask) -> None:
    held = sa.func.count(Registration.id)
    rows = db.session.execute(
        sa.select(Conference.slug, Conference.seats_taken, held)
        .outerjoin(
            Registration,
            sa.and_(
                Registration.conference_id == Conference.id,
                Registration.state == RegistrationState.HELD,
            ),
        )
        .group_by(Conference.id)
    ).all()
    assert [row for row in rows if row[1] != row[2]] == []


ACCOUNTS = {
    "admin": "admin",
    "leader": "leader",
    "auditor": "auditor",
    "counsellor": "counsellor",
    "officer.muongla": "officer",
    "officer.suoito": "officer",
    "agency.one": "agency",
    "agency.two": "agency",
    "bank": "bank",
}


def test_the_nine_accounts_share_the_password(demo: Flask) -> None:
    users = db.session.scalars(sa.select(UserAccount)).all()
    assert {u.username: str(u.grants[0].role) for u in users} == ACCOUNTS
    assert all(u.is_demo and u.active and not u.must_change_password for u in users)
    assert all(verify(u.password_hash, PASSWORD) for u in users[:1])
    assert len({u.password_hash for u in users}) == 1


def test_each_account_sits_where_its_name_says(demo: Flask) -> None:
    users = {u.username: u.grants[0].office for u in db.session.scalars(sa.select(UserAccount))}
    assert users["officer.muongla"].name == "UBND xã Mường La"
    assert users["officer.suoito"].name == "UBND xã Suối Tọ"
    assert users["agency.one"].name == "Công ty mẫu Cánh Chim Núi"
    assert users["agency.two"].name == "Công ty mẫu Suối Xanh"


def test_people_look_invented(demo: Flask) -> None:
    cipher = keys().cipher()
    people = db.session.scalars(sa.select(Person).where(Person.national_id_enc.is_not(None))).all()
    numbers = [cipher.open(p.national_id_enc, f"person.national_id.{p.id}") for p in people]
    assert all(re.fullmatch(r"000[0-3]\d{8}", number) for number in numbers)
    assert len(set(numbers)) == len(numbers) > 50
    for person, number in zip(people, numbers, strict=True):
        assert number[4:6] == f"{person.birth_year % 100:02}"
        assert person.national_id_masked == f"000******{number[-3:]}"
    phones = db.session.scalars(sa.select(PersonPhone.e164)).all()
    assert all(re.fullmatch(r"\+84950000\d{3}", phone) for phone in phones)


def test_sending_bodies_look_invented(demo: Flask) -> None:
    bodies = db.session.scalars(sa.select(SendingBody)).all()
    assert len(bodies) >= 12
    assert all(" mẫu " in body.name for body in bodies)
    for contact in db.session.scalars(sa.select(BodyContact)):
        if contact.kind == "phone":
            assert re.fullmatch(r"0212 000 \d{4}", contact.value_shown)
        if contact.kind == "web":
            assert contact.value_normalised.endswith(".example")


def test_every_page_carries_the_red_band(demo: Flask) -> None:
    page = demo.test_client().get("/can-bo/dang-nhap").text
    assert "Dữ liệu mẫu: người và con số đều bịa." in page
    assert db.session.get(Setting, "demo.loaded") is not None


@pytest.mark.parametrize("people", [1, 7, 40])
def test_a_small_demonstration_keeps_the_promises(fill: Fill, people: int) -> None:
    app, loaded = fill(people)
    with app.app_context():
        left = [seats_left(conference) for conference in list_open()]
        assert db.session.scalar(sa.select(sa.func.count(Person.id))) == people == loaded.people
        assert (left[0], left[-1], left.count(20), left.count(0)) == (50, 50, 1, 1)


def test_lao_cai_works_too(fill: Fill) -> None:
    app, loaded = fill(province="lao_cai")
    with app.app_context():
        first = list_open()[0]
        officer = db.session.scalars(
            sa.select(UserAccount).where(UserAccount.username == "officer.muongla")
        ).one()
        assert officer.grants[0].office.commune_code == first.commune_code
        assert officer.grants[0].office.name == loaded.offices[0]
        assert seats_left(first) == seats_left(list_open()[-1]) == 50
