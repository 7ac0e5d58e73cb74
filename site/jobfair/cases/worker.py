"""What the worker does to the own case on the slip: stopping, or asking to stop."""

from __future__ import annotations

from typing import Literal

from flask_babel import gettext as _

from jobfair import audit
from jobfair.cases.history import WORKER, append_event, done_already
from jobfair.cases.hooks import step_taken
from jobfair.cases.locking import hold_case
from jobfair.cases.moves import find_move
from jobfair.cases.offices import centre_office
from jobfair.cases.queries import open_placement
from jobfair.cases.rules import settle
from jobfair.cases.tasks import has_open_task, open_task
from jobfair.database import db
from jobfair.errors import Conflict
from jobfair.lib.clock import today
from jobfair.models import CaseFile, Stage

Answer = Literal["done", "asked"]


def may_withdraw(case: CaseFile) -> Answer | None:
    """Whether the worker stops at once ('done'), asks ('asked'), or neither (None)."""
    step = find_move(case.stage, Stage.WITHDRAWN)
    if step is None:
        return None
    if "W" in step.owners:
        return "done"
    return "asked" if "W" in step.asks else None


def withdraw_by_worker(
    case: CaseFile, *, act_key: str, reason: str = "changed_mind", note: str = ""
) -> Answer:
    """Stop the journey: at once up to the interview, as a request from the selection on.

    From the selection on money is at stake, so an officer calls first. The same ``act_key``
    (at most 32 characters) again changes nothing, unless staff opened the case again since.
    Raises Conflict when the table has no such step.
    """
    hold_case(case)
    if done_already(case, act_key):
        if case.stage is Stage.WITHDRAWN:
            return "done"
        if has_open_task(case, "withdraw"):
            return "asked"
        act_key = f"{act_key}.{case.version}"  # opened again since: this is another act
    answer = may_withdraw(case)
    if answer is None:
        raise Conflict(_("Please call an officer about this."))
    start = case.stage
    if answer == "asked":
        placement = open_placement(case)
        key = f"withdraw:{placement.id if placement else case.id}"
        open_task("withdraw", key, centre_office().id, case)
        append_event(case, "note", by=WORKER, act_key=act_key, reason="asks_withdrawal", note=note)
    else:
        _stop(case, start, act_key, reason, note)
    audit.record(WORKER, "case.withdraw", "case", case.id, person_ids=[case.person_id])
    db.session.flush()
    return answer


def _stop(case: CaseFile, start: Stage, act_key: str, reason: str, note: str) -> None:
    placement = open_placement(case)
    if placement is not None:
        placement.closed_on, placement.reason = today(), reason
    event = append_event(
        case,
        "move",
        by=WORKER,
        act_key=act_key,
        from_stage=start,
        to_stage=Stage.WITHDRAWN,
        reason=reason,
        note=note,
    )
    settle(case, Stage.WITHDRAWN, today(), came_from=start)
    db.session.flush()
    step_taken(case, event)
