"""A conference's seats and line under random acts, beside a model small enough to be believed."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

import sqlalchemy as sa
from flask import Flask

from jobfair.conferences.plan import COLUMNS, Plan, guests_of
from jobfair.conferences.rules import BelowTaken, cancel_conference, edit_conference
from jobfair.database import db
from jobfair.lib import clock
from jobfair.lib.codes import new_form_key
from jobfair.models import (
    AuditEvent,
    Conference,
    OutboxMessage,
    Purpose,
    Registration,
    RegistrationState,
    Task,
)
from jobfair.registration.answers import Answers, Member
from jobfair.registration.rules import NoSeat, register
from jobfair.registration.sending import Sending
from jobfair.registration.slips import cancel_seat
from tests.cases.journey import actor
from tests.world import MUONG_LA

LIVE = ("held", "waiting")


@dataclass
class Believed:
    """What should be: who holds a seat, who waits as families in order, who was promoted."""

    capacity: int
    held: list[str] = field(default_factory=list)
    line: list[list[str]] = field(default_factory=list)
    promoted: list[str] = field(default_factory=list)
    passed: int = 0
    open: bool = True

    @property
    def free(self) -> int:
        return self.capacity - len(self.held)

    def arrive(self, people: list[str], waits: str) -> bool:
        """Seats or places in line for a family; False when it is refused."""
        fits = len(people) <= self.free
        if not self.open or (not waits and (self.line or not fits)):
            return False
        if fits:
            self._seat(people, self.line)
            return True
        some = self.free if waits == "split" else 0
        if some:
            self._seat(people[:some], self.line)
        self.line.append(people[some:])
        return True

    def go(self, person: str) -> None:
        """Give a seat or a place in line back; free seats go to the first whom they fit."""
        if person in self.held:
            self.held.remove(person)
        self.line = [[p for p in family if p != person] for family in self.line]
        self.line = [family for family in self.line if family]
        self.hand_on()

    def hand_on(self) -> None:
        before: list[list[str]] = []
        for family in list(self.line) if self.open else []:
            if len(family) > self.free:
                before.append(family)
                continue
            self._seat(family, before)
            before = []
            self.line.remove(family)
            self.promoted += family

    def _seat(self, people: list[str], passed: list[list[str]]) -> None:
        self.held += people
        self.passed += len(passed)


class Machine:
    """Acts on one conference after another and compares after each act."""

    def __init__(self, app: Flask, seed: int) -> None:
        self.app, self.random = app, random.Random(seed)
        self.number = self.people = 0
        self.counts: Counter[str] = Counter()
        self.sent: dict[str, tuple[Answers, str]] = {}

    def run(self, operations: int, each: int) -> Counter[str]:
        """So many acts, a new conference after ``each`` of them; how often each was done."""
        acts: list[tuple[Callable[[], str], int]] = [
            (self.arrive, 10),
            (self.go, 9),
            (self.resize, 2),
            (self.repeat, 2),
        ]
        for done in range(operations):
            if done % each == 0:
                self._open()
            if done % each == each - 10:
                self._close()
            act = self.random.choices([a for a, _ in acts], [weight for _, weight in acts])[0]
            with self.app.app_context():
                self.counts[act()] += 1
                db.session.commit()
                self._compare(whole=done % each == each - 1)
                db.session.remove()
        return self.counts

    def _open(self) -> None:
        self.number += 1
        self.slug, capacity = f"hang-cho-{self.number}", self.random.randint(1, 9)
        self.believed, self.sent = Believed(capacity), {}
        with self.app.app_context():
            model = db.session.scalars(sa.select(Conference).filter_by(slug="muong-la-1")).one()
            copied = {
                column.name: getattr(model, column.name)
                for column in Conference.__table__.columns
                if column.name not in ("id", "slug", "capacity")
            }
            starts = clock.now() + timedelta(days=3)
            copied |= {"starts_at": starts, "ends_at": starts + timedelta(hours=3)}
            db.session.add(Conference(slug=self.slug, capacity=capacity, **copied))
            db.session.commit()
            db.session.remove()

    def _close(self) -> None:
        with self.app.app_context():
            cancel_conference(self._conference(), "Mưa lũ.", by=actor("counsellor"))
            db.session.commit()
            db.session.remove()
        self.believed.open = False
        self.counts["close"] += 1

    def _conference(self) -> Conference:
        return db.session.scalars(sa.select(Conference).filter_by(slug=self.slug)).one()

    def arrive(self) -> str:
        """One to six people, with or without the wish to wait."""
        size = self.random.choice((1, 1, 1, 2, 3, 4, 6))
        waits = self.random.choice(("", "together", "together", "split"))
        names = [f"Lò Mẫu {self.people + n}" for n in range(size)]
        self.people += size
        rest = tuple(Member(name, 1990) for name in names[1:])
        answers = Answers("self", names[0], 2000, commune=MUONG_LA, members=rest, waits=waits)
        if not self.believed.arrive(names, waits):
            self._refused(new_form_key(), answers)
            return "refused"
        key = new_form_key()
        self.sent[key] = answers, self._send(key, answers)
        return "arrive"

    def _send(self, key: str, answers: Answers) -> str:
        purposes = [Purpose.SEAT] + [Purpose.SMS] * (self.people % 2)
        e164 = f"+84950000{self.people % 1000:03}"
        return register(self._conference(), Sending(key, answers, e164, tuple(purposes), "vi"))

    def _refused(self, key: str, answers: Answers) -> None:
        try:
            self._send(key, answers)
        except NoSeat:
            return
        raise AssertionError(f"{len(answers.people)} were taken where nobody is")

    def go(self) -> str:
        """Somebody gives the seat or the place in line back."""
        live = [*self.believed.held, *(p for family in self.believed.line for p in family)]
        if not live:
            return "nobody to go"
        name = self.random.choice(live)
        kind = "give a seat back" if name in self.believed.held else "leave the line"
        found = db.session.scalars(sa.select(Registration).filter_by(typed_name=name)).one()
        assert cancel_seat(found)
        assert not cancel_seat(found), "the second press"
        self.believed.go(name)
        return kind

    def resize(self) -> str:
        """Another capacity: more seats are handed on, fewer than are held are refused."""
        if not self.believed.open:
            return "closed"
        capacity = max(1, self.believed.capacity + self.random.randint(-4, 4))
        conference = self._conference()
        lists = {
            "markets": tuple(m.market_code for m in conference.markets),
            "guests": tuple(guests_of(conference)),
        }
        columns = {name: getattr(conference, name) for name in COLUMNS}
        plan = Plan(capacity=capacity, **columns, **lists)
        try:
            edit_conference(conference, plan, conference.version, by=actor("counsellor"))
        except BelowTaken:
            assert capacity < len(self.believed.held)
            return "too few seats"
        assert capacity >= len(self.believed.held)
        self.believed.capacity = capacity
        self.believed.hand_on()
        return "resize"

    def repeat(self) -> str:
        """The same key again, perhaps with other words: the same receipt, nothing else."""
        if not self.sent:
            return "nothing to repeat"
        key = self.random.choice(list(self.sent))
        answers, receipt = self.sent[key]
        if self.random.random() < 0.5:
            answers = Answers("self", "Người Khác", 1999, commune=MUONG_LA, waits="together")
        assert self._send(key, answers) == receipt
        return "repeat"

    def _compare(self, *, whole: bool) -> None:
        """The rows as they stand are what is believed; at the end also who was told."""
        db.session.rollback()
        conference, wanted = self._conference(), self.believed
        assert conference.capacity == wanted.capacity
        assert conference.seats_taken == len(wanted.held) <= conference.capacity
        assert conference.waiting == sum(len(family) for family in wanted.line)
        rows = list(
            db.session.scalars(
                sa.select(Registration)
                .filter_by(conference_id=conference.id)
                .order_by(Registration.waiting_no)
            )
        )
        by_state = {state: [row.typed_name for row in rows if row.state == state] for state in LIVE}
        assert sorted(by_state["held"]) == sorted(wanted.held)
        assert by_state["waiting"] == [person for family in wanted.line for person in family]
        if wanted.open:
            assert all(len(family) > wanted.free for family in wanted.line), "a seat lies idle"
        if whole:
            self._compare_told(rows)

    def _compare_told(self, rows: list[Registration]) -> None:
        """Who was promoted was told once, by a message or by a call; nobody else was."""
        ids = {row.id: row.typed_name for row in rows}
        keys = [f"promoted:{id_}" for id_ in ids]
        told = [
            ids[key.removeprefix("promoted:")]
            for column in (OutboxMessage.key, Task.key)
            for key in db.session.scalars(sa.select(column).where(column.in_(keys)))
        ]
        assert sorted(told) == sorted(self.believed.promoted)
        skips = sa.select(sa.func.count()).select_from(AuditEvent)
        skips = skips.where(AuditEvent.action == "registration.skip")
        assert db.session.scalar(skips.where(AuditEvent.object_id.in_(ids))) == self.believed.passed
        assert {row.state for row in rows if row.waiting_no} <= {RegistrationState.WAITING}
        self.counts["promoted"] += len(told)
        self.counts["passed"] += self.believed.passed
