"""After the exit: stays, check-ins, incidents, plans, work at home and across the border."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from jobfair.models.base import Base, FactMixin, Id, Moment, Ref, UTCDateTime, enum_type, some_rows
from jobfair.models.journey import CaseFile, Placement
from jobfair.models.staff import Office


class StayState(StrEnum):
    """How a stay stands: still abroad, or how it ended."""

    ABROAD = "abroad"
    ON_TIME = "on_time"
    EARLY = "early"
    LATE = "late"
    ABSCONDED = "absconded"
    DEAD = "dead"


class StayAbroad(Base):
    """One counted departure and what became of it, as the steps that hold say.

    Derived by ``abroad.stays`` in the transaction of each step; figures read nothing else.
    """

    __tablename__ = "stay_abroad"
    __table_args__ = (
        sa.Index("ix_stay_abroad_place", "commune_code", "market_code", "state"),
        sa.Index("ix_stay_abroad_state", "state", "end_on"),
        sa.Index("ix_stay_abroad_home", "home_on"),
    )

    id: Mapped[Id]
    placement_id: Mapped[Ref] = mapped_column(sa.ForeignKey("placement.id"), unique=True)
    case_id: Mapped[Ref] = mapped_column(sa.ForeignKey("case_file.id"), index=True)
    commune_code: Mapped[str | None] = mapped_column(sa.String(5))  # at registration
    market_code: Mapped[str] = mapped_column(sa.ForeignKey("market.code"))
    programme_code: Mapped[str] = mapped_column(sa.ForeignKey("programme.code"))
    exit_on: Mapped[date] = mapped_column(sa.Date, index=True)
    end_on: Mapped[date | None] = mapped_column(sa.Date)  # of the contract, as extended
    home_on: Mapped[date | None] = mapped_column(sa.Date)
    state: Mapped[StayState] = mapped_column(enum_type(StayState, "state", 12))
    reason: Mapped[str] = mapped_column(sa.String(40), default="")  # of the step that ended it
    was_absconded: Mapped[bool] = mapped_column(default=False)  # and not found at work again
    undone_at: Mapped[datetime | None] = mapped_column(UTCDateTime())  # the exit was taken back
    case: Mapped[CaseFile] = relationship()
    placement: Mapped[Placement] = relationship()


class CheckIn(Base):
    """How are you? Asked so many days after the exit; asked again until somebody answers."""

    __tablename__ = "check_in"
    __table_args__ = (
        sa.UniqueConstraint("placement_id", "day"),
        some_rows(
            "ix_check_in_open",
            *("ask_on", "due_on", "office_id", "tries", "case_id", "answered_at", "skipped_at"),
            where="answered_at IS NULL AND skipped_at IS NULL",
        ),
    )

    id: Mapped[Id]
    placement_id: Mapped[Ref] = mapped_column(sa.ForeignKey("placement.id"))
    case_id: Mapped[Ref] = mapped_column(sa.ForeignKey("case_file.id"), index=True)
    day: Mapped[int]  # days after the exit: 7, 30, 180, 365
    due_on: Mapped[date] = mapped_column(sa.Date)
    ask_on: Mapped[date] = mapped_column(sa.Date)  # moves on when nobody answers
    office_id: Mapped[Ref] = mapped_column(sa.ForeignKey("office.id"))  # who calls
    tries: Mapped[int] = mapped_column(default=0)
    outcome: Mapped[str] = mapped_column(sa.String(16), default="")  # of the last answer
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    skipped_at: Mapped[datetime | None] = mapped_column(UTCDateTime())  # not asked any more
    wage: Mapped[Decimal | None] = mapped_column(sa.Numeric(14, 2))  # a month, day 30
    hours: Mapped[Decimal | None] = mapped_column(sa.Numeric(5, 1))  # a week, day 30
    deductions: Mapped[Decimal | None] = mapped_column(sa.Numeric(14, 2))  # a month, day 30
    currency: Mapped[str] = mapped_column(sa.String(3), default="")
    case: Mapped[CaseFile] = relationship()
    office: Mapped[Office] = relationship()


class CheckInAnswer(Base):
    """One try to ask, or the worker's own answer on the slip; never changed."""

    __tablename__ = "check_in_answer"

    id: Mapped[Id]
    check_in_id: Mapped[Ref] = mapped_column(sa.ForeignKey("check_in.id"), index=True)
    outcome: Mapped[str] = mapped_column(sa.String(16))
    about: Mapped[str] = mapped_column(sa.String(24), default="")  # kind of incident
    note: Mapped[str] = mapped_column(sa.String(300), default="")
    act_key: Mapped[str] = mapped_column(sa.String(40), unique=True)
    by: Mapped[str] = mapped_column(sa.String(24))  # user id or 'worker'
    by_name: Mapped[str] = mapped_column(sa.String(160), default="")
    at: Mapped[Moment]


