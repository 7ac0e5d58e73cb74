"""The pages of this room: by form and by tap, in the scope of whoever opens them."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from jobfair.database import db
from jobfair.lib.clock import today
from jobfair.models import (
    BodyReport,
    ClassAttendance,
    ClassState,
    Enrolment,
    Paper,
    Stage,
    TrainingClass,
)
from jobfair.training import queries
from tests.cases import journey
from tests.checked_client import CheckedClient, Page
from tests.door.folk import counted
from tests.training import world
from tests.training.test_body_report import left_without
from tests.world import SUOI_TO

pytestmark = pytest.mark.both
LIST = "/can-bo/lop"
HTMX = {"HX-Request": "true"}


def press(client: CheckedClient, page: str, path: str, data: dict[str, Any], **more: Any) -> Any:
    """Send what a button of the page sends, with the page's token."""
    token = client.page(page).css("input[name=csrf_token]")[0].get("value")
    return client.post(path, data={"csrf_token": token} | data, **more)


def _made(app: Flask, *names: str, by: str = "counsellor") -> tuple[str, list[str]]:
    """A class with these people; its id and their places'."""
    with app.app_context():
        one = world.new_class(by=by)
        cases = [world.learner_case(name=name) for name in names]
        rows = world.put_in(one, *cases) if cases else []
        found = one.id, [row.id for row in rows]
        db.session.commit()
    return found


def _typed(**more: Any) -> dict[str, Any]:
    day = today().isoformat()
    typed = {"kind": "language", "title": "Tiếng Nhật mẫu", "place": "Phòng mẫu", "capacity": "5"}
    return typed | {"starts_on": day, "ends_on": day, "weekdays": list("0123456")} | more


def test_a_class_is_planned_by_form(app: Flask, counsellor: CheckedClient) -> None:
    path = f"{LIST}/moi"
    assert counsellor.get(path).status_code == 200
    wrong = counsellor.send(path, _typed(title="", capacity="0"))
    assert wrong.status_code == 422
    assert "Phòng mẫu" in wrong.text
    backwards = counsellor.send(path, _typed(ends_on="2020-01-01"))
    assert backwards.status_code == 422
    assert "Ngày cuối trước ngày đầu." in Page(backwards).text("main")
    assert counsellor.send(path, _typed()).status_code == 303
    with app.app_context():
        assert db.session.query(TrainingClass).one().organiser.startswith("Trung tâm")


def test_people_are_ticked_and_put_in(app: Flask, counsellor: CheckedClient) -> None:
    class_id, _rows = _made(app)
    with app.app_context():
        cases = [world.learner_case(name=name).id for name in ("Lò Thị Một", "Lò Thị Hai")]
        db.session.commit()
    path = f"{LIST}/{class_id}/xep"
    page = counsellor.get(path).text
    assert "Lò Thị Một" in page
    assert press(counsellor, path, path, {}).status_code == 422
    assert press(counsellor, path, path, {"ho-so": cases}).status_code == 303
    shown = counsellor.get(f"{LIST}/{class_id}").text
    assert "Lò Thị Một" in shown
    assert "Lò Thị Hai" in shown


def test_one_tap_marks_and_gives_the_row_back(app: Flask, counsellor: CheckedClient) -> None:
    class_id, (row,) = _made(app, "Lò Thị Xuân")
    with app.app_context():
        day_id = db.session.get_one(TrainingClass, class_id).days[0].id
    path = f"{LIST}/{class_id}/diem-danh"
    tap = {"act_id": "a" * 20, "day_id": day_id, "present": "1"}
    answer = press(counsellor, path, f"{path}/{row}", tap, headers=HTMX)
    assert answer.status_code == 200
    assert f'id="l-{row}"' in answer.text
    assert 'aria-pressed="true"' in answer.text
    assert press(counsellor, path, f"{path}/{row}", tap | {"act_id": "b" * 20}).status_code == 303
    with app.app_context():
        assert db.session.query(ClassAttendance).one().present


def test_results_and_certificates_by_form(app: Flask, counsellor: CheckedClient) -> None:
    class_id, (row,) = _made(app, "Lò Thị Xuân")
    with app.app_context():
        one = db.session.get_one(TrainingClass, class_id)
        world.present(one, db.session.get_one(Enrolment, row))
        db.session.commit()
    home = f"{LIST}/{class_id}"
    passed = {"result": "pass"}
    result = press(counsellor, home, f"{home}/ket-qua/{row}", passed, headers=HTMX)
    assert "Đạt" in result.text
    path, day = f"{LIST}/{class_id}/chung-chi", today().isoformat()
    assert counsellor.send(path, {"issued_on": day}).status_code == 422
    early = counsellor.send(path, {"issued_on": "2020-01-01", f"so-{row}": "CC 7"})
    assert early.status_code == 422
    assert 'value="CC 7"' in early.text
    assert counsellor.send(path, {"issued_on": day, f"so-{row}": "CC 7"}).status_code == 303
    with app.app_context():
        assert db.session.query(Paper).filter_by(kind="orientation").one().issued_on == today()
    assert press(counsellor, home, f"{home}/xong", {}).status_code == 303
    with app.app_context():
        assert db.session.get_one(TrainingClass, class_id).state is ClassState.CLOSED


