"""Typing the year's official notice: the days on which offices rest.

No day is in the packs: which days are off is decided anew each year by the Government.
"""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from jobfair import audit
from jobfair.database import db
from jobfair.errors import Conflict, Invalid, NotFound
from jobfair.lib.clock import now
from jobfair.models import Holiday


def list_holidays() -> list[Holiday]:
    """Every day that was typed, in order."""
    return list(db.session.scalars(sa.select(Holiday).order_by(Holiday.day)))


def add_holiday(day: date, name: str, source: str, *, by: str) -> Holiday:
    """Add one day. ``source``: number and date of the notice that says so.

    Raises Invalid without a name or source, Conflict when the day stands already.
    """
    if not name.strip() or not source.strip():
        raise Invalid("A day needs its name and the notice it comes from.")
    if db.session.scalar(sa.select(Holiday.id).where(Holiday.day == day)):
        raise Conflict("This day stands in the list already.")
    row = Holiday(day=day, name=name.strip()[:120], source=source.strip()[:200])
    row.added_by, row.added_at = by, now()
    db.session.add(row)
    db.session.flush()
    audit.record(by, "holiday.add", "holiday", row.id, fields=("day", "name", "source"))
    return row


def remove_holiday(day: date, *, by: str) -> None:
    """Take a day out of the list. Raises NotFound when it is not there."""
    row = db.session.scalars(sa.select(Holiday).where(Holiday.day == day)).one_or_none()
    if row is None:
        raise NotFound()
    audit.record(by, "holiday.remove", "holiday", row.id, fields=("day",))
    db.session.delete(row)
    db.session.flush()
