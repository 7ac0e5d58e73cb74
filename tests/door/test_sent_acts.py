"""What a phone sends: late, twice, about somebody unknown; taken once, refused only in words."""

from __future__ import annotations

from datetime import timedelta

import pytest

from jobfair.lib import clock
from jobfair.lib.codes import new_form_key
from jobfair.models import (
    Attendance,
    CaseEvent,
    CaseFile,
    DoorAct,
    Person,
    Registration,
    RegistrationState,
)
from tests.door import folk
from tests.door.folk import requests_apart as requests_apart
from tests.world import MUONG_LA

pytestmark = pytest.mark.both


class Hall:
    """A conference with one seat, and a phone that sends to it."""

    def __init__(self, session, *, in_days=0, **more):
        meeting = folk.conference(session, in_days=in_days)
        seat = folk.add_seat(session, meeting, **more)
        self.id, self.seat, self.case_id = meeting.id, seat.id, seat.case_id
        self.began = meeting.starts_at
        session.commit()
        self.address = f"/can-bo/hoi-nghi/{self.id}/cua"

    def act(self, kind="present", value="1", ref=None, minute=5, **more):
        at = int((self.began + timedelta(minutes=minute)).timestamp() * 1000)
        one = {"i": new_form_key(), "r": ref or self.seat, "k": kind, "v": value, "w": "0", "t": at}
        return one | more

    def walk_in(self, name="Sùng Thị Mỷ", contact="095 0000 204", commune=MUONG_LA, **more):
        one = self.act("walk_in", "", s={"n": name, "c": contact, "x": commune}, **more)
        return one | {"r": one["i"]}

    def send(self, client, *acts, device="abcd"):
        token = client.page("/can-bo/tai-khoan").form("form")["csrf_token"]
        body = {"device": device, "since": 0, "acts": list(acts)}
        return client.post(self.address, json=body, headers={"X-CSRFToken": token})


@pytest.fixture
def hall(session):
    return Hall(session)


def _states(answer):
    assert answer.status_code == 200, answer.text
    return [one[1] for one in answer.json["answers"]]


def _attendance(session):
    return folk.read(session, session.query(Attendance))


def test_an_act_is_taken_once_however_often_it_is_sent(session, hall, officer_muongla):
    one = hall.act()
    for _time in range(3):
        assert _states(hall.send(officer_muongla, one)) == ["taken"]
    [row] = _attendance(session)
    assert row.present
    assert abs(row.at - hall.began - timedelta(minutes=5)) < timedelta(seconds=1)
    assert len(folk.read(session, session.query(DoorAct))) == 1


def test_an_act_about_somebody_not_sent_yet_waits_for_her(session, hall, officer_muongla):
    stranger = hall.walk_in()
    later = hall.act("doubt", "debt", ref=stranger["i"], minute=9)
    assert _states(hall.send(officer_muongla, later)) == ["waits"]
    assert "1 việc còn chờ" in officer_muongla.page(f"/can-bo/hoi-nghi/{hall.id}/diem-danh").text(
        "main"
    )
    assert _states(hall.send(officer_muongla, stranger)) == ["taken"]
    [row] = _attendance(session)
    assert (row.present, row.doubt) == (True, "debt")


def test_a_walk_in_is_written_down_once_from_two_sendings(session, hall, officer_muongla):
    stranger = hall.walk_in()
    for _time in range(2):
        assert _states(hall.send(officer_muongla, stranger)) == ["taken"]
    people = folk.read(session, session.query(Person).filter_by(name="Sùng Thị Mỷ"))
    assert len(people) == 1


def test_a_number_that_is_none_is_let_in_and_kept_to_be_asked(session, hall, officer_muongla):
    assert _states(hall.send(officer_muongla, hall.walk_in(contact="số của mẹ"))) == ["taken"]
    case = folk.read(session, session.query(CaseFile).filter(CaseFile.id != hall.case_id))[0]
    assert "số của mẹ" in case.next_note


def test_who_is_too_young_comes_back_with_the_sentence(session, hall, officer_muongla):
    year = str(clock.today().year - 12)
    answer = hall.send(officer_muongla, hall.walk_in(contact=year), hall.act())
    refused, taken = answer.json["answers"][1], answer.json["answers"][0]
    assert (taken[1], refused[1]) == ("taken", "refused")
    assert "Chưa đủ 18 tuổi" in refused[2]
    assert folk.read(session, session.query(Person).filter_by(name="Sùng Thị Mỷ")) == []


