"""Registering by text message: asked back, agreed to, seated; a replay changes nothing."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from jobfair.database import db
from jobfair.lib import clock, gsm
from jobfair.lib.clock import now
from jobfair.lib.text import syllables
from jobfair.models import (
    CaseFile,
    Conference,
    Consent,
    OutboxMessage,
    Person,
    Registration,
    SmsInbound,
)
from jobfair.registration.drafts import drafts
from jobfair.registration.sms import erase_old_messages
from jobfair.registration.sms_talk import talk_key
from tests.registration.gateway import NUMBER, Gateway, switch_on
from tests.registration.gateway import gateway as gateway
from tests.registration.helpers import change, one, peek
from tests.registration.sms_talk import DK, WHO, registrations, seats
from tests.world import MUONG_LA

pytestmark = pytest.mark.both


def test_two_messages_make_a_seat_a_case_and_a_slip(app: Flask, gateway: Gateway) -> None:
    asked = gateway.text(DK)
    assert "Lo Thi Xuan, 2000, Muong La" in asked
    assert "DONG Y" in asked
    assert registrations(app) == []
    assert seats(app) == (0, 0)
    reply = gateway.text("Đồng ý")
    assert seats(app) == (1, 0)
    (registration,) = registrations(app)
    assert registration.channel == "sms"
    assert registration.typed_name == "Lò Thị Xuân"
    assert registration.typed_phone == "+84950000123"
    assert registration.typed_commune == MUONG_LA
    assert registration.slip_code in reply.replace(" ", "")
    case = one(app, sa.select(CaseFile))
    assert case.next_step == "call_before_conference"


def test_the_seat_is_asked_for_by_the_word_and_by_nothing_else(
    app: Flask, gateway: Gateway
) -> None:
    gateway.text(DK)
    for words in ("ok", "co", "Mường La", "dong", "y", "1", "đồng ý chưa"):
        assert "DONG Y" in gateway.text(words), words
    assert registrations(app) == []
    assert gateway.outcome("khong dong y") == "stopped"
    assert gateway.outcome("DONG Y") == "help"
    assert registrations(app) == []


def test_the_agreement_is_kept_with_its_words_and_channel(app: Flask, gateway: Gateway) -> None:
    gateway.text(DK)
    gateway.text("DONG Y")
    consent = one(app, sa.select(Consent))
    assert (consent.purpose, consent.given, consent.how) == ("consent_seat", True, "sms")
    assert consent.text_version >= 1
    assert consent.lang == "vi"
    assert not consent.provisional


def test_what_is_missing_is_asked_back_and_completes_the_form(app: Flask, gateway: Gateway) -> None:
    assert "ho ten, nam sinh, xa" in gateway.text("dk muong-la-1")
    assert "nam sinh, xa" in gateway.text("Lò Thị Xuân")
    assert "thieu: xa" in gateway.text("2000")
    assert "DONG Y" in gateway.text("xã Mường La")
    gateway.text("dong y")
    assert seats(app) == (1, 0)
    assert registrations(app)[0].typed_name == "Lò Thị Xuân"


def test_a_delivery_twice_is_one_message_with_one_reply(app: Flask, gateway: Gateway) -> None:
    first = gateway.text(DK, message_id="same")
    assert gateway.text(DK, message_id="same") == first
    done = gateway.text("DONG Y", message_id="agreed")
    assert gateway.text("DONG Y", message_id="agreed") == done
    assert gateway.text(DK, message_id="same") == first
    assert seats(app) == (1, 0)
    assert len(registrations(app)) == 1
    assert len(peek(app, sa.select(SmsInbound.id))) == 2
    replies = peek(app, sa.select(OutboxMessage).filter_by(topic="sms_reply"))
    assert len(replies) == 2


def test_the_same_words_in_new_messages_lead_to_the_same_slip(app: Flask, gateway: Gateway) -> None:
    gateway.text(DK)
    first = gateway.text("DONG Y")
    gateway.text("dk Muong-La-1, LO THI XUAN 2000 muong la")
    assert gateway.text("dong y") == first
    assert seats(app) == (1, 0)
    assert len(registrations(app)) == 1


def test_a_family_shares_one_phone_and_each_has_a_slip(app: Flask, gateway: Gateway) -> None:
    for name in ("Lò Thị Xuân", "Lò Văn Pản"):
        gateway.text(f"DK muong-la-1 {name}, 2000, Mường La")
        gateway.text("DONG Y")
    people = registrations(app)
    assert [one.for_whom for one in people] == ["self", "relative"]
    assert len({one.slip_code for one in people}) == 2
    provisional = [row.provisional for (row,) in peek(app, sa.select(Consent).order_by(Consent.at))]
    assert provisional == [False, True]
    assert seats(app) == (2, 0)


def test_whoever_gave_the_seat_back_may_ask_again(app: Flask, gateway: Gateway) -> None:
    gateway.text(DK)
    gateway.text("DONG Y")
    change(app, sa.update(Registration).values(state="cancelled"))
    gateway.text(DK)
    gateway.text("DONG Y")
    assert [one.state for one in registrations(app)] == ["cancelled", "held"]


def test_under_eighteen_is_told_and_at_eighteen_the_day_decides(
    app: Flask, gateway: Gateway
) -> None:
    day = clock.to_local(one(app, sa.select(Conference.starts_at).filter_by(slug="muong-la-1")))
    assert "Duoi 18 tuoi" in gateway.text(f"DK muong-la-1 Lò Thị Xuân, {day.year - 17}, Mường La")
    turned = f"DK muong-la-1 Lò Thị Xuân, {day.year - 18}, Mường La"
    assert "ngay nao, thang nao" in gateway.text(turned)
    assert "khong co ngay" in gateway.text("31/2").lower()
    after = day + timedelta(days=1)
    if after.year == day.year:
        assert f"{after:%d/%m/%Y}" in gateway.text(f"{after:%d/%m}")
    assert "DONG Y" in gateway.text("1/1")
    gateway.text("DONG Y")
    assert one(app, sa.select(Person.birth_date)).year == day.year - 18


def test_words_without_a_form_are_told_how_to_begin(gateway: Gateway) -> None:
    for words in ("xin chao", "DONG Y", "2", "", "???", "\U0001f600"):
        assert "DK <ma> <ho ten>" in gateway.text(words), words


def test_every_reply_is_one_segment_in_short_sentences(app: Flask, gateway: Gateway) -> None:
    longest = "Nguyễn Thị " + "Hoàng " * 14 + "An"
    said = [
        "xin chào",
        "DK",
        "DK muong-la-1",
        f"DK {'x' * 30}-1 {WHO}",
        f"DK muong-la-1 {longest}, 2000, Mường La",
        "DONG Y",
        f"DK chieng-lao-day {longest}, 2000, Mường La",
        "CHO",
        "DONG Y",
        "DK muong-la-1 Lò Thị Xuân, 2000, Chiềng S",
        "DK muong-la-1 Lò Thị Xuân, 1800, Mường La",
        "DK muong-la-1 Lò Thị Xuân, 2015, Mường La",
        f"DK muong-la-truoc {WHO}",
        f"DK muong-la-huy {WHO}",
        "huy",
    ]
    change(app, sa.update(Conference).values(place="Nhà văn hóa " + "rất dài " * 18))
    for words in said:
        reply = gateway.text(words)
        assert gsm.fits(reply), (words, reply)
        for sentence in re.split(r"[.?!] |: ", reply):
            assert syllables(sentence) <= 40 if longest[:12] in words else 18, sentence


def test_number_and_words_are_sealed_and_go_after_their_time(app: Flask, gateway: Gateway) -> None:
    gateway.text(DK, message_id="old")
    row = one(app, sa.select(SmsInbound))
    plain = repr([getattr(row, column.key) for column in SmsInbound.__table__.columns])
    assert "950000123" not in plain
    assert "Xu" not in plain
    payload = one(app, sa.select(OutboxMessage.payload).filter_by(topic="sms_reply"))
    assert payload == {"inbound": row.id}
    for days, left in ((29, (1, True)), (31, (1, False)), (91, (0, False))):
        change(app, sa.update(SmsInbound).values(received_at=now() - timedelta(days=days)))
        with app.app_context():
            erase_old_messages()
            db.session.commit()
        rows = peek(app, sa.select(SmsInbound.text_enc))
        assert (len(rows), any(text is not None for (text,) in rows)) == left
        if days == 31:
            assert gateway.text(DK, message_id="old") == ""


def test_half_a_form_is_kept_sealed_and_only_for_a_day(app: Flask, gateway: Gateway) -> None:
    gateway.text("DK muong-la-1 Lò Thị Xuân")
    with app.app_context():
        kept = drafts().load(talk_key("+84950000123"))
        assert kept is not None
        assert kept["name"] == "Lò Thị Xuân"
    gateway.text("huy")
    with app.app_context():
        assert drafts().load(talk_key("+84950000123")) is None


def test_a_number_that_sends_too_much_is_slowed_and_no_other(app: Flask, gateway: Gateway) -> None:
    for _message in range(30):
        gateway.text("xin chao")
    refused = gateway.hand_in("xin chao")
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) > 0
    assert gateway.text(DK, number="+84 950 000 124").endswith("DONG Y")
    assert len(peek(app, sa.select(SmsInbound.id))) == 31


@pytest.mark.parametrize("number", ["Viettel", "", "9029", "+12025550123", "02120000001"])
def test_who_is_no_mobile_of_this_country_gets_no_reply(
    app: Flask, gateway: Gateway, number: str
) -> None:
    assert gateway.text(DK, number=number) == ""
    assert peek(app, sa.select(OutboxMessage.id)) == []


def test_each_number_has_its_own_form(app: Flask, gateway: Gateway) -> None:
    gateway.text(DK)
    assert gateway.outcome("DONG Y", number="0950000999") == "help"
    assert gateway.outcome("DONG Y", number=NUMBER) == "held"
    assert len(registrations(app)) == 1


def test_the_code_stands_on_the_staff_page_and_for_everyone_once_there_is_a_number(
    app: Flask, gateway: Gateway, counsellor, visitor
) -> None:
    found = one(app, sa.select(Conference.id, Conference.starts_at).filter_by(slug="muong-la-1"))
    code = f"DK ML{clock.to_local(found.starts_at):%d%m}"
    path = f"/can-bo/hoi-nghi/{found.id}"
    staff = counsellor.page(path).text("section[aria-labelledby=text]")
    assert code in staff
    assert "Chưa có số nào nhận tin nhắn" in staff
    assert "sms:0" not in visitor.get("/hoi-nghi/muong-la-1").text
    switch_on(app, number="095 0000 777")
    assert "095 0000 777" in counsellor.page(path).text("section[aria-labelledby=text]")
    app.extensions["jobfair_page_cache"].clear()
    app.extensions["jobfair_kept"].clear()
    link = visitor.page("/hoi-nghi/muong-la-1").one("a[href^='sms:0']")
    assert link.get("href") == f"sms:0950000777?body={code.replace(' ', '%20')}%20"
    assert code in link.text_content()
