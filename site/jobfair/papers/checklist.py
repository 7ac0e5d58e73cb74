"""The checklist of one person and programme: what is there, on its way, missing, not due yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from jobfair.cases.paper_kinds import HIDDEN_FROM_BODIES, PAPER_KINDS
from jobfair.cases.queries import last_placement, list_papers
from jobfair.cases.stages import ENDINGS
from jobfair.database import db
from jobfair.filters import in_language
from jobfair.models import CaseFile, Paper, PaperFile, PaperRule, Placement, Stage
from jobfair.papers.ends import ORIENTATION, Warning_, end_of, latest_exit, warning_of
from jobfair.papers.settings import Limits, limits
from jobfair.papers.wanted import list_wanted, programme_of

NEXT_STATE = {"": "have", "asked": "received", "have": "received", "received": "checked"}
"""State -> the one that a tap brings."""

HOME = frozenset({Stage.COMPLETED, Stage.RETURNED_EARLY, Stage.LIQUIDATED, Stage.REINTEGRATED})
"""Stages in which nobody leaves any more."""

_ORDER = {stage: position for position, stage in enumerate(Stage)}


@dataclass(frozen=True)
class Line:
    """One paper of the list; ``row`` is None while nothing is known of it."""

    kind: str
    label: object
    row: Paper | None
    ends: date | None
    warning: Warning_
    not_yet: bool
    on_demand: bool
    note: str
    pages: int
    next_state: str
    needs_days: bool

    @property
    def state(self) -> str:
        """'' where nothing is recorded."""
        return self.row.state if self.row is not None else ""

    @property
    def there(self) -> bool:
        """Whether the paper itself is there and has not ended."""
        return self.state in ("have", "received", "checked") and self.warning != "expired"

    @property
    def counts(self) -> bool:
        """Whether the sum counts it: what may be asked for counts once it was."""
        return not self.on_demand or self.row is not None


@dataclass(frozen=True)
class Checklist:
    """All lines, in the order of the pack, then what somebody recorded beside."""

    lines: list[Line]
    more: list[tuple[str, object]]

    @property
    def there(self) -> int:
        """How many are there."""
        return sum(line.there for line in self.lines if line.counts)

    @property
    def in_all(self) -> int:
        """How many are asked for."""
        return sum(line.counts for line in self.lines)


def checklist_of(case: CaseFile, day: date, *, for_body: bool) -> Checklist:
    """The checklist of the case's person; a sending body learns nothing of household papers."""
    placement = last_placement(case)
    hidden = HIDDEN_FROM_BODIES if for_body else frozenset[str]()
    held: dict[str, Paper] = {}
    for paper in list_papers(case.person_id):
        if paper.kind not in hidden:
            held.setdefault(paper.kind, paper)
    pages = count_pages(case.id)
    rules = {rule.paper: rule for rule in list_wanted(programme_of(placement), day)}
    kinds = [kind for kind in rules if kind in PAPER_KINDS]
    kinds += [kind for kind in held if kind not in rules and kind in PAPER_KINDS]
    about = _About(case, placement, day, limits())
    lines = [
        about.line(kind, rules.get(kind), held.get(kind), pages.get(kind, 0)) for kind in kinds
    ]
    more = [(kind, words.label) for kind, words in PAPER_KINDS.items() if kind not in kinds]
    return Checklist(lines, [pair for pair in more if pair[0] not in hidden])


@dataclass(frozen=True)
class _About:
    case: CaseFile
    placement: Placement | None
    day: date
    set_: Limits

    def line(self, kind: str, rule: PaperRule | None, row: Paper | None, pages: int) -> Line:
        words = PAPER_KINDS[kind]
        leaving = latest_exit(self.case, self.placement, self.day, self.set_)
        state = row.state if row is not None else ""
        following = NEXT_STATE.get(state, "")
        undated = words.expires and (row is None or row.valid_to is None)
        unissued = kind == ORIENTATION and (row is None or row.issued_on is None)
        return Line(
            kind=kind,
            label=words.label,
            row=row,
            ends=end_of(row, self.set_.orientation) if row is not None else None,
            warning=self._warning(row, leaving),
            not_yet=row is None and rule is not None and self._comes_later(rule),
            on_demand=rule is not None and rule.on_demand,
            note=in_language(rule, "note") if rule is not None else "",
            pages=pages,
            next_state=following,
            needs_days=bool(following) and (unissued or (undated and following == "checked")),
        )

    def _warning(self, row: Paper | None, leaving: date) -> Warning_:
        """None once the journey is over: what was needed for it may end."""
        if row is None or self.case.closed_at is not None or self.case.stage in HOME:
            return ""
        return warning_of(row, self.day, leaving, self.set_)

    def _comes_later(self, rule: PaperRule) -> bool:
        stage = self.case.stage
        return stage not in ENDINGS and _ORDER[stage] < _ORDER[rule.asked_from]


def count_pages(case_id: str) -> dict[str, int]:
    """Kind of paper -> how many pages are kept of it."""
    rows = db.session.execute(
        sa.select(PaperFile.kind, sa.func.count())
        .where(PaperFile.case_id == case_id, PaperFile.removed_at.is_(None))
        .group_by(PaperFile.kind)
    )
    return {kind: int(number) for kind, number in rows}
