"""What a step does beside changing the stage: placement, contract, departure, end, tasks."""

from __future__ import annotations

from collections.abc import Callable

from jobfair.cases.acts import Act
from jobfair.cases.ground import Ground
from jobfair.cases.offices import centre_office
from jobfair.cases.queries import find_departure, open_placement
from jobfair.cases.tasks import open_task, refund_key
from jobfair.database import db
from jobfair.lib.clock import now
from jobfair.models import CaseRecord, Departure, Placement

Effect = Callable[[Ground, Act], None]


def _held(ground: Ground) -> Placement:
    placement = open_placement(ground.case)
    if placement is None:
        raise RuntimeError(f"case {ground.case.id} has no open placement")
    return placement


def opens_placement(ground: Ground, _act: Act) -> None:
    """A new try with the body, programme and order of the form."""
    body, programme = ground.body, ground.programme
    if body is None or programme is None:
        raise RuntimeError("a placement without body or programme passed its gates")
    placement = Placement(
        programme_code=programme.code,
        body_id=body.id,
        order_id=ground.data.order_id,
        direct=programme.channel == "direct",
        opened_at=now(),
    )
    placement.body = body
    ground.case.placements.append(placement)
    db.session.flush()


def closes_placement(ground: Ground, act: Act) -> None:
    """The try is over, if one is open; its day is today."""
    placement = open_placement(ground.case)
    if placement is not None:
        placement.closed_on, placement.reason = ground.day, act.reason


def refund_task(ground: Ground, _act: Act) -> None:
    """The centre asks the body for the money, once a placement (Art. 26(2))."""
    placement = ground.placement
    if placement is not None:
        key = refund_key(placement.id)
        open_task("refund", key, centre_office().id, ground.case)


def starts_clock180(ground: Ground, _act: Act) -> None:
    """The day of selection, from which the 180 days run."""
    _held(ground).selected_on = ground.data.selected_on or ground.day


def fills_contract(ground: Ground, _act: Act) -> None:
    """The dispatch contract as the form has it."""
    placement, data = _held(ground), ground.data
    placement.contract_no = data.contract_no
    placement.contract_on = data.contract_on
    placement.contract_months = data.contract_months
    placement.wage = data.wage
    placement.currency = data.currency
    placement.rate = data.rate
    placement.signed_at_head_office = data.head_office


def counts_departure(ground: Ground, act: Act) -> None:
    """The counted event; a departure that was undone is written anew on its own row."""
    placement, data = _held(ground), ground.data
    departure = find_departure(placement.id) or Departure(placement_id=placement.id)
    reports = ground.records_of("exit_report", this_placement=True)
    departure.exit_on = ground.exit_on
    departure.commune_code = ground.case.commune_code
    departure.market_code = ground.programme.market_code if ground.programme else ""
    departure.employer = data.employer
    departure.evidence = data.evidence
    departure.evidence_ref = data.evidence_ref
    departure.without_gate = ",".join(act.lacks)
    departure.reported_by = reports[0].recorded_by if reports else ""
    departure.confirmed_by = act.by.user_id
    departure.recorded_at = now()
    departure.undone_at = None
    db.session.add(departure)


def sets_end(ground: Ground, act: Act) -> None:
    """The day on which the work contract ends, kept as a record of its own too."""
    placement, end = _held(ground), ground.data.end_on
    placement.end_on = end
    if end is not None:
        db.session.add(
            CaseRecord(
                case_id=ground.case.id,
                placement_id=placement.id,
                kind="end_date",
                on_date=end,
                act_key=act.key,
                recorded_by=act.by.user_id,
                recorded_at=now(),
            )
        )


def keeps_entry(ground: Ground, act: Act) -> None:
    """The day of coming home, if the form brought it."""
    if ground.data.entry_on is None:
        return
    placement = open_placement(ground.case)
    db.session.add(
        CaseRecord(
            case_id=ground.case.id,
            placement_id=placement.id if placement else None,
            kind="entry_date",
            on_date=ground.data.entry_on,
            act_key=act.key,
            recorded_by=act.by.user_id,
            recorded_at=now(),
        )
    )


def names_order(ground: Ground, _act: Act) -> None:
    """The job order that the form names for an open placement."""
    placement = open_placement(ground.case)
    if placement is not None and ground.order_named is not None:
        placement.order = ground.order_named


EFFECTS: dict[str, Effect] = {
    "opens_placement": opens_placement,
    "closes_placement": closes_placement,
    "refund_task": refund_task,
    "starts_clock180": starts_clock180,
    "fills_contract": fills_contract,
    "counts_departure": counts_departure,
    "sets_end": sets_end,
}
"""Name in the table of moves -> what it does."""
