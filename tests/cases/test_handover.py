"""Hand-over: offered with a note, answered by the other office, nobody sees more than before."""

from __future__ import annotations

import pytest

from jobfair.cases import handovers
from jobfair.cases.handovers import Offer
from jobfair.cases.offices import centre_office, office_for_person
from jobfair.errors import Conflict, Invalid, NotFound
from jobfair.lib.codes import new_form_key
from jobfair.models import CaseEvent, CaseFile, Handover, HandoverState, Stage
from tests.cases import journey
from tests.door import folk
from tests.door.folk import requests_apart as requests_apart
from tests.world import MUONG_LA, SUOI_TO

pytestmark = pytest.mark.both
PAGE = "/can-bo/chuyen-giao"
NOTE = "Chị đã lấy chồng và chuyển hộ khẩu."


@pytest.fixture
def case_id(session):
    found = journey.new_case(name="Lò Thị Xuân").id
    session.commit()
    return found


def _office(session, commune):
    found = (office_for_person(commune) if commune else centre_office()).id
    session.rollback()
    return found


def _offer(client, case_id, office, **more):
    data = client.page(f"{PAGE}?chon={case_id}").form() | {"office": office, "note": NOTE} | more
    return data, client.post(PAGE, data=data)


def _rows(session):
    return folk.read(session, session.query(Handover))


def _answer(client, row, **data):
    token = client.page(f"{PAGE}/{row}").form()["csrf_token"]
    return client.post(f"{PAGE}/{row}", data={"csrf_token": token, **data})


def test_a_case_is_offered_once_however_often_it_is_sent(session, case_id, officer_muongla):
    office = _office(session, SUOI_TO)
    data, answer = _offer(officer_muongla, case_id, office, moved="y")
    assert answer.status_code == 303
    officer_muongla.post(PAGE, data=data)
    _data, again = _offer(officer_muongla, case_id, office, moved="y")
    assert again.status_code == 422
    assert "đang được đề nghị" in again.text
    rows = _rows(session)
    assert [(r.state, r.new_commune) for r in rows] == [(HandoverState.OFFERED, SUOI_TO)]
    events = folk.read(session, session.query(CaseEvent).filter_by(kind="handover"))
    assert [e.reason for e in events] == ["handover_offered"]


def test_until_it_is_accepted_nothing_changes(session, case_id, officer_muongla, officer_suoito):
    _offer(officer_muongla, case_id, _office(session, SUOI_TO), moved="y")
    case = folk.case_now(session, case_id)
    assert case.owner_office_id == _office(session, MUONG_LA)
    assert officer_suoito.get(f"/can-bo/ho-so/{case_id}").status_code == 404
    assert officer_muongla.get(f"/can-bo/ho-so/{case_id}").status_code == 200
    page = officer_suoito.page(f"{PAGE}/{_rows(session)[0].id}")
    text = page.text("main")
    assert "Lò Thị Xuân" in text
    assert NOTE in text
    assert "095" not in text
    assert "bản Mẫu" not in text
    assert not [a for a in page.css("main a") if f"/ho-so/{case_id}" in a.get("href")]


def test_both_see_it_on_today(session, case_id, officer_muongla, officer_suoito, agency_one):
    _offer(officer_muongla, case_id, _office(session, SUOI_TO), moved="y")
    box = "section[aria-labelledby=handovers]"
    assert "Chờ bạn trả lời" in officer_suoito.page("/can-bo/").text(box)
    assert "Chưa trả lời" in officer_muongla.page("/can-bo/").text(box)
    assert agency_one.page("/can-bo/").css(box) == []


def test_accepting_moves_the_commune_the_owner_and_the_view(
    session, case_id, officer_muongla, officer_suoito
):
    _offer(officer_muongla, case_id, _office(session, SUOI_TO), moved="y")
    row = _rows(session)[0].id
    data = officer_suoito.page(f"{PAGE}/{row}").form() | {"answer": "accept"}
    for _press in range(2):
        assert officer_suoito.post(f"{PAGE}/{row}", data=data).status_code == 303
    case = folk.case_now(session, case_id)
    assert case.owner_office_id == _office(session, SUOI_TO)
    assert case.commune_code == MUONG_LA  # at registration: that is where a departure counts
    assert officer_muongla.get(f"/can-bo/ho-so/{case_id}").status_code == 404
    assert "Đơn vị khác đã nhận hồ sơ" in officer_suoito.page(f"/can-bo/ho-so/{case_id}").text(
        "main"
    )
    events = folk.read(session, session.query(CaseEvent).filter_by(kind="handover"))
    assert sorted(e.reason for e in events) == ["handover_accepted", "handover_offered"]
    assert folk.last_audit(session, "handover.accept").object_id == row


