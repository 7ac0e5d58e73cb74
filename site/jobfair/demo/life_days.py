"""When things happen in the one whole life, and the pen that writes them on their day."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Final

from jobfair.access import Actor
from jobfair.cases import records, rules
from jobfair.cases.calls import CallOutcome, record_call
from jobfair.cases.ground import MoveData
from jobfair.cases.queries import last_placement
from jobfair.cases.records import PaperData, RecordData
from jobfair.counselling.rules import Talk, log_talk
from jobfair.database import db
from jobfair.demo.dice import Dice
from jobfair.demo.life_setting import Setting
from jobfair.lib import clock
from jobfair.models import CaseFile, Placement, Registration, Stage

COMMUNE, CENTRE, BODY = "officer.muongla", "counsellor", "agency.one"
BANK, LEADER = "bank", "leader"
HOLIDAYS: Final = ((1, 1), (4, 30), (5, 1), (9, 2))
"""Days off that fall on the same day each year: nothing of her story happens then."""

MONTHS: Final = 24
"""The length of the contract."""

UNTIL_EXIT: Final = 225
"""Days from the conference to the exit."""

AFTER_RETURN: Final = 12
"""Months of work at home that are told."""


@dataclass(frozen=True)
class Calendar:
    """The days that everything else is counted from, all before the load day."""

    registered: date
    conference: date
    exit: date
    end: date

    @classmethod
    def before(cls, day: date) -> Calendar:
        """So that a year at home is over a month before the load day."""
        exit_on = clock.add_months(day, -(MONTHS + AFTER_RETURN + 1))
        exit_on = clock.add_working_days(exit_on, 0)
        conference = clock.add_working_days(exit_on - timedelta(days=UNTIL_EXIT), 0)
        return cls(
            registered=clock.add_working_days(conference, -5),
            conference=conference,
            exit=exit_on,
            end=clock.add_months(exit_on, MONTHS),
        )


@dataclass
class Diary:
    """Writes into her case: who does what on which day, through the rules of the rooms."""

    dice: Dice
    people: dict[str, Actor]
    calendar: Calendar
    setting: Setting
    registration_id: str

    @property
    def registration(self) -> Registration:
        """Her registration."""
        return db.session.get_one(Registration, self.registration_id)

    @property
    def case(self) -> CaseFile:
        """Her case."""
        return db.session.get_one(CaseFile, self.registration.case_id)

    @property
    def placement(self) -> Placement:
        """Her only placement. Raises LookupError before there is one."""
        found = last_placement(self.case)
        if found is None:
            raise LookupError("no placement yet")
        return found

    @contextmanager
    def on(self, day: date, hour: int = 9, minute: int | None = None) -> Iterator[date]:
        """Let it be this day, or the next on which offices work; gives the day."""
        off = {date(day.year, month, on) for month, on in HOLIDAYS}
        working = clock.add_working_days(day, 0, off)
        at = time(hour, self.dice.between(1, 50) if minute is None else minute)
        with clock.at(clock.from_local(working, at)):
            yield working

    @contextmanager
    def after(self, days: int, hour: int = 9, minute: int | None = None) -> Iterator[date]:
        """Let it be so many days after the conference."""
        with self.on(self.calendar.conference + timedelta(days=days), hour, minute) as day:
            yield day

    def key(self) -> str:
        """A once-only key."""
        return self.dice.form_key()

    def step(self, to: Stage, who: str, *, document: str = "", **brings: object) -> None:
        """Make one step of the table."""
        rules.move(
            self.case,
            to,
            by=self.people[who],
            version=self.case.version,
            act_key=self.key(),
            document_ref=document,
            data=MoveData(**brings),  # type: ignore[arg-type]
        )

    def record(self, kind: str, who: str, text: str, *, number: str = "") -> None:
        """Write a dated record that a gate asks for."""
        data = RecordData(clock.today(), number=number, text=text, at_head_office=True)
        records.add_record(self.case, kind, data, by=self.people[who], act_key=self.key())

    def paper(self, kind: str, who: str, state: str, **days: date | str) -> None:
        """Write what became of a paper."""
        data = PaperData(state, **days)  # type: ignore[arg-type]
        records.save_paper(self.case, kind, data, by=self.people[who], act_key=self.key())

    def call(self, who: str) -> None:
        """Speak with her by phone."""
        by = self.people[who]
        record_call(self.case, CallOutcome.SPOKE, act_key=self.key(), by=by)

    def talk(self, who: str, topic: str, channel: str, minutes: int) -> None:
        """Log a talk about her case."""
        told = Talk(clock.today(), topic, channel, minutes, case_id=self.case.id)
        row = log_talk(told, by=self.people[who], act_key=self.key())
        row.case_key, row.who = self.dice.form_key(), self.registration.person_id
