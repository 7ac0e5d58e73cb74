"""Today: who is called, what one tap records, what each role sees."""

from __future__ import annotations

from datetime import timedelta

import pytest

from jobfair.cases.offices import centre_office, department_office, office_for_person
from jobfair.lib import clock
from jobfair.lib.codes import new_form_key
from jobfair.models import CaseEvent, CaseFile, Stage, Target, Task
from tests.door import folk
from tests.door.folk import requests_apart as requests_apart
from tests.world import MUONG_LA, SUOI_TO

pytestmark = pytest.mark.both

TODAY = "/can-bo/"


def _tap(client, page, case_id, outcome, **more):
    """Press one of the three buttons of the row, as the browser would."""
    form = page.css(f"#c-{case_id} form")[-1]
    data = dict(form.fields) | {"outcome": outcome} | more
    headers = more.pop("headers", {})
    data.pop("headers", None)
    return client.post(form.get("action"), data=data, headers=headers)


_again = folk.case_now
_calls = folk.contacts


def _due(session, name="Giàng A Páo", **more):
    case_id = folk.add_person(session, name, **more).id
    session.commit()
    return case_id


def test_an_officer_sees_who_is_due_in_the_own_commune_only(session, officer_muongla):
    here = _due(session, "Giàng A Páo")
    _due(session, "Mùa Thị Dơ", commune=SUOI_TO)
    _due(session, "Lò Văn Mai", on=clock.today() + timedelta(days=1))
    page = officer_muongla.page(TODAY)
    assert page.css(f"#c-{here} a b")[0].text == "Giàng A Páo"
    assert "Mùa Thị Dơ" not in page.text()
    assert "Lò Văn Mai" not in page.text()


def test_a_call_that_was_answered_leads_to_a_call_in_a_week(session, officer_muongla):
    case_id = _due(session)
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
    case_id = _due(session)
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
    case_id = _due(session)
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
    case_id = _due(session)
    for on in ("2020-01-01", "2099-01-01", "hôm qua", ""):
        answer = _tap(officer_muongla, officer_muongla.page(TODAY), case_id, "later", on=on)
        assert answer.status_code == 422
        assert "Chọn một ngày sau hôm nay" in answer.text
    assert _again(session, case_id).next_on == clock.today()
    assert _calls(session, case_id) == []


def test_a_double_tap_records_one_call(session, officer_muongla):
    case_id = _due(session)
    page = officer_muongla.page(TODAY)
    for outcome in ("spoke", "spoke", "no_answer"):
        assert _tap(officer_muongla, page, case_id, outcome).status_code == 303
    assert [e.reason for e in _calls(session, case_id)] == ["spoke"]


def test_the_row_is_swapped_by_htmx_and_shows_what_was_recorded(session, officer_muongla):
    case_id = _due(session)
    page = officer_muongla.page(TODAY)
    answer = _tap(officer_muongla, page, case_id, "spoke", headers=folk.HTMX)
    assert answer.status_code == 200
    assert answer.text.lstrip().startswith(f'<li id="c-{case_id}" data-say=')
    assert "Gặp được" in answer.text
    assert answer.vary.as_set() >= {"hx-request"}
    # The whole page says the same at the row's place.
    assert "Gặp được" in officer_muongla.page(TODAY).text(f"#c-{case_id}")


def test_the_tap_is_audited_with_the_act(session, officer_muongla):
    case_id = _due(session)
    _tap(officer_muongla, officer_muongla.page(TODAY), case_id, "spoke")
    row = folk.last_audit(session, "case.contact")
    assert (row.object_id, row.fields) == (case_id, "next_on,next_step")


def test_opening_today_writes_one_view_with_everybody_shown(session, officer_muongla):
    person_id = folk.add_person(session).person_id
    session.commit()
    officer_muongla.get(TODAY)
    row = folk.last_audit(session, "view.today")
    assert row.person_ids == person_id
    assert "Xuân" not in f"{row.fields}{row.reason}"


def test_nobody_else_records_a_call(session, signed_in):
    case_id = _due(session)
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
    case_id = _due(session)
    officer_suoito.get(TODAY)  # a session and its token
    page = officer_suoito.page("/can-bo/")
    token = page.form("form")["csrf_token"]
    data = {"csrf_token": token, "outcome": "spoke", "act_key": new_form_key()}
    theirs = officer_suoito.post(f"/can-bo/hom-nay/{case_id}", data=data)
    absent = officer_suoito.post("/can-bo/hom-nay/khongco", data=data)
    assert theirs.status_code == absent.status_code == 404
    assert theirs.data == absent.data


def test_a_closed_case_takes_no_call(session, officer_muongla):
    case_id = _due(session)
    page = officer_muongla.page(TODAY)
    case = session.get_one(CaseFile, case_id)
    case.closed_at, case.next_step, case.next_on = clock.now(), None, None
    session.commit()
    assert _tap(officer_muongla, page, case_id, "spoke").status_code == 409


