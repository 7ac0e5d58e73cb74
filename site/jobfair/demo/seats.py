"""The registration of one invented person, what was agreed to with it, and the door."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from jobfair.demo.dice import Dice, Urn
from jobfair.demo.humans import FOR_WHOM, Human, Registry
from jobfair.demo.plans import Plan
from jobfair.demo.sink import Sink
from jobfair.demo.staff import Cast, Hand
from jobfair.lib.codes import receipt_for
from jobfair.models import Attendance, Purpose, Registration
from jobfair.models import RegistrationState as State

WORKER: Final = Hand("worker", "Người đăng ký, qua trang web", "worker")
CHANNELS: Final = Urn.of([("web", 64), ("paper", 18), ("desk", 18)])
CHOICES: Final = (
    (Purpose.SMS, 0.65),
    (Purpose.AGENCIES, 0.6),
    (Purpose.AGENCY_PHONE, 0.35),
)
WISHES: Final = Urn.of([("JP", 52), ("TW", 24), ("KR", 10), ("JP,TW", 10), ("", 4)])
DOUBTS: Final = Urn.of(
    [("", 62), ("debt", 15), ("parents", 11), ("language", 5), ("brokers", 4), ("children", 3)]
)


@dataclass(frozen=True)
class Seat:
    """What a registration leaves for the case: its key, when, by whom, whether one came."""

    id: str
    form_key: str
    at: datetime
    by: Hand
    channel: str
    for_whom: str
    came_at: datetime | None
    met_by: Hand


@dataclass
class Door:
    """Writes registrations and attendance."""

    dice: Dice
    sink: Sink
    registry: Registry
    cast: Cast
    receipt_key: bytes

    def draw(self, plan: Plan, human: Human) -> Seat:
        """How and when this person registered, and when they came in."""
        hand = self.cast.officer_or_counsellor(human.home.code if human.home else None)
        meeting = plan.meeting
        host = self.cast.officer_or_counsellor(meeting.place.code) if meeting else hand
        channel, at = self.dice.draw(CHANNELS), self.dice.at(plan.steps[0][1], 7, 20)
        if plan.seat is State.WALK_IN and meeting is not None:
            channel, hand = "door", host
            at = meeting.starts_at + timedelta(minutes=self.dice.between(2, 25))
        came_at = None
        if plan.came and meeting is not None:
            minutes = self.dice.between(-20, 30)
            came_at = max(at, meeting.starts_at + timedelta(minutes=minutes))
        for_whom = "self"
        if plan.relative:
            for_whom = "relative"
        elif channel == "web":
            for_whom = self.dice.draw(FOR_WHOM)
        by = WORKER if channel == "web" else hand
        return Seat(self.dice.id(), self.dice.form_key(), at, by, channel, for_whom, came_at, host)

    def write(self, plan: Plan, human: Human, seat: Seat, case_id: str, family: str | None) -> None:
        """Write the registration, the consents and, when the person came, the attendance."""
        cancelled = plan.seat is State.CANCELLED
        self.sink.add(
            Registration,
            id=seat.id,
            conference_id=plan.meeting.id if plan.meeting else None,
            person_id=human.id,
            case_id=case_id,
            form_key=seat.form_key,
            slip_code=self.dice.slip(),
            receipt=receipt_for(seat.id, self.receipt_key),
            typed_name=human.name,
            typed_birth_year=human.born.year,
            typed_phone=human.e164,
            typed_commune=human.home.code if human.home else "other",
            typed_village=human.village,
            channel=seat.channel,
            for_whom=seat.for_whom,
            registered_by=None if seat.by is WORKER else seat.by.id,
            family_key=family,
            state=plan.seat,
            waiting_no=plan.waiting_no,
            lang="vi",
            created_at=seat.at,
            cancelled_at=seat.at + timedelta(hours=20) if cancelled else None,
        )
        self._agree(human, seat)
        if seat.came_at is not None:
            self._came(human, seat)

    def _agree(self, human: Human, seat: Seat) -> None:
        """The purposes of the registration; given for an adult by others it is provisional."""
        worker = seat.by is WORKER
        how = "web" if worker else ("signed" if seat.channel == "paper" else "read_aloud")
        by = "" if worker else seat.by.id
        other = seat.for_whom != "self"
        note = f"for_whom={seat.for_whom}" if other else ""
        purposes = [Purpose.SEAT]
        purposes += [purpose for purpose, share in CHOICES if self.dice.chance(share)]
        for purpose in purposes:
            self.registry.agree(human, purpose, seat.at, how, by=by, provisional=other, note=note)
        if other and seat.came_at is not None:
            self.registry.agree(human, Purpose.SEAT, seat.came_at, "read_aloud", by=seat.met_by.id)

    def _came(self, human: Human, seat: Seat) -> None:
        self.sink.add(
            Attendance,
            id=self.dice.id(),
            registration_id=seat.id,
            act_id=self.dice.form_key(),
            at=seat.came_at,
            by=seat.met_by.id,
            present=True,
            outcome_markets=self.dice.draw(WISHES),
            doubt=self.dice.draw(DOUBTS),
        )
