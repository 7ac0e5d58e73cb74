"""One case under random acts of everybody, beside a model that knows only the written table."""

from __future__ import annotations

from datetime import date, timedelta

import sqlalchemy as sa
import time_machine
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from jobfair.cases import corrections, notes, rules, worker
from jobfair.cases.calls import CallOutcome, record_call
from jobfair.cases.climbed import take_over
from jobfair.cases.consents import after_consent
from jobfair.cases.consistency import check_cases
from jobfair.cases.ground import MoveData
from jobfair.cases.queries import last_placement
from jobfair.database import db
from jobfair.lib import clock
from jobfair.lib.codes import new_form_key
from jobfair.models import CaseFile, JobOrder, Purpose, Stage
from jobfair.privacy.rules import withdraw_consent
from tests.cases import journey
from tests.cases.gate_rows import provide
from tests.cases.journey_table import FIRST_REASON, FROM_START, LETTER, TABLE
from tests.cases.journey_time import JourneyInTime
from tests.world import CAST

S = Stage
stages = st.sampled_from(list(Stage))
people = st.sampled_from(sorted(CAST.values()))


class JourneyMachine(JourneyInTime):
    """Acts on one case and compares after each of them. Subclasses name app and database."""

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
        self.steps = [(S.INTEREST, clock.now())]
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
