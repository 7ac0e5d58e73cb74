"""What was promised on the case page, and the steps at which it is frozen."""

from __future__ import annotations

from jobfair.access import Actor, Permission
from jobfair.cases.hooks import PANELS, STEP_TAKEN, Panel
from jobfair.cases.owners import standing_of
from jobfair.cases.queries import last_placement, open_placement
from jobfair.cases.sight import Sight
from jobfair.models import CaseEvent, CaseFile, Stage
from jobfair.money.promise_kinds import HOW, LINE_LABELS, VERDICTS
from jobfair.money.promises import Compared, check, compare, freeze_orders, list_promises

FREEZES = {Stage.INTRODUCED: "introduced", Stage.INTERVIEWED: "interview"}
"""Steps with which the person states interest in a job order."""


def promise_panel(case: CaseFile, actor: Actor, sight: Sight) -> Panel | None:
    """Promise, contract and day 30 line by line; not for a sending body."""
    if sight.body_id is not None:
        return None
    promises, placement = list_promises(case.id), last_placement(case)
    letters = standing_of(actor, case).letters & frozenset("OC")
    may_write = bool(letters) and actor.can(Permission.RECORD_FACT) and case.closed_at is None
    if not promises and not may_write:
        return None
    first = next(iter(promises), None)
    seen = compare(promises, placement) if placement else Compared(first, [], [], False)
    values = {
        "promise": seen.promise,
        "later": len(promises) - 1,
        "contract": {line.name: line for line in seen.contract},
        "day30": {line.name: line for line in seen.day30},
        "labels": LINE_LABELS,
        "how": HOW,
        "verdicts": VERDICTS,
        "may_write": may_write,
        "may_day30": seen.asks_day30,
    }
    return Panel("money/_promise_panel.html", values, order=35)


def freeze_with_step(case: CaseFile, event: CaseEvent) -> None:
    """Keep what the named order says with the interest; compare when a contract is signed."""
    placement = open_placement(case)
    if placement is None or event.kind != "move" or event.to_stage is None:
        return
    how = FREEZES.get(event.to_stage)
    if how is not None and placement.order is not None:
        freeze_orders(case, [placement.order], how=how, by=event.by, by_name=event.by_name)
    elif event.to_stage in (Stage.CONTRACT_SIGNED, Stage.DEPARTED):
        check(case, placement)


PANELS.append(promise_panel)
STEP_TAKEN.append(freeze_with_step)
