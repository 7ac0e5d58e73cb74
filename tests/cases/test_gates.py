"""Every gate of every step: missing refuses with its own words, present lets the step pass."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from jobfair.cases import rules
from jobfair.cases.gates import GATES, GateMissing
from jobfair.cases.ground import MoveData
from jobfair.cases.history import append_event
from jobfair.cases.moves import MOVES
from jobfair.cases.queries import last_placement
from jobfair.database import db
from jobfair.errors import AppError
from jobfair.lib.clock import today
from jobfair.lib.codes import new_form_key
from jobfair.models import CaseFile, Paper, Stage
from tests.cases import journey
from tests.cases.gate_rows import bare_record, provide
from tests.cases.gates_broken import BREAK

S = Stage
WHO = {"O": "officer.muongla", "C": "counsellor", "A": "agency.one", "L": "leader"}
GUARDED = [(start, to, gate) for (start, to), move in MOVES.items() for gate in move.gates]


def ready(start: Stage, to: Stage) -> CaseFile:
    """A case at ``start`` with everything that any gate of the step asks for."""
    case = journey.put(journey.new_case(), start)
    journey.agree(case)
    if start is S.LIQUIDATED:
        append_event(
            case,
            "move",
            by="system",
            act_key=new_form_key(),
            from_stage=S.COMPLETED,
            to_stage=S.LIQUIDATED,
        )
    for gate in MOVES[(start, to)].gates:
        provide(case, gate)
    db.session.flush()
    return case


def make(case: CaseFile, to: Stage, data: MoveData) -> CaseFile:
    """Make the step by its first owner, with a reason where one is asked."""
    move = MOVES[(case.stage, to)]
    letter = next(x for x in "OCAL" if x in move.owners)
    return rules.move(
        case,
        to,
        by=journey.actor(WHO[letter]),
        version=case.version,
        act_key=new_form_key(),
        reason="other" if move.reason == "yes" else "",
        note="Ghi rõ" if move.reason == "yes" else "",
        data=data,
    )


def right_data(to: Stage, case: CaseFile) -> MoveData:
    return journey.data_for(to)


def test_every_gate_of_the_table_is_written_and_tried() -> None:
    named = {gate for move in MOVES.values() for gate in move.gates}
    assert named == set(GATES)
    assert named - set(BREAK) == {"one_placement"}, "one_placement has tests of its own"


@pytest.mark.parametrize(("start", "to"), [pair for pair, move in MOVES.items() if move.gates])
def test_with_everything_there_the_step_passes(session: Session, start: Stage, to: Stage) -> None:
    case = ready(start, to)
    make(case, to, right_data(to, case))
    assert case.stage is to


@pytest.mark.parametrize(
    ("start", "to", "gate"), [row for row in GUARDED if row[2] in BREAK], ids=str
)
def test_a_closed_gate_refuses_and_says_what_is_missing(
    session: Session, start: Stage, to: Stage, gate: str
) -> None:
    case = ready(start, to)
    data = BREAK[gate](case, right_data(to, case))
    session.flush()
    session.expire_all()
    with pytest.raises(GateMissing) as refused:
        make(case, to, data)
    assert gate in [result.name for result in refused.value.missing]
    assert all(result.sentence for result in refused.value.missing)
    assert case.stage is start


def test_a_direct_contract_needs_no_orientation(session: Session) -> None:
    case = ready(S.WAITING_DEPARTURE, S.DEPARTED)
    db.session.query(Paper).filter_by(kind="orientation").delete()
    placement = last_placement(case)
    assert placement is not None
    placement.direct = True
    make(case, S.DEPARTED, right_data(S.DEPARTED, case))
    assert case.stage is S.DEPARTED


@pytest.mark.parametrize(("days_before_exit", "ok"), [(0, True), (730, True), (-1, False)])
def test_the_certificate_holds_on_the_day_of_exit(
    session: Session, days_before_exit: int, ok: bool
) -> None:
    case = ready(S.WAITING_DEPARTURE, S.DEPARTED)
    row = db.session.query(Paper).filter_by(kind="orientation").one()
    exit_on = today() - timedelta(days=5)
    row.issued_on = exit_on - timedelta(days=days_before_exit)
    data = replace(right_data(S.DEPARTED, case), exit_on=exit_on)
    if ok:
        make(case, S.DEPARTED, data)
    else:
        with pytest.raises(GateMissing):
            make(case, S.DEPARTED, data)


def test_reports_of_an_earlier_stage_do_not_serve_again(session: Session) -> None:
    case = ready(S.WORKING, S.ABSCONDED)
    make(case, S.ABSCONDED, MoveData())
    bare_record(case, "family_told")
    with pytest.raises(GateMissing) as refused:
        make(case, S.DECEASED_MISSING, MoveData())
    assert [r.name for r in refused.value.missing] == ["report_paper"]


def test_an_age_of_eighteen_today_is_enough(session: Session) -> None:
    case = ready(S.INTEREST, S.REGISTERED)
    case.person.birth_date = date(today().year - 18, today().month, min(today().day, 28))
    make(case, S.REGISTERED, MoveData())
    assert case.stage is S.REGISTERED


def test_nobody_is_selected_tomorrow(session: Session) -> None:
    case = ready(S.INTERVIEWED, S.SELECTED)
    with pytest.raises(AppError) as refused:
        make(case, S.SELECTED, MoveData(selected_on=today() + timedelta(days=1)))
    assert refused.value.status == 422
    make(case, S.SELECTED, MoveData(selected_on=today() - timedelta(days=4)))
    placement = last_placement(case)
    assert placement is not None
    assert placement.selected_on == today() - timedelta(days=4)


def test_an_order_that_is_named_late_must_be_the_bodys_own_and_open(session: Session) -> None:
    case = ready(S.INTRODUCED, S.INTERVIEWED)
    placement = last_placement(case)
    assert placement is not None
    placement.order = None
    session.flush()
    for order_id in (None, journey.order("MAU-TW-01").id):
        with pytest.raises(GateMissing):
            make(case, S.INTERVIEWED, MoveData(order_id=order_id))
    make(case, S.INTERVIEWED, MoveData(order_id=journey.order().id))
    assert placement.order_id == journey.order().id
