"""Classes with their days, who learns in them, who came; reports on bodies (G6, G10)."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from jobfair.models.base import Base, Id, Moment, Ref, UTCDateTime, enum_type
from jobfair.models.bodies import SendingBody
from jobfair.models.journey import CaseFile, Departure
from jobfair.models.people import Person


class ClassKind(StrEnum):
    """What is taught."""

    LANGUAGE = "language"
    VOCATIONAL = "vocational"
    ORIENTATION = "orientation"


class ClassState(StrEnum):
    """Where a class stands; people are added while it is open."""

    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class Result(StrEnum):
    """How the class ended for one person; empty while nobody has said."""

    NONE = ""
    PASS = "pass"  # noqa: S105 - a result, no password
    FAIL = "fail"
    LEFT = "left"


class TrainingClass(Base):
    """A class of some days at one place; ``body_id``: given by a sending body."""

    __tablename__ = "training_class"
    __table_args__ = (
        sa.CheckConstraint("capacity > 0", "capacity"),
        sa.CheckConstraint("ends_on >= starts_on", "days"),
        sa.Index("ix_training_class_state", "state", "starts_on"),
    )

    id: Mapped[Id]
    kind: Mapped[ClassKind] = mapped_column(enum_type(ClassKind, "kind"))
    title: Mapped[str] = mapped_column(sa.String(160))
    organiser: Mapped[str] = mapped_column(sa.String(160))  # a school, the centre, a body
    body_id: Mapped[str | None] = mapped_column(sa.ForeignKey("sending_body.id"), index=True)
    market_code: Mapped[str | None] = mapped_column(sa.ForeignKey("market.code"))
    place: Mapped[str] = mapped_column(sa.String(160))
    starts_on: Mapped[date] = mapped_column(sa.Date)
    ends_on: Mapped[date] = mapped_column(sa.Date)
    capacity: Mapped[int]
    state: Mapped[ClassState] = mapped_column(enum_type(ClassState, "state"))
    act_key: Mapped[str] = mapped_column(sa.String(40), unique=True)
    made_by: Mapped[str] = mapped_column(sa.String(24))
    made_at: Mapped[Moment]
    version: Mapped[int] = mapped_column(default=1)
    body: Mapped[SendingBody | None] = relationship()
    days: Mapped[list[ClassDay]] = relationship(order_by="ClassDay.on_date")

    __mapper_args__ = {"version_id_col": version}


class ClassDay(Base):
    """One day on which the class meets."""

    __tablename__ = "class_day"
    __table_args__ = (sa.UniqueConstraint("class_id", "on_date"),)

    id: Mapped[Id]
    class_id: Mapped[Ref] = mapped_column(sa.ForeignKey("training_class.id"))
    on_date: Mapped[date] = mapped_column(sa.Date)


class Enrolment(Base):
    """One person's place in a class; taken off again it stays as a row."""

    __tablename__ = "enrolment"
    __table_args__ = (
        sa.UniqueConstraint("class_id", "case_id"),
        sa.Index("ix_enrolment_case", "case_id", "taken_off_at", "class_id", "result"),
        sa.Index("ix_enrolment_certificate", "certificate_on", "person_id"),
    )

    id: Mapped[Id]
    class_id: Mapped[Ref] = mapped_column(sa.ForeignKey("training_class.id"))
    case_id: Mapped[Ref] = mapped_column(sa.ForeignKey("case_file.id"))
    person_id: Mapped[Ref] = mapped_column(sa.ForeignKey("person.id"), index=True)
    result: Mapped[Result] = mapped_column(enum_type(Result, "result"), default=Result.NONE)
    result_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    certificate_no: Mapped[str] = mapped_column(sa.String(60), default="")
    certificate_on: Mapped[date | None] = mapped_column(sa.Date)
    added_by: Mapped[str] = mapped_column(sa.String(24))
    added_at: Mapped[Moment]
    taken_off_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    training_class: Mapped[TrainingClass] = relationship()
    case: Mapped[CaseFile] = relationship()
    person: Mapped[Person] = relationship()


class ClassAttendance(Base):
    """Present or not on one day; nobody said anything while there is no row."""

    __tablename__ = "class_attendance"
    __table_args__ = (sa.UniqueConstraint("enrolment_id", "day_id"),)

    id: Mapped[Id]
    enrolment_id: Mapped[Ref] = mapped_column(sa.ForeignKey("enrolment.id"))
    day_id: Mapped[Ref] = mapped_column(sa.ForeignKey("class_day.id"), index=True)
    present: Mapped[bool]
    act_id: Mapped[str] = mapped_column(sa.String(40))
    by: Mapped[str] = mapped_column(sa.String(24))
    at: Mapped[Moment]


class ReportState(StrEnum):
    """Where a report on a body stands."""

    OPEN = "open"  # the body is asked
    ANSWERED = "answered"
    DECIDED = "decided"
    TAKEN_BACK = "taken_back"  # the departure was corrected


class BodyReport(Base):
    """Somebody left without what the law asks for: one report on the body a departure."""

    __tablename__ = "body_report"
    __table_args__ = (sa.Index("ix_body_report_state", "state", "due_on"),)

    id: Mapped[Id]
    departure_id: Mapped[Ref] = mapped_column(sa.ForeignKey("departure.id"), unique=True)
    body_id: Mapped[Ref] = mapped_column(sa.ForeignKey("sending_body.id"), index=True)
    case_id: Mapped[Ref] = mapped_column(sa.ForeignKey("case_file.id"))
    missing: Mapped[str] = mapped_column(sa.String(80))  # gates that failed, by comma
    state: Mapped[ReportState] = mapped_column(enum_type(ReportState, "state"))
    opened_at: Mapped[Moment]
    due_on: Mapped[date] = mapped_column(sa.Date)
    answer: Mapped[str] = mapped_column(sa.String(500), default="")
    answer_no: Mapped[str] = mapped_column(sa.String(60), default="")
    answered_on: Mapped[date | None] = mapped_column(sa.Date)
    decision: Mapped[str] = mapped_column(sa.String(24), default="")
    decision_no: Mapped[str] = mapped_column(sa.String(60), default="")
    decision_note: Mapped[str] = mapped_column(sa.String(500), default="")
    decided_on: Mapped[date | None] = mapped_column(sa.Date)
    decided_by: Mapped[str | None] = mapped_column(sa.String(24))
    version: Mapped[int] = mapped_column(default=1)
    departure: Mapped[Departure] = relationship()
    body: Mapped[SendingBody] = relationship()
    case: Mapped[CaseFile] = relationship()

    __mapper_args__ = {"version_id_col": version}
