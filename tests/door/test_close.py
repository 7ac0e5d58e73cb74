"""After the end: whoever was missing is called, once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from jobfair.lib import clock
from jobfair.lib.codes import new_form_key
from jobfair.models import Attendance, RegistrationState, Stage
from tests.door import folk
from tests.door.folk import requests_apart as requests_apart

pytestmark = pytest.mark.both


class Past:
    """Yesterday's conference with people in every situation."""

    def __init__(self, session):
        meeting = folk.conference(session, "past", in_days=-1)
        self.missing = folk.add_seat(session, meeting, "Giàng A Páo").case_id
        came = folk.add_seat(session, meeting, "Lò Thị Xuân")
        session.add(Attendance(registration_id=came.id, act_id=new_form_key(), by="x"))
        back = folk.add_seat(session, meeting, "Tòng Thị Hoa")
        session.add(
            Attendance(registration_id=back.id, act_id=new_form_key(), by="x", present=False)
        )
        self.came, self.taken_back = came.case_id, back.case_id
        waiting = folk.add_seat(session, meeting, "Hà Thị Ánh", state=RegistrationState.WAITING)
        later = folk.add_seat(session, meeting, "Cầm Văn Quân", stage=Stage.TRAINING, step="papers")
        self.waiting, self.later = waiting.case_id, later.case_id
        self.address = f"/can-bo/hoi-nghi/{meeting.id}"
        session.commit()

    def close(self, client):
        """Press the button at the foot of the roster."""
        page = client.page(f"{self.address}/diem-danh")
        form = page.css(f"form[action='{self.address}/xong']")[0]
        return client.post(form.get("action"), data=dict(form.fields))


@pytest.fixture
def past(session):
    return Past(session)


def _step(session, case_id):
    case = folk.case_now(session, case_id)
    return case.next_step, case.next_on


def test_everybody_on_the_list_gets_a_next_step(session, past, officer_muongla):
    answer = past.close(officer_muongla)
    assert answer.status_code == 303
    day = clock.today() + timedelta(days=2)  # three after the conference
    assert _step(session, past.missing) == ("call_no_show", day)
    assert _step(session, past.taken_back) == ("call_no_show", day)
    assert _step(session, past.came) == ("call_back", day)
    assert _step(session, past.waiting)[0] == "call_before_conference"
    assert _step(session, past.later)[0] == "papers"
    page = officer_muongla.page(answer.location)
    assert "Sẽ gọi lại 3 người." in page.text("#messages")


def test_asking_again_changes_nothing(session, past, officer_muongla):
    past.close(officer_muongla)
    page = officer_muongla.page(past.close(officer_muongla).location)
    assert "Ai cũng đã có việc tiếp theo." in page.text("#messages")
    assert [e.reason for e in folk.contacts(session, past.missing)] == ["no_show"]


def test_who_was_spoken_with_since_is_left_alone(session, past, officer_muongla):
    token = officer_muongla.page("/can-bo/").form("form")["csrf_token"]
    data = {"csrf_token": token, "outcome": "spoke", "act_key": new_form_key()}
    officer_muongla.post(f"/can-bo/hom-nay/{past.missing}", data=data)
    before = _step(session, past.missing)
    past.close(officer_muongla)
    assert _step(session, past.missing) == before


def test_before_the_end_there_is_nothing_to_finish(session, officer_muongla):
    meeting_id = folk.conference(session, in_days=1).id
    session.commit()
    address = f"/can-bo/hoi-nghi/{meeting_id}"
    page = officer_muongla.page(f"{address}/diem-danh")
    assert not page.css(f"form[action='{address}/xong']")
    token = page.form("form")["csrf_token"]
    assert officer_muongla.post(f"{address}/xong", data={"csrf_token": token}).status_code == 409


def test_the_leader_reads_and_does_not_finish(past, leader):
    token = leader.page("/can-bo/").form("form")["csrf_token"]
    answer = leader.post(f"{past.address}/xong", data={"csrf_token": token})
    assert answer.status_code == 403


def test_the_act_is_audited(session, past, officer_muongla):
    past.close(officer_muongla)
    assert folk.last_audit(session, "door.close").object_kind == "conference"
