"""On a case: the way to write down what the person says of the company."""

from __future__ import annotations

from jobfair.access import Actor, Permission
from jobfair.cases.hooks import PANELS, Panel
from jobfair.cases.sight import Sight
from jobfair.models import CaseFile
from jobfair.ratings.rules import find_rated, rated_by_worker


def rating_panel(case: CaseFile, actor: Actor, sight: Sight) -> Panel | None:
    """Only for who may write it, of somebody who went; a sending body sees nothing of it."""
    if sight.body_id is not None or not actor.can(Permission.RATE_FOR_PERSON):
        return None
    if case.reached < 5:
        return None
    placement = find_rated(case)
    if placement is None or rated_by_worker(placement):
        return None
    return Panel("ratings/_case_panel.html", {"name": placement.body.name}, "side", order=85)


PANELS.append(rating_panel)
