"""The fairs of the last days: who asked for which table, and the hours that follow them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from jobfair.demo.dice import Dice
from jobfair.lib import clock
from jobfair.models import (
    Attendance,
    Conference,
    ConferenceGuest,
    ConferenceKind,
    ConferenceState,
    Interest,
    InterestHow,
    InterviewSlot,
    Registration,
    SlotState,
)

ASKED: Final = 0.7
"""Share of those who came who asked for a table."""
HOURS: Final = 6
LENGTH: Final = timedelta(minutes=20)
GIVEN: Final = 3


def write_fair(session: Session, dice: Dice, day: date) -> None:
    """Add interests at each fair, and hours at its first table on the day after tomorrow."""
    fairs = session.scalars(
        sa.select(Conference)
        .where(
            Conference.kind == ConferenceKind.FAIR,
            Conference.state == ConferenceState.OPEN,
            Conference.starts_at < clock.from_local(day, time()),
        )
        .order_by(Conference.starts_at)
    ).all()
    for fair in fairs:
        _write_one(session, dice, fair, clock.from_local(day, time(8, 0)))
    session.flush()


def _write_one(session: Session, dice: Dice, fair: Conference, today: datetime) -> None:
    came = session.execute(
        sa.select(Registration, Attendance)
        .join(Attendance, Attendance.registration_id == Registration.id)
        .where(Registration.conference_id == fair.id, Attendance.present.is_(True))
        .order_by(Registration.created_at, Registration.id)
    ).all()
    asked: list[str] = []
    for registration, attendance in came:
        if dice.chance(ASKED):
            guest = dice.pick(fair.guests)
            session.add(_interest(dice, registration, guest, attendance))
            asked.append(registration.id)
    _hours(session, dice, fair.guests[0], asked, today)


def _interest(
    dice: Dice, registration: Registration, guest: ConferenceGuest, attendance: Attendance
) -> Interest:
    return Interest(
        id=dice.id(),
        registration_id=registration.id,
        guest_id=guest.id,
        act_id=dice.form_key(),
        at=attendance.at + timedelta(minutes=dice.between(10, 90)),
        by=attendance.by,
        how=InterestHow.SCAN if dice.chance(0.5) else InterestHow.TABLE,
        wanted=True,
    )


def _hours(
    session: Session, dice: Dice, guest: ConferenceGuest, asked: list[str], today: datetime
) -> None:
    starts = today + timedelta(days=2)
    for number in range(HOURS):
        who = asked[number] if number < min(GIVEN, len(asked)) else None
        session.add(
            InterviewSlot(
                id=dice.id(),
                guest_id=guest.id,
                starts_at=starts + number * LENGTH,
                ends_at=starts + (number + 1) * LENGTH,
                registration_id=who,
                state=SlotState.GIVEN if who else SlotState.FREE,
                changed_at=today - timedelta(days=1),
            )
        )
