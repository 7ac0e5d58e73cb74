"""The tests' world with what a day at the door needs: a conference tomorrow in Mường La."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from jobfair.database import db
from jobfair.lib import clock
from jobfair.models import JobOrder
from tests.house.trust import entry, publish
from tests.world import MUONG_LA, add_conference, build_world

TOMORROW = "muong-la-mai"


def build() -> None:
    """Fill an empty, migrated database and commit."""
    build_world()
    order = db.session.scalars(sa.select(JobOrder).filter_by(code="MAU-JP-01")).one()
    add_conference(TOMORROW, MUONG_LA, clock.today() + timedelta(days=1), 50, order=order)
    publish(entry())
    db.session.commit()
