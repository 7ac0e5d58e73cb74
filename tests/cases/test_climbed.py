"""What climbed to my office and what went up from it; taking a case over in one tap."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from jobfair.cases.climbed import list_climbed
from jobfair.cases.offices import centre_office, department_office, office_for_person
from jobfair.lib import clock
from jobfair.lib.codes import new_form_key
from jobfair.models import CaseEvent, CaseFile, Escalation, Stage
from tests.cases.journey import actor
from tests.door import folk
from tests.door.folk import requests_apart as requests_apart
from tests.world import MUONG_LA, SUOI_TO

pytestmark = pytest.mark.both

TODAY, LIST = "/can-bo/", "/can-bo/qua-han-buoc"


def _past(session, name="Giàng A Páo", *rungs, commune=MUONG_LA, days=9):
    """A case past its limit, on these rungs (1 the centre, 2 the department)."""
    case = folk.add_person(
        session, name, commune=commune, stage=Stage.LIQUIDATED, on=clock.today() + timedelta(days=2)
    )
    for rung in rungs or (1,):
        session.add(
            Escalation(
                case_id=case.id,
                stage=case.stage,
                stage_since=case.stage_since,
                rung=rung,
                limit_on=clock.today() - timedelta(days=days),
                office_id=(centre_office() if rung == 1 else department_office()).id,
                from_office_id=office_for_person(commune).id,
            )
        )
    case_id = case.id
    session.commit()
    return case_id


def _take(client, case_id, key=""):
    token = client.page(TODAY).form("form")["csrf_token"]
    data = {"csrf_token": token, "act_key": key or new_form_key()}
    return client.post(f"/can-bo/ho-so/{case_id}/nhan-xu-ly", data=data)


def test_the_centre_sees_what_climbed_and_the_commune_what_it_sent_up(
    session, counsellor, officer_muongla, officer_suoito, leader
):
    _past(session, "Giàng A Páo")
    assert "Giàng A Páo" in counsellor.page(TODAY).text("section[aria-labelledby=climbed]")
    own = officer_muongla.page(TODAY)
    assert "Giàng A Páo" in own.text("section[aria-labelledby=sent-up]")
    assert "Quá hạn, chuyển đến chỗ tôi" not in own.text()
    for other in (officer_suoito, leader):
        assert "Giàng A Páo" not in other.page(TODAY).text()


def test_the_second_rung_stands_with_the_leader_and_the_centre_sees_it_went_on(
    session, counsellor, leader
):
    _past(session, "Giàng A Páo", 1, 2)
    assert "Giàng A Páo" in leader.page(TODAY).text("section[aria-labelledby=climbed]")
    assert "Giàng A Páo" in counsellor.page(LIST).text("main")
    assert "Giàng A Páo" in leader.page(LIST).text("main")


def test_one_tap_takes_the_case_over(session, counsellor):
    case_id = _past(session)
    form = counsellor.page(TODAY).css("section[aria-labelledby=climbed] form")[0]
    answer = counsellor.post(form.get("action"), data=dict(form.fields))
    assert (answer.status_code, answer.location) == (303, f"/can-bo/ho-so/{case_id}")
    case = folk.case_now(session, case_id)
    assert case.owner_office_id == centre_office().id
    assert (case.owner_user_id, case.stage) == (actor("counsellor").user_id, Stage.LIQUIDATED)
    assert case.next_on == clock.today() + timedelta(days=2)
    event = session.scalars(sa.select(CaseEvent).filter_by(case_id=case_id, kind="owner")).one()
    assert (event.reason, event.to_stage) == ("take_over", None)
    assert folk.last_audit(session, "case.take_over").object_id == case_id
    assert "Đã nhận" in counsellor.page(TODAY).text("section[aria-labelledby=climbed]")


def test_the_case_page_says_since_when_and_offers_the_button(session, counsellor, officer_muongla):
    case_id = _past(session, days=12)
    path = f"/can-bo/ho-so/{case_id}"
    page = counsellor.page(path)
    assert "Quá hạn bước này 12 ngày" in page.text("main")
    assert page.css("form[action$=nhan-xu-ly]")
    assert not officer_muongla.page(path).css("form[action$=nhan-xu-ly]")


def test_a_double_tap_takes_it_over_once(session, counsellor):
    case_id, key = _past(session), new_form_key()
    for _twice in range(2):
        assert _take(counsellor, case_id, key).status_code == 303
    assert _take(counsellor, case_id).status_code == 409
    events = session.scalars(sa.select(CaseEvent).filter_by(case_id=case_id, kind="owner")).all()
    assert len(events) == 1


def test_what_did_not_climb_to_my_office_is_not_mine_to_take(session, leader, counsellor):
    first_rung = _past(session)
    assert _take(leader, first_rung).status_code == 409
    calm = folk.add_person(session, "Lò Văn Yên").id
    session.commit()
    assert _take(counsellor, calm).status_code == 409
    assert folk.case_now(session, calm).owner_office_id == office_for_person(MUONG_LA).id


def test_without_a_key_nothing_is_taken(session, counsellor):
    case_id = _past(session)
    token = counsellor.page(TODAY).form("form")["csrf_token"]
    answer = counsellor.post(f"/can-bo/ho-so/{case_id}/nhan-xu-ly", data={"csrf_token": token})
    assert answer.status_code == 400
    assert folk.case_now(session, case_id).owner_user_id is None


def test_a_step_ends_it(session, counsellor):
    case_id = _past(session)
    case = session.get_one(CaseFile, case_id)
    case.stage_since = clock.now()
    session.commit()
    assert "Giàng A Páo" not in counsellor.page(LIST).text("main")
    assert "Ở đây không có hồ sơ quá hạn." in counsellor.page(LIST).text("main")
    assert _take(counsellor, case_id).status_code == 409


def test_the_list_is_paged_and_its_reads_do_not_grow(session, counsellor):
    for number in range(2):
        _past(session, f"Lò Thị Một {number}")
    counsellor.get(LIST)
    with folk.counted() as few:
        counsellor.get(LIST)
    for number in range(30):
        _past(session, f"Lò Thị Xuân {number:02}", days=30 - number)
    with folk.counted() as many:
        first = counsellor.page(LIST)
    assert many.n == few.n
    assert len(first.css("main tbody tr")) == 25
    assert "Lò Thị Xuân 00" in first.text("main tbody tr")
    assert len(counsellor.page(LIST + "?trang=2").css("main tbody tr")) == 7


def test_both_lists_stay_in_scope(session):
    _past(session, "Người Suối Tọ", commune=SUOI_TO)
    assert list_climbed(actor("officer.muongla"), up=True).total == 0
    assert list_climbed(actor("officer.suoito"), up=True).total == 1
    assert list_climbed(actor("agency.one"), up=True).total == 0


def test_who_was_called_three_times_in_vain_stands_apart_with_other_ways(session, officer_muongla):
    case_id = folk.add_person(session, "Vàng Thị Chía").id
    session.commit()
    for _day in range(3):
        page = officer_muongla.page(TODAY)
        form = page.css(f"#c-{case_id} form")[-1]
        officer_muongla.post(form.get("action"), data=dict(form.fields) | {"outcome": "no_answer"})
        session.get_one(CaseFile, case_id).next_on = clock.today()
        session.commit()
    page = officer_muongla.page(TODAY)
    section = page.text("section[aria-labelledby=unreached]")
    assert "Vàng Thị Chía" in section
    assert "Gọi 3 lần không nghe." in section
    assert page.css(f"#c-{case_id} a[href$=dien-thoai]")


def test_the_case_list_narrows_to_what_climbed(session, counsellor, officer_suoito):
    _past(session, "Giàng A Páo")
    folk.add_person(session, "Lò Thị Đúng Hạn", phone="+84950000322")
    session.commit()
    page = counsellor.page("/can-bo/ho-so?leo=1")
    assert [a.text_content() for a in page.css("#cases tbody th a")] == ["Giàng A Páo"]
    assert "Quá thời hạn của bước" in page.text("#cases")
    assert not officer_suoito.page("/can-bo/ho-so?leo=1").css("#cases tbody th a")
