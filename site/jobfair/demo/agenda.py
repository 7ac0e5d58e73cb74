"""What comes next for each invented case: the step, its owner, and a day that is past or near."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from jobfair.cases.next_steps import AFTER
from jobfair.demo.dice import Dice
from jobfair.demo.humans import Human
from jobfair.demo.plans import Plan
from jobfair.demo.staff import Cast
from jobfair.lib.clock import add_working_days
from jobfair.models import OfficeKind, Stage, StageDefinition
from jobfair.models import RegistrationState as Seat

DUE_TODAY, CALL_TODAY, OVERDUE = 0.07, 0.2, 0.07
"""Shares of the cases that somebody should see to today, or should have seen to."""

LATEST = 9
"""Days that a step is overdue at most: the demonstration is a province that keeps up."""

ABROAD: Final = frozenset({Stage.WORKING, Stage.EXTENDED})
"""Stages whose next step is the end of the contract, not a limit of days."""

CALLS: Final = {
    "ahead": "call_before_conference",
    "waiting": "call_before_conference",
    "no_show": "call_no_show",
    "came": "call_back",
    "call_back": "call_back",
}


@dataclass(frozen=True)
class Next:
    """The next step of a case."""

    step: str
    on: date
    office_id: str


@dataclass
class Agenda:
    """Gives open cases their next step."""

    dice: Dice
    cast: Cast
    limits: dict[str, int]
    day: date

    def of_interest(self, plan: Plan, human: Human) -> Next:
        """For somebody who has not filled in the full form yet."""
        office = human.home.office_id if human.home else self.cast.centre_id
        if plan.meeting is None:
            on = add_working_days(plan.steps[0][1], 1)
        elif plan.seat is Seat.HELD and (plan.kind == "no_show" or plan.came):
            on = plan.meeting.day + timedelta(days=3)
        else:
            on = plan.meeting.day - timedelta(days=2)
        if plan.kind != "waiting" and self.dice.chance(CALL_TODAY):
            on = self.day
        elif plan.kind != "waiting" and self.dice.chance(OVERDUE):
            on = self.day - timedelta(days=self.dice.between(1, 3))
        return Next(CALLS[plan.kind], on, office)

    def of_stage(
        self, stage: Stage, since: date, body_id: str | None, human: Human, end: date | None
    ) -> Next:
        """By the stage's limit; ``end`` is the day on which a contract or clock ends."""
        step, kind = AFTER[stage]
        due = since + timedelta(days=self.limits.get(stage, 30))
        if end is not None and stage in ABROAD:
            due = end
        elif end is not None:
            due = min(due, end)
        if stage in ABROAD:
            return Next(step, self._worked(due), self._office(kind, body_id, human))
        if self.dice.chance(DUE_TODAY):
            due = self.day
        elif self.dice.chance(OVERDUE):
            due = self.day - timedelta(days=self.dice.between(1, 6))
        if due < self.day - timedelta(days=LATEST):
            due = self.day - timedelta(days=self.dice.between(1, LATEST))
        return Next(step, self._worked(due), self._office(kind, body_id, human))

    def _worked(self, due: date) -> date:
        """A working day; what is due today stays today, also on a Sunday."""
        return due if due == self.day else add_working_days(due, 0)

    def _office(self, kind: OfficeKind, body_id: str | None, human: Human) -> str:
        if kind is OfficeKind.BODY and body_id:
            return self.cast.body_offices.get(body_id, self.cast.centre_id)
        if kind is OfficeKind.COMMUNE and human.home:
            return human.home.office_id
        return self.cast.centre_id


def read_limits(session: Session) -> dict[str, int]:
    """Stage -> usual days in it, as the pack has them."""
    rows = session.execute(sa.select(StageDefinition.code, StageDefinition.limit_days))
    return {code: days for code, days in rows if days is not None}
