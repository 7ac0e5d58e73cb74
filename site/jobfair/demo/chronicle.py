"""Writing one invented case: its file, its history, and the work that is open beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from jobfair.agencies.rules import BEFORE_DEPARTURE
from jobfair.cases.stages import ENDINGS, ON_THE_CLOCK
from jobfair.demo.abroad import Stays
from jobfair.demo.agenda import Agenda, Next
from jobfair.demo.dice import Dice
from jobfair.demo.humans import Human
from jobfair.demo.money_rows import MoneyRows
from jobfair.demo.placements import Held, Tries
from jobfair.demo.plans import Plan
from jobfair.demo.proofs import EXIT_REPORT, Files
from jobfair.demo.sink import Sink
from jobfair.demo.staff import Cast, Hand
from jobfair.demo.story import Event, Story
from jobfair.lib.clock import add_working_days, local_date
from jobfair.models import CLOSED_STAGES, CaseEvent, CaseFile, Stage, Task

S = Stage
CLOCK_DAYS: Final = 180
REPORTED: Final = 0.6
"""Share of those ready to leave whose exit was reported and waits to be confirmed."""


@dataclass
class Chronicle:
    """Writes cases one after the other."""

    dice: Dice
    sink: Sink
    cast: Cast
    tries: Tries
    files: Files
    agenda: Agenda
    milestones: dict[str, int]
    money: MoneyRows
    day: date
    stays: Stays

    def write(self, case_id: str, plan: Plan, human: Human, story: Story) -> None:
        """Write everything about a case whose history has been told."""
        held = self.tries.follow(case_id, plan, human, story)
        self._file(case_id, plan, human, story, held)
        if held is not None:
            self._tasks(case_id, plan, human, held, story)
            self.money.write(case_id, human, held)
        self.stays.write(case_id, human, story, held)
        for seq, event in enumerate(story.events, 1):
            self._event(case_id, seq, event)

    def _file(
        self, case_id: str, plan: Plan, human: Human, story: Story, held: Held | None
    ) -> None:
        last = story.steps[-1]
        closed = last.at if _is_closed(plan) else None
        following = None if closed else self._next(plan, human, last, held)
        self.sink.add(
            CaseFile,
            id=case_id,
            person_id=human.id,
            stage=plan.stage,
            stage_since=last.at,
            reached=self._reached(plan),
            owner_office_id=following.office_id if following else self.cast.centre_id,
            owner_user_id=None,
            next_step=following.step if following else None,
            next_note="",
            next_on=following.on if following else None,
            version=len(story.steps),
            previous_case_id=None,
            commune_code=human.home.code if human.home else None,
            opened_at=story.events[0].at,
            closed_at=closed,
        )

    def _reached(self, plan: Plan) -> int:
        """The last public milestone; an ending keeps the one before."""
        stage = next(stage for stage, _ in reversed(plan.steps) if stage not in ENDINGS)
        return 1 if stage is S.INTEREST else self.milestones.get(stage, 0)

    def _next(self, plan: Plan, human: Human, last: Event, held: Held | None) -> Next:
        if plan.stage is S.INTEREST:
            return self.agenda.of_interest(plan, human)
        end = held.end if held else None
        if held and held.selected and plan.stage in ON_THE_CLOCK:
            end = held.selected + timedelta(days=CLOCK_DAYS)
        body_id = held.order.body_id if held else None
        return self.agenda.of_stage(plan.stage, local_date(last.at), body_id, human, end)

    def _event(self, case_id: str, seq: int, event: Event) -> None:
        self.sink.add(
            CaseEvent,
            id=self.dice.id(),
            case_id=case_id,
            seq=seq,
            act_key=event.act_key,
            kind=event.kind,
            from_stage=event.start,
            to_stage=event.to,
            reason=event.reason,
            note="",
            document_ref=event.document,
            on_behalf_of=event.body_id,
            corrects_seq=None,
            by=event.by.id,
            by_name=event.by.shown[:160],
            role=event.by.role,
            at=event.at,
        )

    def task(
        self,
        kind: str,
        key: str,
        case_id: str,
        human: Human,
        *,
        office_id: str = "",
        note: str = "",
        done_by: Hand | None = None,
    ) -> None:
        """Write a task due about today; with ``done_by`` it has been done."""
        made = self.dice.at(self.day - timedelta(days=self.dice.between(1, 3)))
        self.sink.add(
            Task,
            id=self.dice.id(),
            key=key,
            kind=kind,
            office_id=office_id or self.cast.centre_id,
            person_id=human.id,
            case_id=case_id,
            note=note[:300],
            due_on=add_working_days(self.day, self.dice.between(-1, 2)),
            created_at=made,
            done_at=made + timedelta(hours=3) if done_by else None,
            done_by=done_by.id if done_by else None,
        )

    def _tasks(self, case_id: str, plan: Plan, human: Human, held: Held, story: Story) -> None:
        """Money to give back, a body that may not send, an exit that waits to be confirmed."""
        if held.paid_early:
            self.task("early_payment", f"payment:{held.paid_early}", case_id, human)
        if plan.stage in ENDINGS and held.contract:
            done = self.cast.counsellor if self.dice.chance(0.6) else None
            self.task("refund", f"refund:{held.id}", case_id, human, done_by=done)
        if plan.stage in BEFORE_DEPARTURE:
            self._open_tasks(case_id, plan, human, held, story)

    def _open_tasks(self, case_id: str, plan: Plan, human: Human, held: Held, story: Story) -> None:
        if held.selected and held.selected + timedelta(days=CLOCK_DAYS) < self.day:
            self.task("clock180", f"clock180:{held.id}", case_id, human)
        order = held.order
        if order.stop is not None:
            key = f"licence:{held.id}:{order.stop.event_id}"
            note = f"{order.stop.body}: {order.stop.document}"
            self.task("licence", key, case_id, human, note=note)
        agency = self.cast.agencies.get(order.body_id)
        if plan.stage is S.WAITING_DEPARTURE and agency and self.dice.chance(REPORTED):
            on = self.day - timedelta(days=1)
            at = max(self.dice.at(on), story.last + timedelta(minutes=30))
            key = self.dice.form_key()
            number = self.files.record(case_id, held.id, EXIT_REPORT, on, key, agency, at)
            story.events.append(
                Event("record", at, agency, key, None, None, "exit_report", number, order.body_id)
            )
            self.task("exit_report", f"exit_report:{held.id}", case_id, human)


def _is_closed(plan: Plan) -> bool:
    """An ending, stable work at home, or a settled contract when nobody will return."""
    dead = plan.stage is S.LIQUIDATED and plan.steps[-2][0] is S.DECEASED_MISSING
    return plan.stage in CLOSED_STAGES or dead
