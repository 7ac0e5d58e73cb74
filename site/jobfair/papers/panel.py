"""The papers on the case page."""

from __future__ import annotations

from jobfair.access import Actor
from jobfair.cases.hooks import PANELS, Panel
from jobfair.cases.owners import standing_of
from jobfair.cases.queries import last_placement
from jobfair.cases.rights import writes
from jobfair.cases.sight import Sight
from jobfair.lib.clock import today
from jobfair.lib.codes import new_form_key
from jobfair.models import CaseFile
from jobfair.papers.checklist import checklist_of
from jobfair.papers.words import BADGES, TAPS, WARNINGS


def papers_panel(case: CaseFile, actor: Actor, sight: Sight) -> Panel | None:
    """The checklist with one action a line; nothing for a body without a placement of its own."""
    placement = last_placement(case)
    body = sight.body_id is not None
    if body and not sight.sees_placement(placement):
        return None
    papers = checklist_of(case, today(), for_body=body)
    values: dict[str, object] = {
        "papers": papers,
        "contract_on": placement.contract_on if placement is not None else None,
        "may_write": "papers" in writes(actor, standing_of(actor, case)),
        "key": new_form_key(),
        "taps": TAPS,
        "badges": BADGES,
        "warnings": WARNINGS,
    }
    return Panel("papers/_panel.html", values, order=10)


PANELS.append(papers_panel)
