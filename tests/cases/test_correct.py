"""Taking a step back: by its maker within a day, by the leader later, always with a reason."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from jobfair.cases import corrections
from jobfair.cases.corrections import correct
from jobfair.cases.history import steps_in_force
from jobfair.cases.queries import find_departure, last_placement, open_placement
from jobfair.errors import AppError
from jobfair.lib.clock import today
from jobfair.lib.codes import new_form_key
from jobfair.models import CaseEvent, CaseFile, Stage, Task
from tests.cases import journey

pytestmark = pytest.mark.both
S = Stage


def take_back(case: CaseFile, by: str, reason: str = "wrong_stage", note: str = "") -> CaseFile:
    return correct(
        case,
        by=journey.actor(by),
        version=case.version,
        act_key=new_form_key(),
        reason=reason,
        note=note,
    )


def test_the_maker_takes_the_step_back_within_a_day(session: Session) -> None:
    case = journey.bring(journey.new_case(), S.TRAINING)
    take_back(case, "agency.one")
    assert case.stage is S.CONTRACT_SIGNED
    last = session.query(CaseEvent).filter_by(case_id=case.id, kind="correction").one()
    assert (last.from_stage, last.to_stage) == (S.TRAINING, S.CONTRACT_SIGNED)
    assert last.corrects_seq is not None
    assert steps_in_force(case.id)[-1].to_stage is S.CONTRACT_SIGNED


def test_after_a_day_only_the_leader(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    case = journey.bring(journey.new_case(), S.TRAINING)
    monkeypatch.setattr(corrections, "OWN_HOURS", 0)
    with pytest.raises(AppError) as refused:
        take_back(case, "agency.one")
    assert refused.value.status == 403
    take_back(case, "leader")
    assert case.stage is S.CONTRACT_SIGNED


@pytest.mark.parametrize("who", ["officer.muongla", "counsellor", "agency.two", "auditor"])
def test_nobody_else_takes_it_back(session: Session, who: str) -> None:
    case = journey.bring(journey.new_case(), S.TRAINING)
    with pytest.raises(AppError) as refused:
        take_back(case, who)
    assert refused.value.status == 403


@pytest.mark.parametrize(("reason", "note"), [("", ""), ("cost", ""), ("other", "")])
def test_a_coded_reason_is_needed(session: Session, reason: str, note: str) -> None:
    case = journey.bring(journey.new_case(), S.TRAINING)
    with pytest.raises(AppError) as refused:
        take_back(case, "leader", reason, note)
    assert refused.value.status == 422


def test_the_opening_is_no_step_to_take_back(session: Session) -> None:
    with pytest.raises(AppError) as refused:
        take_back(journey.new_case(), "leader")
    assert refused.value.status == 409


def test_two_steps_are_taken_back_one_after_the_other(session: Session) -> None:
    case = journey.bring(journey.new_case(), S.VISA_PROCESS)
    take_back(case, "leader")
    take_back(case, "leader")
    assert case.stage is S.CONTRACT_SIGNED
    journey.step(case, S.TRAINING, "agency.one")
    take_back(case, "leader")
    assert case.stage is S.CONTRACT_SIGNED


def test_a_departure_is_undone_and_can_be_counted_again(session: Session) -> None:
    case = journey.bring(journey.new_case(), S.DEPARTED)
    placement = open_placement(case)
    assert placement is not None
    take_back(case, "leader", "wrong_person")
    departure = find_departure(placement.id)
    assert departure is not None
    assert departure.undone_at is not None
    assert case.stage is S.WAITING_DEPARTURE
    assert case.reached == 4
    journey.step(case, S.DEPARTED, "counsellor")
    assert find_departure(placement.id) is departure
    assert departure.undone_at is None


def test_an_introduction_taken_back_closes_its_placement(session: Session) -> None:
    case = journey.bring(journey.new_case(), S.INTRODUCED)
    take_back(case, "counsellor")
    assert case.stage is S.SCREENED
    assert open_placement(case) is None
    journey.step(case, S.INTRODUCED, "counsellor")
    assert len(case.placements) == 2


def test_an_ending_taken_back_opens_placement_and_case_again(session: Session) -> None:
    case = journey.bring(journey.new_case(), S.TRAINING)
    journey.step(case, S.WITHDRAWN, "counsellor", reason="cost")
    assert case.closed_at is not None
    assert open_placement(case) is None
    take_back(case, "counsellor")
    assert case.stage is S.TRAINING
    assert case.closed_at is None
    assert case.next_step == "papers"
    assert open_placement(case) is last_placement(case)
    refund = session.query(Task).filter_by(kind="refund", case_id=case.id).one()
    assert refund.done_at is not None


def test_a_contract_taken_back_is_no_contract(session: Session) -> None:
    case = journey.bring(journey.new_case(), S.CONTRACT_SIGNED)
    take_back(case, "agency.one", "wrong_paper")
    placement = open_placement(case)
    assert placement is not None
    assert placement.contract_on is None
    assert placement.selected_on == today()


def test_an_extension_taken_back_restores_the_end_before(session: Session) -> None:
    case = journey.bring(journey.new_case(), S.DEPARTED)
    journey.step(case, S.WORKING, "counsellor")
    placement = open_placement(case)
    assert placement is not None
    before = placement.end_on
    journey.step(case, S.EXTENDED, "counsellor")
    assert placement.end_on != before
    take_back(case, "counsellor", "wrong_date")
    assert placement.end_on == before
    assert case.next_on is not None


def test_it_is_not_opened_beside_another_open_case(session: Session) -> None:
    case = journey.new_case()
    journey.step(case, S.WITHDRAWN, "counsellor", reason="cost")
    other = journey.new_case()
    other.person_id = case.person_id
    session.flush()
    with pytest.raises(AppError) as refused:
        take_back(case, "counsellor")
    assert refused.value.status == 409
