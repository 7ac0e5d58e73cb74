"""What became of each counted departure, derived from the steps that hold.

One function writes ``stay_abroad``: it looks at the case as it stands and never at what it wrote
before, so a correction takes everything back by itself.
"""

from __future__ import annotations

from datetime import date
from typing import Final

import sqlalchemy as sa

from jobfair.cases.history import steps_in_force
from jobfair.cases.queries import list_records
from jobfair.cases.settings import end_tolerance_days
from jobfair.database import db
from jobfair.lib.clock import local_date, now
from jobfair.models import (
    CaseEvent,
    CaseFile,
    Departure,
    Placement,
    Stage,
    StayAbroad,
    StayState,
)

S = Stage
HOME: Final = frozenset({S.COMPLETED, S.RETURNED_EARLY})
ABROAD_STAGES: Final = frozenset({S.DEPARTED, S.WORKING, S.EXTENDED})
TELLING: Final = HOME | ABROAD_STAGES | {S.ABSCONDED, S.DECEASED_MISSING}
"""Stages that say how a stay stands; those after it (liquidated, reintegrated) say nothing new."""


def find_stay(placement_id: str) -> StayAbroad | None:
    """The stay of a placement, also one that was taken back."""
    return db.session.scalars(
        sa.select(StayAbroad).where(StayAbroad.placement_id == placement_id)
    ).one_or_none()


def list_departures(case: CaseFile) -> list[tuple[Departure, Placement]]:
    """The departures of a case with their placements, also those that were taken back."""
    rows = db.session.execute(
        sa.select(Departure, Placement)
        .join(Placement, Placement.id == Departure.placement_id)
        .where(Placement.case_id == case.id)
        .order_by(Departure.exit_on, Departure.id)
    )
    return [(departure, placement) for departure, placement in rows]


def derive(case: CaseFile) -> list[StayAbroad]:
    """Bring the stays of a case up to its history; gives those that count.

    Everything is one read of the steps; a departure that was taken back marks its stay.
    """
    found = []
    for departure, placement in list_departures(case):
        stay = find_stay(placement.id)
        if departure.undone_at is not None:
            if stay is not None and stay.undone_at is None:
                stay.undone_at = now()
            continue
        if stay is None:
            stay = StayAbroad(placement_id=placement.id, case_id=case.id)
        _fill(stay, departure, placement, case)
        db.session.add(stay)
        found.append(stay)
    db.session.flush()
    return found


def _fill(stay: StayAbroad, departure: Departure, placement: Placement, case: CaseFile) -> None:
    stay.undone_at = None
    stay.commune_code = departure.commune_code
    stay.market_code = departure.market_code
    stay.programme_code = placement.programme_code
    stay.exit_on, stay.end_on = departure.exit_on, placement.end_on
    steps = [step for step in steps_in_force(case.id) if step.to_stage in TELLING]
    last = steps[-1] if steps else None
    stage = last.to_stage if last is not None else S.DEPARTED
    stay.home_on = _home_on(case, last) if last is not None and stage in HOME else None
    stay.was_absconded = _absconded(steps)
    stay.state = _state(stage, stay)
    stay.reason = last.reason if last is not None and stage not in ABROAD_STAGES else ""


def _absconded(steps: list[CaseEvent]) -> bool:
    """Whether the worker left the employer and was not found at work again."""
    gone = False
    for step in steps:
        if step.to_stage is S.ABSCONDED:
            gone = True
        elif step.to_stage is S.WORKING:
            gone = False
    return gone


def _home_on(case: CaseFile, step: CaseEvent) -> date:
    """The day of entry that the step brought, else the day on which the step was made."""
    brought = [r for r in list_records(case.id, ["entry_date"]) if r.act_key == step.act_key]
    return brought[0].on_date if brought else local_date(step.at)


def _state(stage: Stage | None, stay: StayAbroad) -> StayState:
    if stage in HOME and stay.home_on is not None:
        if stay.end_on and (stay.home_on - stay.end_on).days > end_tolerance_days():
            return StayState.LATE
        return StayState.ON_TIME if stage is S.COMPLETED else StayState.EARLY
    if stage is S.ABSCONDED:
        return StayState.ABSCONDED
    return StayState.DEAD if stage is S.DECEASED_MISSING else StayState.ABROAD
