"""The ministry's list beside the register: exact changes, exact recipients, exact undo (M5)."""

from __future__ import annotations

import pytest
from flask import Flask

from jobfair.agencies.rules import licence_status
from jobfair.database import db
from jobfair.lib.clock import today
from jobfair.models import (
    LicenceList,
    LicenceListChange,
    SendingBody,
    Stage,
    Task,
)
from tests.agencies.helpers import acts
from tests.checked_client import CheckedClient
from tests.intake.licence_work import (
    ON,
    B,
    accept,
    filled,
    make_a,
    person,
    press,
    register_now,
    seen,
    send_list,
)

pytestmark = pytest.mark.both

MERGED = "line:5"


def status(app: Flask, body_id: str) -> str:
    with app.app_context():
        found = licence_status(db.session.get_one(SendingBody, body_id), today())
        db.session.rollback()
        return f"{found.status} {' '.join(found.suspended_markets)}".strip()


def test_list_b_beside_register_a_is_exactly_this(app: Flask, counsellor: CheckedClient) -> None:
    ids = make_a(app)
    address = send_list(app, counsellor, B)
    assert seen(app, address) == [
        ("suspended", "line:2", [("suspended", "", "TW")]),
        ("ended", "line:3", [("status", "licensed", "revoked")]),
        (
            "renamed",
            "line:4",
            [
                ("name", "Công ty mẫu Tên Cũ", "Công ty mẫu Tên Mới"),
                ("head_office", "", "Số 3, phố Mới"),
                ("phone", "", "0212 000 1933"),
            ],
        ),
        (
            "merged",
            MERGED,
            [
                ("one_of", "Công ty mẫu Suối Nguồn", "Công ty mẫu Suối Lớn"),
                ("one_of", "Công ty mẫu Khe Nhỏ", "Công ty mẫu Suối Lớn"),
            ],
        ),
        ("same", "line:6", []),
        (
            "added",
            "line:7",
            [
                ("licence_number", "", "009/MAU-GP"),
                ("tax_code", "", "0100000009"),
                ("head_office", "", "Số 9, phố Mẫu"),
            ],
        ),
        ("gone", f"gone:{ids['007/MAU-GP']}", [("status", "licensed", "absent")]),
    ]
    page = counsellor.page(address)
    assert "Dòng 8" in page.text(".notice")  # without number and code: said, not guessed
    assert "đình chỉ: Đài Loan" in page.text("main")


def test_accepting_gives_a_task_to_exactly_those_on_the_way(
    app: Flask, counsellor: CheckedClient
) -> None:
    ids = make_a(app)
    with app.app_context():
        wanted = {
            person(1, "TW-FACTORY").id: "001",
            person(2).id: "002",
            person(2, "TW-FACTORY", Stage.TRAINING).id: "002",
            person(5).id: "005",
            person(7).id: "007",
        }
        for number, programme, stage in (
            *((1, "JP-TITP", Stage.SELECTED), (3, "JP-TITP", Stage.SELECTED)),
            *((4, "JP-TITP", Stage.SELECTED), (2, "JP-TITP", Stage.DEPARTED)),
        ):
            person(number, programme, stage)
        db.session.commit()
    address = send_list(app, counsellor, B)
    page = counsellor.page(address)
    assert page.text("main").count("người đang làm hồ sơ") == 4  # with merged and gone
    gone = f"gone:{ids['007/MAU-GP']}"
    answer = accept(counsellor, address, {MERGED: ids["004/MAU-GP"], gone: "returned"})
    assert answer.status_code == 303
    with app.app_context():
        tasks = db.session.query(Task).filter_by(kind="licence").all()
        assert {task.key.split(":")[1] for task in tasks} == set(wanted)
        assert {task.due_on for task in tasks} == {today()}
        kept = db.session.query(LicenceList).one()
        assert (kept.document_no, kept.document_on, kept.tasks) == ("15/DS-MAU", ON, len(wanted))
        assert kept.checked_on == today()
        same = db.session.get_one(SendingBody, ids["008/MAU-GP"])
        assert (same.checked_on, same.source[:18]) == (today(), "Danh sách 15/DS-MA")
        new = db.session.query(SendingBody).filter_by(licence_number="009/MAU-GP").one()
        assert new.licence_events[0].document_no == "009/MAU-GP"
        new_id = new.id
    assert status(app, ids["001/MAU-GP"]) == "licensed TW"
    assert status(app, ids["002/MAU-GP"]) == "revoked"
    assert status(app, ids["005/MAU-GP"]) == "returned"
    assert status(app, ids["007/MAU-GP"]) == "returned"
    assert status(app, new_id) == "licensed"
    with app.app_context():
        assert db.session.get_one(SendingBody, ids["004/MAU-GP"]).name == "Công ty mẫu Suối Lớn"
        db.session.rollback()
    assert "Số 3, phố Mới" in counsellor.get("/doanh-nghiep/cong-ty-mau-ten-cu").text
    again = send_list(app, counsellor, [*B, (8, "Công ty mẫu Khe Nhỏ", "", "0100000005")])
    assert {kind for kind, _key, _facts in seen(app, again)} == {"same"}


