"""Papers that end before they are needed: on Today, and on a page with filters."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import event

from jobfair.access import Scope
from jobfair.cases import records
from jobfair.cases.records import PaperData
from jobfair.database import db
from jobfair.lib.clock import add_months, today
from jobfair.lib.codes import new_form_key
from jobfair.models import AuditEvent, CaseFile, Stage
from jobfair.papers.ending import Filters, list_ending
from tests.cases import journey
from tests.checked_client import CheckedClient
from tests.world import MUONG_LA, SUOI_TO

pytestmark = pytest.mark.both
PROVINCE = Scope(province=True)


def held(kind: str, left: int, commune: str = MUONG_LA, stage: Stage = Stage.TRAINING) -> CaseFile:
    """A person with a paper that has so many days left."""
    case = journey.put(journey.new_case(commune), stage)
    journey.agree(case)
    end = today() + timedelta(days=left)
    issued = add_months(end, -24) if kind == "orientation" else today() - timedelta(days=400)
    data = PaperData("checked", issued, None if kind == "orientation" else end)
    records.save_paper(case, kind, data, by=journey.actor("counsellor"), act_key=new_form_key())
    return case


def kinds(filters: Filters, scope: Scope = PROVINCE) -> list[tuple[str, int]]:
    return [(row.paper.kind, row.left) for row in list_ending(scope, filters, today()).rows]


def test_the_first_to_end_stands_first(app: Flask) -> None:
    with app.test_request_context():
        for kind, left in (("health", 45), ("orientation", 20), ("passport", -3), ("visa", 90)):
            held(kind, left)
        assert [kind for kind, _ in kinds(Filters())] == ["passport", "orientation", "health"]
        assert [kind for kind, _ in kinds(Filters(when="het-han"))] == ["passport"]
        assert [kind for kind, _ in kinds(Filters(when="gap"))] == ["orientation"]
        assert [kind for kind, _ in kinds(Filters(when="sap"))] == ["health"]
        assert [kind for kind, _ in kinds(Filters(kind="health"))] == ["health"]


def test_whoever_has_left_or_stopped_is_not_on_the_list(app: Flask) -> None:
    with app.test_request_context():
        for stage in (Stage.DEPARTED, Stage.WORKING):
            held("passport", 10, stage=stage)
        stopped = held("passport", 10)
        journey.step(stopped, Stage.WITHDRAWN, "counsellor", reason="cost")
        assert kinds(Filters(kind="passport")) == []


def test_each_sees_the_own_people(app: Flask) -> None:
    with app.test_request_context():
        held("passport", 10)
        held("passport", 11, SUOI_TO)
        for name, days in (("officer.muongla", [10]), ("officer.suoito", [11])):
            found = kinds(Filters(), journey.actor(name).scope)
            assert [left for _kind, left in found] == days
        assert len(kinds(Filters(commune=SUOI_TO))) == 1
        assert len(kinds(Filters(), journey.actor("agency.two").scope)) == 0
        held("priority", 10)
        assert ("priority", 10) not in kinds(Filters(), journey.actor("agency.one").scope)


def test_today_shows_them_and_the_page_is_audited(
    app: Flask, officer_muongla: CheckedClient
) -> None:
    with app.app_context():
        for left in range(1, 8):
            held("passport", left)
        db.session.commit()
    page = officer_muongla.page("/can-bo/")
    assert len(page.css("section[aria-labelledby=papers-end] tbody tr")) == 5
    link = page.css('a[href="/can-bo/giay-to"]')
    assert "7" in link[0].text_content()
    listed = officer_muongla.page("/can-bo/giay-to")
    assert len(listed.css("#ending tbody tr")) == 7
    with app.app_context():
        row = db.session.query(AuditEvent).filter_by(action="view.papers").one()
        assert len(row.person_ids.split(",")) == 7
    empty = officer_muongla.page("/can-bo/giay-to?loai=visa&trang=99&han=x")
    assert "Không có giấy tờ" in empty.text("#ending")


def test_the_page_costs_the_same_for_many(app: Flask, counsellor: CheckedClient) -> None:
    counts = []
    for _ in range(3):
        with app.app_context():
            for left in range(1, 5):
                held("passport", left)
            db.session.commit()
            engine = db.engine
        seen: list[str] = []
        event.listen(engine, "before_cursor_execute", lambda *a, seen=seen: seen.append(a[2]))
        assert counsellor.get("/can-bo/giay-to").status_code == 200
        counts.append(len(seen))
    assert counts[1] == counts[2]
