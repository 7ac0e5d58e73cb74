"""Writing the invented people one after the other, each with registration, case and history."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from jobfair.demo.chronicle import Chronicle
from jobfair.demo.dice import Dice
from jobfair.demo.humans import OLDEST, YOUNGEST, Human, Registry
from jobfair.demo.plans import Plan
from jobfair.demo.seats import Door
from jobfair.demo.sink import Sink
from jobfair.demo.story import Teller
from jobfair.lib.clock import local_date
from jobfair.models import DuplicatePair, Stage

AGES: Final = {"KR-E8": (25, 48), "KR-E9": (18, 38), "TW-CARE-INST": (20, 39), "JP-TITP": (18, 34)}
"""Ages that a programme asks for, where they are narrower than usual."""

TWIN_EACH: Final = 12
"""One of so many who hold a seat ahead has registered before, long ago, and not gone."""

YEAR: Final = timedelta(days=365)


@dataclass
class Crowd:
    """Everybody of the demonstration."""

    dice: Dice
    sink: Sink
    registry: Registry
    door: Door
    teller: Teller
    chronicle: Chronicle
    day: date
    _twins: list[tuple[Human, str]] = field(default_factory=list)

    def write(self, plans: Sequence[Plan]) -> Counter[str]:
        """Write all; give the exits of the last twelve months by commune."""
        departed: Counter[str] = Counter()
        kin: Human | None = None
        family: str | None = None
        for number, plan in enumerate(plans):
            followed = number + 1 < len(plans) and plans[number + 1].relative
            if not plan.relative:
                kin, family = None, self.dice.form_key() if followed else None
            kin = self._one(number, plan, kin, family)
            for stage, on in plan.steps:
                if stage is Stage.DEPARTED and plan.home and on > self.day - YEAR:
                    departed[plan.home.code] += 1
            self.sink.pour()
        return departed

    def _one(self, number: int, plan: Plan, kin: Human | None, family: str | None) -> Human:
        """One person: who it is, the registration, the history, the case."""
        human, double = self._meet(plan, kin)
        case_id = self.dice.id()
        seat = self.door.draw(plan, human)
        story = self.teller.tell(seat.at, seat.by, seat.form_key)
        self.teller.met(story, plan, seat.came_at, seat.met_by)
        self.teller.walk(story, plan, human)
        full_form = story.reached.get(Stage.REGISTERED)
        seen_by = next((e.by.id for e in story.events if e.to is Stage.REGISTERED), None)
        self.registry.write(human, seat.at, local_date(full_form) if full_form else None, seen_by)
        self.chronicle.write(case_id, plan, human, story)
        self.door.write(plan, human, seat, case_id, family)
        if double is not None:
            self._pair(human, *double)
        elif plan.kind == "ahead" and kin is None and number % TWIN_EACH == 0:
            self._twins.append((human, case_id))
        return human

    def _meet(self, plan: Plan, kin: Human | None) -> tuple[Human, tuple[Human, str] | None]:
        """A new human, or the earlier self of one who has registered again by now."""
        on = plan.steps[0][1]
        gave_up = plan.stage in (Stage.WITHDRAWN, Stage.INELIGIBLE)
        if gave_up and not plan.orders and self._twins:
            double = self._twins.pop()
            plan.home = double[0].home
            return self.registry.twin(double[0], on), double
        ages = (YOUNGEST, OLDEST)
        if plan.orders:
            ages = AGES.get(plan.orders[-1].work.programme, ages)
        return self.registry.meet(plan.home, on, ages, kin), None

    def _pair(self, old: Human, new: Human, case_id: str) -> None:
        """Possibly the same person: noted when the second registration came."""
        first, second = sorted((old.id, new.id))
        self.sink.add(
            DuplicatePair,
            id=self.dice.id(),
            person_a=first,
            person_b=second,
            why="name_year_commune",
            found_at=self.dice.at(self.day - timedelta(days=1)),
            decided="",
            decided_by=None,
            decided_at=None,
        )
        office = new.home.office_id if new.home else ""
        self.chronicle.task("duplicate", f"duplicate:{new.id}", case_id, new, office_id=office)