def test_overdue_work_stands_in_its_own_table(session, officer_muongla):
    three_days = clock.today() - timedelta(days=3)
    _due(session, "Quàng Thị Pành", step="papers", on=three_days)
    page = officer_muongla.page(TODAY)
    section = page.text("section[aria-labelledby=overdue]")
    assert "Quàng Thị Pành" in section
    assert "Trễ 3 ngày" in section


def test_who_heard_nothing_for_a_month_is_listed(session, officer_muongla):
    folk.add_person(session, "Sùng Thị Mỷ", on=clock.today() + timedelta(days=9))
    old = folk.add_person(session, "Cầm Văn Quân", on=clock.today() + timedelta(days=9))
    old.opened_at = clock.now() - timedelta(days=60)
    event = session.query(CaseEvent).filter_by(case_id=old.id).one()
    event_id, moment = event.id, clock.now() - timedelta(days=45)
    session.commit()
    _backdate(session, event_id, moment)
    section = officer_muongla.page(TODAY).text("section[aria-labelledby=silent]")
    assert "Cầm Văn Quân" in section
    assert "Sùng Thị Mỷ" not in section


def _backdate(session, event_id, moment):
    """History is append-only: the triggers are put aside for one row of the test."""
    lite = session.get_bind().dialect.name == "sqlite"
    raw = session.connection()
    if lite:
        sql = raw.exec_driver_sql(
            "SELECT sql FROM sqlite_master WHERE name = 'case_event_no_update'"
        ).scalar()
        raw.exec_driver_sql("DROP TRIGGER case_event_no_update")
    else:
        raw.exec_driver_sql("ALTER TABLE case_event DISABLE TRIGGER USER")
    raw.execute(CaseEvent.__table__.update().where(CaseEvent.id == event_id).values(at=moment))
    raw.exec_driver_sql(sql if lite else "ALTER TABLE case_event ENABLE TRIGGER USER")
    session.commit()


def test_the_180_days_warn_a_month_before_they_end(session, officer_muongla):
    body = folk.body_of(session)
    soon = folk.place(session, folk.add_person(session, "Hoàng Văn Sơn"), body, Stage.SELECTED)
    soon.selected_on = clock.today() - timedelta(days=170)
    over = folk.place(session, folk.add_person(session, "Bạc Thị Lan"), body, Stage.TRAINING)
    over.selected_on = clock.today() - timedelta(days=190)
    fresh = folk.place(session, folk.add_person(session, "Hà Thị Ánh"), body, Stage.SELECTED)
    fresh.selected_on = clock.today() - timedelta(days=20)
    session.commit()
    section = officer_muongla.page(TODAY).text("section[aria-labelledby=clock]")
    assert "Hoàng Văn Sơn" in section
    assert "Còn 10 ngày" in section
    assert "Đã quá: hỏi hoàn tiền" in section
    assert "Hà Thị Ánh" not in section


def test_the_next_conference_stands_beside_with_its_roster_when_the_door_is_open(
    session, officer_muongla
):
    meeting = folk.conference(session, in_days=2)
    folk.add_seat(session, meeting)
    meeting_id = meeting.id
    session.commit()
    page = officer_muongla.page(TODAY)
    links = [a.get("href") for a in page.css("aside a")]
    assert f"/can-bo/hoi-nghi/{meeting_id}/diem-danh" in links
    assert "1 người chưa gọi" in page.text("aside")


def test_the_roster_is_not_offered_before_the_door_opens(officer_muongla):
    aside = officer_muongla.page(TODAY)
    assert "Điểm danh mở trước hội nghị ba ngày." in aside.text("aside")


def test_tomorrows_conference_is_announced(session, officer_muongla):
    folk.conference(session, in_days=1)
    session.commit()
    assert "Ngày mai" in officer_muongla.page(TODAY).text("main")


def test_a_commune_without_a_target_reads_not_given(officer_muongla):
    assert "chỉ tiêu chưa giao" in officer_muongla.page(TODAY).text("aside")


def test_a_target_stands_beside_the_departures(session, officer_muongla):
    year = str(clock.today().year)
    session.query(Target).filter_by(unit=MUONG_LA, year=year).delete()
    session.add(Target(unit=MUONG_LA, year=year, basis="resolution", value=18, source="mẫu"))
    session.commit()
    assert "0 / 18 người đã xuất cảnh" in officer_muongla.page(TODAY).text(".target")


def _task(session, office, case, kind="duplicate"):
    task = Task(
        key=f"{kind}:{new_form_key()}",
        kind=kind,
        office_id=office.id,
        person_id=case.person_id,
        case_id=case.id,
        note="",
        due_on=clock.today(),
    )
    session.add(task)
    session.flush()
    task_id = task.id
    session.commit()
    return task_id


def _task_now(session, task_id):
    return folk.read(session, session.query(Task).filter_by(id=task_id))[0]


