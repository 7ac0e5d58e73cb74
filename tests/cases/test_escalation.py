"""A case that overstays its stage climbs once, on the exact day, whatever happens to the worker."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
import sqlalchemy as sa
import time_machine

from jobfair.cases import escalation
from jobfair.cases.escalation import climb
from jobfair.cases.offices import centre_office, department_office
from jobfair.database import db
from jobfair.lib.clock import from_local, local_date, now, today
from jobfair.models import (
    AuditEvent,
    CaseEvent,
    CaseFile,
    Escalation,
    Holiday,
    OfficeKind,
    Setting,
    Stage,
)
from tests.cases import journey
from tests.door import folk

pytestmark = pytest.mark.both
S = Stage

FRIDAY = date(2027, 3, 19)
MONDAY = FRIDAY + timedelta(days=3)


def at(day: date, hour: int = 7, minute: int = 0) -> datetime:
    return from_local(day, time(hour, minute))


def stay(stage: Stage, since: date, owner: str = "commune") -> str:
    """The id of a case that came to the stage at noon of a day; committed."""
    case = journey.put(journey.new_case(), stage)
    case.stage_since = at(since, 12)
    if owner == "centre":
        case.owner_office = centre_office()
    elif owner == "commune":
        case.owner_office = journey.actor_office("officer.muongla")
    db.session.flush()
    db.session.commit()
    return case.id


def rungs(case_id: str) -> list[tuple[int, datetime]]:
    rows = db.session.scalars(
        sa.select(Escalation).where(Escalation.case_id == case_id).order_by(Escalation.rung)
    )
    return [(row.rung, row.at) for row in rows]


def look(moment: datetime) -> int:
    with time_machine.travel(moment, tick=False):
        return climb()


def test_a_limit_on_friday_climbs_on_monday_at_seven_and_not_a_minute_before(session):
    case_id = stay(S.LIQUIDATED, FRIDAY - timedelta(days=90))
    for early in (at(FRIDAY, 23, 59), at(FRIDAY + timedelta(days=1), 9), at(MONDAY, 6, 59)):
        assert look(early) == 0
    assert look(at(MONDAY)) == 1
    (row,) = session.scalars(sa.select(Escalation)).all()
    assert (row.case_id, row.rung, row.limit_on) == (case_id, 1, FRIDAY)
    assert (row.at, row.office_id) == (at(MONDAY), centre_office().id)


@pytest.mark.parametrize("weekday", range(7))
def test_the_first_working_day_after_the_limit_is_the_day(session, weekday):
    limit = date(2027, 3, 15) + timedelta(days=weekday)
    case_id = stay(S.LIQUIDATED, limit - timedelta(days=90))
    moment, looks = at(limit, 6, 30), 0
    while not rungs(case_id):
        looks += look(moment)
        moment += timedelta(minutes=30)
    day = limit + timedelta(days={4: 3, 5: 2}.get(weekday, 1))
    assert (rungs(case_id), looks) == ([(1, at(day))], 1)


def test_a_holiday_is_no_working_day(session):
    stay(S.LIQUIDATED, FRIDAY - timedelta(days=90))
    session.add(Holiday(day=MONDAY, name="Nghỉ mẫu", source="mẫu", added_by="x"))
    session.commit()
    assert look(at(MONDAY, 17)) == 0
    assert look(at(MONDAY + timedelta(days=1))) == 1


def test_five_working_days_later_the_department_is_asked_and_then_nobody_more(session):
    case_id = stay(S.LIQUIDATED, FRIDAY - timedelta(days=90))
    look(at(MONDAY))
    next_monday = MONDAY + timedelta(days=7)
    assert look(at(next_monday, 6, 59)) == 0
    assert look(at(next_monday)) == 1
    assert rungs(case_id) == [(1, at(MONDAY)), (2, at(next_monday))]
    assert look(at(next_monday + timedelta(days=90))) == 0


def test_the_days_between_the_rungs_are_a_setting(session):
    session.get_one(Setting, "limit.second_rung_working_days").value = "2"
    session.commit()
    case_id = stay(S.LIQUIDATED, FRIDAY - timedelta(days=90))
    look(at(MONDAY))
    assert look(at(MONDAY + timedelta(days=1))) == 0
    assert look(at(MONDAY + timedelta(days=2))) == 1
    assert len(rungs(case_id)) == 2


def test_what_the_centre_owns_goes_to_the_department_at_once(session):
    case_id = stay(S.LIQUIDATED, FRIDAY - timedelta(days=90), owner="centre")
    assert look(at(MONDAY)) == 1
    (row,) = session.scalars(sa.select(Escalation).filter_by(case_id=case_id)).all()
    assert (row.rung, row.office_id) == (2, department_office().id)
    assert look(at(MONDAY + timedelta(days=30))) == 0


def test_a_worker_that_slept_for_three_days_climbs_once(session):
    case_id = stay(S.LIQUIDATED, FRIDAY - timedelta(days=90))
    thursday = MONDAY + timedelta(days=3)
    assert look(at(thursday, 15, 20)) == 1
    assert look(at(thursday, 15, 21)) == 0
    assert rungs(case_id) == [(1, at(thursday, 15, 20))]


def test_a_worker_that_dies_before_it_commits_leaves_nothing_half_done(session, monkeypatch):
    case_id = stay(S.LIQUIDATED, FRIDAY - timedelta(days=90))
    with monkeypatch.context() as broken:
        broken.setattr(db.session, "commit", lambda: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            look(at(MONDAY))
    session.rollback()
    assert (rungs(case_id), _climbs(case_id)) == ([], [])
    assert look(at(MONDAY, 7, 1)) == 1
    assert (len(rungs(case_id)), len(_climbs(case_id))) == (1, 1)


def _climbs(case_id: str) -> list[CaseEvent]:
    query = sa.select(CaseEvent).filter_by(case_id=case_id, kind="climb").order_by(CaseEvent.seq)
    return list(db.session.scalars(query))


def test_the_database_itself_refuses_a_second_time(session):
    case_id = stay(S.LIQUIDATED, FRIDAY - timedelta(days=90))
    look(at(MONDAY))
    row = session.scalars(sa.select(Escalation)).one()
    again = {c.name: getattr(row, c.name) for c in Escalation.__table__.columns} | {"id": "again"}
    with pytest.raises(sa.exc.IntegrityError):
        session.execute(sa.insert(Escalation), [again])
    session.rollback()
    assert len(rungs(case_id)) == 1


def test_the_owner_stays_and_history_and_audit_say_what_happened(session):
    case_id = stay(S.LIQUIDATED, FRIDAY - timedelta(days=90))
    before = session.get_one(CaseFile, case_id)
    owner, version = before.owner_office_id, before.version
    look(at(MONDAY))
    session.expire_all()
    case = session.get_one(CaseFile, case_id)
    assert (case.owner_office_id, case.stage, case.version) == (owner, S.LIQUIDATED, version)
    (event,) = _climbs(case_id)
    assert (event.reason, event.by, event.to_stage) == ("to_centre", "system", None)
    assert event.seq == 2
    audited = session.scalars(sa.select(AuditEvent).filter_by(action="case.climb")).one()
    assert (audited.actor, audited.object_id, audited.person_ids) == (
        *("system", case_id),
        case.person_id,
    )


def test_a_new_stay_climbs_anew_and_an_old_one_does_not(session):
    case_id = stay(S.COUNSELLED, FRIDAY - timedelta(days=14))
    look(at(MONDAY))
    case = session.get_one(CaseFile, case_id)
    case.stage, case.stage_since = S.SCREENED, at(MONDAY, 9)
    session.commit()
    assert look(at(MONDAY + timedelta(days=29))) == 0
    assert look(at(MONDAY + timedelta(days=31))) == 1
    stays = session.scalars(sa.select(Escalation.stage).order_by(Escalation.at)).all()
    assert stays == [S.COUNSELLED, S.SCREENED]


def test_a_closed_case_climbs_nowhere(session):
    stay(S.WITHDRAWN, FRIDAY - timedelta(days=300))
    assert look(at(MONDAY)) == 0


def test_a_case_that_the_department_owns_climbs_nowhere(session):
    case_id = stay(S.LIQUIDATED, FRIDAY - timedelta(days=90))
    session.get_one(CaseFile, case_id).owner_office = department_office()
    session.commit()
    assert look(at(MONDAY)) == 0


def test_in_a_province_without_a_centre_the_department_is_the_only_rung(session):
    case_id = stay(S.LIQUIDATED, FRIDAY - timedelta(days=90))
    centre_office().kind = OfficeKind.BANK
    session.commit()
    assert look(at(MONDAY)) == 1
    assert look(at(MONDAY + timedelta(days=60))) == 0
    assert len(rungs(case_id)) == 1


@pytest.mark.both_in_soak
def test_six_hundred_cases_climb_in_one_turn_by_few_statements(session):
    model = session.get_one(CaseFile, stay(S.LIQUIDATED, FRIDAY - timedelta(days=90)))
    owner, since = model.owner_office_id, model.stage_since
    copies = [_copy(owner, since) for _ in range(599)]
    session.commit()
    with folk.counted() as statements:
        assert look(at(MONDAY)) == len(copies) + 1
    assert statements.n < 35
    assert session.scalar(sa.select(sa.func.count(Escalation.id))) == 600


def _copy(owner: str | None, since: datetime) -> CaseFile:
    case = journey.new_case()
    case.stage, case.stage_since, case.owner_office_id = S.LIQUIDATED, since, owner
    return case


def test_the_worker_looks_at_seven_and_then_every_ten_minutes(session, monkeypatch):
    looks: list[datetime] = []
    monkeypatch.setattr(escalation, "climb", lambda: looks.append(now()) or 0)
    escalation._looked.clear()
    moment = at(MONDAY, 6, 55)
    while moment < at(MONDAY, 7, 25):
        with time_machine.travel(moment, tick=False):
            escalation.climb_in_time()
        moment += timedelta(minutes=1)
    escalation._looked.clear()
    wanted = [(6, 55), (7, 0), (7, 10), (7, 20)]
    assert looks == [at(MONDAY, hour, minute) for hour, minute in wanted]


def test_interest_runs_from_the_conference_and_without_one_from_the_wish(session):
    meeting = folk.conference(session)
    seat = folk.add_seat(session, meeting)
    alone = folk.add_person(session, "Lò Văn Một").id
    held, day = seat.case_id, local_date(meeting.starts_at)
    session.commit()
    came = today()
    for days in range(1, 40):
        look(at(came + timedelta(days=days), 12))
    found = {row.case_id: row for row in session.scalars(sa.select(Escalation).filter_by(rung=1))}
    assert found[alone].limit_on == came + timedelta(days=3)
    assert found[str(held)].limit_on == day + timedelta(days=7)
    assert now() < found[str(held)].at
