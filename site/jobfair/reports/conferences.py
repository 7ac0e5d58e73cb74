"""What came of the conferences of a year, and what holds people back, by commune (C18, C19).

Numbers only. A commune officer reads those that the own communes hosted, others all of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

import sqlalchemy as sa

from jobfair.access import Scope
from jobfair.cases.doubts import DOUBTS
from jobfair.conferences.costs import counts as cost_counts
from jobfair.database import db
from jobfair.lib import clock
from jobfair.models import (
    Attendance,
    CaseFile,
    Conference,
    ConferenceCost,
    ConferenceGuest,
    ConferenceKind,
    ConferenceReply,
    Departure,
    GuestAnswer,
    Office,
    Placement,
    Registration,
)
from jobfair.reports.turnout import begun, how_many, listed, numbers, present

Where = list[sa.ColumnElement[bool]]
People = dict[str, dict[str | None, tuple[int, ...]]]
"""Conference -> doubt that was named ('' for none, None of who did not come) -> people."""
NOBODY: dict[str | None, tuple[int, ...]] = {None: (0, 0, 0, 0)}


@dataclass(frozen=True)
class Held:
    """A conference that has begun: people, each once; money in đồng, None where none is entered."""

    id: str
    starts_at: datetime
    commune_code: str
    kind: ConferenceKind
    organiser: str  # name of the office that hosted it
    capacity: int
    registered: int  # had a seat
    came: int  # with a seat or without
    walked_in: int  # came without
    interested: int  # came and named a market
    departed: int = 0  # came and left for work abroad from that day on
    invited: int = 0  # guests: bodies and others
    coming: int = 0  # of them, who said that they come
    cost: int | None = None

    @property
    def each(self) -> int | None:
        """Đồng for one person who came, rounded; None where nothing is known or nobody came."""
        return _each(self.cost, self.came)


def _each(cost: int | None, came: int) -> int | None:
    return None if cost is None or not came else (2 * cost + came) // (2 * came)


@dataclass(frozen=True)
class Summed:
    """Several conferences together; who came to two counts twice."""

    held: list[Held]

    def of(self, name: str) -> int:
        """The sum of a number of ``Held``; a cost that nobody entered is left out."""
        return sum(int(getattr(one, name) or 0) for one in self.held)

    @property
    def cost(self) -> int | None:
        """Đồng that were entered; None where nobody entered any."""
        return self.of("cost") if self.priced else None

    @property
    def priced(self) -> list[Held]:
        """The conferences of which a cost is known."""
        return [one for one in self.held if one.cost is not None]

    @property
    def each(self) -> int | None:
        """Đồng for one person who came, over the conferences whose cost is known."""
        return _each(self.cost, sum(one.came for one in self.priced))


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

    @property
    def all(self) -> Summed:
        """Every conference of the year together."""
        return Summed(self.held)

    @property
    def by_organiser(self) -> list[tuple[str, Summed]]:
        """Office that hosted -> its conferences, the busiest first."""
        found: dict[str, list[Held]] = {}
        for one in self.held:
            found.setdefault(one.organiser, []).append(one)
        rows = [(name, Summed(held)) for name, held in found.items()]
        return sorted(rows, key=lambda row: (-row[1].of("came"), row[0]))

    @property
    def said(self) -> Counter[str]:
        """Every doubt over all communes."""
        return sum((one.said for one in self.doubts), Counter[str]())


def read_outcome(year: int | None, scope: Scope) -> Outcome:
    """Everything that the page shows; the current year when none is given. Six reads.

    Who came and what they doubted is one of them: it passes over everybody on the lists.
    """
    shown = year or clock.today().year
    mine: Where = [sa.true() if scope.province else Conference.commune_code.in_(scope.communes)]
    where = [*mine, *begun(date(shown, 1, 1), date(shown, 12, 31))]
    people = _people(where)
    held = _held(where, date(shown, 1, 1), people)
    return Outcome(shown, _years(mine), held, _doubts(held, people))


def _years(mine: Where) -> list[int]:
    """Latest first, from the first conference on; always the current one."""
    ever = begun(date(2000, 1, 1), clock.today())
    first = db.session.scalar(sa.select(sa.func.min(Conference.starts_at)).where(*mine, *ever))
    now = clock.today().year
    since = clock.to_local(first).year if first else now
    return list(range(now, since - 1, -1))


def _held(where: Where, first: date, people: People) -> list[Held]:
    rows = db.session.execute(
        sa.select(
            Conference.id,
            Conference.starts_at,
            Conference.commune_code,
            Conference.kind,
            Office.name,
            Conference.capacity,
        )
        .join(Office, Office.id == Conference.host_office_id)
        .where(*where)
        .order_by(Conference.starts_at.desc(), Conference.id)
    ).all()
    days = {row[0]: clock.to_local(row[1]).date() for row in rows}
    departed, invited, costs = _departed(where, first, days), _invited(where), _costs(where)
    held = []
    for conference in rows:
        key = conference[0]
        counts = people.get(key, NOBODY).values()  # one that was published a moment ago has none
        seats, came, walked_in, named = map(sum, zip(*counts, strict=True))
        guests, coming = invited.get(key, (0, 0))
        more = (departed[key], guests, coming, costs.get(key))
        held.append(Held(*conference, seats, came, walked_in, named, *more))
    return held


def _people(where: Where) -> People:
    """Who had a seat, came, came without one, named a market: by conference and by doubt."""
    named = sa.and_(Attendance.id.is_not(None), Attendance.outcome_markets != "")
    rows = db.session.execute(
        sa.select(Conference.id, Attendance.doubt, *numbers(), how_many(named))
        .outerjoin(Registration, listed())
        .outerjoin(Attendance, present())
        .where(*where)
        .group_by(Conference.id, Attendance.doubt)
    )
    found: People = {}
    for conference, doubt, *counts in rows:
        found.setdefault(conference, {})[doubt] = tuple(map(int, counts))
    return found


def _invited(where: Where) -> dict[str, tuple[int, int]]:
    """Conference -> guests that were to come, and those of them who said they do."""
    coming = ConferenceReply.answer == GuestAnswer.COMING
    rows = db.session.execute(
        sa.select(Conference.id, sa.func.count(), how_many(coming))
        .join(ConferenceGuest, ConferenceGuest.conference_id == Conference.id)
        .outerjoin(ConferenceReply, ConferenceReply.guest_id == ConferenceGuest.id)
        .where(*where)
        .group_by(Conference.id)
    )
    return {conference: (guests, int(answers)) for conference, guests, answers in rows}


def _costs(where: Where) -> dict[str, int]:
    """Conference -> đồng that were entered; one without an amount is not named."""
    rows = db.session.execute(
        sa.select(Conference.id, sa.func.sum(ConferenceCost.amount))
        .join(ConferenceCost, ConferenceCost.conference_id == Conference.id)
        .where(*where, cost_counts())
        .group_by(Conference.id)
    )
    return {conference: int(amount) for conference, amount in rows}


def _departed(where: Where, first: date, days: Mapping[str, date]) -> Counter[str]:
    """Conference -> people who came and whose exit, on that day or later, counts.

    ``days``: the day of each conference. Who left is found first and then looked for on the
    lists: of those who came, most have not left.
    """
    gone = (
        sa.select(CaseFile.person_id, Departure.exit_on)
        .join(Placement, Placement.id == Departure.placement_id)
        .join(CaseFile, CaseFile.id == Placement.case_id)
        .where(Departure.undone_at.is_(None), Departure.exit_on >= first)
        .cte("gone")
        .prefix_with("MATERIALIZED")
    )
    rows = db.session.execute(
        sa.select(Conference.id, gone.c.person_id, gone.c.exit_on)
        .select_from(gone)
        .join(Registration, Registration.person_id == gone.c.person_id)
        .join(Conference, listed())
        .join(Attendance, present())
        .where(*where)
    )
    people = {(conference, person) for conference, person, on in rows if on >= days[conference]}
    return Counter(conference for conference, _person in people)


def _doubts(held: list[Held], people: People) -> list[Doubts]:
    """By host commune, where most doubts were named first."""
    came: Counter[str] = Counter()
    said: dict[str, Counter[str]] = {}
    for one in held:
        came[one.commune_code] += one.came
        for doubt, (_seats, named, *_others) in people.get(one.id, NOBODY).items():
            if doubt in DOUBTS and named:
                said.setdefault(one.commune_code, Counter())[doubt] += named
    found = [Doubts(commune, came[commune], counts) for commune, counts in said.items()]
    return sorted(found, key=lambda one: (-one.said.total(), one.commune_code))
