"""One way to close each gate: what is taken from the case, or said wrongly of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from jobfair.cases.ground import MoveData
from jobfair.cases.history import append_event
from jobfair.cases.queries import find_departure, last_placement
from jobfair.database import db
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

S = Stage
Breaker = Callable[[CaseFile, MoveData], MoveData]


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
