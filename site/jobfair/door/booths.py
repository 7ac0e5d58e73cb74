"""One table of a fair: who asked for it, at which hours it speaks with whom, for whose eyes (C12).

Officers see a table in the door's scope. A sending body sees its own table on the day: name and
commune of whoever agreed that the companies may (consent_agencies), the phone of whoever agreed
to that too; of the others how many there are, and of an hour the code of the row.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from jobfair.access import Actor, Permission
from jobfair.conferences.interviews import list_slots
from jobfair.database import db
from jobfair.door.queries import DoorRow, get_door, list_rows
from jobfair.door.rules import conference_day
from jobfair.errors import NotFound
from jobfair.lib import clock
from jobfair.lib.codes import normalise_slip_code
from jobfair.models import (
    Conference,
    ConferenceGuest,
    ConferenceState,
    Interest,
    InterestHow,
    PersonPhone,
    Purpose,
    SlotState,
)
from jobfair.privacy.queries import people_who_agreed


@dataclass(frozen=True)
class Table:
    """A guest's table, and whether its own sending body looks at it."""

    conference: Conference
    guest: ConferenceGuest
    own: bool

    @property
    def number(self) -> int:
        """The number on the table."""
        return self.guest.booth or 0


@dataclass(frozen=True)
class Asker:
    """Somebody interested; ``phone`` only for the body whom it may reach."""

    registration_id: str
    person_id: str
    code: str
    name: str
    commune_code: str | None
    phone: str
    at: datetime
    scanned: bool


@dataclass(frozen=True)
class Hour:
    """One hour of the table; ``name`` and ``code`` empty while it is free."""

    id: str
    starts_at: datetime
    ends_at: datetime
    state: SlotState
    registration_id: str
    person_id: str
    code: str
    name: str


@dataclass(frozen=True)
class TableView:
    """What the page shows. ``unnamed``: interested people who did not agree to be named."""

    askers: list[Asker]
    unnamed: int
    hours: list[Hour]

    @property
    def person_ids(self) -> list[str]:
        """Whom the reader sees by name."""
        named = {row.person_id for row in self.askers}
        return sorted(named | {hour.person_id for hour in self.hours if hour.name})


def get_table(conference_id: str, number: str, actor: Actor) -> Table:
    """The table with this number. Raises NotFound out of scope as for what is not there."""
    own = not actor.can(Permission.SEE_ROSTER)
    conference = _todays(conference_id) if own else get_door(conference_id, actor)
    query = (
        sa.select(ConferenceGuest)
        .where(
            ConferenceGuest.conference_id == conference.id,
            ConferenceGuest.booth == _number(number),
        )
        .options(joinedload(ConferenceGuest.body), joinedload(ConferenceGuest.order))
    )
    if own:
        query = query.where(
            ConferenceGuest.body_id == actor.scope.body_id, ConferenceGuest.body_id.is_not(None)
        )
    guest = db.session.scalars(query).one_or_none()
    if guest is None:
        raise NotFound()
    return Table(conference, guest, own)


def _number(text: str) -> int:
    """Raises NotFound for what is no number of a table."""
    if not (text.isdecimal() and text.isascii() and len(text) < 5):
        raise NotFound()
    return int(text)


def _todays(conference_id: str) -> Conference:
    """A published conference of today, for the bodies that sit there. Raises NotFound."""
    found = db.session.scalars(
        sa.select(Conference)
        .where(Conference.id == conference_id, Conference.state == ConferenceState.OPEN)
        .options(joinedload(Conference.host_office))
    ).one_or_none()
    if found is None or conference_day(found) != clock.today():
        raise NotFound()
    return found


def view_table(table: Table) -> TableView:
    """Who asked for the table and its hours, as far as the reader may see them."""
    everybody = {row.registration_id: row for row in list_rows(table.conference)}
    seen, phones = _agreed(everybody) if table.own else (set(everybody), {})
    interests = db.session.scalars(
        sa.select(Interest)
        .where(Interest.guest_id == table.guest.id, Interest.wanted.is_(True))
        .order_by(Interest.at, Interest.id)
    ).all()
    here = [row for row in interests if row.registration_id in everybody]
    askers = [
        _asker(row, everybody[row.registration_id], phones)
        for row in here
        if row.registration_id in seen
    ]
    return TableView(askers, len(here) - len(askers), _hours(table, everybody, seen))


def _asker(interest: Interest, row: DoorRow, phones: dict[str, str]) -> Asker:
    return Asker(
        registration_id=row.registration_id,
        person_id=row.person_id,
        code=row.code,
        name=row.name,
        commune_code=row.commune_code,
        phone=phones.get(row.person_id, ""),
        at=interest.at,
        scanned=interest.how is InterestHow.SCAN,
    )


def _hours(table: Table, everybody: dict[str, DoorRow], seen: set[str]) -> list[Hour]:
    hours = []
    for slot in list_slots(table.guest.id):
        row = everybody.get(slot.registration_id or "")
        hours.append(
            Hour(
                id=slot.id,
                starts_at=slot.starts_at,
                ends_at=slot.ends_at,
                state=slot.state,
                registration_id=slot.registration_id or "",
                person_id=row.person_id if row else "",
                code=row.code if row else "",
                name=row.name if row and row.registration_id in seen else "",
            )
        )
    return hours


def _agreed(everybody: dict[str, DoorRow]) -> tuple[set[str], dict[str, str]]:
    """Registrations whose person agreed to be named, and person -> phone where agreed as well."""
    people = {row.person_id for row in everybody.values()}
    named = _who(Purpose.AGENCIES, people)
    rows = db.session.execute(
        sa.select(PersonPhone.person_id, PersonPhone.e164)
        .where(PersonPhone.person_id.in_(named & _who(Purpose.AGENCY_PHONE, people)))
        .order_by(PersonPhone.position.desc(), PersonPhone.id.desc())
    )
    seen = {row.registration_id for row in everybody.values() if row.person_id in named}
    return seen, dict(rows.all())


def _who(purpose: Purpose, people: set[str]) -> set[str]:
    """Those of the people whose last word on the purpose is yes."""
    agreed = people_who_agreed(purpose).subquery()
    query = sa.select(agreed.c.person_id).where(agreed.c.person_id.in_(people))
    return set(db.session.scalars(query))


def find_by_code(conference: Conference, typed: str) -> DoorRow | None:
    """Whoever has this whole row code or slip code, typed or read from the slip's picture."""
    last = typed.strip().rstrip("/").rsplit("/", 1)[-1]
    plain = "".join(sign for sign in last.upper() if sign.isalnum())
    slip = normalise_slip_code(last)
    for row in list_rows(conference):
        if plain and (plain == row.code.replace("-", "") or slip == row.slip_code):
            return row
    return None
