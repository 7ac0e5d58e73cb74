"""Closing and opening again."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from jobfair.cases.queries import open_placement
from jobfair.errors import AppError
from jobfair.models import Stage
from tests.cases import journey
from tests.cases.gate_rows import bare_record

pytestmark = pytest.mark.both
S = Stage


def test_a_withdrawn_case_is_opened_again(session: Session) -> None:
    case = journey.bring(journey.new_case(), S.INTERVIEWED)
    journey.step(case, S.WITHDRAWN, "officer.muongla", reason="family")
    assert case.closed_at is not None
    assert (case.next_step, case.next_on) == (None, None)
    assert open_placement(case) is None
    journey.step(case, S.REGISTERED, "officer.muongla", reason="wants_again")
    assert case.closed_at is None
    assert case.next_step == "counsel"


def test_not_beside_another_open_case_of_the_person(session: Session) -> None:
    case = journey.new_case()
    journey.step(case, S.WITHDRAWN, "counsellor", reason="cost")
    journey.new_case().person_id = case.person_id
    session.flush()
    with pytest.raises(AppError) as refused:
        journey.step(case, S.REGISTERED, "counsellor", reason="wants_again")
    assert refused.value.status == 409


@pytest.mark.parametrize(
    ("start", "closes"),
    [(S.ABSCONDED, True), (S.DECEASED_MISSING, True), (S.COMPLETED, False)],
)
def test_a_liquidated_case_closes_when_nobody_returns(
    session: Session, start: Stage, closes: bool
) -> None:
    case = journey.put(journey.new_case(), start)
    for days in (200, 100, 10):
        bare_record(case, "letter", days)
    bare_record(case, "liquidation_paper")
    bare_record(case, "next_of_kin")
    reason = "letters_unanswered" if start is S.ABSCONDED else ""
    who = "agency.one" if start is S.COMPLETED else "counsellor"
    journey.step(case, S.LIQUIDATED, who, reason=reason)
    assert (case.closed_at is not None) is closes
    assert open_placement(case) is None


def test_other_needs_words(session: Session) -> None:
    case = journey.new_case()
    with pytest.raises(AppError) as refused:
        journey.step(case, S.WITHDRAWN, "officer.muongla", reason="other")
    assert refused.value.status == 422
    journey.step(case, S.WITHDRAWN, "officer.muongla", reason="other", note="Chuyển tỉnh")
    assert case.stage is S.WITHDRAWN


def test_an_illegal_pair_says_what_is_possible(session: Session) -> None:
    case = journey.bring(journey.new_case(), S.REGISTERED)
    with pytest.raises(AppError) as refused:
        journey.step(case, S.DEPARTED, "counsellor")
    assert refused.value.status == 409
    assert "Đã tư vấn" in str(refused.value.message)
    assert "Rút đăng ký" in str(refused.value.message)
