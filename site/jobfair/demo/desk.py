"""What lies on the desk: filters that staff keep, and cases offered to another office."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from jobfair.demo.dice import Dice
from jobfair.lib import clock
from jobfair.models import (
    CaseEvent,
    CaseFile,
    Handover,
    HandoverState,
    Office,
    OfficeKind,
    SavedFilter,
    UserAccount,
)

FILTERS: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "counsellor": (
        ("Trễ việc cần gọi", "viec=counsel&qua-han=1"),
        ("Sắp hết 180 ngày", "dong-ho=sap"),
        ("Nhật Bản, chờ xuất cảnh", "buoc=waiting_departure&thi-truong=JP"),
    ),
    "officer.muongla": (
        ("Quá hạn", "qua-han=1"),
        ("Ở bước này quá lâu", "it-nhat=60"),
    ),
}
"""User name -> name and address of each filter."""

OFFERS: Final = (
    "Gia đình muốn gặp tư vấn viên ở trung tâm trước khi quyết định.",
    "Đã gọi ba lần không gặp; đi làm ở Hà Nội, nhờ trung tâm liên hệ.",
)


def write_desk(session: Session, dice: Dice, day: date) -> None:
    """Add kept filters and two offers of the first commune to the centre."""
    users = {user.username: user for user in session.scalars(sa.select(UserAccount))}
    for username, kept in FILTERS.items():
        for position, (name, query) in enumerate(kept, start=1):
            row = SavedFilter(id=dice.id(), name=name, query=query, position=position)
            row.user_id = users[username].id
            row.created_at = clock.from_local(day, time(7, 30))
            session.add(row)
    _offer(session, dice, users["officer.muongla"], day)
    session.flush()


def _offer(session: Session, dice: Dice, officer: UserAccount, day: date) -> None:
    office = officer.grants[0].office
    centres = sa.select(Office).where(Office.kind == OfficeKind.CENTRE).order_by(Office.name)
    centre = session.scalars(centres).first()
    if centre is None:
        return
    cases = session.scalars(
        sa.select(CaseFile)
        .where(CaseFile.owner_office_id == office.id, CaseFile.closed_at.is_(None))
        .order_by(CaseFile.id)
        .limit(len(OFFERS))
    ).all()
    for number, (case, note) in enumerate(zip(cases, OFFERS, strict=False), start=1):
        at = clock.from_local(day - timedelta(days=number), time(9, 10 * number))
        at = max(at, case.opened_at)
        last = session.scalar(
            sa.select(sa.func.max(CaseEvent.seq)).where(CaseEvent.case_id == case.id)
        )
        shown = f"{officer.full_name}, {office.name}"
        session.add(
            Handover(
                id=dice.id(),
                case_id=case.id,
                from_office_id=office.id,
                to_office_id=centre.id,
                note=note,
                state=HandoverState.OFFERED,
                act_key=dice.form_key(),
                offered_by=officer.id,
                offered_by_name=shown,
                offered_at=at,
            )
        )
        session.add(_offered(dice, officer, case, (last or 0) + 1, centre, note, at))


def _offered(
    dice: Dice,
    officer: UserAccount,
    case: CaseFile,
    seq: int,
    centre: Office,
    note: str,
    at: datetime,
) -> CaseEvent:
    """The entry of the timeline that an offer leaves."""
    return CaseEvent(
        id=dice.id(),
        case_id=case.id,
        seq=seq,
        act_key=dice.form_key(),
        kind="handover",
        reason="handover_offered",
        note=f"{centre.name}. {note}",
        by=officer.id,
        by_name=f"{officer.full_name}, {officer.grants[0].office.name}",
        role="officer",
        at=at,
    )
