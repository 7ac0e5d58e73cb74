"""Ways through the journey: which stages, how long each takes, where people stand today.

Every step is a pair of the table of moves; a test walks them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from jobfair.demo.dice import Dice, Urn
from jobfair.models import Stage

S = Stage
Days = tuple[int, int]

MAIN: Final = (
    S.INTEREST,
    S.REGISTERED,
    S.COUNSELLED,
    S.SCREENED,
    S.INTRODUCED,
    S.INTERVIEWED,
    S.SELECTED,
    S.CONTRACT_SIGNED,
    S.TRAINING,
    S.VISA_PROCESS,
    S.WAITING_DEPARTURE,
    S.DEPARTED,
    S.WORKING,
)
"""The straight path."""

LEGS: Final[dict[Stage, Days]] = {
    S.INTEREST: (0, 0),
    S.REGISTERED: (0, 4),
    S.COUNSELLED: (1, 5),
    S.SCREENED: (3, 12),
    S.INTRODUCED: (3, 14),
    S.SOURCE_TRAINING: (2, 8),
    S.INTERVIEWED: (6, 16),
    S.SELECTED: (3, 10),
    S.CONTRACT_SIGNED: (5, 16),
    S.TRAINING: (3, 10),
    S.VISA_PROCESS: (45, 80),
    S.WAITING_DEPARTURE: (22, 42),
    S.DEPARTED: (7, 22),
    S.WORKING: (2, 6),
    S.EXTENDED: (90, 120),
    S.COMPLETED: (148, 158),
    S.RETURNED_EARLY: (30, 100),
    S.ABSCONDED: (40, 110),
    S.DECEASED_MISSING: (30, 110),
    S.LIQUIDATED: (14, 40),
    S.REINTEGRATED: (20, 55),
    S.WITHDRAWN: (3, 25),
    S.INELIGIBLE: (2, 12),
    S.DROPPED: (10, 45),
}
"""Days from the step before; the registration begins at the conference."""

SEASON_LEGS: Final[dict[Stage, Days]] = {
    S.SCREENED: (2, 6),
    S.INTRODUCED: (2, 8),
    S.INTERVIEWED: (3, 8),
    S.SELECTED: (2, 5),
    S.CONTRACT_SIGNED: (3, 7),
    S.TRAINING: (2, 4),
    S.VISA_PROCESS: (12, 20),
    S.WAITING_DEPARTURE: (12, 20),
    S.DEPARTED: (4, 10),
}
"""Seasonal work moves faster: five months abroad, home within the year."""

STAY: Final[dict[Stage, Days]] = {
    S.REGISTERED: (0, 3),
    S.COUNSELLED: (1, 13),
    S.SCREENED: (2, 29),
    S.INTRODUCED: (2, 27),
    S.SOURCE_TRAINING: (10, 120),
    S.INTERVIEWED: (2, 40),
    S.SELECTED: (1, 26),
    S.CONTRACT_SIGNED: (1, 24),
    S.TRAINING: (5, 85),
    S.VISA_PROCESS: (5, 60),
    S.WAITING_DEPARTURE: (1, 18),
    S.DEPARTED: (0, 6),
    S.WORKING: (5, 240),
    S.EXTENDED: (5, 60),
    S.COMPLETED: (3, 60),
    S.RETURNED_EARLY: (3, 130),
    S.ABSCONDED: (3, 26),
    S.DECEASED_MISSING: (4, 25),
    S.LIQUIDATED: (25, 110),
    S.REINTEGRATED: (5, 90),
    S.WITHDRAWN: (3, 250),
    S.INELIGIBLE: (3, 250),
    S.DROPPED: (3, 150),
}
"""Days in the stage in which somebody is today."""

BEFORE_SELECTION: Final = MAIN[: MAIN.index(S.SELECTED)]
GIVE_UP_AT: Final = Urn.of(
    [
        *zip(BEFORE_SELECTION, (8, 5, 6, 4, 4, 2), strict=True),
        (S.SOURCE_TRAINING, 1),
        (S.SELECTED, 1),
        (S.CONTRACT_SIGNED, 1),
        (S.TRAINING, 2),
    ]
)
UNFIT_AT: Final = Urn.of([(S.REGISTERED, 1), (S.COUNSELLED, 3), (S.SCREENED, 2)])
DROP_AT: Final = Urn.of(
    [(S.SELECTED, 1), (S.CONTRACT_SIGNED, 1), (S.TRAINING, 3), (S.VISA_PROCESS, 3)]
)

SEASONAL: Final = frozenset({S.EXTENDED, S.COMPLETED, S.REINTEGRATED})
"""Ends that only seasonal work can have reached within the time that is shown."""


@dataclass(frozen=True, slots=True)
class Way:
    """The stages of one journey and the days between them; the last day is the stay."""

    stages: tuple[Stage, ...]
    legs: tuple[int, ...]
    stay: int
    seasonal: bool = False
    late: bool = False  # more than 180 days since the selection
    fact: bool = False  # left without the orientation certificate

    @property
    def days(self) -> int:
        """From the conference to today; weekends move steps by a day or two."""
        return sum(self.legs) + len(self.legs) + self.stay


def draw_way(dice: Dice, target: Stage, kind: str = "") -> Way:
    """A way to the stage where somebody stands today.

    ``kind``: '' as usual, 'late' with more than 180 days since the selection, 'fact' for an
    exit that was recorded although a gate was missing, 'again' with a second sending body.
    """
    seasonal = target in SEASONAL or (target is S.LIQUIDATED and dice.chance(0.7))
    stages = _stages(dice, target, seasonal, kind)
    legs = []
    for stage in stages:
        usual = SEASON_LEGS.get(stage, LEGS[stage]) if seasonal else LEGS[stage]
        if stage is S.INTERVIEWED and S.SOURCE_TRAINING in stages:
            usual = (30, 50)
        if stage is S.VISA_PROCESS and kind == "late":
            usual = (150, 165)
        legs.append(dice.between(*usual))
    stay = dice.between(*STAY.get(target, (0, 0)))
    if kind == "fact":
        stages, legs = _without_papers(stages, legs)
    return Way(tuple(stages), tuple(legs), stay, seasonal, kind == "late", kind == "fact")


def _stages(dice: Dice, target: Stage, seasonal: bool, kind: str) -> list[Stage]:
    if target is S.WITHDRAWN:
        return [*_until(dice.draw(GIVE_UP_AT)), target]
    if target is S.INELIGIBLE:
        return [*_until(dice.draw(UNFIT_AT)), target]
    if target is S.DROPPED:
        return [*_until(dice.draw(DROP_AT)), target]
    if target in (S.LIQUIDATED, S.REINTEGRATED):
        home = S.COMPLETED if seasonal else S.RETURNED_EARLY
        ends = [home, S.LIQUIDATED]
        return [*MAIN, *ends] if target is S.LIQUIDATED else [*MAIN, *ends, target]
    if target not in MAIN and target is not S.SOURCE_TRAINING:
        return [*MAIN, target]
    stages = _until(target)
    if kind == "again":
        at = stages.index(S.INTRODUCED) + 1
        return [*stages[:at], S.SCREENED, S.INTRODUCED, *stages[at:]]
    if not seasonal and S.INTERVIEWED in stages and dice.chance(0.15):
        stages.insert(stages.index(S.INTERVIEWED), S.SOURCE_TRAINING)
    return stages


def _until(stage: Stage) -> list[Stage]:
    """The straight path as far as the stage."""
    if stage is S.SOURCE_TRAINING:
        return [*MAIN[: MAIN.index(S.INTRODUCED) + 1], stage]
    return list(MAIN[: MAIN.index(stage) + 1])


def _without_papers(stages: list[Stage], legs: list[int]) -> tuple[list[Stage], list[int]]:
    """Leave out what a person skipped who left from the classroom."""
    skipped = (S.VISA_PROCESS, S.WAITING_DEPARTURE)
    kept = [(s, d) for s, d in zip(stages, legs, strict=True) if s not in skipped]
    return [s for s, _ in kept], [d + 60 if s is S.DEPARTED else d for s, d in kept]


EVERY: Final = (
    *((stage, "") for stage in Stage if stage is not S.INTEREST),
    (S.WAITING_DEPARTURE, "late"),
    (S.WORKING, "fact"),
    (S.INTERVIEWED, "again"),
)
"""One of each stands in every demonstration that is large enough."""

TARGETS: Final = Urn.of(
    [
        (S.REGISTERED, 5),
        (S.COUNSELLED, 5),
        (S.SCREENED, 5),
        (S.INTRODUCED, 4),
        (S.SOURCE_TRAINING, 2),
        (S.INTERVIEWED, 3),
        (S.SELECTED, 3),
        (S.CONTRACT_SIGNED, 3),
        (S.TRAINING, 8),
        (S.VISA_PROCESS, 5),
        (S.WAITING_DEPARTURE, 5),
        (S.DEPARTED, 4),
        (S.WORKING, 28),
        (S.EXTENDED, 1.5),
        (S.COMPLETED, 2),
        (S.RETURNED_EARLY, 2),
        (S.ABSCONDED, 1),
        (S.DECEASED_MISSING, 0.4),
        (S.LIQUIDATED, 2),
        (S.REINTEGRATED, 3),
        (S.WITHDRAWN, 7),
        (S.INELIGIBLE, 2.5),
        (S.DROPPED, 2.5),
    ]
)
"""Where those stand who have been to a conference."""
