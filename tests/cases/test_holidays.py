"""The days on which offices rest: typed from the year's notice, and what they move."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa

from jobfair.models import Holiday
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