def test_the_case_shows_its_classes_and_offers_one(
    app: Flask, counsellor: CheckedClient, officer_muongla: CheckedClient
) -> None:
    class_id, _rows = _made(app)
    with app.app_context():
        one = db.session.get_one(TrainingClass, class_id)
        one.ends_on = today()
        case_id = world.learner_case().id
        db.session.commit()
    path = f"/can-bo/ho-so/{case_id}"
    assert f"{path}/lop" in counsellor.get(path).text
    assert f"{path}/lop" not in officer_muongla.get(path).text
    assert "Khóa mẫu" in counsellor.get(f"{path}/lop").text
    assert counsellor.send(f"{path}/lop", {}).status_code == 422
    assert counsellor.send(f"{path}/lop", {"class_id": class_id}).status_code == 303
    shown = officer_muongla.get(path).text
    assert "Khóa mẫu" in shown
    assert "Xếp vào lớp: Khóa mẫu" in shown


def test_a_class_of_others_is_not_there(
    app: Flask, officer_suoito: CheckedClient, agency_two: CheckedClient
) -> None:
    class_id, _rows = _made(app, "Lò Thị Xuân")
    for client in (officer_suoito, agency_two):
        other, absent = client.get(f"{LIST}/{class_id}"), client.get(f"{LIST}/nothing")
        assert (other.status_code, other.data) == (404, absent.data)


def test_an_officer_reads_only_her_own_people(app: Flask, officer_suoito: CheckedClient) -> None:
    class_id, _rows = _made(app, "Lò Thị Xuân")
    with app.app_context():
        one = db.session.get_one(TrainingClass, class_id)
        world.put_in(one, world.learner_case(SUOI_TO, name="Mùa Thị Sua"))
        db.session.commit()
    for path in (f"{LIST}/{class_id}", f"{LIST}/{class_id}/diem-danh"):
        page = officer_suoito.get(path).text
        assert "Mùa Thị Sua" in page
        assert "Lò Thị Xuân" not in page


def test_who_left_without_it_stands_in_red_for_the_leader(
    app: Flask, leader: CheckedClient, counsellor: CheckedClient
) -> None:
    with app.app_context():
        left_without(db.session())
        report_id = db.session.query(BodyReport.id).scalar()
        db.session.commit()
    assert f"{LIST}/thieu-chung-chi" in leader.get("/can-bo/").text
    page = leader.get(f"{LIST}/thieu-chung-chi")
    assert "0%" in page.text
    assert f"{LIST}/bao-cao/{report_id}" in page.text
    path = f"{LIST}/bao-cao/{report_id}"
    assert press(counsellor, path, f"{path}/giai-trinh", {"text": "x"}).status_code == 422
    version = Page(leader.get(path)).css("input[name=version]")[0].get("value")
    said = {"number": "CV 1", "on": today().isoformat(), "text": "Đã học.", "version": version}
    assert press(counsellor, path, f"{path}/giai-trinh", said).status_code == 303
    stale = {"code": "warned", "decided_on": today().isoformat(), "version": version}
    assert press(leader, path, f"{path}/quyet-dinh", stale).status_code == 409
    version = Page(leader.get(path)).css("input[name=version]")[0].get("value")
    assert (
        press(leader, path, f"{path}/quyet-dinh", stale | {"version": version}).status_code == 303
    )
    assert "Nhắc nhở bằng văn bản" in leader.get(path).text


def test_lists_cost_the_same_for_one_and_for_many(app: Flask) -> None:
    with app.app_context():
        one = world.new_class(capacity=40)
        world.put_in(one, world.learner_case())
        scope = journey.actor("counsellor").scope
        db.session.expire_all()
        with counted() as few:
            queries.list_learners(one.id, scope)
            queries.list_classes(scope, limit=50, offset=0)
        world.put_in(one, *(world.learner_case() for _ in range(8)))
        for _ in range(4):
            world.new_class()
        db.session.expire_all()
        with counted() as many:
            queries.list_learners(one.id, scope)
            queries.list_classes(scope, limit=50, offset=0)
    assert few.n == many.n


def test_nobody_is_put_in_before_the_step_of_learning(
    app: Flask, counsellor: CheckedClient
) -> None:
    class_id, _rows = _made(app)
    with app.app_context():
        early = journey.put(journey.new_case(name="Lò Văn Sớm"), Stage.INTRODUCED).id
        db.session.commit()
    path = f"{LIST}/{class_id}/xep"
    answer = press(counsellor, path, path, {"ho-so": [early]})
    assert "Lò Văn Sớm" in answer.text
    assert "hiện không ở bước học" in answer.text
