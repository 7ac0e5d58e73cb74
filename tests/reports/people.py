"""People for the board: one call makes a person, the case and, when wanted, an exit."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count

import sqlalchemy as sa
from sqlalchemy.orm import Session

from jobfair.lib import clock
from jobfair.models import (
    CaseFile,
    Departure,
    JobOrder,
    Office,
    OfficeKind,
    Person,
    Placement,
    Stage,
)
from tests.world import MUONG_LA

_numbers = count(1)


def make_case(
    session: Session, stage: Stage, commune: str | None = MUONG_LA, name: str = ""
) -> CaseFile:
    """A person with an open case at the stage."""
    number = next(_numbers)
    person = Person(
        name=name or f"Lò Thị Mẫu {number}",
        birth_year=2000,
        commune_code=commune,
        other_province=commune is None,
    )
    session.add(person)
    office = session.scalars(sa.select(Office).where(Office.kind == OfficeKind.CENTRE)).one()
    case = CaseFile(
        person=person,
        stage=stage,
        stage_since=clock.now(),
        owner_office_id=office.id,
        next_step="check_in",
        next_on=clock.today(),
        commune_code=commune,
    )
    session.add(case)
    session.flush()
    return case


def place(session: Session, case: CaseFile, selected_days_ago: int = 40) -> Placement:
    """An open placement with the first order of the world."""
    order = session.scalars(sa.select(JobOrder).order_by(JobOrder.code)).first()
    assert order is not None
    selected = clock.today() - timedelta(days=selected_days_ago)
    placement = Placement(
        case_id=case.id,
        programme_code=order.programme_code,
        body_id=order.body_id,
        order_id=order.id,
        selected_on=selected,
        contract_on=selected,
    )
    session.add(placement)
    session.flush()
    return placement


def depart(
    session: Session,
    commune: str | None = MUONG_LA,
    on: date | None = None,
    without_gate: str = "",
    name: str = "",
) -> Departure:
    """Somebody of the commune who left."""
    case = make_case(session, Stage.DEPARTED, commune, name)
    placement = place(session, case)
    departure = Departure(
        placement_id=placement.id,
        exit_on=on or clock.today(),
        commune_code=commune,
        market_code="JP",
        employer="Xí nghiệp mẫu",
        evidence="ticket",
        without_gate=without_gate,
        confirmed_by="leader",
    )
    session.add(departure)
    session.flush()
    return departure
