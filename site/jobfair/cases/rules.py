"""The one writer of stages: moves by the table, facts without a gate, reports of the worker.

Order of the questions: was this act done already, is the case as the reader saw it, does the
table have the pair, is it this person's, is the reason there, are the gates open.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from flask_babel import gettext as _

from jobfair import audit
from jobfair.access import Actor
from jobfair.cases.acts import Act
from jobfair.cases.age import outside_age
from jobfair.cases.effects import EFFECTS, closes_placement, keeps_entry, names_order
from jobfair.cases.gates import GateMissing, GateResult, check_all
from jobfair.cases.ground import Ground, MoveData
from jobfair.cases.history import append_event, done_already, reached_at, stages_in_force
from jobfair.cases.hooks import step_taken
from jobfair.cases.limits import set_next_step
from jobfair.cases.locking import lock_case
from jobfair.cases.moves import FACT_FROM, FACT_MAY_LACK, Move, find_move
from jobfair.cases.opening import refuse_second_case
from jobfair.cases.order_room import lock_order
from jobfair.cases.owners import LETTER_ROLE, Standing, acting_as, own_moves, standing_of
from jobfair.cases.public_status import clock_end
from jobfair.cases.queries import list_reasons, open_placement
from jobfair.cases.stages import ENDINGS, stage_name
from jobfair.cases.tasks import close_tasks
from jobfair.database import db
from jobfair.errors import Conflict, Forbidden, Invalid
from jobfair.language import current_language
from jobfair.lib.clock import now, today
from jobfair.models import CLOSED_STAGES, CaseFile, Role, Stage

NO_DATA = MoveData()
SETTLED_BY_A_STEP = ("exit_report", "report", "withdraw")
"""Requests and reports that the next step answers, whichever way."""
OTHER = "other"
"""The reason that needs words of its own."""


def move(
    case: CaseFile,
    to: Stage,
    *,
    by: Actor,
    version: int,
    act_key: str,
    reason: str = "",
    note: str = "",
    document_ref: str = "",
    data: MoveData = NO_DATA,
) -> CaseFile:
    """Make one step of the table and return the case.

    ``version`` is the one the reader saw, ``act_key`` (at most 40 characters) the form's
    once-only key: a repeat changes nothing. Raises Stale (409) when somebody was faster,
    Conflict (409) for a pair the table lacks, Forbidden (403) for somebody else's step,
    Invalid (422) without a reason or document, GateMissing (422) with what is missing.
    """
    if done_already(case, act_key):
        return case
    lock_case(case, version, act_key)
    if done_already(case, act_key):
        return case
    standing = standing_of(by, case)
    step = find_move(case.stage, to)
    if step is None:
        raise Conflict(no_such_step(case.stage, to, standing))
    letter = acting_as(step, standing)
    if letter is None:
        raise Forbidden(_("This step belongs to somebody else."))
    ground = Ground(case, to, today(), data)
    body_id = _behalf(ground, letter, document_ref, standing)
    if not reason and (outside := outside_age(ground)):
        raise Invalid(outside)
    check_reason(str(to), reason, note, needed=_reason_needed(step, ground))
    if data.selected_on is not None and data.selected_on > ground.day:
        raise Invalid(_("The day is in the future."))
    refuse_second_case(case)
    missing = lacking(step, ground)
    if missing:
        raise GateMissing(missing)
    role = LETTER_ROLE[letter]
    act = Act(by, role, act_key, "move", reason, note, document_ref, body_id)
    _write(ground, step, act)
    return case


def record_fact(
    case: CaseFile,
    *,
    by: Actor,
    version: int,
    act_key: str,
    reason: str,
    note: str = "",
    document_ref: str = "",
    data: MoveData = NO_DATA,
) -> CaseFile:
    """Record an exit that has happened although orientation, body_ok or order_room fail.

    Only the leader, with a reason; the gates that failed are kept with the departure and
    counted in the red figures. Raises as ``move``; every other gate must hold.
    """
    if done_already(case, act_key):
        return case
    lock_case(case, version, act_key)
    if Role.LEADER not in by.roles:
        raise Forbidden(_("Only the leader records an exit that lacks a gate."))
    if case.stage not in FACT_FROM:
        raise Conflict(no_such_step(case.stage, Stage.DEPARTED, standing_of(by, case)))
    check_reason(str(Stage.DEPARTED), reason, note, needed=True)
    step = find_move(Stage.WAITING_DEPARTURE, Stage.DEPARTED)
    if step is None:
        raise Conflict()
    ground = Ground(case, Stage.DEPARTED, today(), data)
    failed = lacking(step, ground)
    if any(result.name not in FACT_MAY_LACK for result in failed):
        raise GateMissing([r for r in failed if r.name not in FACT_MAY_LACK])
    lacks = tuple(result.name for result in failed)
    act = Act(by, Role.LEADER, act_key, "fact", reason, note, document_ref, lacks=lacks)
    _write(ground, step, act)
    return case


def lacking(step: Move, ground: Ground) -> list[GateResult]:
    """The gates of the step that are closed on this ground; holds the order's row first."""
    names: Sequence[str] = step.gates
    if ground.data.order_id and "order_open" not in names:
        names = (*names, "order_open")
    if "order_room" in names and ground.order is not None:
        lock_order(ground.order.id)
    return [result for result in check_all(names, ground) if not result.ok]


