"""One invented woman's whole life, from the poster to the job after return."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from jobfair.accounts.sessions import actor_of
from jobfair.cases.consistency import check_cases
from jobfair.cases.sight import sight_of
from jobfair.cases.stages import stage_names
from jobfair.cases.timeline import history
from jobfair.database import db
from jobfair.demo.life_setting import NAME, VILLAGE
from jobfair.lib.clock import local_date, today
from jobfair.models import (
    AuditEvent,
    CaseFile,
    CheckIn,
    Incident,
    JobCheck,
    Loan,
    LoanState,
    OutboxMessage,
    Payment,
    Person,
    PromiseCheck,
    Stage,
    StageDefinition,
    StayAbroad,
    StayState,
    Task,
    UserAccount,
)
from jobfair.money.caps import limits_of
from tests.demo.conftest import Fill
from tests.life_told import CHAPTERS, in_order


def _case() -> CaseFile:
    query = sa.select(CaseFile).join(Person).where(Person.name == NAME)
    return db.session.scalars(query).one()


def _told(app: Flask) -> list[str]:
    """Her timeline as the counsellor reads it, from first to last."""
    case = _case()
    user = db.session.scalars(sa.select(UserAccount).filter_by(username="counsellor")).one()
    with app.test_request_context():
        told = history(case, sight_of(actor_of(user), case), stage_names("vi"), everything=True)
    return [entry["text"] for entry in reversed(told.entries)]


def test_her_timeline_tells_every_chapterin_order(demo: Flask) -> None:
    lines = _told(demo)
    in_order(lines, CHAPTERS)
    assert "Đã ghi: Khoản tiền" not in lines, "a payment is told with its sum"


def test_there_is_one_of_her_at_a_place_of_the_province(demo: Flask) -> None:
    case = _case()
    assert case.person.village == VILLAGE
    assert case.commune_code == "03808"
    assert case.stage is Stage.REINTEGRATED
    assert case.closed_at is not None
    assert today() - timedelta(days=60) < _last_check() < today()


def _last_check() -> date:
    last = sa.select(JobCheck).where(JobCheck.case_id == _case().id, JobCheck.months == 12)
    check = db.session.scalars(last).one()
    assert check.recorded_at is not None
    return local_date(check.recorded_at)


def test_no_stage_of_hers_passed_its_limit(demo: Flask) -> None:
    limits = {row.code: row for row in db.session.scalars(sa.select(StageDefinition))}
    moves = [event for event in _case().events if event.to_stage is not None]
    for event, after in itertools.pairwise(moves):
        row = limits[str(event.to_stage)]
        if row.limit_days is not None and row.limit_basis in ("stage", "entry"):
            days = (local_date(after.at) - local_date(event.at)).days
            assert days <= row.limit_days, f"{event.to_stage}: {days} days"
    placement = _case().placements[0]
    stay = db.session.scalars(sa.select(StayAbroad).filter_by(case_id=_case().id)).one()
    assert placement.selected_on is not None
    assert (stay.exit_on - placement.selected_on).days <= 180
    assert stay.state is StayState.ON_TIME


def test_nothing_is_left_open_behind_her(demo: Flask) -> None:
    case = _case()
    mine = {"case_id": case.id}
    assert not db.session.scalars(sa.select(Task).filter_by(**mine, done_at=None)).all()
    assert not db.session.scalars(sa.select(Incident).filter_by(**mine, closed_at=None)).all()
    answered = db.session.scalars(sa.select(CheckIn.answered_at).filter_by(**mine)).all()
    assert len(answered) == 4
    assert all(answered)
    loan = db.session.scalars(sa.select(Loan).filter_by(**mine)).one()
    assert (loan.state, loan.repaid) == (LoanState.REPAID, loan.amount_approved)
    messages = db.session.scalars(sa.select(OutboxMessage)).all()
    assert all(message.done_at for message in messages), "nothing is sent to her years later"


def test_she_paid_with_receipts_and_below_the_cap(demo: Flask) -> None:
    placement = _case().placements[0]
    rows = db.session.scalars(sa.select(Payment).filter_by(case_id=_case().id)).all()
    assert {row.kind for row in rows} == {"papers", "service_fee", "health", "fund"}
    assert all(row.receipt and not row.flag for row in rows)
    most = limits_of(placement)["service_fee"].most
    assert most is not None
    assert sum(row.amount for row in rows if row.kind == "service_fee") <= most
    kept = db.session.scalars(sa.select(PromiseCheck).filter_by(placement_id=placement.id)).all()
    assert {row.against: row.worse for row in kept} == {"contract": "", "day30": ""}


def test_her_acts_stand_in_the_audit(demo: Flask) -> None:
    acts = db.session.scalars(
        sa.select(AuditEvent.action).where(AuditEvent.person_ids == _case().person_id)
    ).all()
    assert {"registration.create", "door.present", "case.move", "abroad.job_check"} <= set(acts)


@pytest.mark.parametrize(
    ("province", "people"),
    [
        ("lao_cai", 2),
        pytest.param("mini", 3, marks=pytest.mark.soak),
        pytest.param("son_la", 2, marks=pytest.mark.soak),
        ("son_la", 40),
    ],
)
def test_she_lives_in_every_province_and_size(fill: Fill, province: str, people: int) -> None:
    app, loaded = fill(people, province=province)
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count(Person.id))) == people == loaded.people
        assert [finding for finding in check_cases() if finding.bad] == []
        in_order(_told(app), CHAPTERS)
