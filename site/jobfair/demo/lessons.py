"""Invented classes of those who have signed, and reports on bodies; read back from their cases."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from jobfair.cases.stages import ENDINGS
from jobfair.demo.dice import Dice
from jobfair.demo.sink import Sink
from jobfair.demo.staff import Cast
from jobfair.lib.clock import add_working_days
from jobfair.models import (
    BodyReport,
    CaseFile,
    ClassAttendance,
    ClassDay,
    ClassKind,
    ClassState,
    Departure,
    Enrolment,
    Paper,
    Placement,
    ReportState,
    Result,
    SendingBody,
    Stage,
    Task,
    TrainingClass,
)

SIZE: Final = 25
PLACES: Final = ("Nhà học mẫu số 1", "Nhà học mẫu số 2", "Trường nghề mẫu Hoa Ban")
TITLES: Final = {ClassKind.ORIENTATION: "Giáo dục định hướng", ClassKind.LANGUAGE: "Ngoại ngữ"}
GONE: Final = frozenset({Stage.DEPARTED, Stage.WORKING, Stage.EXTENDED, Stage.COMPLETED})
LEARNING: Final = frozenset({Stage.CONTRACT_SIGNED, Stage.TRAINING})


@dataclass
class Room:
    """One class while it fills."""

    id: str
    days: list[tuple[str, date]]
    people: int = 0


@dataclass
class School:
    """Opens classes as people come: one body, one kind, one first day."""

    dice: Dice
    sink: Sink
    cast: Cast
    bodies: dict[str, str]
    day: date
    rooms: dict[tuple[str, ClassKind, date], Room] = field(default_factory=dict)

    def teach(
        self,
        row: sa.Row[CaseFile, Placement, date | None],
        kind: ClassKind,
        days: list[date],
        issued: date | None,
    ) -> None:
        """Put one person into the class of these days; with a certificate she passed."""
        case, placement = row[0], row[1]
        room = self._room(placement.body_id, kind, days)
        room.people += 1
        over = days[-1] < self.day
        result = (Result.PASS if issued or self.dice.chance(0.9) else Result.FAIL) if over else ""
        place_id = self.dice.id()
        self.sink.add(
            Enrolment,
            id=place_id,
            class_id=room.id,
            case_id=case.id,
            person_id=case.person_id,
            result=Result(result),
            result_at=self.dice.at(days[-1], 15, 16) if over else None,
            certificate_no=f"{room.people:03}/CC-MAU" if issued else "",
            certificate_on=issued,
            added_by=self._hand(placement.body_id),
            added_at=self.dice.at(min(days[0], self.day) - timedelta(days=6)),
            taken_off_at=None,
        )
        for day_id, on in room.days:
            if on < self.day:
                self._mark(place_id, day_id, on, placement.body_id)

    def _mark(self, place_id: str, day_id: str, on: date, body_id: str) -> None:
        self.sink.add(
            ClassAttendance,
            id=self.dice.id(),
            enrolment_id=place_id,
            day_id=day_id,
            present=self.dice.chance(0.95),
            act_id=self.dice.form_key(),
            by=self._hand(body_id),
            at=self.dice.at(on, 8, 9),
        )

    def _hand(self, body_id: str) -> str:
        return self.cast.agencies.get(body_id, self.cast.counsellor).id

    def _room(self, body_id: str, kind: ClassKind, days: list[date]) -> Room:
        key = (body_id, kind, days[0])
        room = self.rooms.get(key)
        if room is None or room.people >= SIZE:
            room = self.rooms[key] = self._open(body_id, kind, days)
        return room

    def _open(self, body_id: str, kind: ClassKind, days: list[date]) -> Room:
        room = Room(self.dice.id(), [(self.dice.id(), on) for on in days])
        self.sink.add(
            TrainingClass,
            id=room.id,
            kind=kind,
            title=f"{TITLES[kind]}, khóa {days[0]:%d/%m/%Y}",
            organiser=self.bodies[body_id],
            body_id=body_id,
            market_code=None,
            place=self.dice.pick(PLACES),
            starts_on=days[0],
            ends_on=days[-1],
            capacity=SIZE,
            state=ClassState.CLOSED if days[-1] < self.day else ClassState.OPEN,
            act_key=self.dice.form_key(),
            made_by=self._hand(body_id),
            made_at=self.dice.at(min(days[0], self.day) - timedelta(days=12)),
            version=1,
        )
        for day_id, on in room.days:
            self.sink.add(ClassDay, id=day_id, class_id=room.id, on_date=on)
        return room


def write_lessons(session: Session, sink: Sink, dice: Dice, cast: Cast, day: date) -> None:
    """Classes for everybody who has signed, and the reports; the people are written already."""
    bodies = dict(session.execute(sa.select(SendingBody.id, SendingBody.name)).all())
    school = School(dice, sink, cast, bodies, day)
    held = sa.and_(
        Paper.person_id == CaseFile.person_id, Paper.kind == "orientation", Paper.state != "asked"
    )
    rows = session.execute(
        sa.select(CaseFile, Placement, Paper.issued_on)
        .join(Placement, Placement.case_id == CaseFile.id)
        .outerjoin(Paper, held)
        .where(Placement.contract_on.is_not(None))
        .order_by(CaseFile.id, Placement.id)
    ).all()
    taught: set[str] = set()
    for row in rows:
        if row[0].id in taught or (row[2] is None and row[1].closed_on is not None):
            continue
        taught.add(row[0].id)
        _lessons(school, row, row[2])
        sink.pour()
    session.expunge_all()
    _reports(session, sink, dice, cast, day)


def _lessons(
    school: School, row: sa.Row[CaseFile, Placement, date | None], issued: date | None
) -> None:
    """The orientation course the week before the certificate; who has none yet learns now."""
    stage, signed, dice = row[0].stage, row[1].contract_on or school.day, school.dice
    if issued is not None:
        school.teach(row, ClassKind.ORIENTATION, _week(issued - timedelta(days=7)), issued)
        start = min(signed, issued - timedelta(days=45))
        school.teach(row, ClassKind.LANGUAGE, _saturdays(start), None)
    elif stage in LEARNING and stage not in ENDINGS and dice.chance(0.6):
        school.teach(row, ClassKind.LANGUAGE, _saturdays(signed), None)
        if dice.chance(0.5):
            school.teach(row, ClassKind.ORIENTATION, _week(school.day), None)


def _week(on: date) -> list[date]:
    """Monday to Thursday of the week."""
    monday = on - timedelta(days=on.weekday())
    return [monday + timedelta(days=n) for n in range(4)]


def _saturdays(on: date) -> list[date]:
    """Six Saturdays from the month's first one on."""
    first = on.replace(day=1)
    saturday = first + timedelta(days=(5 - first.weekday()) % 7)
    return [saturday + timedelta(days=7 * n) for n in range(6)]


