"""Invented histories follow the table of moves and carry what its gates ask for."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from flask import Flask

from jobfair.agencies.order_checks import Amounts, check_caps
from jobfair.agencies.rules import body_ok, check_licences
from jobfair.cases.calls import CONTACT_LABELS
from jobfair.cases.consistency import check_cases
from jobfair.cases.moves import FACT_FROM, MOVES, Move
from jobfair.cases.order_room import count_taken
from jobfair.cases.public_status import public_status
from jobfair.database import db
from jobfair.lib.clock import add_months, local_date, now, today
from jobfair.models import (
    CaseEvent,
    CaseFile,
    CaseRecord,
    Departure,
    DuplicatePair,
    JobOrder,
    OrderState,
    Paper,
    Placement,
    Programme,
    Purpose,
    ReasonCode,
    Registration,
    SendingBody,
    Stage,
    Statistic,
    Target,
    Task,
)
from jobfair.privacy.rules import consent_in_force

LETTERS = {"officer": "O", "counsellor": "C", "agency": "A", "leader": "L", "worker": "W"}
RECORDS = (
    *("counsel_note", "screening_record", "source_approval", "report_paper", "family_told"),
    *("liquidation_paper", "job_evidence", "entry_date", "entry_near_end", "end_date"),
)


def _steps(case: CaseFile) -> list[CaseEvent]:
    return [event for event in case.events if event.kind in ("move", "fact")]


def _cases() -> Sequence[CaseFile]:
    return db.session.scalars(sa.select(CaseFile).order_by(CaseFile.id)).all()


def _move(event: CaseEvent) -> Move:
    assert event.from_stage is not None
    assert event.to_stage is not None
    if event.kind == "fact":
        assert event.from_stage in FACT_FROM
        return MOVES[Stage.WAITING_DEPARTURE, Stage.DEPARTED]
    return MOVES[event.from_stage, event.to_stage]


def test_every_stage_has_somebody(demo: Flask) -> None:
    stages = set(db.session.scalars(sa.select(CaseFile.stage).distinct()))
    assert stages == set(Stage)


def test_the_house_finds_no_case_wrong(demo: Flask) -> None:
    assert [finding for finding in check_cases() if finding.bad] == []


def test_each_step_is_a_pair_of_the_table_and_follows_the_one_before(demo: Flask) -> None:
    for case in _cases():
        assert [event.seq for event in case.events] == list(range(1, len(case.events) + 1))
        assert case.events[0].kind == "open"
        stage = Stage.INTEREST
        for event in _steps(case):
            assert _move(event)
            assert event.from_stage is stage
            assert event.to_stage is not None
            stage = event.to_stage
        assert stage is case.stage


def test_moments_go_forward_and_none_lies_ahead(demo: Flask) -> None:
    for case in _cases():
        moments = [event.at for event in case.events]
        assert moments == sorted(moments)
        assert moments[-1] <= now()
        assert case.opened_at == moments[0]


def test_each_step_is_made_by_an_owner_for_a_reason_of_the_pack(demo: Flask) -> None:
    reasons = {(r.stage, r.code) for r in db.session.scalars(sa.select(ReasonCode))}
    public = ("public_unit", "agreement")
    for event in (event for case in _cases() for event in _steps(case)):
        move, letter = _move(event), LETTERS[event.role]
        if letter not in move.owners:
            body = db.session.get(SendingBody, event.on_behalf_of) if event.on_behalf_of else None
            assert letter == "C"
            assert body is not None
            assert event.document_ref
            assert "C*" in move.owners or body.kind in public
        if move.reason == "yes":
            assert event.reason
        if event.reason:
            assert (str(event.to_stage), event.reason) in reasons


def test_the_gates_records_were_there_before_the_step(demo: Flask) -> None:
    for case in _cases():
        records = db.session.scalars(
            sa.select(CaseRecord).where(CaseRecord.case_id == case.id)
        ).all()
        for event in _steps(case):
            for gate in set(_move(event).gates) & set(RECORDS):
                kind = "entry_date" if gate == "entry_near_end" else gate
                held = [r for r in records if r.kind == kind and r.recorded_at <= event.at]
                assert held, f"{case.id}: {gate}"


def test_a_body_may_send_on_each_day_that_asks_for_it(demo: Flask) -> None:
    for case in _cases():
        for event in _steps(case):
            held = [p for p in case.placements if p.opened_at <= event.at]
            if "body_ok" in _move(event).gates and held:
                programme = db.session.get_one(Programme, held[-1].programme_code)
                assert body_ok(held[-1].body, programme.market_code, local_date(event.at))


def test_each_placement_rests_on_the_consent_for_its_body(demo: Flask) -> None:
    for placement in db.session.scalars(sa.select(Placement)):
        assert consent_in_force(placement.case.person_id, Purpose.BODY, placement.body_id)


def test_exits_have_contract_certificate_and_evidence(demo: Flask) -> None:
    exits = db.session.scalars(sa.select(Departure)).all()
    assert len(exits) > 30
    for departure in exits:
        placement = departure.placement
        assert placement.contract_on is not None
        assert placement.contract_on <= departure.exit_on <= today()
        assert placement.signed_at_head_office
        papers = db.session.scalars(
            sa.select(Paper.issued_on).where(
                Paper.person_id == placement.case.person_id,
                Paper.kind == "orientation",
                Paper.state != "asked",
            )
        ).all()
        learnt = [day for day in papers if day and day <= departure.exit_on <= add_months(day, 24)]
        assert bool(learnt) is (departure.without_gate == "")
    assert [d for d in exits if d.without_gate == "orientation"]


def test_orders_have_room_and_ask_no_more_than_the_cap(demo: Flask) -> None:
    orders = db.session.scalars(sa.select(JobOrder)).all()
    assert {order.state for order in orders} == set(OrderState)
    for order in orders:
        assert count_taken(order.id) <= (order.approved_quantity or 0) <= order.quantity
        amounts = Amounts(
            order.contract_months, order.wage, order.rate, order.service_fee, order.deposit
        )
        checks = check_caps(order.programme, amounts, today())
        assert not any(check.over for check in checks)
        if order.state is OrderState.OPEN:
            assert body_ok(order.body, order.programme.market_code, today())


def test_every_open_placement_of_a_stopped_body_has_its_task(demo: Flask) -> None:
    tasks = sa.select(sa.func.count(Task.id)).where(Task.kind == "licence")
    assert (db.session.scalar(tasks) or 0) > 0
    assert check_licences() == 0


def test_work_is_due_before_today_today_and_later(demo: Flask) -> None:
    days = db.session.scalars(sa.select(CaseFile.next_on).where(CaseFile.closed_at.is_(None))).all()
    assert {(day > today()) - (day < today()) for day in days if day} == {-1, 0, 1}


def test_the_slip_has_a_sentence_for_everybody(demo: Flask) -> None:
    rows = db.session.scalars(sa.select(Registration)).all()
    for row in rows:
        case = db.session.get_one(CaseFile, row.case_id)
        with demo.test_request_context():
            status = public_status(case, row, "vi")
        assert status.sentence
        assert "{" not in status.sentence + status.extra + status.next_step
        assert status.call_phone


def test_every_contact_has_words_in_the_history(demo: Flask) -> None:
    said = sa.select(CaseEvent.reason).where(CaseEvent.kind == "contact").distinct()
    assert set(db.session.scalars(said)) <= set(CONTACT_LABELS)


def test_some_people_may_be_the_same(demo: Flask) -> None:
    pairs = db.session.scalars(sa.select(DuplicatePair)).all()
    assert pairs
    keys = set(db.session.scalars(sa.select(Task.key).where(Task.kind == "duplicate")))
    for pair in pairs:
        assert keys & {f"duplicate:{pair.person_a}", f"duplicate:{pair.person_b}"}


def test_targets_of_communes_are_samples_and_some_are_not_given(demo: Flask) -> None:
    samples = db.session.scalars(sa.select(Target).where(Target.basis == "demo")).all()
    assert len(samples) == 75 - 6
    assert {row.year for row in samples} == {str(today().year)}
    assert all(row.source == "mẫu" and row.value for row in samples)


def test_published_figures_and_the_provinces_targets_stay(demo: Flask) -> None:
    assert (
        db.session.scalar(
            sa.select(Statistic.value).where(
                Statistic.area == "Sơn La",
                Statistic.period == "2025-01-01..2025-12-02",
                Statistic.market_code == "*",
            )
        )
        == 304
    )
    province = sa.select(Target.value).where(
        Target.unit == "province", Target.year == "2026", Target.indicator == "departed"
    )
    assert db.session.scalar(province) == 700
