"""When a paper ends, and whether that is before it is needed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

from jobfair.cases.stages import ON_THE_CLOCK
from jobfair.lib.clock import add_months
from jobfair.models import CaseFile, Paper, Placement
from jobfair.papers.settings import Limits

Warning_ = Literal["", "expired", "urgent", "soon", "before_exit"]

ORIENTATION, PASSPORT = "orientation", "passport"


def end_of(paper: Paper, months: int) -> date | None:
    """The last day of a paper; of an orientation certificate 24 months after its issue.

    ``months`` is the setting for the orientation certificate (Circular 21/2021 Art. 12).
    """
    if paper.kind == ORIENTATION and paper.issued_on is not None:
        return add_months(paper.issued_on, months)
    return paper.valid_to


def latest_exit(case: CaseFile, placement: Placement | None, day: date, set_: Limits) -> date:
    """The last day on which the person may leave: 180 days from selection; else today."""
    if placement is None or placement.selected_on is None or case.stage not in ON_THE_CLOCK:
        return day
    return max(day, placement.selected_on + timedelta(days=set_.clock))


def warning_of(paper: Paper, day: date, leaving: date, set_: Limits) -> Warning_:
    """What to say about a paper that is there: expired, urgent, soon, over before the exit."""
    last = end_of(paper, set_.orientation)
    if last is None or paper.state == "asked":
        return ""
    left = (last - day).days
    if left < 0:
        return "expired"
    if left < set_.urgent:
        return "urgent"
    needed = leaving + timedelta(days=set_.after_exit if paper.kind == PASSPORT else 0)
    if last < needed:
        return "before_exit"
    return "soon" if left < set_.warn else ""
