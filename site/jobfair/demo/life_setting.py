"""What the one whole life begins with: a job order, a conference, a registration by the web."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from jobfair.database import db
from jobfair.demo.bodies import Bodies
from jobfair.demo.dice import Dice
from jobfair.demo.halls import meeting_columns
from jobfair.demo.meetings import Meeting
from jobfair.demo.names import NameBook
from jobfair.demo.orders import Order, order_columns
from jobfair.demo.places import Map, Place
from jobfair.demo.works import ONE, Work
from jobfair.keys import keys
from jobfair.lib import clock
from jobfair.lib.codes import receipt_for
from jobfair.models import (
    Base,
    Conference,
    ConferenceGuest,
    ConferenceKind,
    ConferenceMarket,
    ConferenceState,
    JobOrder,
    OrderState,
    Purpose,
)
from jobfair.registration.answers import Answers
from jobfair.registration.rows import human_rows
from jobfair.registration.sending import Sending

if TYPE_CHECKING:
    from jobfair.demo.life_days import Calendar

NAME: Final = "Lò Thị Ban Mai"
VILLAGE: Final = "Bản Đầu Suối"
PHONE: Final = "+84950000999"
AGE: Final = 22

WORK: Final = Work(
    "JP-TITP",
    "JP",
    "Đóng gói rau quả",
    "Packing fruit and vegetables",
    "Hợp tác xã mẫu Đồi Táo",
    175_000,
    "JPY",
    170,
    24,
    Decimal("1.5"),
    "18–32 tuổi, tốt nghiệp THCS trở lên.",
)
"""What she went for; two years, the fee below two months of basic wage."""

CODE: Final = "MAU-JP-00"
PURPOSES: Final = (Purpose.SEAT, Purpose.SMS, Purpose.AGENCIES)


@dataclass
class Setting:
    """The commune, the conference and the order; both are closed once they are over."""

    home: Place
    body_id: str
    order_id: str
    conference_id: str

    @property
    def order(self) -> JobOrder:
        """The job order."""
        return db.session.get_one(JobOrder, self.order_id)

    @property
    def conference(self) -> Conference:
        """The conference."""
        return db.session.get_one(Conference, self.conference_id)

    def close(self) -> None:
        """Years later neither takes anybody."""
        self.order.state = OrderState.CLOSED
        self.conference.state = ConferenceState.CLOSED


def write_setting(
    session: Session,
    dice: Dice,
    where: Map,
    bodies: Bodies,
    names: NameBook,
    calendar: Calendar,
    day: date,
) -> Setting:
    """Write the order and the conference, open as they were then."""
    body_id = bodies.id_of(ONE)
    order = Order(
        id=dice.id(),
        code=CODE,
        work=WORK,
        body=ONE,
        body_id=body_id,
        published=calendar.conference - timedelta(days=30),
        deadline=calendar.conference + timedelta(days=100),
        state=OrderState.OPEN,
        quantity=10,
    )
    job = JobOrder(**order_columns(order, order.quantity, day))
    session.add(job)
    meeting = Meeting(
        id=dice.id(),
        slug=f"{where.first.slug}-{calendar.conference:%d-%m-%Y}",
        kind=ConferenceKind.HALL,
        place=where.first,
        starts_at=clock.from_local(calendar.conference, time(8, 0)),
        day=calendar.conference,
        state=ConferenceState.OPEN,
        room=40,
        held=1,
    )
    conference = Conference(**meeting_columns(dice, meeting, names, where, day))
    conference.markets = [ConferenceMarket(market_code=WORK.market)]
    session.add(conference)
    session.flush()
    session.add(
        ConferenceGuest(conference_id=conference.id, body_id=body_id, order_id=job.id, position=0)
    )
    session.flush()
    return Setting(where.first, body_id, job.id, conference.id)


def write_registration(session: Session, dice: Dice, setting: Setting, calendar: Calendar) -> str:
    """Register her by the web, in the evening after she read the poster; gives the id."""
    answers = Answers(
        for_whom="self",
        name=NAME,
        birth_year=calendar.registered.year - AGE,
        phone=PHONE,
        commune=setting.home.code,
        village=VILLAGE,
    )
    sending = Sending(dice.form_key(), answers, PHONE, PURPOSES, "vi")
    evening = clock.from_local(calendar.registered, time(19, 42))
    with clock.at(evening):
        human = human_rows(setting.conference, sending, 0)
    old = human.registration
    new = {str(old[name]): dice.id() for name in ("id", "person_id", "case_id")}
    registration_id = new[str(old["id"])]
    written = {**old, "slip_code": dice.slip()}
    written["receipt"] = receipt_for(registration_id, keys().receipt_key)
    for table, rows in {**human.first, "registration": [written], **human.then}.items():
        for row in rows:
            _write(session, dice, table, _renamed(row, new), evening)
    session.expire_all()
    return registration_id


# Any: values of columns.
def _renamed(row: Mapping[str, Any], new: Mapping[str, str]) -> dict[str, Any]:
    """The row with ids of the dice for those that were drawn."""
    return {name: _renamed_value(value, new) for name, value in row.items()}


def _renamed_value(value: Any, new: Mapping[str, str]) -> Any:
    if isinstance(value, dict):
        return _renamed(value, new)
    if isinstance(value, str):
        for old, drawn in new.items():
            value = value.replace(old, drawn)
    return value


def _write(session: Session, dice: Dice, table: str, row: dict[str, Any], at: datetime) -> None:
    """Insert one row as sent; a message has been sent since."""
    columns = Base.metadata.tables[table]
    if table not in ("person", "case_file", "registration"):
        row["id"] = dice.id()
    if table == "outbox_message":
        row |= {"done_at": row["due_at"], "attempts": 1}
    with clock.at(at):
        session.execute(sa.insert(columns).values(**row))
