"""Tables of a fair: who was interested in which guest, who speaks there at which hour (C12)."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from jobfair.models.base import Base, Id, Moment, Ref, UTCDateTime, enum_type
from jobfair.models.conferences import ConferenceGuest
from jobfair.models.registration import Registration


class InterestHow(StrEnum):
    """An officer said "sit with table n", or the code was read at the table itself."""

    TABLE = "table"
    SCAN = "scan"


class Interest(Base):
    """One person of a conference and one guest: the last act by its own moment decides."""

    __tablename__ = "interest"
    __table_args__ = (
        sa.UniqueConstraint("registration_id", "guest_id"),
        sa.Index("ix_interest_guest_id", "guest_id"),
    )

    id: Mapped[Id]
    registration_id: Mapped[Ref] = mapped_column(sa.ForeignKey("registration.id"))
    guest_id: Mapped[Ref] = mapped_column(sa.ForeignKey("conference_guest.id"))
    act_id: Mapped[str] = mapped_column(sa.String(32))
    at: Mapped[Moment]
    by: Mapped[str] = mapped_column(sa.String(24))
    how: Mapped[InterestHow] = mapped_column(enum_type(InterestHow, "how"))
    wanted: Mapped[bool] = mapped_column(default=True)  # false = taken back


class SlotState(StrEnum):
    """Free until somebody has it; given until it begins; done and missed stay as they were."""

    FREE = "free"
    GIVEN = "given"
    STARTED = "started"
    DONE = "done"
    MISSED = "missed"


class InterviewSlot(Base):
    """An hour at a guest's table. No table and no person is in two of them at once (door)."""

    __tablename__ = "interview_slot"
    __table_args__ = (
        sa.UniqueConstraint("guest_id", "starts_at"),
        sa.CheckConstraint("ends_at > starts_at", "times"),
        sa.CheckConstraint("(state = 'free') = (registration_id IS NULL)", "whose"),
    )

    id: Mapped[Id]
    guest_id: Mapped[Ref] = mapped_column(sa.ForeignKey("conference_guest.id"))
    starts_at: Mapped[datetime] = mapped_column(UTCDateTime())
    ends_at: Mapped[datetime] = mapped_column(UTCDateTime())
    registration_id: Mapped[str | None] = mapped_column(
        sa.ForeignKey("registration.id"), index=True
    )
    state: Mapped[SlotState] = mapped_column(enum_type(SlotState, "state"), default=SlotState.FREE)
    changed_at: Mapped[Moment]
    guest: Mapped[ConferenceGuest] = relationship()
    registration: Mapped[Registration | None] = relationship()
