"""What the passing of days brings to cases: after 180 days the refund is asked for.

Law 69/2020/QH14 Art. 26(2): money goes back when somebody selected has not left in time.
"""

from __future__ import annotations

from datetime import date, timedelta

import sqlalchemy as sa

from jobfair.cases.offices import centre_office
from jobfair.cases.settings import refund_days
from jobfair.cases.stages import ON_THE_CLOCK
from jobfair.cases.tasks import open_task, refund_key
from jobfair.database import db
from jobfair.lib.clock import today
from jobfair.messages.worker import PERIODIC
from jobfair.models import CaseFile, Placement, Task

AT_MOST = 500
"""Tasks in one turn; the rest follow in the next."""


def ask_for_refunds(day: date | None = None) -> int:
    """Open the refund task of every placement whose 180 days are over, once a placement.

    Gives the number of tasks made. It never moves or blocks a case.
    """
    ended = (day or today()) - timedelta(days=refund_days())
    known = sa.select(Task.id).where(Task.key == sa.literal("refund:") + Placement.id)
    late = db.session.scalars(
        sa.select(Placement)
        .join(CaseFile, CaseFile.id == Placement.case_id)
        .where(
            Placement.closed_on.is_(None),
            Placement.selected_on < ended,
            CaseFile.stage.in_(ON_THE_CLOCK),
            ~known.exists(),
        )
        .order_by(Placement.selected_on, Placement.id)
        .limit(AT_MOST)
    ).all()
    for placement in late:
        open_task("refund", refund_key(placement.id), centre_office().id, placement.case)
    return len(late)


PERIODIC.append(ask_for_refunds)
