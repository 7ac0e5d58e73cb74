"""One case under random acts of everybody, beside a model that knows only the written table."""

from __future__ import annotations

import csv
import itertools
import re
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa
import time_machine
from flask import Flask
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from jobfair.access import Actor
from jobfair.cases import corrections, notes, rules, worker
from jobfair.cases.calls import CallOutcome, record_call
from jobfair.cases.climbed import take_over
from jobfair.cases.consents import after_consent
from jobfair.cases.consistency import check_cases
from jobfair.cases.escalation import climb
from jobfair.cases.ground import MoveData
from jobfair.cases.queries import last_placement, list_records
from jobfair.cases.stages import PLACED
from jobfair.database import db
from jobfair.errors import AppError
from jobfair.lib import clock
from jobfair.lib.codes import new_form_key
from jobfair.models import (
    CLOSED_STAGES,
    CaseEvent,
    CaseFile,
    CaseRecord,
    Escalation,
    JobOrder,
    OfficeKind,
    Placement,
    Purpose,
    Stage,
    StageDefinition,
    Task,
)
from jobfair.privacy.rules import withdraw_consent
from tests.cases import journey
from tests.cases.gate_rows import provide
from tests.world import CAST

S = Stage
FIRST_REASON = {S.WITHDRAWN: "cost", S.INELIGIBLE: "health", S.DROPPED: "failed_test"}
LETTER = {"officer.muongla": "O", "counsellor": "C", "agency.one": "A", "leader": "L"}
SECOND_RUNG_DAYS = 5

PICTURE = sa.select(
    CaseFile.__table__,
    *(
        sa.select(sa.func.count(table.id)).where(table.case_id == CaseFile.id).scalar_subquery()
        for table in (CaseEvent, CaseRecord, Placement, Task, Escalation)
    ),
).where(CaseFile.id == sa.bindparam("case_id"))
"""The case's row, and how many rows hang on it."""


def read_table() -> dict[tuple[Stage, Stage], frozenset[str]]:
    """The agreed table: (from, to) -> letters of its owners. Not the product's own."""
    with Path(__file__).with_name("moves_expected.csv").open(encoding="utf-8", newline="") as file:
        return {
            (Stage(row["from"]), Stage(row["to"])): frozenset(
                re.sub(r"\(.*?\)", "", row["owners"]).split()
            )
            for row in csv.DictReader(file)
        }


TABLE = read_table()
FROM_START: dict[Stage, list[Stage]] = {}
for _start, _to in TABLE:
    FROM_START.setdefault(_start, []).append(_to)

stages = st.sampled_from(list(Stage))
people = st.sampled_from(sorted(CAST.values()))


