"""The roster: one conference whose door the actor may open, and the people on its list.

Door scope (model.md): officers of the host commune from three days before to seven days after;
counsellor, leader and auditor the province; a helper the one conference she was named for, on its
day. Anything else is the 404 of what is not there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from jobfair.access import Actor
from jobfair.conferences.door_days import door_is_open, helper_may_enter
from jobfair.database import db
from jobfair.door.row_codes import row_code, same_code
from jobfair.errors import NotFound
from jobfair.lib.clock import today
from jobfair.lib.codes import new_form_key, normalise_slip_code
from jobfair.lib.text import fold, given_name, sort_key
from jobfair.models import (
    Attendance,
    Conference,
    ConferenceState,
    Consent,
    Person,
    PersonPhone,
    Purpose,
    Registration,
    RegistrationState,
)

LISTED = (RegistrationState.HELD, RegistrationState.WAITING, RegistrationState.WALK_IN)
_NUMBERS = re.compile(r"(\d+)")


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
    act_id: str = field(default_factory=new_form_key)

    @property
    def given(self) -> str:
        """The name one is called by."""
        return given_name(self.name)

    @property
    def told(self) -> bool:
        """Whether the person has said what comes next."""
        return bool(self.next)


@dataclass(frozen=True)
class Counts:
    """Who came of those registered, and how many came without."""

    registered: int
    came: int
    walk_ins: int


def get_door(conference_id: str, actor: Actor) -> Conference:
    """The conference with host and markets, when its door is open to the actor today.

    Raises NotFound for a draft, another commune's, one out of its days and an unknown id alike.
    """
    conference = db.session.scalars(
        sa.select(Conference)
        .where(Conference.id == conference_id, Conference.state != ConferenceState.DRAFT)
        .options(joinedload(Conference.host_office), selectinload(Conference.markets))
    ).one_or_none()
    if conference is None or not _may_enter(conference, actor):
        raise NotFound()
    return conference


def _may_enter(conference: Conference, actor: Actor) -> bool:
    if actor.scope.province:
        return True
    if conference.id in actor.doors and helper_may_enter(conference, today()):
        return True
    host = conference.commune_code in actor.scope.communes
    return host and door_is_open(conference, today())


def list_rows(
    conference: Conference, q: str = "", among: Sequence[DoorRow] | None = None
) -> list[DoorRow]:
    """The roster by village, then by given name in Vietnamese order; ``q`` narrows it.

    ``q``: words of the name without accents, the last digits of the phone, a row code or a
    slip code. Three reads, however long the list; none when the rows ``among`` which to look
    are given.
    """
    rows = list(among) if among is not None else _read(conference)
    if q.strip():
        rows = [row for row in rows if _matches(row, q.strip())]
    return sorted(rows, key=_by_village)


def get_row(conference: Conference, registration_id: str) -> DoorRow:
    """One row of the roster. Raises NotFound when it is not on this conference's list."""
    rows = _read(conference, registration_id)
    if not rows:
        raise NotFound()
    return rows[0]


def count_rows(rows: Sequence[DoorRow]) -> Counts:
    """The numbers of a whole roster."""
    registered = [row for row in rows if row.state is not RegistrationState.WALK_IN]
    return Counts(
        registered=sum(row.state is RegistrationState.HELD for row in registered),
        came=sum(row.present for row in registered),
        walk_ins=sum(row.present for row in rows) - sum(row.present for row in registered),
    )


def get_counts(conference: Conference) -> Counts:
    """The same numbers read by themselves, beside a single row."""
    read = db.session.execute(
        sa.select(Registration.state, sa.func.count(), sa.func.count(Attendance.id))
        .outerjoin(
            Attendance,
            sa.and_(Attendance.registration_id == Registration.id, Attendance.present.is_(True)),
        )
        .where(Registration.conference_id == conference.id, Registration.state.in_(LISTED))
        .group_by(Registration.state)
    )
    numbers = {state: (total, came) for state, total, came in read}
    held = numbers.get(RegistrationState.HELD, (0, 0))
    waiting = numbers.get(RegistrationState.WAITING, (0, 0))
    walk_ins = numbers.get(RegistrationState.WALK_IN, (0, 0))
    return Counts(held[0], held[1] + waiting[1], walk_ins[1])


def _matches(row: DoorRow, wanted: str) -> bool:
    plain = wanted.replace(" ", "")
    if plain.isdecimal():
        return bool(row.tail) and (row.tail.endswith(plain) or plain.endswith(row.tail))
    if same_code(wanted, row.code) or normalise_slip_code(wanted) == row.slip_code:
        return True
    name, words = f" {fold(row.name)}", fold(wanted).split()
    return bool(words) and all(f" {word}" in name for word in words)


def _by_village(row: DoorRow) -> tuple[str, list[tuple[int, str]], str, str]:
    """Villages in order of their names and numbers, strangers to the province last."""
    parts = _NUMBERS.split(fold(row.village))
    natural = [(int(p), "") if p.isdecimal() else (-1, p) for p in parts if p]
    return row.commune_code or "~", natural, sort_key(row.name), row.registration_id


def _select(
    conference_id: str, registration_id: str | None
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
    return query if registration_id is None else query.where(Registration.id == registration_id)


def _read(conference: Conference, registration_id: str | None = None) -> list[DoorRow]:
    read = db.session.execute(_select(conference.id, registration_id)).all()
    provisional = _provisional([row[0].person_id for row in read])
    return [
        _row(
            registration,
            person,
            attendance,
            number=number,
            tail=tail,
            provisional=person.id in provisional,
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
    )


def _provisional(person_ids: Sequence[str]) -> frozenset[str]:
    """Adults whose seat rests on somebody else's word and who have not confirmed it."""
    rows = db.session.execute(
        sa.select(Consent.person_id, Consent.given, Consent.provisional)
        .where(Consent.person_id.in_(person_ids), Consent.purpose == Purpose.SEAT)
        .order_by(Consent.at, Consent.seq)
    )
    last = {person_id: given and provisional for person_id, given, provisional in rows}
    return frozenset(person_id for person_id, open_ in last.items() if open_)
