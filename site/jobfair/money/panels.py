"""What this room hangs on the case page and on its steps."""

from __future__ import annotations

from jobfair.access import Actor, Permission
from jobfair.cases.hooks import PANELS, STEP_TAKEN, Panel
from jobfair.cases.owners import standing_of
from jobfair.cases.queries import open_placement
from jobfair.cases.sight import Sight
from jobfair.models import CaseEvent, CaseFile, Stage
from jobfair.money.kinds import FLAGS, PAYEES, PAYMENT_KINDS, SAID_BY
from jobfair.money.log import check_caps
from jobfair.money.standing import limit_words, money_view, rule_words


def _writes(case: CaseFile, actor: Actor) -> bool:
    letters = standing_of(actor, case).letters
    return bool(letters & frozenset("OCA")) and actor.can(Permission.RECORD_FACT)


def money_panel(case: CaseFile, actor: Actor, sight: Sight) -> Panel | None:
    """What was paid against the caps, and the way to write more down."""
    view = money_view(case, sight)
    placement, may_write = open_placement(case), _writes(case, actor)
    if view is None and not may_write:
        return None
    signed = placement is not None and placement.contract_on is not None
    return Panel(
        "money/_panel.html",
        {
            "view": view,
            "may_write": may_write and case.closed_at is None,
            "may_terms": may_write and signed and case.closed_at is None,
            "limit_words": limit_words,
            "rule_words": rule_words,
            "kinds": PAYMENT_KINDS,
            "flags": FLAGS,
            "payees": PAYEES,
            "said_by": SAID_BY,
        },
        order=30,
    )


def look_at_caps(case: CaseFile, event: CaseEvent) -> None:
    """With the contract the cap is known: what was paid before may be above it."""
    placement = open_placement(case)
    if event.to_stage is Stage.CONTRACT_SIGNED and placement is not None:
        check_caps(case, placement)


PANELS.append(money_panel)
STEP_TAKEN.append(look_at_caps)