class JourneyMachine(RuleBasedStateMachine):
    """Acts on one case and compares after each of them. Subclasses name app and database."""

    app: Flask
    begin: Callable[[], None]
    counts: Counter[str] = Counter()
    actors: dict[str, Actor] = {}

    @initialize(ways=st.lists(st.integers(0, 20), min_size=2, max_size=16), far=st.booleans())
    def register(self, ways: list[int], far: bool) -> None:
        """A new world, a case some way along; the clock stands still until an act moves it."""
        type(self).begin()
        self.context = self.app.app_context()
        self.context.push()
        self.travel = time_machine.travel(clock.now().replace(microsecond=0), tick=False)
        self.hands = self.travel.start()
        db.session.execute(
            sa.update(JobOrder).values(approved_quantity=9, deadline=date(2099, 1, 1))
        )
        self.case_id = journey.new_case().id
        self.steps: list[tuple[Stage, datetime]] = [(S.INTEREST, clock.now())]
        db.session.commit()
        for way in ways:
            self._go_on(way % 2 if far else way, way)
            self.the_rows_agree()

    def teardown(self) -> None:
        """Every case of the world once more, as ``cases check`` looks at them."""
        if not hasattr(self, "travel"):
            return
        try:
            db.session.rollback()
            assert [f.sentence for f in check_cases() if f.bad] == []
            self.counts["histories"] += 1
        finally:
            self.travel.stop()
            db.session.remove()
            self.context.pop()

    # ---- what is believed --------------------------------------------------------------

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

    # ---- acts --------------------------------------------------------------------------

    @rule(to=stages, who=people)
    def try_any_step(self, to: Stage, who: str) -> None:
        """Anybody presses anything: only what is written, by whom it is written, happens."""
        self._step(to, who)

    @rule(n=st.integers(0, 20), who=st.integers(0, 3))
    def go_on(self, n: int, who: int) -> None:
        """A written step with everything in place, by one of those whose step it is."""
        self._go_on(n, who)

    @rule(n=st.lists(st.integers(0, 1), min_size=1, max_size=6), who=st.integers(0, 3))
    def go_far(self, n: list[int], who: int) -> None:
        """Several, along the first ways out of each stage, so that histories grow long."""
        for way in n:
            self._go_on(way, who)
            self.the_rows_agree()

    @rule(n=st.integers(0, 20))
    def arrive_late(self, n: int) -> None:
        """Far into the journey, then out of it by any of the ways."""
        for _step in range(12):
            if self.stage in (S.WORKING, S.EXTENDED) or not self._go_on(0, 0):
                break
        self._go_on(n, 0)

    def _go_on(self, n: int, who: int) -> bool:
        """Whether the step was made; False too where none leads on."""
        ways = [to for to in FROM_START.get(self.stage, []) if n > 1 or to not in FIRST_REASON]
        if not ways:
            return False
        to = ways[n % len(ways)]
        for gate in rules.find_move(self.stage, to).gates:  # type: ignore[union-attr]
            provide(self.case, gate)
        if to is S.INTRODUCED:
            journey.agree(self.case)
        db.session.commit()
        names = [name for name, x in LETTER.items() if {x, f"{x}*"} & TABLE[(self.stage, to)]]
        return bool(names) and self._step(to, names[who % len(names)])

    def _step(self, to: Stage, who: str) -> bool:
        start, key = self.stage, new_form_key()

        def move(case: CaseFile) -> None:
            rules.move(
                case,
                to,
                by=self.who(who),
                version=case.version,
                act_key=key,
                reason="other" if self._takes_reason(to) else "",
                note="Ghi rõ",
                document_ref="CV 01/MAU",
                data=self._data(to),
            )

        made = self.act(f"to {to}", move)
        if made:
            assert (start, to) in TABLE, f"{start} -> {to} is not written"
            letter = LETTER.get(who, "")
            assert {letter, f"{letter}*"} & TABLE[(start, to)], f"{who}: {start} -> {to}"
            self._arrived(to)
            self.counts["moved"] += 1
            once = self._picture()
            move(self.case)  # the same form again
            db.session.commit()
            assert self._picture() == once
        return made

    def _takes_reason(self, to: Stage) -> bool:
        query = sa.text("SELECT count(*) FROM reason_code WHERE stage = :to AND code = 'other'")
        return bool(db.session.scalar(query, {"to": str(to)}))

    def _data(self, to: Stage) -> MoveData:
        placement = last_placement(self.case)
        if to is S.EXTENDED and placement is not None and placement.end_on is not None:
            return MoveData(end_on=placement.end_on + timedelta(days=90))
        return journey.data_for(to)

    @rule(who=people)
    def record_a_fact(self, who: str) -> None:
        """An exit that has happened although a gate is closed."""

        def fact(case: CaseFile) -> None:
            rules.record_fact(
                case,
                by=self.who(who),
                version=case.version,
                act_key=new_form_key(),
                reason="left_without_gate",
                data=journey.data_for(S.DEPARTED),
            )

        if self.act("fact", fact):
            assert who == "leader"
            self._arrived(S.DEPARTED)

    @rule(who=people)
    def take_back(self, who: str) -> None:
        """A correction returns the case to the stage before, and to its day."""
        before = self._picture()

        def correct(case: CaseFile) -> None:
            corrections.correct(
                case,
                by=self.who(who),
                version=case.version,
                act_key=new_form_key(),
                reason="wrong_stage",
            )

        if self.act("correction", correct):
            assert len(self.steps) > 1, before
            self.steps.pop()

    @rule(who=people, outcome=st.sampled_from(list(CallOutcome)))
    def call(self, who: str, outcome: CallOutcome) -> None:
        """A call says when the next one is; a closed case takes none."""

        def ring(case: CaseFile) -> None:
            record_call(case, outcome, act_key=new_form_key(), by=self.who(who))

        if self.act("call", ring):
            assert self.case.closed_at is None

    @rule(who=people, days=st.integers(-3, 400))
    def note(self, who: str, days: int) -> None:
        """A note may set the next step's day, never take it away."""

        def write(case: CaseFile) -> None:
            notes.add_note(
                case,
                by=self.who(who),
                version=case.version,
                act_key=new_form_key(),
                note="Đã hẹn",
                next_on=clock.today() + timedelta(days=days),
            )

        self.act("note", write)

    @rule()
    def the_worker_stops(self) -> None:
        """On the slip: at once, or as a request."""
        start = self.stage

        def stop(case: CaseFile) -> None:
            self.answer = worker.withdraw_by_worker(case, act_key=new_form_key())

        if self.act("worker stops", stop) and self.answer == "done":
            assert "W" in TABLE[(start, S.WITHDRAWN)]
            self._arrived(S.WITHDRAWN)

    @rule(given=st.booleans())
    def change_mind_about_the_body(self, given: bool) -> None:
        """The consent for the body is taken back or given again."""

        def say(case: CaseFile) -> None:
            if given:
                journey.agree(case)
            else:
                withdraw_consent(
                    case.person_id,
                    Purpose.BODY,
                    lang="vi",
                    how="web",
                    by="worker",
                    body_id=journey.body().id,
                )
            after_consent(case, "worker")

        self.act("consent", say)

    @rule(who=people)
    def take_it_over(self, who: str) -> None:
        """The office to which it climbed, and no other."""
        asked = {row.office_id for row in self._rungs()}

        def take(case: CaseFile) -> None:
            take_over(case, by=self.who(who), act_key=new_form_key())

        if self.act("take over", take):
            assert self.case.owner_office_id in asked
            assert who in ("counsellor", "leader")

    # ---- time --------------------------------------------------------------------------

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

    # ---- always ------------------------------------------------------------------------

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
