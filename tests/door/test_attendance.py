"""One tap: came, taken back, twice, by two officers at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask

from jobfair.lib import clock
from jobfair.lib.codes import new_form_key
from jobfair.models import Attendance, CaseFile
from tests.door import folk
from tests.door.folk import requests_apart as requests_apart

pytestmark = pytest.mark.both


@pytest.fixture
def door(session):
    """The roster's address and the id of the one registration on it."""
    meeting = folk.conference(session, in_days=0)
    seat = folk.add_seat(session, meeting)
    ids = meeting.id, seat.id
    session.commit()
    return f"/can-bo/hoi-nghi/{ids[0]}/diem-danh", ids[1]


def _tap(client, page, registration_id, **more):
    form = page.css(f"#r-{registration_id} form")[0]
    headers = more.pop("headers", {})
    button = form.cssselect("button")[0]
    data = dict(form.fields) | {button.get("name"): button.get("value")} | more
    return client.post(form.get("action"), data=data, headers=headers)


def _rows(session):
    return folk.read(session, session.query(Attendance))


def test_one_tap_marks_a_person_as_present(session, door, officer_muongla):
    address, seat = door
    answer = _tap(officer_muongla, officer_muongla.page(address), seat)
    assert answer.status_code == 303
    assert answer.location == f"{address}?vua={seat}#r-{seat}"
    assert [(r.registration_id, r.present) for r in _rows(session)] == [(seat, True)]
    page = officer_muongla.page(answer.location)
    assert page.css(f"#r-{seat} button.tap")[0].get("aria-pressed") == "true"
    assert page.css(f"#r-{seat} details")[0].get("open") is not None
    assert "1 / 1 đăng ký" in page.text("#count")


def test_a_second_tap_takes_it_back(session, door, officer_muongla):
    address, seat = door
    _tap(officer_muongla, officer_muongla.page(address), seat)
    _tap(officer_muongla, officer_muongla.page(address), seat)
    assert [r.present for r in _rows(session)] == [False]
    assert "0 / 1 đăng ký" in officer_muongla.page(address).text("#count")


def test_the_same_tap_sent_five_times_is_one(session, door, officer_muongla):
    address, seat = door
    page = officer_muongla.page(address)
    for _again in range(5):
        assert _tap(officer_muongla, page, seat).status_code == 303
    assert [r.present for r in _rows(session)] == [True]


def test_two_officers_who_tap_the_same_person_leave_her_present(
    session, door, officer_muongla, counsellor
):
    address, seat = door
    first, second = officer_muongla.page(address), counsellor.page(address)
    _tap(officer_muongla, first, seat)
    _tap(counsellor, second, seat)
    assert [r.present for r in _rows(session)] == [True]


def test_htmx_gets_the_row_and_the_counts(door, officer_muongla):
    address, seat = door
    answer = _tap(officer_muongla, officer_muongla.page(address), seat, headers=folk.HTMX)
    assert answer.status_code == 200
    assert answer.text.lstrip().startswith(f'<li id="r-{seat}" data-say="Lò Thị Xuân: đã đến"')
    assert '<div id="count" data-hx-swap-oob="true">' in answer.text
    assert "<h1" not in answer.text


def test_each_act_is_audited(session, door, officer_muongla):
    address, seat = door
    _tap(officer_muongla, officer_muongla.page(address), seat)
    assert folk.last_audit(session, "door.present").object_id == seat
    _tap(officer_muongla, officer_muongla.page(address), seat)
    assert folk.last_audit(session, "door.taken_back").object_id == seat


def _post(client, address, path, **data):
    token = client.page(address).form("form")["csrf_token"]
    return client.post(path, data={"csrf_token": token} | data)


def test_a_registration_of_another_conference_is_not_there(session, door, officer_muongla):
    address, _seat = door
    other = folk.add_seat(session, folk.conference(session, "suoi_to", in_days=0)).id
    session.commit()
    data = {"present": "1", "act_id": new_form_key()}
    theirs = _post(officer_muongla, address, f"{address}/{other}", **data)
    absent = _post(officer_muongla, address, f"{address}/khongco", **data)
    assert theirs.status_code == absent.status_code == 404
    assert theirs.data == absent.data
    assert _rows(session) == []


def test_a_tap_that_no_page_made_is_refused(session, door, officer_muongla):
    address, seat = door
    for data in (
        {"present": "1"},
        {"present": "2", "act_id": "a" * 26},
        {"act_id": "a" * 26},
        {"present": "1", "act_id": "x" * 900},
        {"present": "1", "act_id": "a" * 26, "csrf_token": "wrong"},
    ):
        assert _post(officer_muongla, address, f"{address}/{seat}", **data).status_code == 400
    assert _rows(session) == []


def test_nobody_else_marks(session, door, signed_in):
    address, seat = door
    for who in ("officer.suoito", "leader", "auditor", "agency.one", "bank"):
        client = signed_in(who)
        token = client.page("/can-bo/", follow_redirects=True).form("form")["csrf_token"]
        data = {"csrf_token": token, "present": "1", "act_id": new_form_key()}
        status = client.post(f"{address}/{seat}", data=data).status_code
        assert (who, status) == (who, 404 if who == "officer.suoito" else 403)
    assert _rows(session) == []


def test_somebody_read_off_the_paper_list_is_no_longer_missing(session, door, officer_muongla):
    address, seat = door
    case_id = session.query(CaseFile).one().id
    case = session.get_one(CaseFile, case_id)
    case.next_step, case.next_on = "call_no_show", clock.today() + timedelta(days=3)
    session.commit()
    _tap(officer_muongla, officer_muongla.page(address), seat)
    assert folk.case_now(session, case_id).next_step == "call_back"
    assert [e.reason for e in folk.contacts(session, case_id)] == ["came"]


def test_parallel_taps_leave_one_row(app: Flask, session, door, signed_in):
    """Eight taps at the same moment, each with a key of its own."""
    address, seat = door
    form = signed_in("officer.muongla")
    page = form.page(address)
    cookie = form.get_cookie(app.config["SESSION_COOKIE_NAME"])
    fields = page.form(f"#r-{seat} form")

    def tap(_n: int) -> str:
        client = app.test_client()
        client.set_cookie(cookie.key, cookie.value)
        data = fields | {"present": "1", "act_id": new_form_key()}
        return client.post(f"{address}/{seat}", data=data).location or ""

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(tap, range(8)))
    assert answers == [f"{address}?vua={seat}#r-{seat}"] * 8
    assert [r.present for r in _rows(session)] == [True]