class Incident(Base):
    """Something went wrong abroad: with an owner, a day, and steps until it is closed."""

    __tablename__ = "incident"
    __table_args__ = (sa.Index("ix_incident_open", "owner_office_id", "closed_at", "due_on"),)

    id: Mapped[Id]
    case_id: Mapped[Ref] = mapped_column(sa.ForeignKey("case_file.id"), index=True)
    placement_id: Mapped[str | None] = mapped_column(sa.ForeignKey("placement.id"))
    check_in_id: Mapped[str | None] = mapped_column(sa.ForeignKey("check_in.id"))
    kind: Mapped[str] = mapped_column(sa.String(24))
    severity: Mapped[str] = mapped_column(sa.String(8))  # light|serious|urgent
    told_by: Mapped[str] = mapped_column(sa.String(12))  # worker|family|body|employer|other
    told_how: Mapped[str] = mapped_column(sa.String(12))  # slip|phone|zalo|letter|visit
    told_on: Mapped[date] = mapped_column(sa.Date)
    text: Mapped[str] = mapped_column(sa.String(500), default="")
    due_on: Mapped[date] = mapped_column(sa.Date)
    owner_office_id: Mapped[Ref] = mapped_column(sa.ForeignKey("office.id"))
    version: Mapped[int] = mapped_column(default=1)
    act_key: Mapped[str] = mapped_column(sa.String(40), unique=True)
    opened_by: Mapped[str] = mapped_column(sa.String(24))
    opened_at: Mapped[Moment]
    outcome: Mapped[str] = mapped_column(sa.String(24), default="")
    closed_by: Mapped[str] = mapped_column(sa.String(24), default="")
    closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    case: Mapped[CaseFile] = relationship()
    owner_office: Mapped[Office] = relationship()
    steps: Mapped[list[IncidentStep]] = relationship(
        back_populates="incident", order_by="IncidentStep.at, IncidentStep.id"
    )

    __mapper_args__ = {"version_id_col": version}


class IncidentStep(Base):
    """What was done about an incident; never changed, never erased."""

    __tablename__ = "incident_step"

    id: Mapped[Id]
    incident_id: Mapped[Ref] = mapped_column(sa.ForeignKey("incident.id"), index=True)
    kind: Mapped[str] = mapped_column(sa.String(12))  # open|step|hand_over|close
    text: Mapped[str] = mapped_column(sa.String(500), default="")
    act_key: Mapped[str] = mapped_column(sa.String(40), unique=True)
    by: Mapped[str] = mapped_column(sa.String(24))
    by_name: Mapped[str] = mapped_column(sa.String(160), default="")
    at: Mapped[Moment]
    incident: Mapped[Incident] = relationship(back_populates="steps")


class ReturnPlan(Base):
    """What the worker wants after the contract, asked six months before its end."""

    __tablename__ = "return_plan"

    id: Mapped[Id]
    placement_id: Mapped[Ref] = mapped_column(sa.ForeignKey("placement.id"), unique=True)
    case_id: Mapped[Ref] = mapped_column(sa.ForeignKey("case_file.id"), index=True)
    wish: Mapped[str] = mapped_column(sa.String(12))  # home|extend|undecided
    home_on: Mapped[date | None] = mapped_column(sa.Date)
    work: Mapped[str] = mapped_column(sa.String(16), default="")
    work_text: Mapped[str] = mapped_column(sa.String(200), default="")
    loan_left: Mapped[int | None] = mapped_column(sa.BigInteger)  # đồng
    training: Mapped[bool] = mapped_column(default=False)
    training_text: Mapped[str] = mapped_column(sa.String(200), default="")
    act_key: Mapped[str] = mapped_column(sa.String(40), unique=True)
    recorded_by: Mapped[str] = mapped_column(sa.String(24))
    recorded_at: Mapped[Moment]


