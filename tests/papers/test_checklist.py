"""The checklist of a person and programme: rows of the pack, states by one tap."""

from __future__ import annotations

import csv
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from jobfair.cases import records
from jobfair.cases.records import PaperData
from jobfair.config import ROOT
from jobfair.database import db
from jobfair.errors import AppError
from jobfair.lib.clock import add_months, today
from jobfair.lib.codes import new_form_key
from jobfair.models import AuditEvent, CaseEvent, CaseFile, Paper, Programme, Stage
from jobfair.papers.checklist import Line, checklist_of
from jobfair.papers.states import mark_paper
from jobfair.papers.wanted import list_wanted
from tests.cases import journey
from tests.checked_client import CheckedClient, Page

pytestmark = pytest.mark.both
S = Stage
HTMX = {"HX-Request": "true"}


def lines(case: CaseFile, *, for_body: bool = False) -> dict[str, Line]:
    found = checklist_of(case, today(), for_body=for_body).lines
    return {line.kind: line for line in found}


def save(case: CaseFile, kind: str, state: str, **days: int) -> None:
    """A paper by the counsellor; days are counted from today."""
    dated = {name: today() + timedelta(days=number) for name, number in days.items()}
    data = PaperData(state, **dated)  # type: ignore[arg-type]
    records.save_paper(case, kind, data, by=journey.actor("counsellor"), act_key=new_form_key())


def test_the_rules_name_the_papers_that_the_programmes_pages_name(session: Session) -> None:
    """Two files of one pack speak of the same papers: no programme differs."""
    with (ROOT / "provinces/_national/programme_papers.csv").open(encoding="utf-8") as file:
        public: dict[str, set[str]] = {}
        for row in csv.DictReader(file):
            public.setdefault(row["programme"], set()).add(row["paper"])
    for programme in session.query(Programme).all():
        wanted = {rule.paper for rule in list_wanted(programme, today())}
        assert wanted == public[programme.code], programme.code


def test_without_a_programme_only_what_everybody_needs_is_asked_for(session: Session) -> None:
    kinds = lines(journey.new_case())
    assert "passport" in kinds
    assert "coe" not in kinds
    assert kinds["passport"].not_yet


def test_a_paper_comes_with_its_step(session: Session) -> None:
    case = journey.bring(journey.new_case(), S.TRAINING)
    kinds = lines(case)
    assert not kinds["passport"].not_yet
    assert kinds["coe"].not_yet
    journey.step(case, S.VISA_PROCESS, "agency.one")
    assert not lines(case)["coe"].not_yet


def test_what_is_asked_for_on_demand_counts_once_it_was_asked_for(session: Session) -> None:
    case = journey.bring(journey.new_case(), S.TRAINING)
    before = checklist_of(case, today(), for_body=False)
    save(case, "judicial", "asked", asked_on=-6, expected_on=5)
    after = checklist_of(case, today(), for_body=False)
    assert after.in_all == before.in_all + 1
    assert after.there == before.there
    save(case, "judicial", "checked", issued_on=-1, valid_to=200)
    assert checklist_of(case, today(), for_body=False).there == before.there + 1


def test_each_tap_brings_the_next_state_once(session: Session) -> None:
    case, by = journey.new_case(), journey.actor("officer.muongla")
    key = new_form_key()
    for _ in range(2):
        mark_paper(case, "personal_history", "have", by=by, act_key=key)
    assert session.query(CaseEvent).filter_by(case_id=case.id, kind="record").count() == 1
    for state in ("received", "checked"):
        mark_paper(case, "personal_history", state, by=by, act_key=new_form_key())
    row = session.query(Paper).filter_by(person_id=case.person_id).one()
    assert row.state == "checked"
    assert "Lò Thị Duyên" in row.checked_by
    assert row.checked_at is not None
    mark_paper(case, "personal_history", "have", by=by, act_key=new_form_key())
    assert (row.checked_by, row.checked_at) == ("", None)
    acts = session.query(AuditEvent).filter_by(action="case.record", object_id=case.id)
    assert acts.count() == 4


@pytest.mark.parametrize(
    ("who", "kind", "state", "status"),
    [
        ("leader", "passport", "have", 403),
        ("auditor", "passport", "have", 403),
        ("agency.two", "passport", "have", 403),
        ("officer.muongla", "tattoo", "have", 404),
        ("officer.muongla", "passport", "lost", 422),
        ("officer.muongla", "orientation", "checked", 422),
    ],
)
def test_a_tap_that_cannot_be_is_refused(
    session: Session, who: str, kind: str, state: str, status: int
) -> None:
    case = journey.new_case()
    with pytest.raises(AppError) as refused:
        mark_paper(case, kind, state, by=journey.actor(who), act_key=new_form_key())
    assert refused.value.status == status
    assert session.query(Paper).filter_by(person_id=case.person_id).count() == 0


