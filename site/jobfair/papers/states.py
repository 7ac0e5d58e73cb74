"""One tap on the checklist: the paper's next state, with everything else as it was."""

from __future__ import annotations

from jobfair.access import Actor
from jobfair.cases.paper_kinds import PAPER_KINDS, PAPER_STATES
from jobfair.cases.queries import find_paper
from jobfair.cases.records import PaperData, save_paper
from jobfair.errors import Invalid, NotFound
from jobfair.lib.clock import today
from jobfair.models import CaseFile


def mark_paper(case: CaseFile, kind: str, state: str, *, by: Actor, act_key: str) -> CaseFile:
    """Record that a paper was applied for, is there, was handed in, was checked.

    The same ``act_key`` again changes nothing. Raises NotFound for an unknown kind, Invalid for
    an unknown state or a day that is missing, Forbidden for whoever records no papers.
    """
    if kind not in PAPER_KINDS:
        raise NotFound()
    if state not in PAPER_STATES:
        raise Invalid()
    held = find_paper(case.person_id, kind)
    asked_on = held.asked_on if held is not None else None
    if state == "asked" and asked_on is None:
        asked_on = today()
    data = PaperData(
        state,
        issued_on=held.issued_on if held is not None else None,
        valid_to=held.valid_to if held is not None else None,
        asked_on=asked_on,
        expected_on=held.expected_on if held is not None else None,
    )
    return save_paper(case, kind, data, by=by, act_key=act_key)
