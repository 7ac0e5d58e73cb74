"""What is believed of one case, and how its rows are held against that after each act."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable
from datetime import datetime

import sqlalchemy as sa
from flask import Flask
from hypothesis.stateful import RuleBasedStateMachine, invariant

from jobfair.access import Actor
from jobfair.cases.stages import PLACED
from jobfair.database import db
from jobfair.errors import AppError
from jobfair.lib import clock
from jobfair.models import (
    CLOSED_STAGES,
    CaseEvent,
    CaseFile,
    CaseRecord,
    Escalation,
    Placement,
    Stage,
    Task,
)
from tests.cases import journey
from tests.cases.journey_table import TABLE

S = Stage
PICTURE = sa.select(
    CaseFile.__table__,
    *(
        sa.select(sa.func.count(table.id)).where(table.case_id == CaseFile.id).scalar_subquery()
        for table in (CaseEvent, CaseRecord, Placement, Task, Escalation)
    ),
).where(CaseFile.id == sa.bindparam("case_id"))
"""The case's row, and how many rows hang on it."""


class JourneyModel(RuleBasedStateMachine):
    """The stages that the case came through, with their moments; no act of its own."""

    app: Flask
    begin: Callable[[], None]
    counts: Counter[str] = Counter()
    actors: dict[str, Actor] = {}
    case_id: str
    steps: list[tuple[Stage, datetime]]

    @property
    def case(self) -> CaseFile:
        return db.session.get_one(CaseFile, self.case_id)

    @property
    def stage(self) -> Stage:
        return self.steps[-1][0]

    @property
    def since(self) -> datetime:
        return self.steps[-1][1]

    def who(self, name: str) -> Actor:
        """A member of the cast, who stays the same in every history."""
        if name not in self.actors:
            self.actors[name] = journey.actor(name)
        return self.actors[name]

    def act(self, name: str, do: Callable[[CaseFile], object]) -> bool:
        """Do it and commit; when it is refused nothing at all has changed."""
        before = self._picture()
        self.counts["acts"] += 1
        try:
            do(self.case)
            db.session.commit()
        except AppError:
            db.session.rollback()
            assert self._picture() == before
            self.counts[f"{name} refused"] += 1
            return False
        self.counts[name] += 1
        return True

    def _picture(self) -> tuple[object, ...]:
        """All that an act on the case may change of it, in one read."""
        db.session.rollback()
        return tuple(db.session.execute(PICTURE, {"case_id": self.case_id}).one())

    def _arrived(self, to: Stage) -> None:
        self.steps.append((to, clock.now()))

    @invariant()
    def the_rows_agree(self) -> None:
        """The one case after each act; the whole table at the end of each history."""
        db.session.rollback()
        case = self.case
        assert (case.stage, case.stage_since) == (self.stage, self.since)
        assert (case.closed_at is not None) == self._closed()
        if case.closed_at is None:
            assert case.owner_office_id
            assert case.next_step
            assert case.next_on
        assert sum(p.closed_on is None for p in case.placements) == (self.stage in PLACED)
        self._history_is_whole()
        db.session.rollback()

    def _closed(self) -> bool:
        if self.stage is not S.LIQUIDATED:
            return self.stage in CLOSED_STAGES
        return self.steps[-2][0] in (S.ABSCONDED, S.DECEASED_MISSING)

    def _history_is_whole(self) -> None:
        events = db.session.scalars(
            sa.select(CaseEvent).where(CaseEvent.case_id == self.case_id).order_by(CaseEvent.seq)
        ).all()
        assert [event.seq for event in events] == list(range(1, len(events) + 1))
        steps = [event for event in events if event.to_stage is not None]
        assert steps[-1].to_stage is self.stage
        for before, after in itertools.pairwise(steps):
            assert after.from_stage is before.to_stage
            if after.kind == "move":
                assert (after.from_stage, after.to_stage) in TABLE
