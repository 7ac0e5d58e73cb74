"""Working days as this province has them: Monday to Friday without the days in ``holiday``."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import sqlalchemy as sa

from jobfair.database import db
from jobfair.lib import clock
from jobfair.models import Holiday

SEVEN = time(7, 0)
"""When the working day begins, in Vietnam (domain: a setting of the product, mark K)."""


def holidays() -> frozenset[date]:
    """The days on which offices rest beside weekends; empty until somebody typed the notice."""
    return frozenset(db.session.scalars(sa.select(Holiday.day)))


def working_day(day: date, n: int) -> date:
    """The n-th working day after ``day``; with n = 0 ``day`` itself or the next one."""
    return clock.add_working_days(day, n, holidays())


def last_begun(moment: datetime, off: frozenset[date]) -> date:
    """The last working day whose 07:00 has come at ``moment`` (aware), in Vietnam."""
    local = clock.to_local(moment)
    day = local.date() if local.time() >= SEVEN else local.date() - timedelta(days=1)
    return day if clock.is_working_day(day, off) else clock.add_working_days(day, -1, off)