def test_a_rejection_takes_a_reason_and_comes_back(
    session, case_id, officer_muongla, officer_suoito
):
    _offer(officer_muongla, case_id, _office(session, SUOI_TO), moved="y")
    row = _rows(session)[0].id
    refused = _answer(officer_suoito, row, answer="reject", reason=" ")
    assert refused.status_code == 422
    _answer(officer_suoito, row, answer="reject", reason="Không có tên trong sổ hộ khẩu xã.")
    today = officer_muongla.page("/can-bo/").text("section[aria-labelledby=handovers]")
    assert "Bị trả lại" in today
    assert "Không có tên trong sổ" in today
    case = folk.case_now(session, case_id)
    assert case.owner_office_id == _office(session, MUONG_LA)
    _answer(officer_muongla, row, answer="seen")
    assert officer_muongla.page("/can-bo/").css("section[aria-labelledby=handovers]") == []


def test_an_offer_can_be_taken_back_by_who_made_it(
    session, case_id, officer_muongla, officer_suoito
):
    _offer(officer_muongla, case_id, _office(session, SUOI_TO), moved="y")
    row = _rows(session)[0].id
    assert _answer(officer_suoito, row, answer="take_back").status_code == 404
    _answer(officer_muongla, row, answer="take_back")
    assert _rows(session)[0].state is HandoverState.TAKEN_BACK
    token = officer_muongla.page(f"{PAGE}?chon={case_id}").form()["csrf_token"]
    late = officer_suoito.post(f"{PAGE}/{row}", data={"csrf_token": token, "answer": "accept"})
    assert late.status_code in (400, 409)


def test_another_commune_takes_only_who_moved_there(session, case_id, officer_muongla):
    _data, answer = _offer(officer_muongla, case_id, _office(session, SUOI_TO))
    assert answer.status_code == 422
    assert "chỉ thấy người thường trú" in answer.text
    assert NOTE in answer.text
    assert _rows(session) == []


def test_the_centre_takes_the_next_step_without_a_move(
    session, case_id, officer_muongla, counsellor
):
    _offer(officer_muongla, case_id, _office(session, None))
    row = _rows(session)[0]
    assert row.new_commune is None
    _answer(counsellor, row.id, answer="accept")
    assert folk.case_now(session, case_id).owner_office_id == _office(session, None)
    assert officer_muongla.get(f"/can-bo/ho-so/{case_id}").status_code == 200


def test_an_offer_is_not_there_for_a_third_office(session, case_id, officer_muongla, counsellor):
    _offer(officer_muongla, case_id, _office(session, SUOI_TO), moved="y")
    row = _rows(session)[0].id
    assert counsellor.get(f"{PAGE}/{row}").status_code == 404
    with pytest.raises(NotFound):
        handovers.accept(row, by=journey.actor("counsellor"))
    session.rollback()


def test_a_step_that_changes_the_owner_ends_the_offer(session):
    case = journey.new_case()
    by = journey.actor("officer.muongla")
    offer = Offer(centre_office().id, NOTE)
    done, refused = handovers.offer_together([case], offer, by=by, act_key=new_form_key())
    assert (done, refused) == (1, [])
    journey.step(case, Stage.REGISTERED, "officer.muongla")
    row = session.query(Handover).one()
    assert row.state is HandoverState.TAKEN_BACK
    with pytest.raises(Conflict):
        handovers.accept(row.id, by=journey.actor("counsellor"))


def test_many_are_offered_together_and_who_cannot_is_named(session):
    cases = [journey.new_case(name=f"Lò Thị {n}") for n in "ABC"]
    by, offer = journey.actor("officer.muongla"), Offer(centre_office().id, NOTE)
    handovers.offer_together(cases[:1], offer, by=by, act_key=new_form_key())
    done, refused = handovers.offer_together(cases, offer, by=by, act_key=new_form_key())
    assert done == 2
    assert [case.id for case, _why in refused] == [cases[0].id]
    with pytest.raises(Invalid):
        handovers.offer_together(cases, Offer("khongco", NOTE), by=by, act_key=new_form_key())
    with pytest.raises(Invalid):
        handovers.offer_together(cases, Offer(offer.office_id, " "), by=by, act_key=new_form_key())


def test_a_case_of_another_commune_cannot_be_offered(session, officer_suoito, case_id):
    page = officer_suoito.page(f"{PAGE}?chon={case_id}")
    assert "Chưa chọn ai" in page.text("main")
    assert session.query(CaseFile).count() == 1
