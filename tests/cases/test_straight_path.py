"""From interest to departed: each role makes its own steps and is refused the others'."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from jobfair.cases.gates import GateMissing
from jobfair.cases.history import steps_in_force
from jobfair.cases.queries import find_departure, open_placement
from jobfair.errors import AppError
from jobfair.models import Stage
from tests.cases import journey
from tests.cases.journey import STRAIGHT, bring, data_for, new_case, prepare, step

S = Stage


@pytest.mark.both
def test_a_person_walks_from_interest_to_departed(session: Session) -> None:
    case = new_case()
    for to, who in STRAIGHT:
        prepare(case, to)
        step(case, to, who)
        assert case.stage is to
    placement = open_placement(case)
    assert placement is not None
    departure = find_departure(placement.id)
    assert departure is not None
    assert departure.commune_code == journey.MUONG_LA
    assert departure.market_code == "JP"
    assert departure.without_gate == ""
    assert [e.to_stage for e in steps_in_force(case.id)] == [S.INTEREST, *(t for t, _ in STRAIGHT)]
    assert case.next_step == "check_in"


@pytest.mark.both
def test_departure_is_refused_until_the_certificate_is_there(session: Session) -> None:
    case = bring(new_case(), S.WAITING_DEPARTURE)
    with pytest.raises(GateMissing) as refused:
        step(case, S.DEPARTED, "leader")
    assert [r.name for r in refused.value.missing] == ["orientation"]
    assert case.stage is S.WAITING_DEPARTURE
    journey.paper(case, "orientation")
    step(case, S.DEPARTED, "leader")
    assert case.stage is S.DEPARTED


OTHERS = ("officer.suoito", "agency.two", "auditor", "bank", "admin")


@pytest.mark.parametrize("to", [to for to, _ in STRAIGHT])
def test_nobody_else_makes_the_step(session: Session, to: Stage) -> None:
    case = new_case()
    for stage, who in STRAIGHT:
        prepare(case, stage)
        if stage is to:
            break
        step(case, stage, who)
    before = case.stage
    for name in OTHERS:
        with pytest.raises(AppError) as refused:
            step(case, to, name, data=data_for(to))
        assert refused.value.status == 403
    assert case.stage is before
