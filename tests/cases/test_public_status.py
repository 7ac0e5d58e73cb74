"""What the worker reads: one true sentence, short, without a word that only staff use."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from jobfair.cases.next_steps import NEXT_STEPS
from jobfair.cases.public_status import PublicStatus, public_status
from jobfair.cases.queries import last_placement
from jobfair.database import db
from jobfair.lib.clock import now, show_date, today
from jobfair.lib.codes import new_form_key, new_slip_code
from jobfair.lib.text import syllables
from jobfair.models import (
    Attendance,
    CaseFile,
    Conference,
    Milestone,
    Registration,
    RegistrationState,
    Stage,
)
from tests.cases import journey
from tests.cases.gate_rows import bare_record

S = Stage
NEVER = (
    *("sơ tuyển", "nguồn", "thanh lý", "bỏ trốn", "cư trú bất hợp pháp"),
    *("không đủ điều kiện", "trượt", "lý do", "ghi chú"),
)


def seat(case: CaseFile, slug: str, state: str = "held", no: int | None = None) -> Registration:
    conference = db.session.query(Conference).filter_by(slug=slug).one()
    row = Registration(
        conference_id=conference.id if state != "call_back" else None,
        person_id=case.person_id,
        case_id=case.id,
        form_key=new_form_key(),
        slip_code=new_slip_code(),
        typed_name="x",
        typed_birth_year=2001,
        typed_phone="+84950000123",
        typed_commune="03808",
        state=RegistrationState(state),
        waiting_no=no,
    )
    db.session.add(row)
    db.session.flush()
    return row


def read(case: CaseFile, row: Registration | None = None, lang: str = "vi") -> PublicStatus:
    return public_status(case, row, lang)


def sentences(text: str) -> list[str]:
    return [s for s in re.split(r"(?<=[.!?)])\s+", text) if s.strip()]


def check(status: PublicStatus) -> None:
    for text in (status.sentence, status.extra, status.next_step):
        assert not [word for word in NEVER if word in text.lower()], text
        assert not re.search(r"[{}]", text), text
        assert all(syllables(s) <= 15 for s in sentences(text)), text
    assert status.call_name
    assert status.call_phone.startswith("+84")


@pytest.mark.parametrize("stage", list(Stage))
def test_every_stage_has_its_sentence(session: Session, stage: Stage) -> None:
    case = journey.put(journey.new_case(name="Lò Thị Xuân"), stage)
    if stage is S.LIQUIDATED:
        journey.put(case, S.COMPLETED)
        journey.put(case, stage)
    status = read(case)
    check(status)
    row = db.session.get(Milestone, "interest.call_back" if stage is S.INTEREST else str(stage))
    assert row is not None
    assert status.sentence
    if not row.keeps_reached:
        assert (status.done, status.here) == (row.done, row.here)


def test_words_are_filled_in(session: Session) -> None:
    case = journey.put(journey.new_case(name="Giàng A Páo"), S.WAITING_DEPARTURE)
    placement = last_placement(case)
    assert placement is not None
    assert placement.selected_on is not None
    status = read(case)
    latest = show_date(placement.selected_on + timedelta(days=180))
    assert status.sentence == f"Páo đã đủ giấy tờ, đang chờ ngày bay. (chậm nhất {latest})"
    assert status.next_step == "Cánh Chim Núi báo Páo ngày bay."
    assert (status.done, status.here) == (4, 5)
    journey.put(case, S.DEPARTED)
    assert read(case).sentence == "Páo đã lên đường đi Nhật Bản. Chúc Páo bình an."


def test_past_the_clock_a_second_sentence_tells_of_the_refund(session: Session) -> None:
    case = journey.put(journey.new_case(), S.TRAINING)
    placement = last_placement(case)
    assert placement is not None
    placement.selected_on = today() - timedelta(days=181)
    assert read(case).extra == "Đã quá 180 ngày chờ. Gọi cán bộ để hỏi hoàn tiền."
    placement.selected_on = today() - timedelta(days=180)
    assert read(case).extra == ""


def test_the_situations_before_the_first_meeting(session: Session) -> None:
    case = journey.new_case(name="Lò Thị Xuân")
    ahead, waiting = seat(case, "muong-la-1"), seat(case, "suoi-to-1", "waiting", 3)
    missed, back = seat(case, "muong-la-truoc"), seat(case, "muong-la-1", "call_back")
    assert read(case, ahead).sentence.startswith("Xuân đã giữ chỗ hội nghị ngày ")
    assert read(case, waiting).sentence == "Xuân đang ở danh sách chờ, thứ 3."
    assert (read(case, waiting).done, read(case, waiting).here) == (0, 1)
    assert read(case, missed).sentence == "Xuân chưa đến được hội nghị. Mời chọn ngày khác."
    wish = "Tỉnh đã nhận nguyện vọng của Xuân. Cán bộ sẽ gọi."
    assert read(case, back).sentence == wish
    missed.attendance = Attendance(act_id=new_form_key(), at=now(), by="x")
    session.flush()
    assert read(case, missed).sentence == wish
    cancelled = seat(case, "muong-la-huy")
    assert read(case, cancelled).sentence == wish


@pytest.mark.parametrize("ending", [S.WITHDRAWN, S.INELIGIBLE, S.DROPPED])
def test_an_ending_shows_the_last_milestone_reached_and_no_reason(
    session: Session, ending: Stage
) -> None:
    case = journey.bring(journey.new_case(), S.SELECTED)
    case.reached = 3
    journey.put(case, ending)
    status = read(case)
    assert (status.done, status.here) == (3, None)
    assert status.next_step == ""
    check(status)


def test_a_death_has_no_trail(session: Session) -> None:
    case = journey.put(journey.new_case(), S.DECEASED_MISSING)
    status = read(case)
    assert status.done is None
    assert status.next_step == ""
    bare_record(case, "liquidation_paper")
    bare_record(case, "next_of_kin")
    journey.step(case, S.LIQUIDATED, "counsellor")
    after = read(case)
    assert after.done is None
    assert after.sentence == status.sentence


def test_the_family_and_the_absent_call_a_state_office(session: Session) -> None:
    case = journey.put(journey.new_case(), S.TRAINING)
    assert case.owner_office is not None
    assert case.owner_office.body_id is not None
    status = read(case)
    assert "Mường La" in status.call_name


def test_english_is_complete(app: Flask) -> None:
    with app.test_request_context("/", environ_overrides={"jobfair.lang": "en"}):
        case = journey.put(journey.new_case(name="Lò Thị Xuân"), S.CONTRACT_SIGNED)
        status = read(case, lang="en")
        assert (
            status.sentence
            == "Xuân has signed the contract for Japan. Next come classes and papers."
        )
        assert status.next_step == "Xuân goes to class and prepares papers."
        db.session.rollback()


def test_public_words_of_the_next_steps_are_short(session: Session) -> None:
    for code, step in NEXT_STEPS.items():
        text = str(step.public).replace("{C}", "Cánh Chim Núi").replace("{T}", "Xuân")
        assert syllables(text) <= 15, code
        assert not [word for word in NEVER if word in text.lower()], code
