"""Somebody who has not registered: three fields, no seat, never refused, once."""

from __future__ import annotations

import pytest

from jobfair.lib import clock
from jobfair.models import (
    Attendance,
    CaseFile,
    Conference,
    Consent,
    Person,
    PersonPhone,
    Registration,
    RegistrationState,
    Task,
)
from tests.door import folk
from tests.door.folk import requests_apart as requests_apart
from tests.world import MUONG_LA

pytestmark = pytest.mark.both


@pytest.fixture
def form(session):
    """The address of the form at a conference of today that is full."""
    meeting = folk.conference(session, in_days=0)
    meeting.seats_taken = meeting.capacity
    meeting_id = meeting.id
    session.commit()
    return f"/can-bo/hoi-nghi/{meeting_id}/vang-lai"


def _one(session, model):
    rows = folk.read(session, session.query(model))
    assert len(rows) == 1
    return rows[0]


WHO = {"name": "Sùng Thị Mỷ", "contact": "095 0000 204", "commune": MUONG_LA}


def test_three_fields_make_a_person_present_with_a_case(session, form, officer_muongla):
    answer = officer_muongla.send(form, WHO)
    assert answer.status_code == 303
    registration = _one(session, Registration)
    assert registration.state is RegistrationState.WALK_IN
    assert registration.channel == "door"
    assert answer.location.endswith(f"#r-{registration.id}")
    assert _one(session, Attendance).present
    assert _one(session, PersonPhone).e164 == "+84950000204"
    case = _one(session, CaseFile)
    assert case.id == registration.case_id
    assert (case.next_step, case.commune_code) == ("call_back", MUONG_LA)
    assert case.next_on > clock.today()
    consent = _one(session, Consent)
    assert (consent.how, consent.provisional) == ("read_aloud", False)
    page = officer_muongla.page(answer.location)
    assert "Sùng Thị Mỷ" in page.text("#roster")
    assert "1 vãng lai" in page.text("#count")


def test_a_walk_in_takes_no_seat_of_a_full_conference(session, form, officer_muongla):
    officer_muongla.send(form, WHO)
    meeting = folk.read(session, session.query(Conference).filter_by(slug="muong-la-1"))[0]
    assert meeting.seats_taken == meeting.capacity


def test_a_year_of_birth_does_instead_of_a_phone(session, form, officer_muongla):
    assert officer_muongla.send(form, WHO | {"contact": "2002"}).status_code == 303
    assert _one(session, Person).birth_year == 2002
    assert folk.read(session, session.query(PersonPhone)) == []


def test_somebody_from_another_province_belongs_to_the_centre(session, form, officer_muongla):
    assert officer_muongla.send(form, WHO | {"commune": "other"}).status_code == 303
    person = _one(session, Person)
    assert (person.commune_code, person.other_province) == (None, True)


def test_the_same_sending_twice_is_one_person(session, form, officer_muongla):
    page = officer_muongla.page(form)
    data = page.form() | WHO
    answers = [officer_muongla.post(form, data=data) for _ in range(3)]
    assert {a.status_code for a in answers} == {303}
    assert len({a.location for a in answers}) == 1
    _one(session, Person)
    _one(session, Registration)


def test_two_forms_are_two_people_and_a_possible_duplicate_is_a_task(
    session, form, officer_muongla
):
    officer_muongla.send(form, WHO | {"contact": "2002"})
    officer_muongla.send(form, WHO | {"contact": "2002"})
    assert len(folk.read(session, session.query(Person))) == 2
    assert _one(session, Task).kind == "duplicate"


MISTAKES = (
    ({"name": ""}, "họ tên"),
    ({"name": "123"}, "chữ"),
    ({"name": "x" * 101}, "100"),
    ({"contact": ""}, "Ghi số điện thoại, hoặc năm sinh."),
    ({"contact": "12"}, "Chưa phải số điện thoại"),
    ({"contact": "abc"}, "Chưa phải số điện thoại"),
    ({"contact": str(clock.today().year - 10)}, "Chưa đủ 18 tuổi"),
    ({"contact": "1700"}, "xem lại năm sinh"),
    ({"commune": "99999"}, "chọn xã"),
    ({"commune": ""}, "chọn xã"),
)


def test_each_mistake_has_a_sentence_and_keeps_what_was_typed(session, form, officer_muongla):
    for wrong, sentence in MISTAKES:
        answer = officer_muongla.send(form, WHO | wrong)
        assert (wrong, answer.status_code) == (wrong, 422)
        assert sentence in answer.text
        if "name" not in wrong:
            assert 'value="Sùng Thị Mỷ"' in answer.text
    assert folk.read(session, session.query(Person)) == []


def test_an_expired_page_comes_back_filled(session, form, officer_muongla):
    answer = officer_muongla.send(form, WHO | {"csrf_token": "old"})
    assert answer.status_code == 422
    assert 'value="Sùng Thị Mỷ"' in answer.text
    assert folk.read(session, session.query(Person)) == []


def test_a_cancelled_conference_takes_nobody(session, officer_muongla):
    meeting_id = folk.conference(session, "cancelled", in_days=0).id
    session.commit()
    answer = officer_muongla.send(f"/can-bo/hoi-nghi/{meeting_id}/vang-lai", WHO)
    assert answer.status_code == 409
    assert folk.read(session, session.query(Person)) == []


def test_the_act_is_audited(session, form, officer_muongla):
    officer_muongla.send(form, WHO)
    row = folk.last_audit(session, "door.walk_in")
    assert "name" in row.fields
    assert "Mỷ" not in row.fields


def test_nobody_else_writes_people_down(form, officer_suoito, leader, auditor, agency_one):
    for client in (officer_suoito, leader, auditor, agency_one):
        assert client.get(form).status_code in (403, 404)
