"""Invented conferences: those behind us, and the open ones that the outside relies on.

From the load day on: the first open one (in Mường La) and the last have 50 seats left, one has
20, one is full, one is cancelled, one is online (contract of the demonstration data).
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from jobfair.demo.dice import Dice
from jobfair.demo.places import Map, Place
from jobfair.lib import clock
from jobfair.models import ConferenceKind, ConferenceState

K = ConferenceKind
FULL = 0
LONGEST_AGO = 490
"""The oldest conference: a seasonal worker who went then is home again."""

Slot = tuple[int, str, ConferenceKind, int, int]
"""Days ahead, which commune, kind, seats left, seats held at 200 people.

first and second: the two with an officer's account; far: another; any: whichever; ward."""

AHEAD: tuple[Slot, ...] = (
    (3, "first", K.HALL, 50, 10),
    (4, "second", K.HALL, 34, 6),
    (5, "far", K.HALL, FULL, 12),
    (6, "far", K.HALL, 20, 5),
    (8, "ward", K.ONLINE, 196, 4),
    (9, "first", K.HALL, 47, 3),
    (11, "far", K.HALL, 48, 2),
    (13, "far", K.CLUSTER, 79, 1),
    (15, "far", K.HALL, 39, 1),
    (17, "far", K.HALL, 60, 0),
    (20, "ward", K.FAIR, 299, 1),
    (22, "second", K.HALL, 40, 0),
    (25, "far", K.HALL, 45, 0),
    (29, "far", K.HALL, 60, 0),
    (34, "far", K.HALL, 40, 0),
    (40, "far", K.CLUSTER, 80, 0),
    (47, "far", K.HALL, 50, 0),
)
CANCELLED_IN, DRAFT_IN = 10, (54, 61)
WAITING_SHARE = 4  # one waits where four hold a seat of the full one

LATELY = (
    *((1, "any", K.FAIR), (2, "first", K.FAIR), (5, "second", K.HALL)),
    *((6, "any", K.HALL), (9, "any", K.HALL), (12, "first", K.HALL)),
)
"""Conferences of the last days: people to ask how it went, and those who did not come."""


@dataclass
class Meeting:
    """A conference while the demonstration is planned: who holds a seat, who waits."""

    id: str
    slug: str
    kind: ConferenceKind
    place: Place
    starts_at: datetime
    day: date
    state: ConferenceState
    room: int  # seats it was planned for; more are put in for those who came
    left: int | None = None  # seats that must stay free, of those to come
    held: int = 0
    waiting: int = 0

    @property
    def capacity(self) -> int:
        """Seats in all."""
        if self.left is None:
            return max(self.room, -(-self.held // 10) * 10)
        return max(1, self.held + self.left)


@dataclass
class Programme:
    """All conferences by day; the past ones can be found by how long ago they were."""

    past: list[Meeting] = field(default_factory=list)
    ahead: list[Meeting] = field(default_factory=list)
    others: list[Meeting] = field(default_factory=list)  # cancelled, drafts
    _days: list[date] = field(default_factory=list)

    def sort(self) -> None:
        """Put the past in order; call it once before ``at_latest``."""
        self.past.sort(key=lambda m: (m.starts_at, m.id))
        self._days = [m.day for m in self.past]

    def at_latest(self, day: date) -> Meeting:
        """The last past conference not later than the day; the first of all when none was."""
        return self.past[max(0, bisect_right(self._days, day) - 1)]

    def between(self, first: date, last: date) -> list[Meeting]:
        """Past conferences from the first to the last day."""
        low = bisect_right(self._days, first - timedelta(days=1))
        return self.past[low : bisect_right(self._days, last)]

    @property
    def every(self) -> list[Meeting]:
        """All of them."""
        return [*self.past, *self.ahead, *self.others]


def plan_meetings(dice: Dice, where: Map, day: date, past_people: int) -> Programme:
    """Plan the conferences for so many people that have been to one."""
    taken: set[str] = set()
    plan = Programme()

    def add(
        shelf: list[Meeting], offset: int, which: str, kind: ConferenceKind, state: ConferenceState
    ) -> Meeting:
        place = _place(dice, where, which)
        on = day + timedelta(days=offset)
        meeting = Meeting(
            id=dice.id(),
            slug=_slug(place, kind, on, taken),
            kind=kind,
            place=place,
            starts_at=clock.from_local(on, _hour(dice, kind, which)),
            day=on,
            state=state,
            room=dice.between(3, 6) * 10,
        )
        shelf.append(meeting)
        return meeting

    for offset, which, kind, left, _held in AHEAD:
        add(plan.ahead, offset, which, kind, ConferenceState.OPEN).left = left
    add(plan.others, CANCELLED_IN, "far", K.HALL, ConferenceState.CANCELLED)
    for number, offset in enumerate(DRAFT_IN):
        which = "any" if number else "first"
        add(plan.others, offset, which, K.HALL, ConferenceState.DRAFT)
    for ago, which, kind in LATELY:
        add(plan.past, -ago, which, kind, ConferenceState.OPEN)
    for number in range(max(32, past_people // 30)):
        ago = dice.between(15, LONGEST_AGO if number % 3 else LONGEST_AGO // 3)
        kind = dice.pick((K.HALL, K.HALL, K.HALL, K.CLUSTER))
        add(plan.past, -ago, "any", kind, ConferenceState.CLOSED)
    plan.sort()
    return plan


def seats_ahead(plan: Programme, people: int) -> list[Meeting]:
    """One entry for each seat that is to be held ahead, for so many people in all."""
    scale = min(people / 200, 40)
    seats = []
    for meeting, (_in, _which, _kind, _left, held) in zip(plan.ahead, AHEAD, strict=True):
        wanted = int(held * scale)
        seats += [meeting] * (wanted // 5 * 5 if scale > 1 else wanted)
    if people and not any(meeting.left == FULL for meeting in seats):
        seats.append(next(meeting for meeting in plan.ahead if meeting.left == FULL))
    return seats


def _place(dice: Dice, where: Map, which: str) -> Place:
    if which == "first":
        return where.first
    if which == "second":
        return where.second
    wards = [place for place in where.places if place.is_ward]
    if which == "ward" and wards:
        return wards[0]
    if which == "far":
        return dice.draw(where.far)
    return dice.draw(where.urn)


def _hour(dice: Dice, kind: ConferenceKind, which: str) -> time:
    if kind is K.ONLINE:
        return time(19, 30)
    if which == "first":
        return time(8, 0)
    return dice.pick((time(7, 30), time(8, 0), time(8, 0), time(13, 30)))


def _slug(place: Place, kind: ConferenceKind, on: date, taken: set[str]) -> str:
    """The address as planning gives it: commune and day; later ones of a day are numbered."""
    head = "truc-tuyen-" if kind is K.ONLINE else ""
    stem = f"{head}{place.slug}-{on:%d-%m-%Y}"
    slug, number = stem, 1
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    taken.add(slug)
    return slug
