"""Where the rooms above hang their part of a case: its page, its timeline, Today, its steps.

The case knows no papers, classes, loans or calls from abroad; those rooms know the case. Each
appends its functions to these lists when it is imported, so imports keep pointing down.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final, Literal

from jobfair.access import Actor
from jobfair.cases.sight import Sight
from jobfair.models import CaseEvent, CaseFile

Place = Literal["top", "main", "side"]


@dataclass(frozen=True)
class Panel:
    """A part of a page: a template that is included with ``panel`` set to this.

    ``order``: smaller stands higher; below 30 before the records of the case.
    ``person_ids``: whom it names beside the case's own person, for the audit.
    """

    template: str
    values: Mapping[str, object] = field(default_factory=dict)
    place: Place = "main"
    order: int = 50
    person_ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class Happening:
    """One entry of the timeline that is no case event: moment, words, who, kind of mark.

    ``kind``: as ``words.event_kind`` gives it, '' for a plain mark. ``topic``: under which
    filter it stands, a key of ``topics.TOPICS``. ``day_only``: the hour is not known.
    """

    at: datetime
    text: str
    small: str = ""
    kind: str = ""
    topic: str = "other"
    day_only: bool = False


PANELS: Final[list[Callable[[CaseFile, Actor, Sight], Panel | None]]] = []
"""Parts of the case page; None where the role sees nothing of it."""

TIMELINE: Final[list[Callable[[CaseFile, Sight], list[Happening]]]] = []
"""What else happened to this case, in any order; each asks the sight what the role may read."""

Tell = Callable[[CaseFile, Sight, Sequence[CaseEvent]], Mapping[str, str]]
TELLS: Final[list[Tell]] = []
"""What a room knows of the case's own entries, by their once-only keys: the whole words of a
record, or what follows the words of an opening or step. Only of what the sight may read."""

TODAY: Final[list[Callable[[Actor, date], Panel | None]]] = []
"""Parts of Today for officers, counsellors, leaders and sending bodies; None when there is nothing
to do."""

STEP_TAKEN: Final[list[Callable[[CaseFile, CaseEvent], None]]] = []
"""Called in the step's transaction after the case stands in its new stage (moves, facts and
corrections alike): schedule, close or take back what hangs on the stage."""


MERGE: Final[list[Callable[[str, str], None]]] = []
"""Called when two files of one person are joined, with the id that stays and the id that goes,
and the other way round when they are separated. Only for what keeps a person's id in a column
without a foreign key: rows with one follow by themselves (``merge_rows``)."""

MERGE_STAYS: Final[set[tuple[str, str]]] = set()
"""Table and column whose rows stay with the file that goes, although they point at a person."""


def case_panels(case: CaseFile, actor: Actor, sight: Sight) -> list[Panel]:
    """The parts of the case page that this actor sees, in order."""
    found = [make(case, actor, sight) for make in PANELS]
    return sorted((panel for panel in found if panel), key=lambda panel: panel.order)


def today_panels(actor: Actor, day: date) -> list[Panel]:
    """The parts of Today that hold work for this actor, in order."""
    found = [make(actor, day) for make in TODAY]
    return sorted((panel for panel in found if panel), key=lambda panel: panel.order)


def happenings(case: CaseFile, sight: Sight) -> list[Happening]:
    """Everything beside the case's own events, newest first."""
    found = [entry for tell in TIMELINE for entry in tell(case, sight)]
    return sorted(found, key=lambda entry: entry.at, reverse=True)


def told_by_rooms(case: CaseFile, sight: Sight, events: Sequence[CaseEvent]) -> dict[str, str]:
    """What the rooms know of these entries, by the entries' keys."""
    told: dict[str, str] = {}
    for tell in TELLS:
        told |= tell(case, sight, events)
    return told


def step_taken(case: CaseFile, event: CaseEvent) -> None:
    """Tell every room of a step."""
    for tell in STEP_TAKEN:
        tell(case, event)
