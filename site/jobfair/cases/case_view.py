"""The case page as one role sees it, put together before the template is drawn."""

from __future__ import annotations

from dataclasses import dataclass, field

from jobfair.access import Actor, Permission
from jobfair.cases.corrections import last_step, may_correct
from jobfair.cases.gates import GateResult, check_all
from jobfair.cases.ground import Ground
from jobfair.cases.hooks import Panel, case_panels
from jobfair.cases.identity import has_flags
from jobfair.cases.move_page import MovePage, page_of
from jobfair.cases.moves import FACT_FROM, moves_from
from jobfair.cases.owners import Standing, acting_as, standing_of
from jobfair.cases.queries import (
    count_views,
    find_departure,
    last_placement,
    list_open_tasks,
    list_records,
)
from jobfair.cases.rights import Ways, record_kinds_for, ways_of, writes
from jobfair.cases.sight import Sight, sight_of
from jobfair.cases.stages import ENDINGS, short_names, stage_names
from jobfair.cases.timeline import History, StageLine, history, placement_days, stage_line
from jobfair.cases.words import owners_in_words
from jobfair.database import db
from jobfair.language import current_language
from jobfair.lib.clock import today
from jobfair.models import (
    CaseFile,
    CaseRecord,
    Departure,
    Placement,
    Programme,
    Role,
    Stage,
    Task,
)

BEFORE_LEAVING = ("orientation", "passport", "health", "visa")
"""What everybody needs at the border, shown from the contract on."""

MISFORTUNES = frozenset({Stage.RETURNED_EARLY, Stage.ABSCONDED, Stage.DECEASED_MISSING})
_ORDER = {stage: position for position, stage in enumerate(Stage)}


@dataclass(frozen=True)
class Others:
    """A step that somebody else makes."""

    to: Stage
    whose: str


@dataclass
class CaseView:
    """Everything the template draws; what a role may not see is not in it."""

    case: CaseFile
    sight: Sight
    standing: Standing
    names: dict[Stage, str]
    short: dict[Stage, str]
    line: StageLine
    next_moves: list[MovePage] = field(default_factory=list)
    other_moves: list[MovePage] = field(default_factory=list)
    others: list[Others] = field(default_factory=list)
    before_leaving: list[GateResult] = field(default_factory=list)
    placement: Placement | None = None
    programme: Programme | None = None
    departure: Departure | None = None
    days_left: int | None = None
    records: list[CaseRecord] = field(default_factory=list)
    record_kinds: list[str] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    history: History = field(default_factory=lambda: History([], 0, {}))
    topic: str | None = None
    everything: bool = False
    viewers: tuple[int, int] = (0, 0)
    has_flags: bool = False
    may_write: frozenset[str] = frozenset()
    ways: Ways = field(default_factory=dict)
    panels: list[Panel] = field(default_factory=list)
    may_correct: bool = False
    may_record_fact: bool = False

    def is_back(self, to: Stage) -> bool:
        """Whether a step leads back to a stage before this one."""
        return to not in ENDINGS and _ORDER[to] < _ORDER[self.case.stage]

    @property
    def primary(self) -> MovePage | None:
        """The step that the page offers first."""
        return self.next_moves[0] if self.next_moves else None


def goes_forward(start: Stage, to: Stage) -> bool:
    """Whether a step leads on: not back, not to an ending, not to a misfortune."""
    return to not in ENDINGS | MISFORTUNES and _ORDER[to] >= _ORDER[start]


def view_case(
    case: CaseFile, actor: Actor, *, everything: bool = False, topic: str | None = None
) -> CaseView:
    """The page for this actor; ``everything`` gives the whole history, ``topic`` one kind."""
    sight, standing = sight_of(actor, case), standing_of(actor, case)
    lang = current_language()
    names = stage_names(lang)
    view = CaseView(case, sight, standing, names, short_names(lang), stage_line(case))
    _add_moves(view)
    placement = last_placement(case)
    if sight.sees_placement(placement) and placement is not None:
        _add_placement(view, placement)
    _add_records(view)
    view.history = history(case, sight, names, everything=everything, topic=topic)
    view.topic, view.everything = topic, everything
    if sight.body_id is None:
        view.tasks = list_open_tasks(case.id)
        view.viewers = count_views(case.id)
        view.has_flags = has_flags(case.person_id)
    _add_rights(view, actor)
    view.panels = case_panels(case, actor, sight)
    return view


def _add_moves(view: CaseView) -> None:
    case = view.case
    if case.merged_into_id is not None:
        return
    for to, move in moves_from(case.stage).items():
        letter = acting_as(move, view.standing)
        if letter is None:
            if goes_forward(case.stage, to):
                view.others.append(Others(to, owners_in_words(move)))
            continue
        page = page_of(case, case.stage, to, move, letter)
        (view.next_moves if goes_forward(case.stage, to) else view.other_moves).append(page)
    if case.stage in FACT_FROM:
        results = check_all(BEFORE_LEAVING, Ground(case, Stage.DEPARTED, today()))
        view.before_leaving = [r for r in results if not r.ok]


def _add_placement(view: CaseView, placement: Placement) -> None:
    view.placement = placement
    view.programme = db.session.get(Programme, placement.programme_code)
    departure = find_departure(placement.id)
    view.departure = departure if departure and departure.undone_at is None else None
    view.days_left = placement_days(placement) if view.departure is None else None


def _add_records(view: CaseView) -> None:
    """Records in sight, and the kinds this actor may add in this stage."""
    case, sight = view.case, view.sight
    records = list_records(case.id)
    if sight.body_id is not None:
        own = view.placement.id if view.placement is not None else ""
        records = [r for r in records if r.placement_id == own and r.kind != "counsel_note"]
    view.records = records
    view.record_kinds = record_kinds_for(case.stage, view.standing)


def _add_rights(view: CaseView, actor: Actor) -> None:
    view.may_write = writes(actor, view.standing)
    view.ways = ways_of(view.may_write, view.record_kinds)
    step = last_step(view.case)
    view.may_correct = (
        step is not None and actor.can(Permission.CORRECT_CASE) and may_correct(actor, step)
    )
    view.may_record_fact = Role.LEADER in actor.roles and view.case.stage in FACT_FROM
