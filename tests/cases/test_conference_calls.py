"""The call list of one conference: its people in scope, with the buttons of Today."""

from __future__ import annotations

from datetime import timedelta

import pytest

from jobfair.lib import clock
from jobfair.models import CaseFile
from tests.door import folk
from tests.door.folk import requests_apart as requests_apart


@pytest.fixture
def meeting(session):
    """A conference in five days with two people of Mường La; give its id."""
    found = folk.conference(session, in_days=5)
    folk.add_seat(session, found, "Lò Thị Xuân", on=clock.today() + timedelta(days=3))
    folk.add_seat(session, found, "Giàng A Páo", phone="+84950000777")
    folk.add_person(session, "Không Dự Ai", phone="+84950000888")
    found_id = found.id
    session.commit()
    return found_id


def _list(client, meeting):
    return client.page(f"/can-bo/hoi-nghi/{meeting}/goi")


def test_everybody_of_the_conference_stands_there_and_nobody_else(meeting, officer_muongla):
    text = _list(officer_muongla, meeting).text("main")
    assert "2 người cần gọi" in text
    assert "Lò Thị Xuân" in text
    assert "Giàng A Páo" in text
    assert "Không Dự Ai" not in text


def test_who_is_called_later_shows_her_day(meeting, officer_muongla):
    day = clock.today() + timedelta(days=3)
    assert f"{day:%d/%m}".lstrip("0") in _list(officer_muongla, meeting).text("main")


def test_a_call_is_written_down_there(session, meeting, officer_muongla):
    page = _list(officer_muongla, meeting)
    case = session.query(CaseFile).join(CaseFile.person).filter_by(name="Giàng A Páo").one()
    case_id = case.id
    session.rollback()
    data = page.form(f"#c-{case_id} .call-act form") | {"outcome": "no_answer"}
    assert officer_muongla.post(f"/can-bo/hom-nay/{case_id}", data=data).status_code == 303
    assert "1 người cần gọi" in _list(officer_muongla, meeting).text("main")


def test_another_commune_sees_only_its_own_people(meeting, officer_suoito):
    text = _list(officer_suoito, meeting).text("main")
    assert "Lò Thị Xuân" not in text
    assert "Không còn ai của hội nghị này cần gọi." in text


def test_nobody_else_opens_it(meeting, leader, auditor, agency_one, bank):
    for client in (leader, auditor, agency_one, bank):
        assert client.get(f"/can-bo/hoi-nghi/{meeting}/goi").status_code == 403
