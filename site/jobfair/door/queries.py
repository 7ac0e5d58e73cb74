"""The roster: one conference whose door the actor may open, and the people on its list.

Door scope (model.md): officers of the host commune from three days before to seven days after;
counsellor, leader and auditor the province; a helper the one conference she was named for, on its
day. Anything else is the 404 of what is not there.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from jobfair.access import Actor
from jobfair.conferences.door_days import door_days, door_is_open, helper_may_enter
from jobfair.database import db
from jobfair.door.row_codes import same_code
from jobfair.door.rows import DoorRow as DoorRow
from jobfair.door.rows import read_rows
from jobfair.errors import NotFound
from jobfair.lib import clock
from jobfair.lib.clock import today
from jobfair.lib.codes import normalise_slip_code
from jobfair.lib.text import fold, sort_key
from jobfair.models import (
    LISTED,
    Attendance,
    Conference,
    ConferenceState,
    DoorAct,
    Registration,
    RegistrationState,
)

SENDING_DAYS = 30
_NUMBERS = re.compile(r"(\d+)")


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
    if conference is None or not may_read(conference, actor):
        raise NotFound()
    return conference


def may_read(conference: Conference, actor: Actor) -> bool:
    """Whether the list is open to the actor today."""
    if actor.scope.province:
        return True
    if conference.id in actor.doors and helper_may_enter(conference, today()):
        return True
    host = conference.commune_code in actor.scope.communes
    return host and door_is_open(conference, today())


def get_sending(conference_id: str, actor: Actor) -> Conference:
    """The conference whose acts the actor may still send: 30 days after its end.

    The list itself closes after 7; who comes back from a commune without signal, or finds a
    file on a stick, is not sent away with it. Raises NotFound as ``get_door``.
    """
    conference = db.session.get(Conference, conference_id)
    if conference is None or conference.state is ConferenceState.DRAFT:
        raise NotFound()
    late = conference.ends_at + timedelta(days=SENDING_DAYS)
    host = conference.commune_code in actor.scope.communes
    if host and door_days(conference)[0] <= today() and clock.now() <= late:
        return conference
    return get_door(conference_id, actor)


def list_changed(conference: Conference, ids: Collection[str], since: datetime) -> list[DoorRow]:
    """The rows of these registrations, and of those about whom acts came in since a moment."""
    acts = sa.select(DoorAct.registration_id).where(
        DoorAct.conference_id == conference.id,
        DoorAct.registration_id.is_not(None),
        sa.or_(DoorAct.received_at >= since, DoorAct.id.in_(ids)),
    )
    wanted = {found for found in db.session.scalars(acts.distinct()) if found}
    return read_rows(conference, wanted) if wanted else []


def list_rows(
    conference: Conference, q: str = "", among: Sequence[DoorRow] | None = None
) -> list[DoorRow]:
    """The roster by village, then by given name in Vietnamese order; ``q`` narrows it.

    ``q``: words of the name without accents, the last digits of the phone, a row code or a
    slip code. Three reads, however long the list; none when the rows ``among`` which to look
    are given.
    """
    rows = list(among) if among is not None else read_rows(conference)
    if q.strip():
        rows = [row for row in rows if _matches(row, q.strip())]
    return sorted(rows, key=_by_village)


def get_row(conference: Conference, registration_id: str) -> DoorRow:
    """One row of the roster. Raises NotFound when it is not on this conference's list."""
    rows = read_rows(conference, {registration_id})
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
