"""Today: whose work stands there, what is beside it, what each role sees."""

from __future__ import annotations

from datetime import timedelta

import pytest

from jobfair.cases.offices import centre_office, department_office, office_for_person
from jobfair.lib import clock
from jobfair.lib.codes import new_form_key
from jobfair.models import CaseEvent, Stage, Target, Task
from tests.cases.today_page import TODAY, somebody_due
from tests.door import folk
from tests.door.folk import requests_apart as requests_apart
from tests.world import MUONG_LA, SUOI_TO

pytestmark = pytest.mark.both


def test_an_officer_sees_who_is_due_in_the_own_commune_only(session, officer_muongla):
    here = somebody_due(session, "Giàng A Páo")
    somebody_due(session, "Mùa Thị Dơ", commune=SUOI_TO)
    somebody_due(session, "Lò Văn Mai", on=clock.today() + timedelta(days=1))
    page = officer_muongla.page(TODAY)
    assert page.css(f"#c-{here} a b")[0].text == "Giàng A Páo"
    assert "Mùa Thị Dơ" not in page.text()
    assert "Lò Văn Mai" not in page.text()


def test_opening_today_writes_one_view_with_everybody_shown(session, officer_muongla):
    person_id = folk.add_person(session).person_id
    session.commit()
    officer_muongla.get(TODAY)
    row = folk.last_audit(session, "view.today")
    assert row.person_ids == person_id
    assert "Xuân" not in f"{row.fields}{row.reason}"


def test_overdue_work_stands_in_its_own_table(session, officer_muongla):
    three_days = clock.today() - timedelta(days=3)
    somebody_due(session, "Quàng Thị Pành", step="papers", on=three_days)
    page = officer_muongla.page(TODAY)
    section = page.text("section[aria-labelledby=overdue]")
    assert "Quàng Thị Pành" in section
    assert "Trễ 3 ngày" in section


def test_who_heard_nothing_for_a_month_is_listed(session, officer_muongla):
    folk.add_person(session, "Sùng Thị Mỷ", on=clock.today() + timedelta(days=9))
    old = folk.add_person(session, "Cầm Văn Quân", on=clock.today() + timedelta(days=9))
    old.opened_at = old.stage_since = clock.now() - timedelta(days=60)
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
    somebody_due(session, "Giàng A Páo")
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
