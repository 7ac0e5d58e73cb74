"""What one tap on the row of Today records, who may tap, and what a second tap does."""

from __future__ import annotations

from datetime import timedelta

import pytest

from jobfair.lib import clock
from jobfair.lib.codes import new_form_key
from jobfair.models import CaseFile
from tests.cases.today_page import TODAY, somebody_due
from tests.door import folk
from tests.door.folk import requests_apart as requests_apart

pytestmark = pytest.mark.both


def _tap(client, page, case_id, outcome, **more):
    """Press one of the three buttons of the row, as the browser would."""
    form = page.css(f"#c-{case_id} form")[-1]
    data = dict(form.fields) | {"outcome": outcome} | more
    headers = more.pop("headers", {})
    data.pop("headers", None)
    return client.post(form.get("action"), data=data, headers=headers)


_again = folk.case_now
_calls = folk.contacts


def test_a_call_that_was_answered_leads_to_a_call_in_a_week(session, officer_muongla):
    case_id = somebody_due(session)
    answer = _tap(officer_muongla, officer_muongla.page(TODAY), case_id, "spoke")
    assert answer.status_code == 303
    assert answer.location.endswith(f"#c-{case_id}")
    case = _again(session, case_id)
    assert (case.next_step, case.next_on) == ("call_back", clock.today() + timedelta(days=7))
    assert [e.reason for e in _calls(session, case_id)] == ["spoke"]


def test_who_holds_a_seat_is_met_on_the_day_of_the_conference(session, officer_muongla):
    meeting = folk.conference(session)
    seat = folk.add_seat(session, meeting)
    case_id, day = seat.case_id, clock.to_local(meeting.starts_at).date()
    session.commit()
    _tap(officer_muongla, officer_muongla.page(TODAY), case_id, "spoke")
    assert _again(session, case_id).next_on == day


def test_no_answer_brings_the_person_back_tomorrow_and_at_the_third_time_asks_for_help(
    session, officer_muongla, monkeypatch
):
    case_id = somebody_due(session)
    for day in range(3):
        page = officer_muongla.page(TODAY)
        assert "Hỏi người nhà" not in page.text(f"#c-{case_id}")
        _tap(officer_muongla, page, case_id, "no_answer")
        assert _again(session, case_id).next_on == clock.today() + timedelta(days=1)
        session.get_one(CaseFile, case_id).next_on = clock.today()  # a night passes
        session.commit()
        assert len(_calls(session, case_id)) == day + 1
    row = officer_muongla.page(TODAY).text(f"#c-{case_id}")
    assert "Gọi 3 lần không nghe. Hỏi người nhà hoặc trưởng bản." in row
    assert "Lần 4" in row


def test_call_later_is_in_three_days_and_the_day_can_be_changed(session, officer_muongla):
    case_id = somebody_due(session)
    _tap(officer_muongla, officer_muongla.page(TODAY), case_id, "later")
    assert _again(session, case_id).next_on == clock.today() + timedelta(days=3)
    wanted = clock.today() + timedelta(days=12)
    page = officer_muongla.page(TODAY)
    _tap(officer_muongla, page, case_id, "later", on=wanted.isoformat())
    assert _again(session, case_id).next_on == wanted


def test_call_later_is_never_after_the_conference_ahead(session, officer_muongla):
    case_id = folk.add_seat(session, folk.conference(session, in_days=2)).case_id
    session.commit()
    _tap(officer_muongla, officer_muongla.page(TODAY), case_id, "later")
    assert _again(session, case_id).next_on == clock.today() + timedelta(days=2)


def test_a_day_that_makes_no_sense_is_refused_and_nothing_changes(session, officer_muongla):
    case_id = somebody_due(session)
    for on in ("2020-01-01", "2099-01-01", "hôm qua", ""):
        answer = _tap(officer_muongla, officer_muongla.page(TODAY), case_id, "later", on=on)
        assert answer.status_code == 422
        assert "Chọn một ngày sau hôm nay" in answer.text
    assert _again(session, case_id).next_on == clock.today()
    assert _calls(session, case_id) == []


def test_a_double_tap_records_one_call(session, officer_muongla):
    case_id = somebody_due(session)
    page = officer_muongla.page(TODAY)
    for outcome in ("spoke", "spoke", "no_answer"):
        assert _tap(officer_muongla, page, case_id, outcome).status_code == 303
    assert [e.reason for e in _calls(session, case_id)] == ["spoke"]


def test_the_row_is_swapped_by_htmx_and_shows_what_was_recorded(session, officer_muongla):
    case_id = somebody_due(session)
    page = officer_muongla.page(TODAY)
    answer = _tap(officer_muongla, page, case_id, "spoke", headers=folk.HTMX)
    assert answer.status_code == 200
    assert answer.text.lstrip().startswith(f'<li id="c-{case_id}" data-say=')
    assert "Gặp được" in answer.text
    assert answer.vary.as_set() >= {"hx-request"}
    # The whole page says the same at the row's place.
    assert "Gặp được" in officer_muongla.page(TODAY).text(f"#c-{case_id}")


def test_the_tap_is_audited_with_the_act(session, officer_muongla):
    case_id = somebody_due(session)
    _tap(officer_muongla, officer_muongla.page(TODAY), case_id, "spoke")
    row = folk.last_audit(session, "case.contact")
    assert (row.object_id, row.fields) == (case_id, "next_on,next_step")


def test_nobody_else_records_a_call(session, signed_in):
    case_id = somebody_due(session)
    for who, status in (
        ("officer.suoito", 404),
        ("leader", 403),
        ("auditor", 403),
        ("bank", 403),
        ("agency.one", 403),
    ):
        client = signed_in(who)
        token = client.page("/can-bo/tai-khoan").form("form")["csrf_token"]
        data = {"csrf_token": token, "outcome": "spoke", "act_key": new_form_key()}
        answer = client.post(f"/can-bo/hom-nay/{case_id}", data=data)
        assert (who, answer.status_code) == (who, status)
    assert _calls(session, case_id) == []


def test_a_case_of_another_commune_is_byte_equal_to_none(session, officer_suoito):
    case_id = somebody_due(session)
    officer_suoito.get(TODAY)  # a session and its token
    page = officer_suoito.page("/can-bo/")
    token = page.form("form")["csrf_token"]
    data = {"csrf_token": token, "outcome": "spoke", "act_key": new_form_key()}
    theirs = officer_suoito.post(f"/can-bo/hom-nay/{case_id}", data=data)
    absent = officer_suoito.post("/can-bo/hom-nay/khongco", data=data)
    assert theirs.status_code == absent.status_code == 404
    assert theirs.data == absent.data


def test_a_closed_case_takes_no_call(session, officer_muongla):
    case_id = somebody_due(session)
    page = officer_muongla.page(TODAY)
    case = session.get_one(CaseFile, case_id)
    case.closed_at, case.next_step, case.next_on = clock.now(), None, None
    session.commit()
    assert _tap(officer_muongla, page, case_id, "spoke").status_code == 409


def test_two_officers_on_one_case_leave_two_calls_in_order(session, officer_muongla, signed_in):
    case_id = somebody_due(session)
    first, second = officer_muongla.page(TODAY), signed_in("officer.muongla")
    other = second.page(TODAY)
    _tap(officer_muongla, first, case_id, "no_answer")
    _tap(second, other, case_id, "spoke")
    assert [e.seq for e in _calls(session, case_id)] == [2, 3]
    assert _again(session, case_id).next_on == clock.today() + timedelta(days=7)
