"""What somebody present wants: market, doubt, next step, the right phone, the own consent."""

from __future__ import annotations

from datetime import timedelta

import pytest

from jobfair.lib import clock
from jobfair.lib.codes import new_form_key
from jobfair.models import (
    Attendance,
    CaseFile,
    ConferenceMarket,
    Consent,
    JobOrder,
    Person,
    Promise,
    Registration,
)
from tests.door import folk
from tests.door.folk import requests_apart as requests_apart

pytestmark = pytest.mark.both


class Door:
    """A conference of today with one person on it, who is present unless said otherwise."""

    def __init__(self, session, *, came=True, **more):
        meeting = folk.conference(session, in_days=0)
        meeting.markets.append(ConferenceMarket(market_code="KR"))
        seat = folk.add_seat(session, meeting, **more)
        if came:
            session.add(Attendance(registration_id=seat.id, act_id=new_form_key(), by="x"))
            session.flush()
        self.id, self.seat, self.case_id = meeting.id, seat.id, seat.case_id
        self.person_id, self.slip_code = seat.person_id, seat.slip_code
        session.commit()
        self.base = f"/can-bo/hoi-nghi/{self.id}"
        self.roster = f"{self.base}/diem-danh"

    def say(self, client, said, **more):
        """Press one of the chips of the row."""
        page = client.page(self.roster)
        data = page.form(f"#r-{self.seat} details form") | {"said": said}
        headers = more.pop("headers", {})
        return client.post(f"{self.base}/ket-qua/{self.seat}", data=data | more, headers=headers)


@pytest.fixture
def door(session):
    return Door(session)


def _attendance(session):
    return folk.read(session, session.query(Attendance))[0]


def test_markets_add_up_and_can_be_taken_away(session, door, officer_muongla):
    door.say(officer_muongla, "market:+JP")
    door.say(officer_muongla, "market:+KR")
    door.say(officer_muongla, "market:+KR")
    assert _attendance(session).outcome_markets == "JP,KR"
    door.say(officer_muongla, "market:-JP")
    assert _attendance(session).outcome_markets == "KR"


def test_a_doubt_is_one_and_can_be_taken_away(session, door, officer_muongla):
    door.say(officer_muongla, "doubt:debt")
    door.say(officer_muongla, "doubt:parents")
    assert _attendance(session).doubt == "parents"
    page = officer_muongla.page(door.roster)
    pressed = [b.text_content() for b in page.css("details button[aria-pressed=true]")]
    assert pressed == ["Bố mẹ chưa đồng ý"]
    door.say(officer_muongla, "doubt:")
    assert _attendance(session).doubt == ""


def test_what_comes_next_is_the_cases_next_step(session, door, officer_muongla):
    for code, step, days in (
        ("counsel", "counsel", 3),
        ("family", "call_back", 7),
        ("later", "call_back", 30),
    ):
        assert door.say(officer_muongla, f"said:{code}").status_code == 303
        case = folk.case_now(session, door.case_id)
        assert (case.next_step, case.next_on) == (step, clock.today() + timedelta(days=days))
        assert folk.contacts(session, door.case_id)[-1].reason == f"door_{code}"


def test_the_same_answer_twice_is_one_call_and_another_answer_replaces_it(
    session, door, officer_muongla
):
    for code in ("family", "family", "counsel"):
        door.say(officer_muongla, f"said:{code}")
    reasons = [e.reason for e in folk.contacts(session, door.case_id)]
    assert reasons == ["door_family", "door_counsel"]
    assert folk.case_now(session, door.case_id).next_step == "counsel"


def test_htmx_gets_the_row_open_with_what_was_pressed(door, officer_muongla):
    answer = door.say(officer_muongla, "said:family", headers=folk.HTMX)
    assert answer.text.lstrip().startswith(f'<li id="r-{door.seat}"')
    assert "<details" in answer.text
    assert "Về hỏi gia đình" in answer.text


