"""The journey: case, append-only events, placements, papers, records, departure, money, tasks."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from jobfair.models.base import Base, Id, Moment, Ref, UTCDateTime, enum_type, some_rows
from jobfair.models.bodies import JobOrder, SendingBody
from jobfair.models.people import Person
from jobfair.models.staff import Office


class Stage(StrEnum):
    """The stages of the journey, in order, and the endings."""

    INTEREST = "interest"
    REGISTERED = "registered"
    COUNSELLED = "counselled"
    SCREENED = "screened"
    INTRODUCED = "introduced"
    SOURCE_TRAINING = "source_training"
    INTERVIEWED = "interviewed"
    SELECTED = "selected"
    CONTRACT_SIGNED = "contract_signed"
    TRAINING = "training"
    VISA_PROCESS = "visa_process"
    WAITING_DEPARTURE = "waiting_departure"
    DEPARTED = "departed"
    WORKING = "working"
    EXTENDED = "extended"
    COMPLETED = "completed"
    RETURNED_EARLY = "returned_early"
    ABSCONDED = "absconded"
    DECEASED_MISSING = "deceased_missing"
    LIQUIDATED = "liquidated"
    REINTEGRATED = "reintegrated"
    WITHDRAWN = "withdrawn"
    INELIGIBLE = "ineligible"
    DROPPED = "dropped"


CLOSED_STAGES = frozenset({Stage.REINTEGRATED, Stage.WITHDRAWN, Stage.INELIGIBLE, Stage.DROPPED})
"""Stages that close a case; `liquidated` closes too when nobody will return."""


class CaseFile(Base):
    """One journey of one person. Every open case has an owner, a next step and a date."""

    __tablename__ = "case_file"
    __table_args__ = (
        some_rows("uq_case_file_open", "person_id", where="closed_at IS NULL", unique=True),
        sa.CheckConstraint(
            "closed_at IS NOT NULL OR (owner_office_id IS NOT NULL"
            " AND next_step IS NOT NULL AND next_on IS NOT NULL)",
            "next_step",
        ),
        # With the columns that lists and counts ask for, so that they read the index alone.
        sa.Index(
            "ix_case_file_today", "owner_office_id", "next_on", "closed_at", "person_id", "id"
        ),
        sa.Index(
            "ix_case_file_person",
            *("person_id", "closed_at", "stage", "next_on", "owner_office_id", "id"),
        ),
        sa.Index(
            "ix_case_file_stage",
            *("stage", "closed_at", "next_on", "person_id", "owner_office_id", "id"),
        ),
        sa.Index(
            "ix_case_file_id",
            *("id", "closed_at", "stage", "next_on", "person_id", "owner_office_id"),
        ),
        some_rows("ix_case_file_merged", "merged_into_id", where="merged_into_id IS NOT NULL"),
        sa.Index("ix_case_file_commune", "commune_code", "closed_at", "stage"),
        some_rows(
            "ix_case_file_next_on",
            *("next_on", "stage", "person_id", "owner_office_id", "id", "closed_at"),
            where="closed_at IS NULL",
        ),
    )

    id: Mapped[Id]
    person_id: Mapped[Ref] = mapped_column(sa.ForeignKey("person.id"))
    stage: Mapped[Stage] = mapped_column(enum_type(Stage, "stage"))
    stage_since: Mapped[datetime] = mapped_column(UTCDateTime())
    reached: Mapped[int] = mapped_column(
        default=1
    )  # last public milestone reached (endings show it)
    owner_office_id: Mapped[str | None] = mapped_column(sa.ForeignKey("office.id"))
    owner_user_id: Mapped[str | None] = mapped_column(sa.ForeignKey("user_account.id"))
    next_step: Mapped[str | None] = mapped_column(sa.String(40))  # coded: cases/next_steps.py
    next_note: Mapped[str] = mapped_column(sa.String(200), default="")
    next_on: Mapped[date | None] = mapped_column(sa.Date)
    version: Mapped[int] = mapped_column(default=1)
    previous_case_id: Mapped[str | None] = mapped_column(sa.ForeignKey("case_file.id"))
    merged_into_id: Mapped[str | None] = mapped_column(sa.ForeignKey("case_file.id"))
    commune_code: Mapped[str | None] = mapped_column(sa.String(5))  # at registration
    opened_at: Mapped[Moment]
    closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    person: Mapped[Person] = relationship()
    owner_office: Mapped[Office | None] = relationship()
    events: Mapped[list[CaseEvent]] = relationship(back_populates="case", order_by="CaseEvent.seq")
    placements: Mapped[list[Placement]] = relationship(
        back_populates="case", order_by="Placement.opened_at, Placement.id"
    )

    __mapper_args__ = {"version_id_col": version}


class CaseEvent(Base):
    """History that nobody edits: the opening, moves, corrections, calls, records."""

    __tablename__ = "case_event"
    __table_args__ = (
        sa.UniqueConstraint("case_id", "seq"),
        some_rows(
            "ix_case_event_to_stage_at",
            *("to_stage", "at", "kind", "case_id", "seq"),
            where="to_stage IS NOT NULL",
        ),
        some_rows(
            "ix_case_event_corrects",
            *("case_id", "corrects_seq"),
            where="corrects_seq IS NOT NULL",
        ),
        some_rows(
            "ix_case_event_contact",
            *("at", "case_id"),
            where="kind = 'contact'",
        ),
    )

    id: Mapped[Id]
    case_id: Mapped[Ref] = mapped_column(sa.ForeignKey("case_file.id"))
    seq: Mapped[int]
    act_key: Mapped[str] = mapped_column(sa.String(40), unique=True)
    kind: Mapped[str] = mapped_column(
        sa.String(16)
    )  # open|move|correction|fact|contact|record|note|climb|owner
    from_stage: Mapped[Stage | None] = mapped_column(enum_type(Stage, "from_stage"))
    to_stage: Mapped[Stage | None] = mapped_column(enum_type(Stage, "to_stage"))
    reason: Mapped[str] = mapped_column(sa.String(40), default="")  # reason_code.code
    note: Mapped[str] = mapped_column(sa.String(500), default="")
    document_ref: Mapped[str] = mapped_column(sa.String(120), default="")
    on_behalf_of: Mapped[str | None] = mapped_column(sa.ForeignKey("sending_body.id"))
    corrects_seq: Mapped[int | None]
    by: Mapped[str] = mapped_column(sa.String(24))  # user id, 'worker' or 'system'
    by_name: Mapped[str] = mapped_column(sa.String(160))  # as shown: "Lò Thị Duyên, xã Mường La"
    role: Mapped[str] = mapped_column(sa.String(12))
    at: Mapped[Moment]
    case: Mapped[CaseFile] = relationship(back_populates="events")


class Placement(Base):
    """One try with one sending body; a case has many, at most one open (F18)."""

    __tablename__ = "placement"
    __table_args__ = (
        some_rows("uq_placement_open", "case_id", where="closed_on IS NULL", unique=True),
        sa.Index("ix_placement_body", "body_id", "closed_on", "case_id", "contract_on"),
        sa.Index(
            "ix_placement_case",
            *("case_id", "closed_on", "selected_on", "body_id", "programme_code"),
        ),
    )

    id: Mapped[Id]
    case_id: Mapped[Ref] = mapped_column(sa.ForeignKey("case_file.id"))
    programme_code: Mapped[str] = mapped_column(sa.ForeignKey("programme.code"))
    body_id: Mapped[Ref] = mapped_column(sa.ForeignKey("sending_body.id"))
    order_id: Mapped[str | None] = mapped_column(sa.ForeignKey("job_order.id"), index=True)
    direct: Mapped[bool] = mapped_column(default=False)  # contract by the worker, Art. 50
    opened_at: Mapped[Moment]
    selected_on: Mapped[date | None] = mapped_column(sa.Date)
    contract_no: Mapped[str] = mapped_column(sa.String(60), default="")
    contract_on: Mapped[date | None] = mapped_column(sa.Date)
    contract_months: Mapped[int | None]
    wage: Mapped[Decimal | None] = mapped_column(sa.Numeric(14, 2))
    currency: Mapped[str] = mapped_column(sa.String(3), default="")
    rate: Mapped[Decimal | None] = mapped_column(sa.Numeric(14, 4))
    signed_at_head_office: Mapped[bool] = mapped_column(default=False)
    end_on: Mapped[date | None] = mapped_column(sa.Date)
    closed_on: Mapped[date | None] = mapped_column(sa.Date)
    reason: Mapped[str] = mapped_column(sa.String(40), default="")
    case: Mapped[CaseFile] = relationship(back_populates="placements")
    body: Mapped[SendingBody] = relationship()
    order: Mapped[JobOrder | None] = relationship()


class Departure(Base):
    """The counted event: exit through a border gate, once, with evidence."""

    __tablename__ = "departure"
    __table_args__ = (
        sa.Index(
            "ix_departure_exit",
            *("exit_on", "commune_code", "undone_at", "without_gate", "placement_id"),
        ),
    )

    id: Mapped[Id]
    placement_id: Mapped[Ref] = mapped_column(sa.ForeignKey("placement.id"), unique=True)
    exit_on: Mapped[date] = mapped_column(sa.Date)
    commune_code: Mapped[str | None] = mapped_column(sa.String(5))  # permanent, at registration
    market_code: Mapped[str] = mapped_column(sa.ForeignKey("market.code"))
    employer: Mapped[str] = mapped_column(sa.String(160))
    evidence: Mapped[str] = mapped_column(
        sa.String(24)
    )  # passport_stamp|ticket|national_db|commune
    evidence_ref: Mapped[str] = mapped_column(sa.String(120), default="")
    without_gate: Mapped[str] = mapped_column(sa.String(80), default="")  # gates that failed
    reported_by: Mapped[str] = mapped_column(sa.String(24), default="")
    confirmed_by: Mapped[str] = mapped_column(sa.String(24))
    recorded_at: Mapped[Moment]
    undone_at: Mapped[datetime | None] = mapped_column(UTCDateTime())  # by a correction
    placement: Mapped[Placement] = relationship()


class Paper(Base):
    """A paper of a person: have, asked, received, checked (G1)."""

    __tablename__ = "paper"
    __table_args__ = (
        sa.Index(
            "uq_paper_person_placement_kind",
            "person_id",
            sa.text("coalesce(placement_id, '')"),
            "kind",
            unique=True,
        ),
        sa.Index("ix_paper_valid_to", "valid_to", "kind", "state", "person_id", "id"),
        sa.Index("ix_paper_issued", "kind", "issued_on", "state", "person_id", "id"),
        sa.Index("ix_paper_person", "person_id", "valid_to", "kind", "state", "issued_on", "id"),
    )

    id: Mapped[Id]
    person_id: Mapped[Ref] = mapped_column(sa.ForeignKey("person.id"))
    placement_id: Mapped[str | None] = mapped_column(sa.ForeignKey("placement.id"))
    kind: Mapped[str] = mapped_column(sa.String(24))  # passport|health|visa|orientation|judicial|…
    number_enc: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    issued_on: Mapped[date | None] = mapped_column(sa.Date)
    valid_to: Mapped[date | None] = mapped_column(sa.Date)
    state: Mapped[str] = mapped_column(sa.String(10), default="checked")
    asked_on: Mapped[date | None] = mapped_column(sa.Date)  # applied for on, expected on
    expected_on: Mapped[date | None] = mapped_column(sa.Date)
    checked_by: Mapped[str] = mapped_column(sa.String(160), default="")  # as shown
    checked_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    recorded_by: Mapped[str] = mapped_column(sa.String(24))
    recorded_at: Mapped[Moment]


class CaseRecord(Base):
    """A dated record that a gate asks for and that has no page of its own yet."""

    __tablename__ = "case_record"
    __table_args__ = (sa.Index("ix_case_record_case_kind", "case_id", "kind", "recorded_at"),)

    id: Mapped[Id]
    case_id: Mapped[Ref] = mapped_column(sa.ForeignKey("case_file.id"))
    placement_id: Mapped[str | None] = mapped_column(sa.ForeignKey("placement.id"))
    kind: Mapped[str] = mapped_column(sa.String(24))  # gate name: counsel_note, entry_date, …
    on_date: Mapped[date] = mapped_column(sa.Date)
    number: Mapped[str] = mapped_column(sa.String(60), default="")
    text: Mapped[str] = mapped_column(sa.String(500), default="")
    at_head_office: Mapped[bool] = mapped_column(default=False)
    act_key: Mapped[str] = mapped_column(sa.String(40), unique=True)
    recorded_by: Mapped[str] = mapped_column(sa.String(24))
    recorded_at: Mapped[Moment]


class Task(Base):
    """A piece of work beside the case's one next step: refund, duplicate, changed phone."""

    __tablename__ = "task"
    __table_args__ = (sa.Index("ix_task_open", "office_id", "done_at", "due_on"),)

    id: Mapped[Id]
    key: Mapped[str] = mapped_column(sa.String(80), unique=True)  # made once: "refund:<placement>"
    kind: Mapped[str] = mapped_column(sa.String(24))
    office_id: Mapped[Ref] = mapped_column(sa.ForeignKey("office.id"))
    person_id: Mapped[str | None] = mapped_column(sa.ForeignKey("person.id"))
    case_id: Mapped[str | None] = mapped_column(sa.ForeignKey("case_file.id"), index=True)
    note: Mapped[str] = mapped_column(sa.String(300), default="")
    due_on: Mapped[date] = mapped_column(sa.Date)
    created_at: Mapped[Moment]
    done_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    done_by: Mapped[str | None] = mapped_column(sa.String(24))
    done_on: Mapped[date | None] = mapped_column(sa.Date)  # the day it was really done, if asked
