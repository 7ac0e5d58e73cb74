"""Double click, a repeat after a lost answer, two officers, two recruiters at one last place."""

from __future__ import annotations

import threading

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from jobfair.cases import rules
from jobfair.cases.gates import GateMissing
from jobfair.cases.order_room import count_taken
from jobfair.database import db, set_mode
from jobfair.errors import AppError, Stale
from jobfair.lib.codes import new_form_key
from jobfair.models import CaseEvent, CaseFile, Placement, Stage, Task
from tests.cases import journey
from tests.checked_client import CheckedClient, Page

pytestmark = pytest.mark.both
S = Stage


def test_the_same_act_twice_is_one_event(session: Session) -> None:
    case = journey.bring(journey.new_case(), S.CONTRACT_SIGNED)
    key, by, version = new_form_key(), journey.actor("agency.one"), case.version
    for _ in range(2):
        rules.move(case, S.TRAINING, by=by, version=version, act_key=key)
    assert session.query(CaseEvent).filter_by(act_key=key).count() == 1
    assert case.stage is S.TRAINING


def test_a_key_of_another_case_is_refused(session: Session) -> None:
    one, two = (journey.bring(journey.new_case(), S.CONTRACT_SIGNED) for _ in range(2))
    key, by = new_form_key(), journey.actor("agency.one")
    rules.move(one, S.TRAINING, by=by, version=one.version, act_key=key)
    with pytest.raises(AppError) as refused:
        rules.move(two, S.TRAINING, by=by, version=two.version, act_key=key)
    assert refused.value.status == 409


def test_the_slower_officer_is_told_who_changed_what(session: Session) -> None:
    case = journey.bring(journey.new_case(), S.REGISTERED)
    seen = case.version
    journey.record(case, "counsel_note")
    journey.step(case, S.COUNSELLED, "counsellor")
    with pytest.raises(Stale) as refused:
        journey.step(case, S.WITHDRAWN, "officer.muongla", version=seen, reason="cost")
    sentence = str(refused.value.message)
    assert "Trần Thu Hương" in sentence
    assert "Đã tư vấn" in sentence
    assert case.stage is S.COUNSELLED


def test_a_stale_form_keeps_everything_that_was_typed(
    app: Flask, counsellor: CheckedClient, officer_muongla: CheckedClient
) -> None:
    with app.app_context():
        case_id = journey.bring(journey.new_case(), S.REGISTERED).id
        db.session.commit()
    at = f"/can-bo/ho-so/{case_id}"
    form = officer_muongla.page(f"{at}/chuyen/withdrawn").form()
    counsellor.send(f"{at}/ghi/counsel_note", {"text": "Đã nói chi phí"})
    assert counsellor.send(f"{at}/chuyen/counselled", {}).status_code == 303
    typed = {"reason": "family", "note": "Bố mẹ chưa thuận"}
    answer = officer_muongla.post(f"{at}/chuyen", data=form | typed)
    assert answer.status_code == 409
    assert "Trần Thu Hương" in answer.text
    assert "Bố mẹ chưa thuận" in answer.text
    assert Page(answer).form()["reason"] == "family"
    assert Page(answer).form()["version"] != form["version"], "sending again is a decision"


def test_the_same_form_sent_twice_is_one_move(app: Flask, agency_one: CheckedClient) -> None:
    with app.app_context():
        case_id = journey.bring(journey.new_case(), S.CONTRACT_SIGNED).id
        db.session.commit()
    form = agency_one.page(f"/can-bo/ho-so/{case_id}/chuyen/training").form()
    answers = [agency_one.post(f"/can-bo/ho-so/{case_id}/chuyen", data=form) for _ in range(2)]
    assert [a.status_code for a in answers] == [303, 303]
    with app.app_context():
        moves = db.session.query(CaseEvent).filter_by(case_id=case_id, to_stage=S.TRAINING)
        assert moves.count() == 1


def _select_in_a_thread(app: Flask, case_id: str, start: threading.Barrier, out: list[str]) -> None:
    with app.app_context():
        set_mode("write")
        start.wait()
        try:
            case = db.session.get_one(CaseFile, case_id)
            journey.step(case, S.SELECTED, "agency.one")
            db.session.commit()
            out.append("selected")
        except GateMissing as refused:
            db.session.rollback()
            out.append(",".join(r.name for r in refused.missing))
        finally:
            db.session.remove()


def test_two_recruiters_never_exceed_the_approved_quantity(app: Flask) -> None:
    with app.app_context():
        cases = [journey.bring(journey.new_case(), S.INTERVIEWED).id for _ in range(4)]
        journey.order().approved_quantity = 2
        order_id = journey.order().id
        db.session.commit()
    barrier, out = threading.Barrier(4), list[str]()
    threads = [
        threading.Thread(target=_select_in_a_thread, args=(app, case_id, barrier, out))
        for case_id in cases
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(out) == ["order_room", "order_room", "selected", "selected"]
    with app.app_context():
        assert count_taken(order_id) == 2


def test_a_place_is_free_again_when_the_person_withdraws(session: Session) -> None:
    case = journey.bring(journey.new_case(), S.SELECTED)
    order_id = journey.order().id
    assert count_taken(order_id) == 1
    journey.step(case, S.WITHDRAWN, "counsellor", reason="cost")
    assert count_taken(order_id) == 0


def test_the_refund_is_asked_for_once(session: Session) -> None:
    case = journey.bring(journey.new_case(), S.TRAINING)
    journey.step(case, S.SCREENED, "counsellor", reason="no_suitable_order")
    placement = session.query(Placement).filter_by(case_id=case.id).one()
    assert placement.closed_on is not None
    assert placement.reason == "no_suitable_order"
    assert session.query(Task).filter_by(kind="refund", case_id=case.id).count() == 1