def no_such_step(start: Stage, to: Stage, standing: Standing) -> str:
    """The sentence for a pair that the table lacks, with what is possible from here."""
    lang = current_language()
    possible = [stage_name(stage, lang) for stage, _step, _letter in own_moves(start, standing)]
    refused = _(
        "A case cannot go from “%(start)s” to “%(to)s”.",
        start=stage_name(start, lang),
        to=stage_name(to, lang),
    )
    if not possible:
        return refused
    return refused + " " + _("Possible now: %(steps)s.", steps="; ".join(possible))


def check_reason(stage: str, reason: str, note: str, *, needed: bool) -> None:
    """A coded reason of the target stage. Raises Invalid when it is missing or unknown."""
    if not reason:
        if needed:
            raise Invalid(_("Choose a reason."))
        return
    if reason not in {row.code for row in list_reasons(stage)}:
        raise Invalid(_("Choose a reason of the list."))
    if reason == OTHER and not note:
        raise Invalid(_("Write the reason down in the note."))


def _reason_needed(step: Move, ground: Ground) -> bool:
    if step.reason == "clock":
        end = clock_end(ground.placement)
        return end is not None and ground.exit_on > end
    return step.reason == "yes"


def _behalf(ground: Ground, letter: str, document_ref: str, standing: Standing) -> str | None:
    """The body for which the step is made. Raises Invalid when its document is missing."""
    placement = open_placement(ground.case)
    if letter == "C*" and not document_ref:
        raise Invalid(_("Write the number of the sending body's document."))
    if letter == "A" and placement is None:
        return None
    speaks = letter in ("A", "C*") or (letter == "C" and standing.counsellor_is_body)
    return placement.body_id if placement is not None and speaks else None


def _write(ground: Ground, step: Move, act: Act) -> None:
    """Effects, event, stage, next step, audit: all of a step, once its gates are open."""
    case, start, to = ground.case, ground.case.stage, ground.to
    late = step.reason == "clock" and _reason_needed(step, ground)
    for name in (*step.effects, *(("refund_task",) if late else ())):
        EFFECTS[name](ground, act)
    names_order(ground, act)
    keeps_entry(ground, act)
    if to in ENDINGS or to is Stage.LIQUIDATED:
        closes_placement(ground, act)
    event = append_event(
        case,
        act.kind,
        by=act.by,
        act_key=act.key,
        role=act.role,
        from_stage=start,
        to_stage=to,
        reason=act.reason,
        note=act.note,
        document_ref=act.document_ref,
        on_behalf_of=act.body_id,
    )
    settle(case, to, ground.day, came_from=start, entry=ground.entry_on)
    close_tasks(case, SETTLED_BY_A_STEP, act.by)
    audit.record(
        act.by,
        f"case.{act.kind}",
        "case",
        case.id,
        person_ids=[case.person_id],
        fields=["stage"],
        reason=act.reason,
    )
    db.session.flush()
    step_taken(case, event)


def settle(
    case: CaseFile,
    stage: Stage,
    day: date,
    *,
    came_from: Stage | None,
    entry: date | None = None,
    since: datetime | None = None,
) -> None:
    """Put the case into a stage: since, reached milestone, closed or open, next step.

    ``day`` is the day from which the stage's limit runs, ``since`` the moment (now).
    """
    closes = stage in CLOSED_STAGES or (
        stage is Stage.LIQUIDATED and came_from in (Stage.ABSCONDED, Stage.DECEASED_MISSING)
    )
    reached = reached_at(stages_in_force(case.id))
    with db.session.no_autoflush:  # the case is complete again only at the end
        case.stage, case.stage_since, case.reached = stage, since or now(), reached
        case.closed_at = (case.closed_at or case.stage_since) if closes else None
        set_next_step(case, day, entry)
