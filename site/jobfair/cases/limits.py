"""Who owns the step after a stage, and by when it is due: from the stage's definition."""

from __future__ import annotations

from datetime import date, timedelta

from jobfair.cases.next_steps import AFTER
from jobfair.cases.offices import office_for_step
from jobfair.cases.public_status import clock_end
from jobfair.cases.queries import last_placement
from jobfair.cases.stages import ON_THE_CLOCK
from jobfair.database import db
from jobfair.models import CaseFile, Placement, Stage, StageDefinition
from jobfair.working_days import working_day

USUAL_DAYS = 30
"""Where a pack gives a stage no limit of its own."""


def due_on(stage: Stage, placement: Placement | None, day: date, entry: date | None = None) -> date:
    """The day on which the stage's next step is due, moved to a working day.

    ``day`` is the day on which the case came to the stage, ``entry`` the day of coming home.
    The 180 days from selection come first where they end earlier (Art. 26).
    """
    row = db.session.get(StageDefinition, str(stage))
    days = row.limit_days if row is not None and row.limit_days is not None else USUAL_DAYS
    basis = row.limit_basis if row is not None else "stage"
    clock = clock_end(placement)
    due = day + timedelta(days=days)
    if basis == "contract_end" and placement is not None and placement.end_on is not None:
        due = placement.end_on
    elif basis == "entry" and entry is not None:
        due = entry + timedelta(days=days)
    elif stage in ON_THE_CLOCK and clock is not None:
        due = clock if basis == "clock180" else min(due, clock)
    return working_day(due, 0)


def set_next_step(case: CaseFile, day: date, entry: date | None = None) -> None:
    """Give the case the step, owner and date that its stage asks for; none when it is closed."""
    case.next_note = ""
    if case.closed_at is not None:
        case.next_step = None
        case.next_on = None
        return
    step, kind = AFTER[case.stage]
    placement = last_placement(case)
    body_id = placement.body_id if placement is not None else None
    office = office_for_step(kind, case.person.commune_code, body_id)
    case.owner_office = office
    case.owner_user_id = None
    case.next_step = step
    case.next_on = due_on(case.stage, placement, day, entry)
