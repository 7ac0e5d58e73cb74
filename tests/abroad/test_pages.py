"""The pages of the room: one tap from Today, what a body does not see, reads that do not grow."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from jobfair.abroad.incidents import IncidentData, open_incident
from jobfair.database import db, mode
from jobfair.lib.clock import today
from jobfair.lib.codes import new_form_key
from jobfair.models import AuditEvent, CheckIn, Incident
from tests.abroad.helpers import leave
from tests.cases import journey
from tests.checked_client import CheckedClient

Enter = Callable[[str], CheckedClient]
pytestmark = pytest.mark.both


def gone(app: Flask, people: int = 1, kind: str = "") -> str:
    """So many left eleven days ago; perhaps with an incident. Gives the last case."""
    with app.app_context(), mode("write"):
        for number in range(people):
            case = leave(days_ago=11, name=f"Lò Văn {number}")
        if kind:
            told = IncidentData(kind, "worker", "phone", "Kể lại")
            open_incident(case, told, by=journey.actor("counsellor"), act_key=new_form_key())
        db.session.commit()
        return case.id


def test_the_body_answers_by_one_tap_and_the_row_comes_back(
    app: Flask, agency_one: CheckedClient
) -> None:
    gone(app)
    page = agency_one.page("/can-bo/o-nuoc-ngoai")
    form = next(f for f in page.css("main form") if "Chưa gặp được" in f.text_content())
    fields = {k: v for k, v in dict(form.fields).items() if v is not None}
    sent = fields | {"outcome": "fine"}
    row = agency_one.post(form.get("action"), data=sent, headers={"HX-Request": "true"})
    assert row.status_code == 200
    assert "Ổn" in row.text
    assert agency_one.post(form.get("action"), data=sent).status_code == 303
    other = fields | {"outcome": "fine", "act_key": new_form_key()}
    assert agency_one.post(form.get("action"), data=other).status_code == 409


def test_a_body_finds_whom_to_ask_on_its_today(
    app: Flask, agency_one: CheckedClient, agency_two: CheckedClient
) -> None:
    with app.app_context():
        person_id = leave(11, "Lò Thị Đến Hạn Hỏi").person_id
        db.session.commit()
    assert "Lò Thị Đến Hạn Hỏi" in agency_one.page("/can-bo/").text(
        "section[aria-labelledby=check-ins]"
    )
    assert "Lò Thị Đến Hạn Hỏi" not in agency_two.get("/can-bo/").text
    with app.app_context():
        seen = db.session.query(AuditEvent).filter_by(action="view.today").all()
        assert sorted(person_id in row.person_ids for row in seen) == [False, True]


def test_a_body_does_not_read_a_complaint_about_itself(
    app: Flask, agency_one: CheckedClient, counsellor: CheckedClient
) -> None:
    case_id = gone(app, kind="body")
    with app.app_context():
        incident_id = db.session.scalars(sa.select(Incident.id)).one()
    address = f"/can-bo/o-nuoc-ngoai/su-viec/{incident_id}"
    assert counsellor.get(address).status_code == 200
    assert agency_one.get(address).status_code == 404
    for path in ("/can-bo/o-nuoc-ngoai/su-viec", f"/can-bo/ho-so/{case_id}"):
        assert "Phản ánh về doanh nghiệp" in counsellor.get(path).text
        assert "Phản ánh về doanh nghiệp" not in agency_one.get(path).text


def test_the_list_reads_as_often_for_one_as_for_six(app: Flask, counsellor: CheckedClient) -> None:
    reads: list[str] = []

    def seen(_c: object, _cur: object, statement: str, *_rest: object) -> None:
        reads.append(statement)

    with app.app_context():
        engine = db.engine
    counted = []
    paths = (
        "/can-bo/o-nuoc-ngoai",
        "/can-bo/o-nuoc-ngoai/hoi-tham",
        "/can-bo/o-nuoc-ngoai/canh-bao",
    )
    for people in (1, 5):
        gone(app, people)
        with app.app_context(), mode("write"):
            db.session.execute(sa.update(CheckIn).values(due_on=today() - timedelta(days=9)))
            db.session.commit()
        sa.event.listen(engine, "before_cursor_execute", seen)
        numbers = []
        for path in paths:
            counsellor.get(path)
            reads.clear()
            assert counsellor.get(path).status_code == 200
            numbers.append(len(reads))
        sa.event.remove(engine, "before_cursor_execute", seen)
        counted.append(numbers)
    assert counted[0] == counted[1]


def test_the_leader_sets_a_limit_with_its_source(leader: CheckedClient) -> None:
    page = leader.page("/can-bo/o-nuoc-ngoai/canh-bao/nguong")
    form = page.form() | {"market": "KR", "rate_percent": "12,5", "people": "", "source": ""}
    refused = leader.post("/can-bo/o-nuoc-ngoai/canh-bao/nguong", data=form)
    assert refused.status_code == 422
    assert "12,5" in refused.text
    form["source"] = "Quyết định mẫu"
    assert leader.post("/can-bo/o-nuoc-ngoai/canh-bao/nguong", data=form).status_code == 303
    assert "12,5" in leader.page("/can-bo/o-nuoc-ngoai/canh-bao").text("main")


def test_no_public_page_links_to_the_radar(visitor: CheckedClient) -> None:
    for path in ("/", "/thi-truong", "/doanh-nghiep"):
        assert "can-bo/o-nuoc-ngoai" not in visitor.get(path).text
    assert visitor.get("/can-bo/o-nuoc-ngoai/canh-bao").status_code == 303