def _reports(session: Session, sink: Sink, dice: Dice, cast: Cast, day: date) -> None:
    """One report a departure that lacked something; the older ones are decided."""
    rows = session.execute(
        sa.select(Departure, Placement.body_id, CaseFile.id, CaseFile.person_id, SendingBody.name)
        .join(Placement, Placement.id == Departure.placement_id)
        .join(CaseFile, CaseFile.id == Placement.case_id)
        .join(SendingBody, SendingBody.id == Placement.body_id)
        .where(Departure.without_gate != "")
        .order_by(Departure.id)
    ).all()
    for departure, body_id, case_id, person_id, name in rows:
        due = add_working_days(departure.exit_on, 12)
        over = dice.at(due + timedelta(days=9)) if due < day - timedelta(days=20) else None
        sink.add(
            BodyReport,
            id=dice.id(),
            departure_id=departure.id,
            body_id=body_id,
            case_id=case_id,
            missing=departure.without_gate,
            opened_at=departure.recorded_at,
            due_on=due,
            version=1,
            **_decided(dice, cast, due, over),
        )
        sink.add(
            Task,
            id=dice.id(),
            key=f"body_report:{departure.id}",
            kind="body_report",
            office_id=cast.centre_id,
            person_id=person_id,
            case_id=case_id,
            note=name[:300],
            due_on=due,
            created_at=departure.recorded_at,
            done_at=over,
            done_by=cast.leader.id if over else None,
        )


# Any: values of columns.
def _decided(dice: Dice, cast: Cast, due: date, over: datetime | None) -> dict[str, Any]:
    """What the body explained and what followed, where that is over."""
    return {
        "state": ReportState.DECIDED if over else ReportState.OPEN,
        "answer": "Bản gốc chứng chỉ chưa cấp kịp trước ngày bay." if over else "",
        "answer_no": f"CV {dice.between(1, 90):02}/MAU" if over else "",
        "answered_on": due if over else None,
        "decision": "warned" if over else "",
        "decision_no": f"NN {dice.between(1, 90):02}/MAU" if over else "",
        "decision_note": "",
        "decided_on": due + timedelta(days=9) if over else None,
        "decided_by": cast.leader.id if over else None,
    }