def test_taking_it_back_restores_every_row(
    app: Flask, counsellor: CheckedClient, leader: CheckedClient
) -> None:
    ids = make_a(app)
    with app.app_context():
        for number in (2, 5):
            person(number)
        db.session.commit()
    before = register_now(app)
    address = send_list(app, counsellor, B)
    answers = {MERGED: ids["004/MAU-GP"], f"gone:{ids['007/MAU-GP']}": "revoked"}
    assert accept(counsellor, address, answers).status_code == 303
    assert register_now(app) != before
    page = leader.page(address)  # the register is the whole province's
    form = page.one("form[action$='/thu-hoi']")
    data = {k: v for k, v in dict(form.fields).items() if v}
    assert leader.post(form.get("action"), data=data).status_code == 303
    assert register_now(app) == before
    assert leader.post(form.get("action"), data=data).status_code == 409  # once is enough
    with app.app_context():
        kept = db.session.query(LicenceList).one()
        assert "Người mẫu" in kept.undone_by or kept.undone_by
        withdrawn = db.session.query(Task).filter_by(kind="licence").all()
        assert all(task.done_at and task.note.startswith("Đã rút") for task in withdrawn)
        list_id = kept.id
    assert acts(app, list_id) == ["licence_list.accept", "licence_list.undo"]
    assert "thu lại" in leader.page(address).text(".notice")


def test_what_was_built_on_a_list_keeps_it(app: Flask, counsellor: CheckedClient) -> None:
    ids = make_a(app)
    address = send_list(app, counsellor, B)
    assert accept(counsellor, address).status_code == 303
    with app.app_context():
        db.session.get_one(SendingBody, ids["003/MAU-GP"]).head_office = "Số 4, phố Khác"
        new = db.session.query(SendingBody).filter_by(licence_number="009/MAU-GP").one()
        person(1).body_id = new.id
        db.session.commit()
    now = register_now(app)
    form = counsellor.page(address).form("form[action$='/thu-hoi']")
    action = counsellor.page(address).one("form[action$='/thu-hoi']").get("action")
    refused = counsellor.post(action, data=form)
    assert refused.status_code == 409
    assert "Công ty mẫu Mới Tinh; Công ty mẫu Tên Mới" in refused.text
    assert register_now(app) == now


def test_two_presses_and_two_officers_write_once(
    app: Flask, counsellor: CheckedClient, leader: CheckedClient
) -> None:
    make_a(app)
    address = send_list(app, counsellor, B)
    sent, other = filled(counsellor, address, {}), filled(leader, address, {})
    answers = [press(counsellor, address, sent), press(leader, address, other)]
    answers.append(press(counsellor, address, sent))
    assert {a.headers.get("Location") for a in answers} == {address}
    with app.app_context():
        assert db.session.query(LicenceList).count() == 1
        bodies = db.session.query(SendingBody).filter_by(licence_number="009/MAU-GP")
        assert bodies.count() == 1


def test_a_register_that_changed_meanwhile_is_shown_anew(
    app: Flask, counsellor: CheckedClient
) -> None:
    ids = make_a(app)
    address = send_list(app, counsellor, B)
    sent = filled(counsellor, address, {})
    with app.app_context():
        db.session.get_one(SendingBody, ids["003/MAU-GP"]).name = "Công ty mẫu Tên Khác"
        db.session.commit()
    now = register_now(app)
    late = press(counsellor, address, sent)
    assert late.status_code == 409
    assert "Công ty mẫu Tên Khác → Công ty mẫu Tên Mới" in late.text
    assert register_now(app) == now
    assert accept(counsellor, address).status_code == 303


def test_row_by_row_and_nothing_at_all(app: Flask, counsellor: CheckedClient) -> None:
    ids = make_a(app)
    nothing = send_list(app, counsellor, [B[2]], whole=False)
    assert accept(counsellor, nothing, only=()).status_code == 422
    one = send_list(app, counsellor, B)
    assert accept(counsellor, one, only=["line:3"]).status_code == 303
    assert status(app, ids["002/MAU-GP"]) == "revoked"
    assert status(app, ids["001/MAU-GP"]) == "licensed"
    with app.app_context():
        kinds = [c.kind for c in db.session.query(LicenceListChange)]
        assert sorted(kinds) == ["ended", "same"]


def test_a_document_that_stands_there_already_leaves_nothing_half(
    app: Flask, counsellor: CheckedClient
) -> None:
    ids = make_a(app)
    row = (1, "Công ty mẫu Tên Mới", "003/MAU-GP", "", "", "", "Thu hồi", "", "QĐ 1")
    back = (1, "Công ty mẫu Tên Mới", "003/MAU-GP", "", "", "", "Đang hoạt động", "", "")
    first = send_list(app, counsellor, [row], whole=False)
    assert accept(counsellor, first).status_code == 303
    older = send_list(app, counsellor, [back], whole=False)
    assert seen(app, older)[0][2] == []
    assert "văn bản sau đó" in counsellor.page(older).text("main")
    second = send_list(app, counsellor, [back], whole=False, on=today())
    assert accept(counsellor, second).status_code == 303
    assert status(app, ids["003/MAU-GP"]) == "licensed"
    third = send_list(app, counsellor, [row, (2, "Công ty mẫu X", "0X/MAU-GP")], whole=False)
    now = register_now(app)
    refused = accept(counsellor, third)
    assert refused.status_code == 422
    assert "Công ty mẫu Tên Mới" in refused.text
    assert register_now(app) == now
