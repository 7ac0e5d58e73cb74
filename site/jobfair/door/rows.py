"""Reading the roster: a few reads, however long the list."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa

from jobfair.database import db
from jobfair.door.row_codes import row_code
from jobfair.lib.codes import new_form_key
from jobfair.lib.text import given_name
from jobfair.models import (
    LISTED,
    Attendance,
    Conference,
    ConferenceGuest,
    Consent,
    DoorAct,
    Interest,
    Person,
    PersonPhone,
    Purpose,
    Registration,
    RegistrationState,
)


@dataclass(frozen=True)
class DoorRow:
    """One person on the roster, as the door may see her; no link to the person."""

    registration_id: str
    person_id: str
    code: str
    slip_code: str
    state: RegistrationState
    name: str
    birth_year: int
    village: str
    commune_code: str | None
    tail: str
    present: bool
    at: datetime | None
    markets: frozenset[str]
    doubt: str
    next: str
    provisional: bool
    tables: frozenset[int] = frozenset()  # guests that interest her, by their table
    written_by: str = ""  # the acts by which she was written down, comma
    act_id: str = field(default_factory=new_form_key)

    @property
    def given(self) -> str:
        """The name one is called by."""
        return given_name(self.name)

    @property
    def told(self) -> bool:
        """Whether the person has said what comes next."""
        return bool(self.next)


def _select(
    conference_id: str, only: Collection[str] | None
) -> sa.Select[Registration, Person, Attendance, int, str]:
    numbered = (
        sa.select(
            Registration.id,
            sa.func.row_number()
            .over(order_by=(Registration.created_at, Registration.id))
            .label("number"),
        )
        .where(Registration.conference_id == conference_id)
        .subquery()
    )
    tail = (
        sa.select(PersonPhone.tail)
        .where(PersonPhone.person_id == Person.id)
        .order_by(PersonPhone.position, PersonPhone.id)
        .limit(1)
        .scalar_subquery()
    )
    query = (
        sa.select(Registration, Person, Attendance, numbered.c.number, tail)
        .join(numbered, numbered.c.id == Registration.id)
        .join(Person, Person.id == Registration.person_id)
        .outerjoin(Attendance, Attendance.registration_id == Registration.id)
        .where(Registration.state.in_(LISTED))
    )
    return query if only is None else query.where(Registration.id.in_(only))


def read_rows(conference: Conference, only: Collection[str] | None = None) -> list[DoorRow]:
    """The people on the list, or only these registrations of it."""
    read = db.session.execute(_select(conference.id, only)).all()
    written, tables = _written(conference), _tables(conference)
    provisional = _provisional([row[0].person_id for row in read])
    return [
        _row(
            registration,
            person,
            attendance,
            number=number,
            tail=tail,
            provisional=person.id in provisional,
            written_by=",".join(written.get(registration.id, ())),
            tables=frozenset(tables.get(registration.id, ())),
        )
        for registration, person, attendance, number, tail in read
    ]


def _row(
    registration: Registration,
    person: Person,
    attendance: Attendance | None,
    *,
    number: int,
    tail: str | None,
    provisional: bool,
    written_by: str,
    tables: frozenset[int],
) -> DoorRow:
    came = attendance if attendance is not None and attendance.present else None
    return DoorRow(
        registration_id=registration.id,
        person_id=person.id,
        code=row_code(number),
        slip_code=registration.slip_code,
        state=registration.state,
        name=person.name,
        birth_year=person.birth_year,
        village=person.village,
        commune_code=person.commune_code,
        tail=tail or "",
        present=came is not None,
        at=came.at if came else None,
        markets=frozenset(code for code in came.outcome_markets.split(",") if code)
        if came
        else frozenset(),
        doubt=came.doubt if came else "",
        next=came.said if came else "",
        provisional=provisional,
        written_by=written_by,
        tables=tables,
    )


def _tables(conference: Conference) -> dict[str, list[int]]:
    """Registration -> the tables of the guests that interest her."""
    rows = db.session.execute(
        sa.select(Interest.registration_id, ConferenceGuest.booth)
        .join(ConferenceGuest, ConferenceGuest.id == Interest.guest_id)
        .where(
            ConferenceGuest.conference_id == conference.id,
            ConferenceGuest.booth.is_not(None),
            Interest.wanted.is_(True),
        )
    )
    found: dict[str, list[int]] = {}
    for registration_id, booth in rows:
        found.setdefault(registration_id, []).append(booth or 0)
    return found


def _written(conference: Conference) -> dict[str, list[str]]:
    """Registration -> the acts by which phones wrote the person down."""
    rows = db.session.execute(
        sa.select(DoorAct.registration_id, DoorAct.id)
        .where(
            DoorAct.conference_id == conference.id,
            DoorAct.kind == "walk_in",
            DoorAct.registration_id.is_not(None),
        )
        .order_by(DoorAct.id)
    )
    found: dict[str, list[str]] = {}
    for registration_id, act_id in rows:
        found.setdefault(str(registration_id), []).append(act_id)
    return found


def _provisional(person_ids: Sequence[str]) -> frozenset[str]:
    """Adults whose seat rests on somebody else's word and who have not confirmed it."""
    rows = db.session.execute(
        sa.select(Consent.person_id, Consent.given, Consent.provisional)
        .where(Consent.person_id.in_(person_ids), Consent.purpose == Purpose.SEAT)
        .order_by(Consent.at, Consent.seq)
    )
    last = {person_id: given and provisional for person_id, given, provisional in rows}
    return frozenset(person_id for person_id, open_ in last.items() if open_)
