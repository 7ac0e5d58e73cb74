"""Time passes over one case: what is due climbs on its day, once, and nothing else does."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import sqlalchemy as sa
import time_machine
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from jobfair.cases.escalation import climb
from jobfair.cases.queries import last_placement, list_records
from jobfair.database import db
from jobfair.lib import clock
from jobfair.models import Escalation, OfficeKind, StageDefinition
from tests.cases.journey_model import JourneyModel

SECOND_RUNG_DAYS = 5


class JourneyInTime(JourneyModel):
    """The hands of the clock, and the worker that looks at the case."""

    hands: time_machine.Traveller

    def _rungs(self) -> list[Escalation]:
        query = sa.select(Escalation).where(
            Escalation.case_id == self.case_id, Escalation.stage_since == self.since
        )
        return list(db.session.scalars(query.order_by(Escalation.rung)))

    def _limit(self) -> date:
        row = db.session.get_one(StageDefinition, str(self.stage))
        came, days = clock.local_date(self.since), row.limit_days
        if row.limit_basis == "conference":
            return came + timedelta(days=3)
        placement = last_placement(self.case)
        entries = list_records(self.case_id, ["entry_date"])
        start = {
            "contract_end": placement.end_on if placement else None,
            "clock180": placement.selected_on if placement else None,
            "entry": entries[0].on_date if entries else None,
        }.get(row.limit_basis)
        if start is not None:
            return start + timedelta(days=days or 0)
        return came + timedelta(days=30 if days is None else days)

    def _next_climb(self) -> tuple[int, datetime] | None:
        """The rung that is still to come in this stay, and its moment."""
        if self.case.closed_at is not None:
            return None
        rungs = {row.rung: row.at for row in self._rungs()}
        owner = self.case.owner_office.kind  # type: ignore[union-attr]
        if 2 in rungs or owner is OfficeKind.DEPARTMENT:
            return None
        first = clock.next_seven_oclock(self._limit())
        if 1 not in rungs:
            return (2 if owner is OfficeKind.CENTRE else 1), first
        day = clock.add_working_days(clock.local_date(rungs[1]), SECOND_RUNG_DAYS)
        return 2, max(first, clock.next_seven_oclock(day - timedelta(days=1)))

    def _look(self) -> list[int]:
        """The worker's turn; gives the rungs that this case climbed in it."""
        before = {row.id for row in self._rungs()}
        climb()
        db.session.commit()
        new = [row for row in self._rungs() if row.id not in before]
        assert all(row.at == clock.now() for row in new)
        self.counts["climbed"] += len(new)
        return [row.rung for row in new]

    @rule(hours=st.integers(1, 24 * 45))
    def time_passes(self, hours: int) -> None:
        """The worker slept so long, then looks: what is due climbs once, nothing else does."""
        self.counts["acts"] += 1
        self.hands.move_to(clock.now() + timedelta(hours=hours))
        due = self._next_climb()
        late = due is not None and due[1] <= clock.now()
        assert self._look() == ([due[0]] if due is not None and late else [])
        assert self._look() == []

    @precondition(lambda self: self._next_climb() is not None)
    @rule()
    def on_the_exact_day(self) -> None:
        """A minute before seven nothing climbs, at seven it does, a minute later not again."""
        self.counts["acts"] += 1
        rung, moment = self._next_climb() or (0, clock.now())
        if moment > clock.now() + timedelta(minutes=1):
            self.hands.move_to(moment - timedelta(minutes=1))
            assert self._look() == []
            self.hands.move_to(moment)
            self.counts["on the exact day"] += 1
        assert self._look() == [rung]
        self.hands.move_to(clock.now() + timedelta(minutes=1))
        assert self._look() == []
