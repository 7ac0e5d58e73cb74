"""What must be done before, on and after a conference, and what of it is done (C11)."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from jobfair.models.base import Base, FactMixin, Id, Moment, Ref, ValidMixin


class ConferenceStep(FactMixin, ValidMixin, Base):
    """One thing to do, some days before (below 0) or after a conference of these kinds.

    ``kinds``: values of ``ConferenceKind`` with spaces between, '*' for all.
    """

    __tablename__ = "conference_step"
    __table_args__ = (sa.UniqueConstraint("code", "valid_from"),)

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(sa.String(24))
    position: Mapped[int]
    days: Mapped[int]
    kinds: Mapped[str] = mapped_column(sa.String(60))
    text_vi: Mapped[str] = mapped_column(sa.String(160))
    text_en: Mapped[str] = mapped_column(sa.String(160))


class ConferenceStepDone(Base):
    """That a step of a conference is done, by whom and when; no row: still to do."""

    __tablename__ = "conference_step_done"

    conference_id: Mapped[Ref] = mapped_column(sa.ForeignKey("conference.id"), primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(24), primary_key=True)
    at: Mapped[Moment]
    by: Mapped[str] = mapped_column(sa.String(24))
    by_name: Mapped[str] = mapped_column(sa.String(160))