def test_who_gave_the_seat_back_and_came_is_a_walk_in(session, hall, officer_muongla):
    session.query(Registration).filter_by(id=hall.seat).update(
        {"state": RegistrationState.CANCELLED}
    )
    session.commit()
    assert _states(hall.send(officer_muongla, hall.act())) == ["taken"]
    [registration] = folk.read(session, session.query(Registration).filter_by(id=hall.seat))
    assert registration.state is RegistrationState.WALK_IN


def test_a_slip_of_this_conference_marks_its_owner(session, hall, officer_muongla):
    code = session.query(Registration.slip_code).filter_by(id=hall.seat).scalar()
    session.rollback()
    assert _states(hall.send(officer_muongla, hall.walk_in() | {"v": code})) == ["taken"]
    [row] = _attendance(session)
    assert row.registration_id == hall.seat
    assert folk.read(session, session.query(Person).filter_by(name="Sùng Thị Mỷ")) == []


def test_ten_days_later_the_list_is_closed_and_what_was_tapped_still_comes_in(
    session, officer_muongla
):
    hall = Hall(session, in_days=-10)
    assert officer_muongla.get(hall.address).status_code == 404
    answer = hall.send(officer_muongla, hall.act())
    assert _states(answer) == ["taken"]
    assert answer.json["rows"] == []
    assert _attendance(session)[0].present


def test_after_thirty_days_nothing_comes_in(session, officer_muongla):
    hall = Hall(session, in_days=-40)
    assert hall.send(officer_muongla, hall.act()).status_code == 404
    assert _attendance(session) == []


def test_a_late_answer_does_not_undo_what_was_agreed_since(session, hall, officer_muongla):
    case = session.get(CaseFile, hall.case_id)
    case.next_step, case.next_on = "screen", clock.today() + timedelta(days=20)
    session.add(
        CaseEvent(
            case_id=case.id,
            seq=9,
            act_key="spoke-later",
            kind="contact",
            reason="spoke",
            at=clock.now(),
            by="x",
            by_name="x",
            role="counsellor",
        )
    )
    session.commit()
    assert _states(hall.send(officer_muongla, hall.act("said", "family"))) == ["taken"]
    [after] = folk.read(session, session.query(CaseFile).filter_by(id=hall.case_id))
    assert (after.next_step, after.next_on) == ("screen", clock.today() + timedelta(days=20))
    assert _attendance(session)[0].said == "family"


def test_another_communes_phone_and_nonsense_change_nothing(
    session, hall, officer_suoito, officer_muongla, leader
):
    assert hall.send(officer_suoito, hall.act()).status_code == 404
    assert hall.send(leader, hall.act()).status_code == 403
    nonsense = [
        hall.act(kind="nonsense"),
        hall.act("market", "+XX"),
        hall.act("doubt", "<script>"),
        hall.act() | {"t": "yesterday"},
        hall.act() | {"i": "../../etc"},
        "text",
        None,
    ]
    answer = hall.send(officer_muongla, *nonsense)
    assert set(_states(answer)) == {"refused"}
    assert _attendance(session) == []


@pytest.mark.parametrize("hours", [6, -24 * 400])
def test_a_phone_whose_clock_is_wrong_keeps_the_order_of_its_taps(
    session, hall, officer_muongla, hours
):
    away = hours * 60
    taps = [hall.act("doubt", code, minute=away + at) for at, code in enumerate(("debt", "wage"))]
    taps += [hall.act("doubt", "parents", minute=away + 2)]
    assert set(_states(hall.send(officer_muongla, *reversed(taps)))) == {"taken"}
    [row] = _attendance(session)
    assert row.doubt == "parents"
    assert row.at <= clock.now()
    assert row.at >= hall.began - timedelta(days=4)


def test_a_sending_without_the_token_is_refused(session, hall, officer_muongla):
    body = {"device": "abcd", "since": 0, "acts": [hall.act()]}
    assert officer_muongla.post(hall.address, json=body).status_code == 400
    assert _attendance(session) == []


def test_the_deck_holds_no_more_than_the_door_needs(session, hall, officer_muongla):
    deck = officer_muongla.get(hall.address)
    assert deck.headers["Cache-Control"] == "no-store"
    code = session.query(Registration.slip_code).filter_by(id=hall.seat).scalar()
    person_id = session.query(Registration.person_id).filter_by(id=hall.seat).scalar()
    assert deck.json["rows"][0][3] == "Lò Thị Xuân"
    for secret in (code, person_id, "950000123", hall.case_id):
        assert secret not in deck.text
