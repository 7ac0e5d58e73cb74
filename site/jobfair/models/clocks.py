"""Days on which offices rest, and how far a case that overstayed its stage has climbed."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from jobfair.models.base import Base, Id, Moment, Ref, UTCDateTime, enum_type
from jobfair.models.journey import CaseFile, Stage
from jobfair.models.staff import Office


class Holiday(Base):
    """A day on which offices rest, typed from the year's official notice; none is invented."""

    __tablename__ = "holiday"

    id: Mapped[Id]
    day: Mapped[date] = mapped_column(sa.Date, unique=True)
    name: Mapped[str] = mapped_column(sa.String(120))
    source: Mapped[str] = mapped_column(sa.String(200))  # the notice: number and date
    added_by: Mapped[str] = mapped_column(sa.String(24))
    added_at: Mapped[Moment]


class Escalation(Base):
    """One rung that a case climbed in one stay in a stage; the owner stays the owner.

    ``rung``: 1 the centre, 2 the department. Unique, so that it happens once whatever the
    worker goes through. ``from_office_id``: who owned the case then.
    """

    __tablename__ = "escalation"
    __table_args__ = (
        sa.UniqueConstraint("case_id", "stage_since", "rung"),
        sa.CheckConstraint("rung IN (1, 2)", "rung"),
        sa.Index("ix_escalation_rung_at", "rung", "at"),
        sa.Index("ix_escalation_office", "office_id", "at"),
        sa.Index("ix_escalation_from_office", "from_office_id", "at"),
    )

    id: Mapped[Id]
    case_id: Mapped[Ref] = mapped_column(sa.ForeignKey("case_file.id"))
    stage: Mapped[Stage] = mapped_column(enum_type(Stage, "stage"))
    stage_since: Mapped[datetime] = mapped_column(UTCDateTime())
    rung: Mapped[int]
    limit_on: Mapped[date] = mapped_column(sa.Date)  # the last day that was in time
    office_id: Mapped[Ref] = mapped_column(sa.ForeignKey("office.id"))
    from_office_id: Mapped[Ref] = mapped_column(sa.ForeignKey("office.id"))
    at: Mapped[Moment]
    case: Mapped[CaseFile] = relationship()
    office: Mapped[Office] = relationship(foreign_keys=[office_id])
    from_office: Mapped[Office] = relationship(foreign_keys=[from_office_id])
