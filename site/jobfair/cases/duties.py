"""What the law wants by a day: the national database, and the liquidation of the contract.

Circular 20/2021 Art. 11: within 5 days of the exit, and before the 20th of each month while
abroad. Law 69/2020/QH14 Art. 26(2)(i), 46: liquidated within 180 days of the contract's end.
Each is a task, once, for the sending body, or for the centre where the body has no account.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

import sqlalchemy as sa

from jobfair.cases.hooks import STEP_TAKEN
from jobfair.cases.offices import body_office, centre_office, office_for_step
from jobfair.cases.past_limit import BASES
from jobfair.cases.queries import find_departure, last_placement
from jobfair.cases.settings import (
    database_days,
    liquidation_days,
    liquidation_warns_days,
    monthly_update_day,
)
from jobfair.cases.tasks import close_tasks, find_task, open_task
from jobfair.database import db
from jobfair.lib.clock import add_working_days, now, to_local, today
from jobfair.messages.worker import PERIODIC
from jobfair.models import (
    CaseEvent,
    CaseFile,
    OfficeKind,
    Placement,
    SendingBody,
    Stage,
    Task,
)
from jobfair.working_days import holidays, working_day

ABROAD: Final = (Stage.DEPARTED, Stage.WORKING, Stage.EXTENDED)
HOME: Final = (Stage.COMPLETED, Stage.RETURNED_EARLY)
AT_MOST: Final = 500
"""Tasks in one turn; the rest follow in the next."""

LIQUIDATION: Final = ("liquidate", "liquidate_over")
_looked: dict[str, date] = {}


def follow_step(case: CaseFile, event: CaseEvent) -> None:
    """A departure is to be reported; a liquidation settles its tasks; a correction undoes both."""
    if event.to_stage is Stage.DEPARTED and event.kind != "correction":
        _ask_for_report(case)
    elif event.from_stage is Stage.DEPARTED and event.kind == "correction":
        close_tasks(case, ("national_db",), "system")
    elif event.to_stage is Stage.LIQUIDATED and event.kind != "correction":
        close_tasks(case, LIQUIDATION, event.by)
    elif event.from_stage is Stage.LIQUIDATED and event.kind == "correction":
        _reopen(case)


def _ask_for_report(case: CaseFile) -> None:
    placement = last_placement(case)
    departure = find_departure(placement.id) if placement is not None else None
    if placement is None or departure is None:
        return
    office = office_for_step(OfficeKind.BODY, case.person.commune_code, placement.body_id)
    due = departure.exit_on + timedelta(days=database_days())
    task = open_task("national_db", f"national_db:{departure.id}", office.id, case, due=due)
    task.due_on = due


def _reopen(case: CaseFile) -> None:
    """The tasks of the liquidation that were closed by the step which is taken back."""
    placement = last_placement(case)
    keys = [f"{kind}:{placement.id}" for kind in LIQUIDATION] if placement is not None else []
    for task in [found for key in keys if (found := find_task(key))]:
        open_task(task.kind, task.key, task.office_id, case)


def ask_for_liquidation(day: date | None = None) -> int:
    """Tasks for contracts that ended: before the 180 days end, and again when they are over.

    Gives the number of tasks made.
    """
    on = day or today()
    ended = on - timedelta(days=liquidation_days())
    over = _ended("liquidate_over", date.min, ended)
    for placement, _start in over:
        due = working_day(on, 1)
        key = f"liquidate_over:{placement.id}"
        open_task("liquidate_over", key, centre_office().id, placement.case, due=due)
    soon = _ended("liquidate", ended, ended + timedelta(days=liquidation_warns_days()))
    for placement, start in soon:
        office = body_office(placement.body_id) or centre_office()
        due = start + timedelta(days=liquidation_days())
        open_task("liquidate", f"liquidate:{placement.id}", office.id, placement.case, due=due)
    return len(over) + len(soon)


def _ended(kind: str, first: date, before: date) -> list[tuple[Placement, date]]:
    """Placements at home whose contract ended in these days and that have no such task.

    A contract kept to its end ended on its last day, one that was left on the day of coming home.
    """
    early, home = CaseFile.stage == Stage.RETURNED_EARLY, BASES["entry"]
    start = sa.case((early, home), else_=sa.func.coalesce(Placement.end_on, home))
    known = sa.select(Task.id).where(Task.key == sa.literal(f"{kind}:") + Placement.id)
    rows = db.session.execute(
        sa.select(Placement, start)
        .join(CaseFile, CaseFile.id == Placement.case_id)
        .where(Placement.closed_on.is_(None), CaseFile.stage.in_(HOME))
        .where(start >= first, start < before, ~known.exists())
        .order_by(start, Placement.id)
        .limit(AT_MOST)
    )
    return [(placement, began) for placement, began in rows]


def ask_for_monthly_updates(day: date | None = None) -> int:
    """One task a body and month while it has people abroad, due before the 20th.

    Gives the number of tasks made; from the 20th on none, the month is over.
    """
    on = day or today()
    last = date(on.year, on.month, monthly_update_day()) - timedelta(days=1)
    if on > last:
        return 0
    due = add_working_days(last + timedelta(days=1), -1, holidays())
    prefix = f"{on:%Y-%m}"
    known = sa.select(Task.id).where(
        Task.key == sa.literal("monthly:") + SendingBody.id + sa.literal(f":{prefix}")
    )
    rows = db.session.execute(
        sa.select(SendingBody, sa.func.count(CaseFile.id))
        .join(Placement, Placement.body_id == SendingBody.id)
        .join(CaseFile, CaseFile.id == Placement.case_id)
        .where(Placement.closed_on.is_(None), CaseFile.stage.in_(ABROAD), ~known.exists())
        .group_by(SendingBody.id)
        .order_by(SendingBody.name, SendingBody.id)
    ).all()
    for body, people in rows:
        office = body_office(body.id) or centre_office()
        db.session.add(
            Task(
                key=f"monthly:{body.id}:{prefix}",
                kind="monthly_update",
                office_id=office.id,
                note=f"{body.short_name or body.name}, {on:%m/%Y} ({people})"[:300],
                due_on=due,
            )
        )
    db.session.flush()
    return len(rows)


def look_at_duties() -> int:
    """Once a day, from 07:00 in Vietnam: both of the above. Gives the number of tasks made."""
    moment = to_local(now())
    if moment.hour < 7 or _looked.get("day") == moment.date():
        return 0
    made = ask_for_liquidation() + ask_for_monthly_updates()
    _looked["day"] = moment.date()
    return made


STEP_TAKEN.append(follow_step)
PERIODIC.append(look_at_duties)
