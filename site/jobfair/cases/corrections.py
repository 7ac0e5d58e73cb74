"""Taking the last step back. A correction is no pair of the table; nothing is erased.

Who made the step may take it back within 24 hours, afterwards only the leader, with a reason.
"""

from __future__ import annotations

from datetime import timedelta

from flask_babel import gettext as _

from jobfair import audit
from jobfair.access import Actor
from jobfair.cases.history import append_event, done_already, steps_in_force
from jobfair.cases.hooks import step_taken
from jobfair.cases.locking import lock_case
from jobfair.cases.opening import refuse_second_case
from jobfair.cases.queries import find_departure, last_placement, list_records, open_placement
from jobfair.cases.rules import check_reason, settle
from jobfair.cases.stages import PLACED
from jobfair.cases.tasks import find_task, refund_key
from jobfair.database import db
from jobfair.errors import Conflict, Forbidden
from jobfair.lib.clock import local_date, now, today
from jobfair.models import CaseEvent, CaseFile, Placement, Role, Stage

OWN_HOURS = 24
ANY_STAGE = "*"
"""Corrections take their reasons from the codes that belong to no stage."""


def last_step(case: CaseFile) -> CaseEvent | None:
    """The step that a correction would take back; None when only the opening is left."""
    steps = steps_in_force(case.id)
    return steps[-1] if len(steps) > 1 else None


def may_correct(actor: Actor, step: CaseEvent) -> bool:
    """Whether this actor takes this step back: the leader, or its maker within 24 hours."""
    fresh = now() - step.at <= timedelta(hours=OWN_HOURS)
    return Role.LEADER in actor.roles or (step.by == actor.user_id and fresh)


def get_correctable(case: CaseFile, actor: Actor) -> CaseEvent:
    """The step that this actor may take back. Raises Conflict or Forbidden."""
    step = last_step(case)
    if step is None:
        raise Conflict(_("This case has no step to take back."))
    if not may_correct(actor, step):
        raise Forbidden(_("Only who made this step within 24 hours, or the leader, takes it back."))
    return step


def correct(
    case: CaseFile, *, by: Actor, version: int, act_key: str, reason: str, note: str = ""
) -> CaseFile:
    """Return the case to the stage before its last step, and undo what the step did.

    Raises Stale (409), Conflict (409) when there is nothing to take back or the person has
    another open case, Forbidden (403), Invalid (422) without a reason.
    """
    if done_already(case, act_key):
        return case
    lock_case(case, version, act_key)
    step = get_correctable(case, by)
    before = steps_in_force(case.id)[-2]
    check_reason(ANY_STAGE, reason, note, needed=True)
    back_to = before.to_stage or Stage.INTEREST
    refuse_second_case(case)
    _undo(case, step)
    event = append_event(
        case,
        "correction",
        by=by,
        act_key=act_key,
        role=Role.LEADER if step.by != by.user_id else None,
        from_stage=case.stage,
        to_stage=back_to,
        reason=reason,
        note=note,
        corrects_seq=step.seq,
    )
    day = local_date(before.at)
    settle(case, back_to, day, came_from=before.from_stage, since=before.at)
    audit.record(by, "case.correct", "case", case.id, person_ids=[case.person_id], reason=reason)
    db.session.flush()
    step_taken(case, event)
    return case


def _undo(case: CaseFile, step: CaseEvent) -> None:
    """What the step did to the placement, its departure and its tasks, the other way round."""
    placement = last_placement(case)
    if placement is None:
        return
    start, to = step.from_stage, step.to_stage
    if to is Stage.INTRODUCED and start is Stage.SCREENED:
        placement.closed_on, placement.reason = today(), "correction"
        return
    if start in PLACED and open_placement(case) is None:
        placement.closed_on, placement.reason = None, ""
        _close_refund(placement, step)
    if to is Stage.SELECTED:
        placement.selected_on = None
    elif to is Stage.CONTRACT_SIGNED:
        _clear_contract(placement)
    elif to is Stage.DEPARTED:
        departure = find_departure(placement.id)
        if departure is not None:
            departure.undone_at = now()
        _close_refund(placement, step)
    elif to in (Stage.WORKING, Stage.EXTENDED) and start in PLACED:
        _restore_end(case, placement, step)
    db.session.flush()


def _clear_contract(placement: Placement) -> None:
    placement.contract_no, placement.contract_on, placement.contract_months = "", None, None
    placement.wage, placement.currency, placement.rate = None, "", None
    placement.signed_at_head_office = False


def _restore_end(case: CaseFile, placement: Placement, step: CaseEvent) -> None:
    """The end that held before this step: of the record before the one it wrote."""
    records = list_records(case.id, ["end_date"])
    own = [row for row in records if row.placement_id == placement.id]
    if own and own[0].act_key == step.act_key:
        placement.end_on = own[1].on_date if len(own) > 1 else None


def _close_refund(placement: Placement, step: CaseEvent) -> None:
    """A refund that this step asked for is not due any more."""
    task = find_task(refund_key(placement.id))
    if (
        task is not None
        and task.done_at is None
        and task.created_at >= step.at - timedelta(minutes=1)
    ):
        task.done_at, task.done_by = now(), "system"
