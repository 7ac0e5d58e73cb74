"""A seat: one person at one conference; attendance at the door."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from jobfair.models.base import Base, Id, Moment, Ref, UTCDateTime, enum_type
from jobfair.models.conferences import Conference
from jobfair.models.people import Person


class RegistrationState(StrEnum):
    """Held takes a seat; waiting is in line; walk_in and call_back take none."""

    HELD = "held"
    WAITING = "waiting"
    WALK_IN = "walk_in"
    CALL_BACK = "call_back"
    CANCELLED = "cancelled"


LISTED: Final = (RegistrationState.HELD, RegistrationState.WAITING, RegistrationState.WALK_IN)
"""Who is on a conference's list, once: with a seat, in line, or come without one."""

_LIVE = sa.text("state IN ('held', 'waiting', 'walk_in') AND conference_id IS NOT NULL")


class Registration(Base):
    """What was typed, kept as typed, and the seat it holds. The form key stays for good."""

    __tablename__ = "registration"
    __table_args__ = (
        sa.Index(
            "uq_registration_person_conference",
            "conference_id",
            "person_id",
            unique=True,
            sqlite_where=_LIVE,
            postgresql_where=_LIVE,
        ),
        sa.Index(
            "uq_registration_waiting_no",
            "conference_id",
            "waiting_no",
            unique=True,
            sqlite_where=sa.text("waiting_no IS NOT NULL"),
            postgresql_where=sa.text("waiting_no IS NOT NULL"),
        ),
        # With the columns that counts ask for, so that they read the index alone.
        sa.Index(
            "ix_registration_conference", *("conference_id", "state", "person_id", "case_id", "id")
        ),
        sa.Index("ix_registration_person", "person_id", "state", "conference_id", "id"),
        sa.CheckConstraint("conference_id IS NOT NULL OR state <> 'held'", "seat"),
    )

    id: Mapped[Id]
    conference_id: Mapped[str | None] = mapped_column(
        sa.ForeignKey("conference.id")
    )  # null = call me back
    person_id: Mapped[Ref] = mapped_column(sa.ForeignKey("person.id"))
    case_id: Mapped[str | None] = mapped_column(
        sa.ForeignKey("case_file.id"), index=True
    )  # the case it opened
    form_key: Mapped[str] = mapped_column(sa.String(32), unique=True)
    slip_code: Mapped[str] = mapped_column(sa.String(8), unique=True)
    receipt: Mapped[str | None] = mapped_column(sa.String(32), unique=True)  # HMAC of the id
    typed_name: Mapped[str] = mapped_column(sa.String(100))
    typed_birth_year: Mapped[int]
    typed_phone: Mapped[str] = mapped_column(sa.String(20))  # E.164
    typed_commune: Mapped[str] = mapped_column(sa.String(5))  # code, or 'other'
    typed_village: Mapped[str] = mapped_column(sa.String(80), default="")
    channel: Mapped[str] = mapped_column(sa.String(10), default="web")  # web|desk|paper|sms|door
    for_whom: Mapped[str] = mapped_column(sa.String(10), default="self")
    registered_by: Mapped[str | None] = mapped_column(sa.String(24))  # staff user
    family_key: Mapped[str | None] = mapped_column(sa.String(32), index=True)
    state: Mapped[RegistrationState] = mapped_column(enum_type(RegistrationState, "state"))
    waiting_no: Mapped[int | None]
    lang: Mapped[str] = mapped_column(sa.String(5), default="vi")
    created_at: Mapped[Moment]
    cancelled_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    conference: Mapped[Conference | None] = relationship()
    person: Mapped[Person] = relationship()
    attendance: Mapped[Attendance | None] = relationship(back_populates="registration")


class Attendance(Base):
    """Came. One row a registration; repeating the act changes nothing."""

    __tablename__ = "attendance"
    __table_args__ = (
        sa.Index(
            "ix_attendance_came", "registration_id", "present", "doubt", "outcome_markets", "id"
        ),
    )

    id: Mapped[Id]
    registration_id: Mapped[Ref] = mapped_column(sa.ForeignKey("registration.id"), unique=True)
    act_id: Mapped[str] = mapped_column(sa.String(32), unique=True)
    at: Mapped[Moment]
    by: Mapped[str] = mapped_column(sa.String(24))
    present: Mapped[bool] = mapped_column(default=True)  # false = marked by mistake, taken back
    outcome_markets: Mapped[str] = mapped_column(sa.String(120), default="")  # codes, comma
    doubt: Mapped[str] = mapped_column(sa.String(24), default="")
    said: Mapped[str] = mapped_column(sa.String(24), default="")  # what comes next: door.outcomes
    registration: Mapped[Registration] = relationship(back_populates="attendance")
