"""Records, papers, payments, phones and notes: who writes them, once, and what they cause."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from jobfair.cases import daily, records
from jobfair.cases.consistency import check_cases
from jobfair.cases.queries import open_placement
from jobfair.cases.record_kinds import RECORD_KINDS
from jobfair.cases.records import PaperData, RecordData
from jobfair.database import db
from jobfair.errors import AppError
from jobfair.lib.clock import today
from jobfair.lib.codes import new_form_key
from jobfair.models import CaseRecord, OfficeKind, Paper, Stage, Task
from tests.cases import journey
from tests.checked_client import CheckedClient

S = Stage
Enter = Callable[[str], CheckedClient]
WHO = {"O": "officer.muongla", "C": "counsellor", "A": "agency.one", "L": "leader"}


@pytest.mark.parametrize("kind", list(RECORD_KINDS))
def test_each_kind_is_written_by_its_owners_only(session: Session, kind: str) -> None:
    words = RECORD_KINDS[kind]
    case = journey.put(journey.new_case(), min(words.stages, key=list(Stage).index))
    journey.agree(case)
    data = RecordData(on_date=today(), number="SO 1", text="Ghi")
    for letter, name in WHO.items():
        key = new_form_key()
        if letter in words.letters:
            for _ in range(2):
                records.add_record(case, kind, data, by=journey.actor(name), act_key=key)
            assert session.query(CaseRecord).filter_by(act_key=key).count() == 1
        else:
            with pytest.raises(AppError) as refused:
                records.add_record(case, kind, data, by=journey.actor(name), act_key=key)
            assert refused.value.status == 403


def test_a_record_has_its_stage_and_its_day(session: Session) -> None:
    case, by = journey.new_case(), journey.actor("counsellor")
    late = RecordData(on_date=today() + timedelta(days=1), text="Ghi")
    for kind, data, status in (
        ("counsel_note", late, 422),
        ("counsel_note", RecordData(on_date=today()), 422),
        ("job_evidence", RecordData(on_date=today(), text="Ghi"), 409),
        ("nothing", RecordData(on_date=today(), text="Ghi"), 404),
    ):
        with pytest.raises(AppError) as refused:
            records.add_record(case, kind, data, by=by, act_key=new_form_key())
        assert refused.value.status == status


@pytest.mark.both
def test_a_reported_exit_is_a_task_for_the_centre_and_counts_nothing(session: Session) -> None:
    case = journey.bring(journey.new_case(), S.WAITING_DEPARTURE)
    journey.record(case, "exit_report", "agency.one")
    task = session.query(Task).filter_by(kind="exit_report", case_id=case.id).one()
    assert task.done_at is None
    assert case.stage is S.WAITING_DEPARTURE
    journey.paper(case, "orientation")
    journey.step(case, S.DEPARTED, "counsellor")
    session.refresh(task)
    assert task.done_at is not None


def test_a_reported_loss_waits_for_the_leader(session: Session) -> None:
    case = journey.put(journey.new_case(), S.WORKING)
    journey.record(case, "report_paper", "agency.one")
    task = session.query(Task).filter_by(kind="report", case_id=case.id).one()
    office = journey.actor("leader").main_grant
    assert office.office_kind is OfficeKind.DEPARTMENT
    assert task.office_id == office.office_id
    with pytest.raises(AppError):
        journey.step(case, S.ABSCONDED, "counsellor", reason="unknown")
    journey.step(case, S.ABSCONDED, "leader", reason="unknown")
    session.refresh(task)
    assert task.done_at is not None


@pytest.mark.both
def test_a_paper_is_one_row_that_is_kept_up(session: Session) -> None:
    case, by = journey.new_case(), journey.actor("officer.muongla")
    day = today()
    for state in ("asked", "checked"):
        data = PaperData(state, day, day + timedelta(days=90), "C000001")
        records.save_paper(case, "passport", data, by=by, act_key=new_form_key())
    row = session.query(Paper).filter_by(person_id=case.person_id).one()
    assert row.state == "checked"
    assert row.number_enc is not None
    assert b"C000001" not in row.number_enc
    bad = PaperData("checked", day, day)
    with pytest.raises(AppError) as refused:
        records.save_paper(case, "passport", bad, by=by, act_key=new_form_key())
    assert refused.value.status == 422


@pytest.mark.parametrize(
    ("tail", "typed", "status"),
    [
        ("ghi/counsel_note", {"on_date": "31/02/2026", "text": "Ghi"}, 422),
        ("ghi/counsel_note", {"text": ""}, 422),
        ("ghi/counsel_note", {"text": "x" * 501}, 422),
        ("giay-to/passport", {"state": "lost"}, 422),
        ("giay-to/tattoo", {}, 404),
        ("dien-thoai", {"phone": "12", "owner": "self"}, 422),
        ("dien-thoai", {"phone": "095 0000 321", "owner": "relative", "note": "Bố"}, 303),
        ("dong-y", {"purpose": "consent_sms", "given": "y", "how": "phone"}, 303),
        ("dong-y", {"purpose": "consent_body", "given": "y", "how": "phone"}, 422),
        ("ghi-chu", {"note": ""}, 422),
        ("ghi-chu", {"note": "Đã gọi", "next_step": "counsel", "next_on": ""}, 303),
        ("ghi-chu", {"note": "Đã gọi", "next_on": "2001-01-01"}, 422),
    ],
)
def test_forms_of_the_case_answer_clearly(
    app: Flask, counsellor: CheckedClient, tail: str, typed: dict[str, str], status: int
) -> None:
    with app.app_context():
        case_id = journey.new_case().id
        db.session.commit()
    at = f"/can-bo/ho-so/{case_id}/{tail}"
    if status == 404:
        assert counsellor.get(at).status_code == 404
        return
    answer = counsellor.send(at, typed)
    assert answer.status_code == status
    if status == 422:
        assert 'role="alert"' in answer.text


def test_the_new_phone_comes_first(app: Flask, counsellor: CheckedClient) -> None:
    with app.app_context():
        case_id = journey.new_case().id
        db.session.commit()
    at = f"/can-bo/ho-so/{case_id}"
    counsellor.send(
        f"{at}/dien-thoai", {"phone": "095 0000 321", "owner": "relative", "note": "Bố"}
    )
    head = counsellor.page(at).text(".head")
    assert head.index("095 0000 321") < head.index("(Bố)")
    assert counsellor.page(at).css(".acts a")[0].get("href") == "tel:+84950000321"


@pytest.mark.both
def test_after_180_days_the_refund_is_asked_for_once(session: Session) -> None:
    case = journey.bring(journey.new_case(), S.TRAINING)
    placement = open_placement(case)
    assert placement is not None
    placement.selected_on = today() - timedelta(days=180)
    session.flush()
    assert daily.ask_for_refunds() == 0
    assert daily.ask_for_refunds(today() + timedelta(days=1)) == 1
    assert daily.ask_for_refunds(today() + timedelta(days=1)) == 0
    assert case.stage is S.TRAINING


@pytest.mark.both
def test_cases_check_finds_what_does_not_agree(app: Flask) -> None:
    with app.app_context():
        good = journey.bring(journey.new_case(), S.TRAINING)
        assert not any(finding.bad for finding in check_cases())
        bad = journey.bring(journey.new_case(), S.SCREENED)
        bad.stage = S.INTRODUCED
        db.session.commit()
        findings = check_cases()
        assert [finding.bad for finding in findings] == [1, 1, 0, 0]
        assert all(good.id not in finding.first for finding in findings)
    runner = app.test_cli_runner()
    result = runner.invoke(args=["cases", "check"])
    assert result.exit_code == 1
    assert "2 cases" in result.output
    assert "1 wrong" in result.output
