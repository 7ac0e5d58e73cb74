"""Random acts on the hours of two tables at two conferences, beside a model in plain lists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations

import sqlalchemy as sa
from flask import Flask
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from jobfair.conferences.interviews import free_slots_of
from jobfair.database import db
from jobfair.door import slots
from jobfair.errors import AppError
from jobfair.lib.codes import new_form_key, new_slip_code
from jobfair.models import (
    Attendance,
    Conference,
    ConferenceGuest,
    InterviewSlot,
    Registration,
    RegistrationState,
    SlotState,
)
from tests.cases.journey import actor
from tests.door import folk

F, G, B, D, M = SlotState.FREE, SlotState.GIVEN, SlotState.STARTED, SlotState.DONE, SlotState.MISSED
NEXT = {"start": ({G, M}, B), "finish": ({B}, D), "miss": ({G}, M)}
PEOPLE = {"An": "held", "Bình": "held", "Chi": "walk_in", "Dung": "waiting", "Em": "came late"}


@dataclass
class Hour:
    """What is believed of one hour."""

    table: str
    starts: datetime
    ends: datetime
    state: SlotState = F
    who: str = ""

    def meets(self, other: Hour) -> bool:
        return self.starts < other.ends and other.starts < self.ends


class SlotMachine(RuleBasedStateMachine):
    """Subclasses name the app and how a history begins."""

    app: Flask
    begin: Callable[[], None]
    counts: Counter[str] = Counter()

    @initialize()
    def two_conferences(self) -> None:
        type(self).begin()
        self.context = self.app.app_context()
        self.context.push()
        session = db.session()
        here, there = folk.conference(session, in_days=0), folk.conference(session, "suoi_to")
        there.starts_at, there.ends_at = here.starts_at, here.ends_at
        here.guests.append(ConferenceGuest(text_vi="Ngân hàng", position=1))
        session.flush()
        self.tables = {
            "1": (here.id, here.guests[0].id),
            "2": (here.id, here.guests[1].id),
            "away": (there.id, there.guests[0].id),
        }
        self.start, self.seats = here.starts_at, dict[tuple[str, str], str]()
        for name, how in PEOPLE.items():
            self._seat(here, there, name, how)
        session.commit()
        self.hours: dict[str, Hour] = {}
        self.by = actor("counsellor")
        for number, table in enumerate(self.tables):
            self._open(table, number, 2, 20)

    def _seat(self, here: Conference, there: Conference, name: str, how: str) -> None:
        """A person at the first conference, and the same person at the other one."""
        state = "waiting" if how == "came late" else how
        seat = folk.add_seat(db.session(), here, name, state=RegistrationState(state))
        if how == "came late":
            db.session.add(Attendance(registration_id=seat.id, act_id=new_form_key(), by="x"))
        other = Registration(
            conference_id=there.id,
            person_id=seat.person_id,
            form_key=new_form_key(),
            slip_code=new_slip_code(),
            typed_name=name,
            typed_birth_year=2004,
            typed_phone="",
            typed_commune="03901",
            state=RegistrationState.HELD,
        )
        db.session.add(other)
        db.session.flush()
        self.seats[here.id, name], self.seats[there.id, name] = seat.id, other.id

    def teardown(self) -> None:
        if hasattr(self, "context"):
            db.session.remove()
            self.context.pop()

    def _do(self, name: str, expected: bool, act: Callable[[], object]) -> bool:
        """Do it and commit; whether it is refused is known beforehand."""
        self.counts["acts"] += 1
        try:
            act()
            db.session.commit()
            done = True
        except AppError:
            db.session.rollback()
            done = False
        assert done is expected, name
        self.counts[name if done else f"{name} refused"] += 1
        return done

    def _conference(self, table: str) -> Conference:
        return db.session.get_one(Conference, self.tables[table][0])

    def _registration(self, table: str, who: str) -> str:
        return self.seats[self.tables[table][0], who]

    def _busy(self, who: str, hour: Hour, without: str = "") -> bool:
        return any(
            other.who == who and other.state in (G, B, D) and other.meets(hour)
            for key, other in self.hours.items()
            if other is not hour and key != without
        )

    def _may_sit(self, table: str, who: str) -> bool:
        return table == "away" or PEOPLE[who] != "waiting"

    def _pick(self, number: int) -> tuple[str, Hour]:
        keys = sorted(self.hours, key=lambda key: (self.hours[key].table, self.hours[key].starts))
        return keys[number % len(keys)], self.hours[keys[number % len(keys)]]

    @rule(
        table=st.sampled_from(["1", "2", "away"]),
        first=st.integers(0, 8),
        count=st.integers(1, 4),
        minutes=st.sampled_from([10, 15, 20]),
    )
    def open(self, table: str, first: int, count: int, minutes: int) -> None:
        self._open(table, first, count, minutes)

    def _open(self, table: str, first: int, count: int, minutes: int) -> None:
        guest = self.tables[table][1]
        start, step = self.start + timedelta(minutes=5 * first), timedelta(minutes=minutes)
        until, by = start + count * step, self.by
        self._do(
            "open",
            True,
            lambda: slots.open_slots(self._conference(table), guest, start, until, minutes, by=by),
        )
        wanted = [Hour(table, start + n * step, start + (n + 1) * step) for n in range(count)]
        mine = [hour for hour in self.hours.values() if hour.table == table]
        made = [hour for hour in wanted if not any(hour.meets(other) for other in mine)]
        rows = db.session.execute(
            sa.select(InterviewSlot.id, InterviewSlot.starts_at).where(
                InterviewSlot.guest_id == guest, InterviewSlot.id.not_in(list(self.hours))
            )
        )
        ids = {starts: slot_id for slot_id, starts in rows}
        assert sorted(ids) == [hour.starts for hour in made]
        self.hours |= {ids[hour.starts]: hour for hour in made}

    @precondition(lambda self: self.hours)
    @rule(number=st.integers(0, 60), who=st.sampled_from(sorted(PEOPLE)))
    def give(self, number: int, who: str) -> None:
        key, hour = self._pick(number)
        same = hour.state is G and hour.who == who
        free = hour.state is F and not self._busy(who, hour)
        registration, conference = self._registration(hour.table, who), self._conference(hour.table)
        if self._do(
            "give",
            self._may_sit(hour.table, who) and (same or free),
            lambda: slots.give_slot(conference, key, registration, by=self.by),
        ):
            hour.state, hour.who = G, who

    @precondition(lambda self: self.hours)
    @rule(number=st.integers(0, 60), to=st.integers(0, 60), who=st.sampled_from(sorted(PEOPLE)))
    def move(self, number: int, to: int, who: str) -> None:
        (key, hour), (to_key, new) = self._pick(number), self._pick(to)
        who = hour.who or who
        conference = self._conference(hour.table)
        here = self.tables[hour.table][0] == self.tables[new.table][0]
        there_already = new.state is G and new.who == who
        goes = hour.state is G and new.state is F and not self._busy(who, new, key)
        expected = here and self._may_sit(hour.table, who) and (there_already or goes)
        registration = self._registration(hour.table, who)
        if (
            self._do(
                "move",
                expected,
                lambda: slots.move_slot(conference, key, to_key, registration, by=self.by),
            )
            and not there_already
        ):
            hour.state, hour.who, new.state, new.who = F, "", G, who

    @precondition(lambda self: self.hours)
    @rule(number=st.integers(0, 60), who=st.sampled_from(sorted(PEOPLE)))
    def give_back(self, number: int, who: str) -> None:
        key, hour = self._pick(number)
        conference, registration = self._conference(hour.table), self._registration(hour.table, who)
        if self._do(
            "give back",
            hour.state is F or (hour.state is G and hour.who == who),
            lambda: slots.give_back(conference, key, registration, by=self.by),
        ):
            hour.state, hour.who = F, ""

    @precondition(lambda self: any(hour.who for hour in self.hours.values()))
    @rule(number=st.integers(0, 60), step=st.sampled_from(sorted(NEXT)))
    def step(self, number: int, step: str) -> None:
        keys = [key for key, hour in self.hours.items() if hour.who]
        key = sorted(keys, key=lambda key: self.hours[key].starts)[number % len(keys)]
        hour, (allowed, to) = self.hours[key], NEXT[step]
        late = hour.state is M and self._busy(hour.who, hour)
        conference = self._conference(hour.table)
        registration = self._registration(hour.table, hour.who)
        if self._do(
            step,
            hour.state is to or (hour.state in allowed and not late),
            lambda: slots.step_slot(conference, key, registration, step, by=self.by),
        ):
            hour.state = to

    @precondition(lambda self: self.hours)
    @rule(number=st.integers(0, 60))
    def remove(self, number: int) -> None:
        key, hour = self._pick(number)
        conference = self._conference(hour.table)
        if self._do(
            "remove",
            hour.state is F,
            lambda: slots.remove_slot(conference, key, by=self.by),
        ):
            del self.hours[key]

    @rule(who=st.sampled_from(sorted(PEOPLE)), table=st.sampled_from(["1", "away"]))
    def leave(self, who: str, table: str) -> None:
        conference = self.tables[table][0]
        registration = self.seats[conference, who]
        self._do("leave", True, lambda: free_slots_of(registration))
        for hour in self.hours.values():
            if hour.who == who and hour.state is G and self.tables[hour.table][0] == conference:
                hour.state, hour.who = F, ""

    @invariant()
    def nobody_and_no_table_is_in_two_places_at_once(self) -> None:
        if not hasattr(self, "hours"):
            return
        db.session.rollback()
        rows = db.session.execute(
            sa.select(InterviewSlot, Registration.person_id).outerjoin(
                Registration, Registration.id == InterviewSlot.registration_id
            )
        ).all()
        for (one, person), (other, other_person) in combinations(rows, 2):
            meet = one.starts_at < other.ends_at and other.starts_at < one.ends_at
            assert not (meet and one.guest_id == other.guest_id)
            if meet and person is not None and person == other_person:
                assert M in (one.state, other.state)
        believed = {
            key: (hour.state, self._registration(hour.table, hour.who) if hour.who else None)
            for key, hour in self.hours.items()
        }
        assert {slot.id: (slot.state, slot.registration_id) for slot, _who in rows} == believed
        db.session.rollback()
