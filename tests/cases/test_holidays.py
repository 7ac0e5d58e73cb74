"""The days on which offices rest: typed from the year's notice, and what they move."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa

from jobfair.models import AuditEvent, Holiday
from jobfair.working_days import holidays, working_day

pytestmark = pytest.mark.both

NEW_YEAR = date(2027, 1, 1)


def test_no_holiday_is_invented(session):
    assert holidays() == frozenset()
    assert working_day(date(2026, 12, 31), 1) == NEW_YEAR


def test_a_day_stands_once(session):
    row = {"day": NEW_YEAR, "name": "Tết Dương lịch", "source": "mẫu", "added_by": "x"}
    session.add(Holiday(**row))
    session.commit()
    assert working_day(date(2026, 12, 31), 1) == date(2027, 1, 4)
    session.add(Holiday(**row))
    with pytest.raises(sa.exc.IntegrityError):
        session.flush()
    session.rollback()


def test_the_days_of_the_notice_are_typed_listed_and_taken_out_by_command(app, session):
    run = app.test_cli_runner().invoke
    words = ["--name", "Nghỉ mẫu", "--source", "TB 01/MAU"]
    session.rollback()
    assert run(args=["cases", "holidays", "add", "01/01/2027", *words]).exit_code == 0
    assert "already" in run(args=["cases", "holidays", "add", "2027-01-01", *words]).output
    assert run(args=["cases", "holidays", "add", "32/01/2027", *words]).exit_code == 1
    listed = run(args=["cases", "holidays", "list"]).output
    assert listed == "01/01/2027  Nghỉ mẫu  (TB 01/MAU)\n"
    session.rollback()
    assert holidays() == {NEW_YEAR}
    actions = sa.select(AuditEvent.action).where(AuditEvent.object_kind == "holiday")
    session.rollback()
    assert run(args=["cases", "holidays", "remove", "01/01/2027"]).exit_code == 0
    assert run(args=["cases", "holidays", "remove", "01/01/2027"]).exit_code == 1
    assert holidays() == frozenset()
    assert sorted(session.scalars(actions)) == ["holiday.add", "holiday.remove"]
