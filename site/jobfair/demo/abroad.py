"""What hangs on the exits of the demonstration: stays, check-ins, incidents, work at home.

It throws dice of its own, so that nobody else's choices move when this room changes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from jobfair.abroad.settings import CHECK_IN_DAYS, JOB_MONTHS, PROMISES_DAY
from jobfair.abroad.stays import HOME, TELLING
from jobfair.abroad.words import PROBLEMS
from jobfair.demo.dice import Dice, Urn
from jobfair.demo.humans import Human
from jobfair.demo.placements import Held
from jobfair.demo.sink import Sink
from jobfair.demo.staff import WORKER, Cast, Hand
from jobfair.demo.story import Event, Story
from jobfair.lib.clock import add_months, add_working_days, local_date
from jobfair.models import (
    CheckIn,
    CheckInAnswer,
    Incident,
    IncidentStep,
    JobCheck,
    ReturnPlan,
    Stage,
    StayAbroad,
    StayState,
)

S = Stage
ANSWERS: Final = Urn.of([("fine", 84), ("family_fine", 9), ("problem", 5), ("family_problem", 2)])
TROUBLES: Final = Urn.of([("wage", 4), ("job", 3), ("health", 2), ("papers", 1), ("unclear", 1)])
JOBS: Final = Urn.of([("employed", 50), ("own", 17), ("none", 12), ("unknown", 6), ("", 25)])
WORKS: Final = {"employed": "Công nhân xưởng mẫu", "own": "Trồng mận, nuôi bò"}
PLANS: Final = Urn.of([("farm", 4), ("wage", 3), ("business", 2), ("abroad", 2)])
TOLD: Final = {
    "wage": "Lương tháng này chậm mười ngày.",
    "job": "Làm thêm giờ nhiều hơn hợp đồng.",
    "health": "Phải nghỉ làm, chủ chưa đưa đi khám.",
    "papers": "Chủ đang giữ hộ chiếu.",
    "unclear": "Hỏi thăm thấy có vấn đề, cần gọi lại.",
}
LATELY_DAYS: Final = 40
FRESH_DAYS: Final = 14
"""A check-in that became due so lately may still be open."""


@dataclass
class Stays:
    """Writes what hangs on each exit, one case after the other."""

    dice: Dice
    sink: Sink
    cast: Cast
    day: date
    open_troubles: int = 0
    unasked: int = 0

    def write(self, case_id: str, human: Human, story: Story, held: Held | None) -> None:
        """Everything for a case that has left; nothing for the others."""
        if held is None or held.exit is None:
            return
        steps = [event for event in story.steps if event.to in TELLING]
        state = _state(steps, held)
        last = steps[-1]
        reason = last.reason if state is not StayState.ABROAD else ""
        self.sink.add(
            StayAbroad,
            id=self.dice.id(),
            placement_id=held.id,
            case_id=case_id,
            commune_code=human.home.code if human.home else None,
            market_code=held.order.work.market,
            programme_code=held.order.work.programme,
            exit_on=held.exit,
            end_on=held.end,
            home_on=held.home,
            state=state,
            reason=reason,
            was_absconded=state is StayState.ABSCONDED,
            undone_at=None,
        )
        over = None if state is StayState.ABROAD else last.at
        for days in CHECK_IN_DAYS:
            self._check_in(case_id, held, days, over)
        if held.home is not None:
            self._jobs(case_id, human, held, story)
        elif state is StayState.ABROAD:
            self._plan(case_id, human, held)

    def _caller(self, held: Held) -> Hand:
        return self.cast.agencies.get(held.order.body_id, self.cast.counsellor)

    def _check_in(self, case_id: str, held: Held, days: int, over: datetime | None) -> None:
        """Asked while abroad; lately due ones may be open, some after a try."""
        if held.exit is None:
            return
        due = held.exit + timedelta(days=days)
        asked = due <= self.day and (over is None or over.date() > due)
        age = (self.day - due).days
        answered = asked and not (age <= FRESH_DAYS and self.dice.chance(0.6))
        row_id, tries = self.dice.id(), 0
        outcome = self._outcome(age) if answered else ""
        at = self.dice.at(min(self.day, due + timedelta(days=self.dice.between(0, 2))), 7, 8)
        at = self.dice.before(self.day, at)
        if asked and not answered and age > 4 and self.dice.chance(0.5):
            tries, outcome = 1, "not_reached"
            self._answer(row_id, outcome, "", self._caller(held), at)
        home_now = not asked and over is not None
        wages = answered and days == PROMISES_DAY
        self.sink.add(
            CheckIn,
            id=row_id,
            placement_id=held.id,
            case_id=case_id,
            day=days,
            due_on=due,
            ask_on=min(self.day, add_working_days(due, 0)) if asked else add_working_days(due, 0),
            office_id=self.cast.body_offices.get(held.order.body_id, self.cast.centre_id),
            tries=tries,
            outcome=outcome,
            answered_at=at if answered else None,
            skipped_at=over if home_now else None,
            wage=self._wage(held) if wages else None,
            hours=Decimal(self.dice.between(40, 52)) if wages else None,
            deductions=self._wage(held) * 12 // 100 if wages else None,
            currency=held.order.work.currency if wages else "",
        )
        if answered:
            self._say(case_id, held, row_id, outcome, at)

    def _outcome(self, age: int) -> str:
        """Fine for most; the first late answer of all is a problem: no page is empty."""
        drawn = self.dice.draw(ANSWERS)
        return "problem" if not self.open_troubles and age <= LATELY_DAYS else drawn

    def _wage(self, held: Held) -> Decimal:
        return Decimal(held.order.work.wage) * self.dice.between(92, 108) // 100

    def _say(self, case_id: str, held: Held, row_id: str, outcome: str, at: datetime) -> None:
        by = WORKER if outcome == "fine" and self.dice.chance(0.25) else self._caller(held)
        about = self.dice.draw(TROUBLES) if outcome in PROBLEMS else ""
        self._answer(row_id, outcome, about, by, at)
        if about:
            self._incident(case_id, held, row_id, about, outcome, by, at)

    def _answer(self, row_id: str, outcome: str, about: str, by: Hand, at: datetime) -> None:
        self.sink.add(
            CheckInAnswer,
            id=self.dice.id(),
            check_in_id=row_id,
            outcome=outcome,
            about=about,
            note="",
            act_key=self.dice.form_key(),
            by=by.id,
            by_name=by.shown[:160],
            at=at,
        )

    def _incident(
        self,
        case_id: str,
        held: Held,
        row_id: str,
        about: str,
        outcome: str,
        by: Hand,
        at: datetime,
    ) -> None:
        """Closed after some days; of the last weeks' some are still open."""
        ended = at + timedelta(days=self.dice.between(2, 9))
        lately = (self.day - at.date()).days <= LATELY_DAYS
        still = lately and (not self.open_troubles or self.dice.chance(0.4))
        closed = local_date(ended) < self.day and not still
        self.open_troubles += not closed
        on = at.date()
        incident_id = self.dice.id()
        self.sink.add(
            Incident,
            id=incident_id,
            case_id=case_id,
            placement_id=held.id,
            check_in_id=row_id,
            kind=about,
            severity="urgent" if about == "health" else "serious",
            told_by="family" if outcome == "family_problem" else "worker",
            told_how="phone",
            told_on=on,
            text=TOLD[about],
            due_on=add_working_days(on + timedelta(days=7), 0),
            owner_office_id=self.cast.centre_id,
            version=2 if closed else 1,
            act_key=self.dice.form_key(),
            opened_by=by.id,
            opened_at=at,
            outcome="solved" if closed else "",
            closed_by=self.cast.counsellor.id if closed else "",
            closed_at=ended if closed else None,
        )
        self._step(incident_id, "open", TOLD[about], by, at)
        if closed:
            text = "Doanh nghiệp đã làm việc với chủ sử dụng."
            self._step(incident_id, "close", text, self.cast.counsellor, ended)

    def _step(self, incident_id: str, kind: str, text: str, by: Hand, at: datetime) -> None:
        self.sink.add(
            IncidentStep,
            id=self.dice.id(),
            incident_id=incident_id,
            kind=kind,
            text=text,
            act_key=self.dice.form_key(),
            by=by.id,
            by_name=by.shown[:160],
            at=at,
        )

    def _jobs(self, case_id: str, human: Human, held: Held, story: Story) -> None:
        settled = S.REINTEGRATED in story.reached
        for months in JOB_MONTHS:
            if held.home is None:
                return
            due = add_months(held.home, months)
            outcome = self.dice.draw(JOBS) if due <= self.day else ""
            if outcome and not self.unasked and not settled:
                outcome, self.unasked = "", 1
            if settled and due <= self.day:
                outcome = "employed"
            self._job(case_id, human, held, months, due, outcome)

    def _job(
        self, case_id: str, human: Human, held: Held, months: int, due: date, outcome: str
    ) -> None:
        by = self.cast.officer_or_counsellor(human.home.code if human.home else None)
        works = outcome in WORKS
        asked = self.dice.at(min(self.day, due + timedelta(days=2)), 7, 8)
        said: dict[str, Any] = {  # Any: columns of several types
            "evidence": ("contract" if outcome == "employed" else "visit") if works else "",
            "evidence_ref": "",
            "work": WORKS.get(outcome, ""),
            "act_key": self.dice.form_key() if outcome else None,
            "recorded_by": by.id if outcome else "",
            "recorded_at": self.dice.before(self.day, asked) if outcome else None,
        }
        self.sink.add(
            JobCheck,
            id=self.dice.id(),
            placement_id=held.id,
            case_id=case_id,
            months=months,
            due_on=due,
            office_id=human.home.office_id if human.home else self.cast.centre_id,
            outcome=outcome,
            undone_at=None,
            **said,
        )

    def _plan(self, case_id: str, human: Human, held: Held) -> None:
        """Most of those whose contract ends within six months have said what they want."""
        if held.end is None or held.end > add_months(self.day, 6) or not self.dice.chance(0.6):
            return
        by = self.cast.officer_or_counsellor(human.home.code if human.home else None)
        loan = self.dice.between(0, 5) * 10_000_000
        self.sink.add(
            ReturnPlan,
            id=self.dice.id(),
            placement_id=held.id,
            case_id=case_id,
            wish="home",
            home_on=held.end,
            work=self.dice.draw(PLANS),
            work_text="",
            loan_left=loan or None,
            training=self.dice.chance(0.3),
            training_text="",
            act_key=self.dice.form_key(),
            recorded_by=by.id,
            recorded_at=self.dice.at(self.day - timedelta(days=3)),
        )


def _state(steps: list[Event], held: Held) -> StayState:
    stage = steps[-1].to
    if stage in HOME and held.home is not None:
        return StayState.ON_TIME if stage is S.COMPLETED else StayState.EARLY
    if stage is S.ABSCONDED:
        return StayState.ABSCONDED
    return StayState.DEAD if stage is S.DECEASED_MISSING else StayState.ABROAD
