"""Every gate of every step: missing refuses with its own words, present lets the step pass."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from jobfair.cases import rules
from jobfair.cases.gates import GATES, GateMissing
from jobfair.cases.ground import MoveData
from jobfair.cases.history import append_event
from jobfair.cases.moves import MOVES
from jobfair.cases.queries import find_departure, last_placement
from jobfair.database import db
from jobfair.errors import AppError
from jobfair.lib.clock import add_months, today
from jobfair.lib.codes import new_form_key
from jobfair.models import (
    CaseFile,
    CaseRecord,
    Departure,
    LicenceEvent,
    LicenceKind,
    OrderState,
    Paper,
    PersonPhone,
    Purpose,
    Stage,
)
from jobfair.privacy.rules import withdraw_consent
from tests.cases import journey
from tests.cases.journey import bare_record

S = Stage
Breaker = Callable[[CaseFile, MoveData], MoveData]
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
        journey.provide(case, gate)
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


def _drop_records(kind: str) -> Breaker:
    def act(case: CaseFile, data: MoveData) -> MoveData:
        db.session.query(CaseRecord).filter_by(case_id=case.id, kind=kind).delete()
        return data

    return act


def _expire_paper(kind: str) -> Breaker:
    def act(case: CaseFile, data: MoveData) -> MoveData:
        row = db.session.query(Paper).filter_by(person_id=case.person_id, kind=kind).one()
        row.valid_to = today() - timedelta(days=1)
        return data

    return act


def _under_age(case: CaseFile, data: MoveData) -> MoveData:
    case.person.birth_date = add_months(today(), -18 * 12) + timedelta(days=1)
    return data


def _no_phone(case: CaseFile, data: MoveData) -> MoveData:
    db.session.query(PersonPhone).filter_by(person_id=case.person_id).delete()
    return data


def _no_seat_consent(case: CaseFile, data: MoveData) -> MoveData:
    withdraw_consent(case.person_id, Purpose.SEAT, lang="vi", how="web", by="worker")
    return data


def _no_body_consent(case: CaseFile, data: MoveData) -> MoveData:
    withdraw_consent(
        case.person_id, Purpose.BODY, lang="vi", how="web", by="worker", body_id=journey.body().id
    )
    return data


def _suspended(case: CaseFile, data: MoveData) -> MoveData:
    day, body = today(), journey.body()
    body.licence_events.append(
        LicenceEvent(
            kind=LicenceKind.SUSPENDED,
            market_code="JP",
            from_day=day - timedelta(days=3),
            document_no="DC 1",
            document_on=day - timedelta(days=4),
        )
    )
    return data


def _order_closed(case: CaseFile, data: MoveData) -> MoveData:
    journey.order().state = OrderState.CLOSED
    return data


def _order_unapproved(case: CaseFile, data: MoveData) -> MoveData:
    journey.order().approval_no = ""
    return data


def _order_full(case: CaseFile, data: MoveData) -> MoveData:
    journey.order().approved_quantity = 0
    return data


def _no_contract(case: CaseFile, data: MoveData) -> MoveData:
    placement = last_placement(case)
    if placement is not None:
        placement.contract_no = ""
    return replace(data, contract_no="")


def _branch(case: CaseFile, data: MoveData) -> MoveData:
    for row in db.session.query(CaseRecord).filter_by(case_id=case.id):
        row.at_head_office = False
    return replace(data, head_office=False)


def _exit_ahead(case: CaseFile, data: MoveData) -> MoveData:
    return replace(data, exit_on=today() + timedelta(days=1))


def _late_certificate(case: CaseFile, data: MoveData) -> MoveData:
    row = db.session.query(Paper).filter_by(person_id=case.person_id, kind="orientation").one()
    row.issued_on = add_months(today(), -25)
    return data


def _counted(case: CaseFile, data: MoveData) -> MoveData:
    other = journey.put(journey.new_case(), S.DEPARTED)
    other.person_id = case.person_id
    other.closed_at = other.stage_since
    placement = last_placement(other)
    departure = find_departure(placement.id) if placement else None
    assert isinstance(departure, Departure)
    departure.exit_on = today()
    return data


def _old_case(case: CaseFile, data: MoveData) -> MoveData:
    at = case.closed_at
    assert at is not None
    case.closed_at = at - timedelta(days=25 * 31)
    return data


def _earlier_end(case: CaseFile, data: MoveData) -> MoveData:
    return replace(data, end_on=today() - timedelta(days=1))


def _far_entry(case: CaseFile, data: MoveData) -> MoveData:
    placement = last_placement(case)
    assert placement is not None
    placement.end_on = today() + timedelta(days=200)
    return data


def _recent_letters(case: CaseFile, data: MoveData) -> MoveData:
    for number, row in enumerate(db.session.query(CaseRecord).filter_by(case_id=case.id)):
        row.on_date = today() - timedelta(days=number)
    return data


def _never_home(case: CaseFile, data: MoveData) -> MoveData:
    append_event(
        case,
        "move",
        by="system",
        act_key=new_form_key(),
        from_stage=S.ABSCONDED,
        to_stage=S.LIQUIDATED,
    )
    return data


BREAK: dict[str, Breaker] = {
    "age18": _under_age,
    "contact": _no_phone,
    "consent_seat": _no_seat_consent,
    "counsel_note": _drop_records("counsel_note"),
    "screening_record": _drop_records("screening_record"),
    "within_24_months": _old_case,
    "consent_body": _no_body_consent,
    "body_ok": _suspended,
    "order_open": _order_closed,
    "order_approved": _order_unapproved,
    "order_room": _order_full,
    "source_approval": _drop_records("source_approval"),
    "contract_paper": _no_contract,
    "head_office": _branch,
    "passport": _expire_paper("passport"),
    "health": _expire_paper("health"),
    "visa": _expire_paper("visa"),
    "exit_evidence": _exit_ahead,
    "orientation": _late_certificate,
    "not_counted": _counted,
    "end_date": lambda case, data: replace(data, end_on=None),
    "end_date_later": _earlier_end,
    "entry_date": lambda case, data: replace(data, entry_on=None),
    "entry_near_end": _far_entry,
    "report_paper": _drop_records("report_paper"),
    "family_told": _drop_records("family_told"),
    "letters_paper": _recent_letters,
    "liquidation_paper": _drop_records("liquidation_paper"),
    "next_of_kin": _drop_records("next_of_kin"),
    "job_evidence": _drop_records("job_evidence"),
    "came_home": _never_home,
}


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
