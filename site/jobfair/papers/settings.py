"""Days of warning: settings of the province, with a default where a pack has none."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from jobfair.database import db
from jobfair.models import Setting

_DEFAULTS = {
    "papers.warn_days": 60,
    "papers.urgent_days": 30,
    "papers.passport_after_exit_days": 0,
    "clock.orientation_months": 24,
    "clock.refund_days": 180,
}


@dataclass(frozen=True, slots=True)
class Limits:
    """The settings of one page, in days but for the months of the orientation certificate.

    ``warn``, ``urgent``: before the end of a paper (mark K). ``after_exit``: for which a
    passport must go on (mark U: ask each country). ``orientation``: Circular 21/2021 Art. 12.
    ``clock``: from the selection to the exit, Law 69/2020/QH14 Art. 26(2).
    """

    warn: int
    urgent: int
    after_exit: int
    orientation: int
    clock: int


def limits() -> Limits:
    """The settings in force, read at once."""
    rows = db.session.scalars(sa.select(Setting).where(Setting.key.in_(_DEFAULTS)))
    said = {row.key: int(row.value) for row in rows if row.value.isdecimal()}
    return Limits(*(said.get(key, default) for key, default in _DEFAULTS.items()))
