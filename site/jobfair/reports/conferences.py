"""What came of the conferences of a year, and what holds people back, by commune (C18, C19).

Numbers only. A commune officer reads those that the own communes hosted, others all of them.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, time

import sqlalchemy as sa

from jobfair.access import Scope
from jobfair.cases.doubts import DOUBTS
from jobfair.database import db
from jobfair.lib import clock
from jobfair.models import (
    Attendance,
    CaseFile,
    Conference,
    ConferenceKind,
    ConferenceState,
    Departure,
    Placement,
    Registration,
    RegistrationState,
)

_REGISTERED = (RegistrationState.HELD, RegistrationState.WALK_IN)


@dataclass(frozen=True)
class Held:
    """A conference that has begun: people, each once."""

    id: str
    starts_at: datetime
    commune_code: str
    kind: ConferenceKind
    registered: int  # had a seat
    came: int  # with a seat or without
    walked_in: int  # came without
    interested: int  # came and named a market
    departed: int = 0  # came and left for work abroad from that day on


@dataclass(frozen=True)
class Doubts:
    """What people said at the doors of one commune."""

    commune_code: str
    came: int
    said: Counter[str] = field(default_factory=Counter)

    @property
    def most(self) -> list[tuple[str, int]]:
        """The three doubts named most often, of equal ones in the order of the buttons."""
        order = list(DOUBTS)
        return sorted(self.said.items(), key=lambda one: (-one[1], order.index(one[0])))[:3]


@dataclass(frozen=True)
class Outcome:
    """The conferences of a year in the reader's scope, latest first, and the doubts."""

    year: int
    years: list[int]
    held: list[Held]
    doubts: list[Doubts]

    def total(self, name: str) -> int:
        """The sum of a number of ``Held`` over all; who came to two counts twice."""
        return sum(int(getattr(one, name)) for one in self.held)

    @property
    def said(self) -> Counter[str]:
        """Every doubt over all communes."""
        return sum((one.said for one in self.doubts), Counter[str]())


def read_outcome(year: int | None, scope: Scope) -> Outcome:
    """Everything that the page shows; the current year when none is given. Four reads."""
    shown = year or clock.today().year
    where = _begun(scope)
    first, last = date(shown, 1, 1), date(shown, 12, 31)
    between = Conference.starts_at.between(
        clock.from_local(first, time(0)), clock.from_local(last, time(23, 59, 59))
    )
    held = _held([*where, between], _departed([*where, between, Departure.exit_on >= first]))
    return Outcome(shown, _years(where), held, _doubts([*where, between]))


def _begun(scope: Scope) -> list[sa.ColumnElement[bool]]:
    mine = sa.true() if scope.province else Conference.commune_code.in_(scope.communes)
    states = (ConferenceState.OPEN, ConferenceState.CLOSED)
    return [mine, Conference.state.in_(states), Conference.starts_at <= clock.now()]


def _years(where: list[sa.ColumnElement[bool]]) -> list[int]:
    """Latest first, from the first conference on; always the current one."""
    first = db.session.scalar(sa.select(sa.func.min(Conference.starts_at)).where(*where))
    now = clock.today().year
    since = clock.to_local(first).year if first else now
    return list(range(now, since - 1, -1))


def _sum(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    return sa.func.coalesce(sa.func.sum(sa.case((condition, 1), else_=0)), 0)


def _held(where: list[sa.ColumnElement[bool]], departed: dict[str, int]) -> list[Held]:
    came = Attendance.id.is_not(None)
    seat, walk_in = RegistrationState.HELD, RegistrationState.WALK_IN
    rows = db.session.execute(
        sa.select(
            Conference.id,
            Conference.starts_at,
            Conference.commune_code,
            Conference.kind,
            _sum(Registration.state == seat),
            _sum(came),
            _sum(sa.and_(came, Registration.state == walk_in)),
            _sum(sa.and_(came, Attendance.outcome_markets != "")),
        )
        .outerjoin(
            Registration,
            sa.and_(
                Registration.conference_id == Conference.id, Registration.state.in_(_REGISTERED)
            ),
        )
        .outerjoin(Attendance, _present())
        .where(*where)
        .group_by(Conference.id, Conference.starts_at, Conference.commune_code, Conference.kind)
        .order_by(Conference.starts_at.desc(), Conference.id)
    )
    return [Held(*row, departed.get(row[0], 0)) for row in rows]


def _present() -> sa.ColumnElement[bool]:
    return sa.and_(Attendance.registration_id == Registration.id, Attendance.present.is_(True))


def _departed(where: list[sa.ColumnElement[bool]]) -> dict[str, int]:
    """Conference -> people who came and whose exit, on that day or later, counts."""
    rows = db.session.execute(
        sa.select(Conference.id, Conference.starts_at, Registration.person_id, Departure.exit_on)
        .join(Registration, Registration.conference_id == Conference.id)
        .join(Attendance, _present())
        .join(CaseFile, CaseFile.person_id == Registration.person_id)
        .join(Placement, Placement.case_id == CaseFile.id)
        .join(Departure, Departure.placement_id == Placement.id)
        .where(*where, Registration.state.in_(_REGISTERED), Departure.undone_at.is_(None))
    )
    people = {
        (conference, person)
        for conference, starts_at, person, exit_on in rows
        if exit_on >= clock.to_local(starts_at).date()
    }
    return Counter(conference for conference, _person in people)


def _doubts(where: list[sa.ColumnElement[bool]]) -> list[Doubts]:
    """By host commune, where most doubts were named first."""
    rows = db.session.execute(
        sa.select(Conference.commune_code, Attendance.doubt, sa.func.count())
        .join(Registration, Registration.conference_id == Conference.id)
        .join(Attendance, _present())
        .where(*where, Registration.state.in_(_REGISTERED))
        .group_by(Conference.commune_code, Attendance.doubt)
    )
    came: Counter[str] = Counter()
    said: dict[str, Counter[str]] = {}
    for commune, doubt, people in rows:
        came[commune] += people
        if doubt in DOUBTS:
            said.setdefault(commune, Counter())[doubt] += people
    found = [Doubts(commune, came[commune], counts) for commune, counts in said.items()]
    return sorted(found, key=lambda one: (-one.said.total(), one.commune_code))
