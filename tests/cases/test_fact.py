"""An exit that has happened although a gate is closed: only the leader, counted and marked."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from jobfair.cases import rules
from jobfair.cases.gates import GateMissing
from jobfair.cases.queries import find_departure, open_placement
from jobfair.errors import AppError
from jobfair.lib.clock import today
from jobfair.lib.codes import new_form_key
from jobfair.models import CaseEvent, CaseFile, Stage, Task
from tests.cases import journey

S = Stage


def record(case: CaseFile, by: str = "leader", reason: str = "left_without_gate") -> CaseFile:
    return rules.record_fact(
        case,
        by=journey.actor(by),
        version=case.version,
        act_key=new_form_key(),
        reason=reason,
        data=journey.data_for(S.DEPARTED),
    )


@pytest.mark.both
def test_the_leader_records_an_exit_without_the_certificate(session: Session) -> None:
    case = journey.bring(journey.new_case(), S.WAITING_DEPARTURE)
    journey.order().approved_quantity = 0
    record(case)
    placement = open_placement(case)
    assert placement is not None
    departure = find_departure(placement.id)
    assert departure is not None
    assert departure.without_gate == "orientation,order_room"
    assert case.stage is S.DEPARTED
    assert session.query(CaseEvent).filter_by(case_id=case.id, kind="fact").count() == 1


@pytest.mark.parametrize("who", ["officer.muongla", "counsellor", "agency.one", "auditor"])
def test_nobody_else_records_it(session: Session, who: str) -> None:
    case = journey.bring(journey.new_case(), S.WAITING_DEPARTURE)
    with pytest.raises(AppError) as refused:
        record(case, who)
    assert refused.value.status == 403
    assert case.stage is S.WAITING_DEPARTURE


def test_a_reason_is_needed(session: Session) -> None:
    case = journey.bring(journey.new_case(), S.WAITING_DEPARTURE)
    with pytest.raises(AppError) as refused:
        record(case, reason="")
    assert refused.value.status == 422


def test_every_other_gate_holds_for_the_leader_too(session: Session) -> None:
    case = journey.bring(journey.new_case(), S.WAITING_DEPARTURE)
    with pytest.raises(GateMissing) as refused:
        rules.record_fact(
            case,
            by=journey.actor("leader"),
            version=case.version,
            act_key=new_form_key(),
            reason="left_without_gate",
            data=replace(journey.data_for(S.DEPARTED), evidence=""),
        )
    assert [r.name for r in refused.value.missing] == ["exit_evidence"]


def test_before_a_contract_there_is_no_exit_to_record(session: Session) -> None:
    case = journey.bring(journey.new_case(), S.SELECTED)
    with pytest.raises(AppError) as refused:
        record(case)
    assert refused.value.status == 409


@pytest.mark.both
def test_past_the_clock_a_reason_is_asked_and_the_refund_task_opens(session: Session) -> None:
    case = journey.bring(journey.new_case(), S.WAITING_DEPARTURE)
    journey.paper(case, "orientation")
    placement = open_placement(case)
    assert placement is not None
    placement.selected_on = today() - timedelta(days=181)
    with pytest.raises(AppError) as refused:
        journey.step(case, S.DEPARTED, "leader")
    assert refused.value.status == 422
    journey.step(case, S.DEPARTED, "leader", reason="visa_slow")
    assert case.stage is S.DEPARTED, "passing the clock never blocks"
    assert session.query(Task).filter_by(kind="refund", case_id=case.id).count() == 1
