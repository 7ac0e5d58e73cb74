"""The worker on the slip: stops at once, or asks to stop once money is at stake."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from jobfair.cases.queries import open_placement
from jobfair.cases.worker import may_withdraw, withdraw_by_worker
from jobfair.errors import AppError
from jobfair.lib.codes import new_form_key
from jobfair.models import CaseEvent, Stage, Task
from tests.cases import journey

pytestmark = pytest.mark.both
S = Stage


@pytest.mark.parametrize("stage", [S.INTEREST, S.SCREENED, S.INTERVIEWED])
def test_until_the_interview_the_worker_stops_at_once(session: Session, stage: Stage) -> None:
    case, key = journey.bring(journey.new_case(), stage), new_form_key()
    for _ in range(2):
        assert withdraw_by_worker(case, act_key=key) == "done"
    assert case.stage is S.WITHDRAWN
    assert open_placement(case) is None
    assert session.query(CaseEvent).filter_by(act_key=key).one().role == "worker"


@pytest.mark.parametrize("stage", [S.SELECTED, S.TRAINING, S.WAITING_DEPARTURE])
def test_from_the_selection_on_the_worker_asks(session: Session, stage: Stage) -> None:
    case, key = journey.bring(journey.new_case(), stage), new_form_key()
    for _ in range(2):
        assert withdraw_by_worker(case, act_key=key) == "asked"
    assert case.stage is stage
    assert session.query(Task).filter_by(kind="withdraw", case_id=case.id).count() == 1
    journey.step(case, S.WITHDRAWN, "counsellor", reason="changed_mind")
    task = session.query(Task).filter_by(kind="withdraw", case_id=case.id).one()
    assert task.done_at is not None


def test_a_case_opened_again_can_be_stopped_again(session: Session) -> None:
    case, key = journey.bring(journey.new_case(), S.REGISTERED), "withdraw:abc"
    assert withdraw_by_worker(case, act_key=key) == "done"
    journey.step(case, S.REGISTERED, "officer.muongla", reason="wants_again")
    assert withdraw_by_worker(case, act_key=key) == "done"
    assert case.stage is S.WITHDRAWN


def test_abroad_it_is_a_matter_for_a_call(session: Session) -> None:
    case = journey.bring(journey.new_case(), S.DEPARTED)
    assert may_withdraw(case) is None
    with pytest.raises(AppError) as refused:
        withdraw_by_worker(case, act_key=new_form_key())
    assert refused.value.status == 409