def test_days_that_cannot_be_are_said(session: Session) -> None:
    case = journey.new_case()
    for days in ({"asked_on": 1}, {"asked_on": -1, "expected_on": -3}, {"issued_on": 2}):
        with pytest.raises(AppError) as refused:
            save(case, "judicial", "asked", **days)
        assert refused.value.status == 422


def test_an_orientation_certificate_ends_after_24_months(session: Session) -> None:
    case = journey.new_case()
    save(case, "orientation", "checked", issued_on=-30)
    line = lines(case)["orientation"]
    assert line.ends == add_months(today() - timedelta(days=30), 24)
    assert line.warning == ""


@pytest.mark.parametrize(
    ("left", "warning"),
    [(-1, "expired"), (0, "urgent"), (29, "urgent"), (100, "before_exit"), (200, "")],
)
def test_a_paper_that_ends_too_early_is_marked(session: Session, left: int, warning: str) -> None:
    case = journey.bring(journey.new_case(), S.TRAINING)  # selected today: 180 days to go
    save(case, "passport", "checked", issued_on=-400, valid_to=left)
    assert lines(case)["passport"].warning == warning
    assert lines(case)["passport"].there is (warning != "expired")


def test_what_ended_after_the_journey_is_no_warning(session: Session) -> None:
    case = journey.bring(journey.new_case(), S.TRAINING)
    save(case, "health", "checked", issued_on=-400, valid_to=-30)
    assert lines(case)["health"].warning == "expired"
    journey.put(case, S.LIQUIDATED)
    assert lines(case)["health"].warning == ""
    assert lines(case)["health"].there


def test_a_tap_that_needs_a_day_is_a_way_to_the_form_instead(session: Session) -> None:
    case = journey.bring(journey.new_case(), S.TRAINING)
    assert lines(case)["orientation"].needs_days
    assert not lines(case)["passport"].needs_days
    save(case, "passport", "received", issued_on=-400)
    assert lines(case)["passport"].needs_days
    save(case, "passport", "received", issued_on=-400, valid_to=900)
    assert not lines(case)["passport"].needs_days


def test_a_body_does_not_learn_of_a_priority_certificate(session: Session) -> None:
    case = journey.bring(journey.new_case(), S.TRAINING)
    save(case, "priority", "checked", issued_on=-30, valid_to=300)
    assert "priority" in lines(case)
    body = checklist_of(case, today(), for_body=True)
    assert "priority" not in {line.kind for line in body.lines}
    assert "priority" not in {kind for kind, _label in body.more}


def made(app: Flask, until: Stage) -> str:
    with app.app_context():
        case_id = journey.bring(journey.new_case(), until).id
        db.session.commit()
    return f"/can-bo/ho-so/{case_id}"


def test_the_case_page_shows_the_list_and_takes_a_tap(
    app: Flask, officer_muongla: CheckedClient
) -> None:
    at = made(app, S.TRAINING)
    page = officer_muongla.page(at)
    assert page.text("#papers").startswith("Giấy tờ, ")
    first = "section[aria-labelledby=papers] td form"
    told = officer_muongla.send(at, {"state": "have"}, form=first)
    assert told.status_code == 303
    assert told.location == at
    assert "Người lao động đang giữ" in officer_muongla.page(at).text(
        "section[aria-labelledby=papers]"
    )
    assert "Hộ chiếu: Người lao động đang giữ" in officer_muongla.page(at).text("#case aside")


def test_with_a_script_a_tap_brings_the_case_back(
    app: Flask, officer_muongla: CheckedClient
) -> None:
    at = made(app, S.TRAINING)
    page = officer_muongla.page(at)
    form = page.form("section[aria-labelledby=papers] td form") | {"state": "have"}
    action = page.css("section[aria-labelledby=papers] td form")[0].get("action")
    for _ in range(2):
        answer = officer_muongla.post(action, data=form, headers=HTMX)
        assert answer.status_code == 200
        assert Page(answer).one("#case") is not None
    with app.app_context():
        assert db.session.query(Paper).filter_by(kind="passport").one().state == "have"


def test_readers_have_no_button_on_the_list(app: Flask, leader: CheckedClient) -> None:
    page = leader.page(made(app, S.TRAINING))
    assert page.css("section[aria-labelledby=papers] tbody tr")
    assert not page.css("section[aria-labelledby=papers] form")


def test_the_timeline_narrows_to_a_kind(app: Flask, officer_muongla: CheckedClient) -> None:
    at = made(app, S.WAITING_DEPARTURE)
    whole = officer_muongla.page(at)
    assert "Các bước" in whole.text("aside .chips")
    papers = officer_muongla.page(f"{at}?loai=giay-to")
    assert papers.css("aside .timeline li")
    assert "Hộ chiếu" in papers.text("aside .timeline")
    assert "Trúng tuyển" not in papers.text("aside .timeline")
    steps = officer_muongla.page(f"{at}?loai=buoc&tat-ca=1")
    assert len(steps.css("aside .timeline li")) == 11
