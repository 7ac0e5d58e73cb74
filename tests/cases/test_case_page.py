"""The case page: drawn for each role at each stage, steps by one press, with and without script."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import event

from jobfair.cases.stages import stage_names
from jobfair.database import db
from jobfair.models import AuditEvent, CaseFile, Stage
from tests.cases import journey
from tests.checked_client import CheckedClient, Page

S = Stage
Enter = Callable[[str], CheckedClient]
HTMX = {"HX-Request": "true"}


def made(app: Flask, until: Stage = S.INTEREST) -> str:
    """The address of a committed case at the stage."""
    with app.app_context():
        case_id = journey.bring(journey.new_case(), until).id
        db.session.commit()
    return f"/can-bo/ho-so/{case_id}"


def put(app: Flask, stage: Stage) -> str:
    """As ``made``, for stages off the straight path."""
    with app.app_context():
        case = journey.put(journey.new_case(), stage)
        journey.agree(case)
        case_id = case.id
        db.session.commit()
    return f"/can-bo/ho-so/{case_id}"


def stage_of(app: Flask, at: str) -> Stage:
    with app.app_context():
        return db.session.get_one(CaseFile, at.rsplit("/", 1)[1]).stage


READERS = ("officer.muongla", "counsellor", "leader", "auditor")


@pytest.mark.parametrize("stage", list(Stage))
def test_every_stage_is_drawn_for_every_reader(app: Flask, signed_in: Enter, stage: Stage) -> None:
    at = put(app, stage)
    with app.app_context():
        names = stage_names("vi")
    for name in READERS:
        page = signed_in(name).page(at)
        assert page.status == 200
        assert page.text("h1") == "Lò Thị Xuân"
        assert len(page.css("ol.line li")) == 9
        here = names[stage].split(" (")[0].split(",")[0]
        assert here in page.text("#case") or page.css("ol.line li.now")
    body = signed_in("agency.one").page(at)
    assert body.status == 200


def test_the_auditor_has_no_button(app: Flask, auditor: CheckedClient) -> None:
    page = auditor.page(made(app, S.REGISTERED))
    assert not page.css("#case form")
    assert not page.css("#case a.btn")
    assert auditor.get(f"{made(app)}/chuyen/registered").status_code == 403


@pytest.mark.both
def test_one_press_moves_and_comes_back_to_the_page(app: Flask, agency_one: CheckedClient) -> None:
    at = made(app, S.CONTRACT_SIGNED)
    answer = agency_one.send(at, {}, form="#case .acts form")
    assert answer.status_code == 303
    assert answer.location == at
    page = agency_one.page(at)
    assert "Hồ sơ đang ở bước" in page.text(".flash")
    assert stage_of(app, at) is S.TRAINING


@pytest.mark.both
def test_with_a_script_the_case_comes_back_at_the_same_address(
    app: Flask, agency_one: CheckedClient
) -> None:
    at = made(app, S.CONTRACT_SIGNED)
    form = agency_one.page(at).form("#case .acts form")
    answer = agency_one.post(f"{at}/chuyen", data=form, headers=HTMX)
    assert answer.status_code == 200
    fragment = Page(answer)
    assert fragment.one("#case") is not None
    assert "<html" not in answer.text
    assert fragment.text("ol.line li.now b") == "Đang học"
    again = agency_one.post(f"{at}/chuyen", data=form, headers=HTMX)
    assert again.status_code == 200, "a second tap changes nothing"
    assert stage_of(app, at) is S.TRAINING


@pytest.mark.both
def test_a_late_press_with_a_script_is_told_above_the_page(
    app: Flask, agency_one: CheckedClient, counsellor: CheckedClient
) -> None:
    at = made(app, S.CONTRACT_SIGNED)
    form = agency_one.page(at).form("#case .acts form")
    counsellor.send(f"{at}/chuyen/withdrawn", {"reason": "cost"})
    answer = agency_one.post(f"{at}/chuyen", data=form, headers=HTMX)
    assert answer.status_code == 409
    assert answer.headers["HX-Retarget"] == "#messages"
    assert "Trần Thu Hương" in answer.text


@pytest.mark.parametrize(
    ("who", "to", "status"),
    [
        ("officer.muongla", "counselled", 403),
        ("officer.muongla", "departed", 409),
        ("leader", "counselled", 403),
        ("counsellor", "nowhere", 404),
    ],
)
def test_others_steps_and_no_steps(
    app: Flask, signed_in: Enter, who: str, to: str, status: int
) -> None:
    at, client = made(app, S.REGISTERED), signed_in(who)
    assert client.get(f"{at}/chuyen/{to}").status_code == status
    page = client.page(at)
    token = page.css("input[name=csrf_token]")[0].get("value")
    sent = {"csrf_token": token, "to": to, "start": "registered", "version": "1"}
    assert client.post(f"{at}/chuyen", data=sent).status_code == status
    assert stage_of(app, at) is S.REGISTERED


def test_another_ones_case_is_like_no_case(
    app: Flask, signed_in: Enter, officer_suoito: CheckedClient
) -> None:
    at = made(app, S.REGISTERED)
    absent = "/can-bo/ho-so/00000000000000000000"
    for client in (officer_suoito, signed_in("agency.two")):
        for tail in ("", "/chuyen/counselled", "/ghi/counsel_note", "/sua-buoc", "/dong-y"):
            there, nowhere = client.get(at + tail), client.get(absent + tail)
            if nowhere.status_code != 403:  # a page that the role never has
                assert there.status_code == nowhere.status_code == 404
            assert there.data == nowhere.data
    for client in (officer_suoito,):
        there = client.post(f"{at}/chuyen", data={"to": "counselled"})
        nowhere = client.post(f"{absent}/chuyen", data={"to": "counselled"})
        assert there.status_code == nowhere.status_code == 404
        assert there.data == nowhere.data


@pytest.mark.parametrize(("name", "status"), [("bank", 403), ("admin", 403)])
def test_bank_and_administrator_see_no_case(
    app: Flask, signed_in: Enter, name: str, status: int
) -> None:
    assert signed_in(name).get(made(app)).status_code == status


@pytest.mark.both
def test_a_view_is_written_down_before_the_page(app: Flask, officer_muongla: CheckedClient) -> None:
    at = made(app)
    for _ in range(3):
        officer_muongla.get(at)
    with app.app_context():
        rows = db.session.query(AuditEvent).filter_by(action="view.case").all()
        assert len(rows) == 1
        assert rows[0].object_id == at.rsplit("/", 1)[1]
        assert rows[0].person_ids
        assert "Lò" not in f"{rows[0].fields}{rows[0].reason}"


@pytest.mark.both
def test_an_old_token_keeps_what_was_typed(app: Flask, officer_muongla: CheckedClient) -> None:
    at = made(app, S.REGISTERED)
    form = officer_muongla.page(f"{at}/chuyen/withdrawn").form()
    form |= {"csrf_token": "old", "reason": "family", "note": "Bố mẹ chưa thuận"}
    answer = officer_muongla.post(f"{at}/chuyen", data=form)
    assert answer.status_code == 422
    assert Page(answer).form()["note"].strip() == "Bố mẹ chưa thuận"
    assert stage_of(app, at) is S.REGISTERED
    fresh = Page(answer).form()
    assert officer_muongla.post(f"{at}/chuyen", data=fresh).status_code == 303


@pytest.mark.both
def test_the_leader_takes_a_step_back_on_the_page(
    app: Flask, leader: CheckedClient, agency_one: CheckedClient
) -> None:
    at = made(app, S.TRAINING)
    assert leader.send(f"{at}/sua-buoc", {}).status_code == 422
    assert leader.send(f"{at}/sua-buoc", {"reason": "wrong_stage"}).status_code == 303
    assert stage_of(app, at) is S.CONTRACT_SIGNED
    assert agency_one.get(f"{at}/sua-buoc").status_code == 200


@pytest.mark.both
def test_the_leader_records_a_fact_on_the_page(
    app: Flask, leader: CheckedClient, counsellor: CheckedClient
) -> None:
    at = made(app, S.WAITING_DEPARTURE)
    assert counsellor.get(f"{at}/su-that").status_code == 403
    with app.app_context():
        day = journey.today().isoformat()
    typed = {"exit_on": day, "employer": "Xí nghiệp mẫu", "evidence": "ticket"}
    assert leader.send(f"{at}/su-that", typed).status_code == 422
    told = leader.send(f"{at}/su-that", typed | {"reason": "left_without_gate"})
    assert told.status_code == 303
    assert stage_of(app, at) is S.DEPARTED
    assert "Đi khi còn thiếu điều kiện" in leader.page(at).text("aside")


def test_the_page_costs_the_same_with_a_long_history(app: Flask, counsellor: CheckedClient) -> None:
    at = made(app, S.TRAINING)
    counts = []
    for _ in range(3):
        with app.app_context():
            engine = db.engine
        seen: list[str] = []
        event.listen(engine, "before_cursor_execute", lambda *a, seen=seen: seen.append(a[2]))
        counsellor.get(at)
        counts.append(len(seen))
        for number in range(4):
            counsellor.send(f"{at}/ghi-chu", {"note": f"Ghi {number}"})
    assert counts[1] == counts[2] <= 95
