"""Appending to a case's history, and reading the steps that still hold."""

from __future__ import annotations

import sqlalchemy as sa

from jobfair.access import Actor
from jobfair.cases.stages import ENDINGS
from jobfair.database import db
from jobfair.errors import Conflict
from jobfair.lib.clock import now
from jobfair.models import CaseEvent, CaseFile, Milestone, Role, Stage

STAGE_KINDS = ("open", "move", "fact", "correction")
"""Kinds of events that set the stage."""

WORKER = "worker"


def find_event(act_key: str) -> CaseEvent | None:
    """The event of this once-only key, or None."""
    return db.session.scalars(sa.select(CaseEvent).where(CaseEvent.act_key == act_key)).first()


def done_already(case: CaseFile, act_key: str) -> bool:
    """Whether this act was done before. Raises Conflict when its key served another case."""
    event = find_event(act_key)
    if event is not None and event.case_id != case.id:
        raise Conflict()
    return event is not None


def _who(by: Actor | str, role: Role | None) -> dict[str, str]:
    if isinstance(by, Actor):
        shown = role or by.main_grant.role
        grant = next((g for g in by.grants if g.role is shown), by.main_grant)
        name = f"{by.full_name}, {grant.office_name}"
        return {"by": by.user_id, "by_name": name[:160], "role": str(shown)}
    return {"by": by, "by_name": "", "role": by}


def append_event(
    case: CaseFile,
    kind: str,
    *,
    by: Actor | str,
    act_key: str,
    role: Role | None = None,
    from_stage: Stage | None = None,
    to_stage: Stage | None = None,
    reason: str = "",
    note: str = "",
    document_ref: str = "",
    on_behalf_of: str | None = None,
    corrects_seq: int | None = None,
) -> CaseEvent:
    """Append one event under the next number. Takes the actor, or 'worker' or 'system'.

    The caller holds the case's row, so numbers never clash.
    """
    last = db.session.scalar(
        sa.select(sa.func.max(CaseEvent.seq)).where(CaseEvent.case_id == case.id)
    )
    event = CaseEvent(
        case_id=case.id,
        seq=(last or 0) + 1,
        act_key=act_key,
        kind=kind,
        from_stage=from_stage,
        to_stage=to_stage,
        reason=reason,
        note=note[:500],
        document_ref=document_ref[:120],
        on_behalf_of=on_behalf_of,
        corrects_seq=corrects_seq,
        at=now(),
        **_who(by, role),
    )
    db.session.add(event)
    db.session.flush()
    return event


def steps_in_force(case_id: str) -> list[CaseEvent]:
    """The opening, moves and facts that no correction took back, oldest first."""
    events = db.session.scalars(
        sa.select(CaseEvent)
        .where(CaseEvent.case_id == case_id, CaseEvent.kind.in_(STAGE_KINDS))
        .order_by(CaseEvent.seq)
    ).all()
    taken_back = {event.corrects_seq for event in events if event.corrects_seq is not None}
    return [e for e in events if e.kind != "correction" and e.seq not in taken_back]


def reached_at(stages: list[Stage]) -> int:
    """The last public milestone that these stages reached; endings keep what was before."""
    for stage in reversed(stages):
        if stage in ENDINGS:
            continue
        if stage is Stage.INTEREST:
            return 1
        row = db.session.get(Milestone, str(stage))
        return row.done if row is not None and row.done is not None else 0
    return 0


def stages_in_force(case_id: str) -> list[Stage]:
    """The stages of the steps that hold, oldest first."""
    return [e.to_stage for e in steps_in_force(case_id) if e.to_stage is not None]