def test_today_tells_the_officer_what_was_said(session, door, officer_muongla):
    for said in ("market:+JP", "doubt:debt", "said:family"):
        door.say(officer_muongla, said)
    session.get_one(CaseFile, door.case_id).next_on = clock.today()
    session.commit()
    row = officer_muongla.page("/can-bo/").text(f"#c-{door.case_id}")
    assert "Nhật Bản" in row
    assert "sợ nợ" in row


def test_an_answer_that_does_not_exist_is_refused(session, door, officer_muongla):
    for said, status in (
        ("market:+XX", 422),
        ("doubt:nonsense", 422),
        ("said:nonsense", 422),
        ("nonsense", 400),
        ("market:<script>", 400),
        ("", 400),
    ):
        assert (said, door.say(officer_muongla, said).status_code) == (said, status)
    assert _attendance(session).outcome_markets == ""


def test_whoever_says_something_is_there(session, officer_muongla):
    door = Door(session, came=False)
    token = officer_muongla.page(door.roster).form("#roster form")["csrf_token"]
    data = {"csrf_token": token, "act_id": new_form_key(), "said": "said:family"}
    answer = officer_muongla.post(f"{door.base}/ket-qua/{door.seat}", data=data)
    assert answer.status_code == 303
    row = _attendance(session)
    assert (row.present, row.said) == (True, "family")


def test_another_number_brings_a_new_slip_code_and_ends_the_old(session, door, officer_muongla):
    page = officer_muongla.page(door.roster)
    link = page.css(f"#r-{door.seat} details a")[0].get("href")
    answer = officer_muongla.send(link, {"phone": "095 0000 777", "owner": "relative"})
    assert answer.status_code == 303
    registration = folk.read(session, session.query(Registration))[0]
    assert registration.slip_code != door.slip_code
    person = session.get_one(Person, door.person_id)
    numbers = [(p.e164, p.owner) for p in person.phones]
    session.rollback()
    assert numbers == [("+84950000777", "relative"), ("+84950000123", "self")]
    assert "…777" in officer_muongla.page(door.roster).text("#roster")
    assert "phone" in folk.last_audit(session, "door.phone").fields


def test_the_number_that_stands_already_keeps_the_code(session, door, officer_muongla):
    address = f"{door.base}/so/{door.seat}"
    officer_muongla.send(address, {"phone": "0950000123"})
    assert folk.read(session, session.query(Registration))[0].slip_code == door.slip_code


def test_a_number_that_is_none_comes_back_with_what_was_typed(session, door, officer_muongla):
    answer = officer_muongla.send(f"{door.base}/so/{door.seat}", {"phone": "12"})
    assert answer.status_code == 422
    assert 'value="12"' in answer.text
    assert folk.read(session, session.query(Registration))[0].slip_code == door.slip_code


def test_who_was_registered_by_somebody_else_agrees_at_the_door(session, officer_muongla):
    door = Door(session, for_whom="relative")
    page = officer_muongla.page(door.roster)
    form = page.css(f"#r-{door.seat} form[action$='/dong-y/{door.seat}']")[0]
    answer = officer_muongla.post(form.get("action"), data=dict(form.fields))
    assert answer.status_code == 303
    last = folk.read(session, session.query(Consent).order_by(Consent.seq.desc()))[0]
    assert (last.given, last.provisional, last.how) == (True, False, "read_aloud")
    assert "dong-y" not in officer_muongla.get(door.roster).text


def test_interest_in_a_market_freezes_what_its_orders_promise(session, officer_muongla):
    door = Door(session)
    order = session.query(JobOrder).filter_by(code="MAU-JP-01").one()
    order_id, wage = order.id, order.wage
    session.rollback()  # a transaction of the test's own would keep the page from writing
    for wanted in ("market:+JP", "market:-JP", "market:+JP"):
        door.say(officer_muongla, wanted)
    session.expire_all()
    (row,) = session.query(Promise).filter_by(case_id=door.case_id).all()
    assert (row.how, row.order_id, row.conference_id) == ("door", order_id, door.id)
    assert row.wage == wage
