"""Tables of a fair: who was interested in which guest (C12)."""

from __future__ import annotations

from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from jobfair.models.base import Base, Id, Moment, Ref, enum_type


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
