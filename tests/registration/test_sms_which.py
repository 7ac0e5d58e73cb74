"""Which conference and which commune a text message means, and where else there is room."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from jobfair.conferences.text_codes import text_code
from jobfair.lib import clock
from jobfair.models import Conference
from tests.registration.gateway import Gateway
from tests.registration.gateway import gateway as gateway
from tests.registration.helpers import change, one
from tests.registration.sms_talk import DK, WHO, registrations, seats
from tests.world import MUONG_LA

pytestmark = pytest.mark.both


def test_a_full_conference_offers_another_one_and_the_line(app: Flask, gateway: Gateway) -> None:
    asked = gateway.text("DK chieng-lao-day Lò Thị Xuân, 2000, Mường La")
    assert "nhan CHO" in asked
    with app.app_context():
        code = text_code("muong-la-1")
    assert f"DK {code}" in asked
    assert "DONG Y" in gateway.text("CHO")
    reply = gateway.text("DONG Y")
    assert "thu 1 trong hang cho" in reply
    assert seats(app, "chieng-lao-day") == (2, 1)
    assert registrations(app)[0].state == "waiting"


def test_the_code_alone_moves_the_same_answers_elsewhere(app: Flask, gateway: Gateway) -> None:
    gateway.text("DK chieng-lao-day Lò Thị Xuân, 2000, Mường La")
    assert "Lo Thi Xuan, 2000, Muong La" in gateway.text("DK muong-la-1")
    gateway.text("DONG Y")
    assert seats(app) == (1, 0)


def test_a_seat_lost_while_agreeing_becomes_the_offer_of_the_line(
    app: Flask, gateway: Gateway
) -> None:
    gateway.text(DK)
    change(app, sa.update(Conference).filter_by(slug="muong-la-1").values(seats_taken=50))
    assert "nhan CHO" in gateway.text("DONG Y")
    gateway.text("CHO")
    if not registrations(app):
        gateway.text("DONG Y")
    assert seats(app) == (50, 1)


@pytest.mark.parametrize(
    ("slug", "words"),
    [("muong-la-truoc", "da bat dau hoac da xong"), ("muong-la-huy", "da huy")],
)
def test_a_conference_that_takes_nobody_says_so(gateway: Gateway, slug: str, words: str) -> None:
    reply = gateway.text(f"DK {slug} {WHO}").lower()
    assert words in reply
    assert "dk " in reply


def test_a_draft_and_a_code_of_nobody_are_the_same_answer(gateway: Gateway) -> None:
    for slug in ("muong-la-nhap", "khong-co-26"):
        assert gateway.outcome(f"DK {slug}-1 {WHO}") == "wrong_code"
    assert "Khong co hoi nghi ma ZZ0101" in gateway.text(f"DK ZZ0101 {WHO}")


def test_a_commune_that_is_not_clear_is_chosen_by_its_number(app: Flask, gateway: Gateway) -> None:
    asked = gateway.text("DK muong-la-1 Lò Thị Xuân, 2000, Chiềng S")
    numbers = dict(re.findall(r"(\d) (Chieng \w+)", asked))
    assert len(numbers) > 1
    assert "DONG Y" in gateway.text("2")
    gateway.text("DONG Y")
    assert registrations(app)[0].typed_commune != MUONG_LA


def test_a_code_that_two_conferences_share_is_chosen_by_its_number(
    app: Flask, gateway: Gateway
) -> None:
    at = one(app, sa.select(Conference.starts_at).filter_by(slug="muong-la-1"))
    later = at + timedelta(hours=5)
    moved = {"starts_at": later, "ends_at": later + timedelta(hours=2)}
    change(app, sa.update(Conference).filter_by(slug="truc-tuyen-1").values(**moved))
    short = f"ML{clock.to_local(at):%d%m}"
    asked = gateway.text(f"DK {short} {WHO}")
    assert "1 Muong La" in asked
    assert "2 Muong La" in asked
    assert "DONG Y" in gateway.text("1")
    with app.app_context():
        assert text_code("muong-la-1") == "muong-la-1"
