"""A lost slip: a new code at the desk, after the identity card was seen."""

from __future__ import annotations

import pytest

from jobfair.lib.codes import show_slip_code
from jobfair.models import CaseEvent, Person, Registration
from tests.door import folk
from tests.door.folk import requests_apart as requests_apart

pytestmark = pytest.mark.both


@pytest.fixture
def slip(session):
    """The address of the page and the code that was lost."""
    seat = folk.add_seat(session, folk.conference(session))
    found = f"/can-bo/ho-so/{seat.case_id}/ma-phieu", seat.slip_code
    session.commit()
    return found


def _code(session):
    return folk.read(session, session.query(Registration))[0].slip_code


def test_a_new_code_is_issued_and_the_old_one_ends(session, slip, officer_muongla):
    address, lost = slip
    answer = officer_muongla.send(address, {"seen": "y"})
    assert answer.status_code == 303
    code = _code(session)
    assert code != lost
    assert show_slip_code(code) in officer_muongla.page(answer.location).text("#messages")
    assert folk.read(session, session.query(Person))[0].identity_seen_on is not None
    assert "slip_code" in folk.last_audit(session, "case.slip_code").fields
    events = folk.read(session, session.query(CaseEvent).filter_by(reason="slip_code"))
    assert [event.kind for event in events] == ["record"]


def test_the_same_press_twice_issues_one_code(session, slip, officer_muongla):
    address, _lost = slip
    data = officer_muongla.page(address).form() | {"seen": "y"}
    officer_muongla.post(address, data=data)
    first = _code(session)
    officer_muongla.post(address, data=data)
    assert _code(session) == first


def test_without_the_identity_card_nothing_is_issued(session, slip, officer_muongla):
    address, lost = slip
    answer = officer_muongla.send(address, {})
    assert answer.status_code == 422
    assert "Xem căn cước trước đã." in answer.text
    assert _code(session) == lost


def test_a_case_without_a_slip_says_so(session, officer_muongla):
    case_id = folk.add_person(session).id
    session.commit()
    page = officer_muongla.page(f"/can-bo/ho-so/{case_id}/ma-phieu")
    assert "Hồ sơ này không có phiếu." in page.text("main")
    assert not page.css("main form")


def test_only_the_persons_commune_issues_codes(slip, officer_suoito, counsellor, leader):
    address, _lost = slip
    assert officer_suoito.get(address).status_code == 404
    for client in (counsellor, leader):
        assert client.get(address).status_code == 403