def test_a_task_of_my_office_is_done_by_one_press(session, officer_muongla):
    case = folk.add_person(session, on=clock.today() + timedelta(days=2))
    task_id = _task(session, office_for_person(MUONG_LA), case)
    page = officer_muongla.page(TODAY)
    form = page.css("section[aria-labelledby=tasks] form")[0]
    for _twice in range(2):
        answer = officer_muongla.post(form.get("action"), data=dict(form.fields))
        assert answer.status_code == 303
    assert _task_now(session, task_id).done_at is not None
    assert "Lò Thị Xuân" not in officer_muongla.page(TODAY).text("aside")


def test_a_task_of_another_office_is_not_there(session, officer_suoito):
    task_id = _task(session, office_for_person(MUONG_LA), folk.add_person(session))
    token = officer_suoito.page(TODAY).form("form")["csrf_token"]
    answer = officer_suoito.post(f"/can-bo/viec/{task_id}", data={"csrf_token": token})
    assert answer.status_code == 404
    assert _task_now(session, task_id).done_at is None


def test_a_counsellor_sees_what_the_centre_owns(session, counsellor):
    case = folk.add_person(session, "Đinh Văn Mạnh", stage=Stage.REGISTERED, step="counsel")
    case.owner_office_id = centre_office().id
    folk.add_person(session, "Tòng Thị Hoa")  # the commune's own work
    session.commit()
    text = counsellor.page(TODAY).text(".calls")
    assert "Đinh Văn Mạnh" in text
    assert "Tòng Thị Hoa" not in text


def test_a_leader_sees_what_waits_for_her_and_who_is_behind(session, leader):
    folk.add_person(session, "Lò Văn Chung", stage=Stage.WAITING_DEPARTURE, step="departure")
    folk.add_person(session, "Cà Văn Khánh", on=clock.today() - timedelta(days=9))
    case = folk.add_person(session, "Lường Thị Inh", on=clock.today() + timedelta(days=9))
    _task(session, department_office(), case, "exit_report")
    page = leader.page(TODAY)
    assert "Lò Văn Chung" in page.text("section[aria-labelledby=waiting]")
    assert "Mường La" in page.text("section[aria-labelledby=delays]")
    assert "Lường Thị Inh" in page.text("section[aria-labelledby=tasks]")


def test_a_sending_body_sees_its_own_people_by_stage(session, agency_one, agency_two):
    folk.place(session, folk.add_person(session, "Sùng Thị Mỷ"), folk.body_of(session))
    session.commit()
    page = agency_one.page(TODAY)
    assert "Sùng Thị Mỷ" in page.text("#stage-introduced ~ table")
    assert "bản Mẫu" not in page.text("main")
    other = agency_two.page(TODAY)
    assert "Sùng Thị Mỷ" not in other.text()
    assert "Chưa có ai được giới thiệu" in other.text("main")


def test_an_auditor_sees_counts_and_no_names(session, auditor):
    _due(session, "Giàng A Páo")
    page = auditor.page(TODAY)
    assert "Giàng A Páo" not in page.text()
    assert "/can-bo/nhat-ky" in [a.get("href") for a in page.css("main a")]


def test_a_bank_reads_why_its_list_is_empty(bank):
    answer = bank.get(TODAY)
    assert (answer.status_code, answer.location) == (303, "/can-bo/vay")
    assert "Chưa có hồ sơ vay nào chờ chi nhánh." in bank.page("/can-bo/vay").text("main")


def test_an_administrator_is_led_to_the_first_page_that_is_open(admin):
    answer = admin.get(TODAY)
    assert (answer.status_code, answer.location) == (303, "/can-bo/nhat-ky")


def test_a_visitor_signs_in_first(visitor):
    assert visitor.get(TODAY).location.startswith("/can-bo/dang-nhap")


def test_the_number_of_reads_does_not_grow_with_the_list(session, officer_muongla):
    for n in range(2):
        folk.add_person(session, f"Lò Thị Một {n}")
    session.commit()
    officer_muongla.get(TODAY)
    with folk.counted() as few:
        officer_muongla.get(TODAY)
    for n in range(20):
        folk.add_person(session, f"Lò Thị Xuân {n}", phone=f"+8495000{n:04}")
    session.commit()
    with folk.counted() as many:
        officer_muongla.get(TODAY)
    assert many.n == few.n


def test_two_officers_on_one_case_leave_two_calls_in_order(session, officer_muongla, signed_in):
    case_id = _due(session)
    first, second = officer_muongla.page(TODAY), signed_in("officer.muongla")
    other = second.page(TODAY)
    _tap(officer_muongla, first, case_id, "no_answer")
    _tap(second, other, case_id, "spoke")
    assert [e.seq for e in _calls(session, case_id)] == [2, 3]
    assert _again(session, case_id).next_on == clock.today() + timedelta(days=7)