class JobCheck(Base):
    """Work at home so many months after the return, with its evidence (target 70 %)."""

    __tablename__ = "job_check"
    __table_args__ = (
        sa.UniqueConstraint("placement_id", "months"),
        sa.Index("ix_job_check_due", "due_on", "undone_at"),
        sa.Index("ix_job_check_office", "office_id", "recorded_at", "due_on"),
    )

    id: Mapped[Id]
    placement_id: Mapped[Ref] = mapped_column(sa.ForeignKey("placement.id"))
    case_id: Mapped[Ref] = mapped_column(sa.ForeignKey("case_file.id"), index=True)
    months: Mapped[int]  # after the day of coming home: 3, 6, 12
    due_on: Mapped[date] = mapped_column(sa.Date)
    office_id: Mapped[Ref] = mapped_column(sa.ForeignKey("office.id"))
    outcome: Mapped[str] = mapped_column(sa.String(12), default="")  # '' = nobody asked
    evidence: Mapped[str] = mapped_column(sa.String(16), default="")
    evidence_ref: Mapped[str] = mapped_column(sa.String(120), default="")
    work: Mapped[str] = mapped_column(sa.String(200), default="")
    act_key: Mapped[str | None] = mapped_column(sa.String(40), unique=True)
    recorded_by: Mapped[str] = mapped_column(sa.String(24), default="")
    recorded_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    undone_at: Mapped[datetime | None] = mapped_column(UTCDateTime())  # the return was taken back
    case: Mapped[CaseFile] = relationship()


class RadarLimit(FactMixin, Base):
    """How many may abscond or overstay before a commune is marked; set by the leader."""

    __tablename__ = "radar_limit"
    __table_args__ = (sa.UniqueConstraint("market_code", "programme_code"),)

    id: Mapped[Id]
    market_code: Mapped[str] = mapped_column(sa.String(12))
    programme_code: Mapped[str] = mapped_column(sa.String(20), default="")  # '' = all of them
    rate_percent: Mapped[Decimal | None] = mapped_column(sa.Numeric(5, 2))
    people: Mapped[int | None]
    set_by: Mapped[str] = mapped_column(sa.String(24), default="")
    set_at: Mapped[Moment]


class BorderWork(Base):
    """Short work across the border with a border pass: a channel of its own, no departure."""

    __tablename__ = "border_work"
    __table_args__ = (sa.Index("ix_border_work_place", "commune_code", "from_on"),)

    id: Mapped[Id]
    commune_code: Mapped[str] = mapped_column(sa.String(5))
    market_code: Mapped[str] = mapped_column(sa.ForeignKey("market.code"))
    place: Mapped[str] = mapped_column(sa.String(160))  # district, prefecture
    employer: Mapped[str] = mapped_column(sa.String(160))
    work: Mapped[str] = mapped_column(sa.String(160))
    pass_kind: Mapped[str] = mapped_column(sa.String(16))  # border_pass|passport|other
    from_on: Mapped[date] = mapped_column(sa.Date)
    to_on: Mapped[date] = mapped_column(sa.Date)
    people: Mapped[int]
    women: Mapped[int | None]
    back_on: Mapped[date | None] = mapped_column(sa.Date)  # when everybody was home
    note: Mapped[str] = mapped_column(sa.String(300), default="")
    version: Mapped[int] = mapped_column(default=1)
    act_key: Mapped[str] = mapped_column(sa.String(40), unique=True)
    recorded_by: Mapped[str] = mapped_column(sa.String(24))
    recorded_at: Mapped[Moment]
    names: Mapped[list[BorderWorker]] = relationship(
        order_by="BorderWorker.position", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}


class BorderWorker(Base):
    """Somebody of a group by name, where the group was listed and not only counted."""

    __tablename__ = "border_worker"

    id: Mapped[Id]
    border_work_id: Mapped[Ref] = mapped_column(sa.ForeignKey("border_work.id"), index=True)
    position: Mapped[int]
    name: Mapped[str] = mapped_column(sa.String(120))
    birth_year: Mapped[int | None]
