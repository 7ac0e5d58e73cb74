"""What is done at a door, one row an act; attendance is what these acts add up to."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from jobfair.models.base import Base, Moment, Ref, UTCDateTime


class DoorAct(Base):
    """One tap, as the phone wrote it: it may arrive late, twice and in any order.

    ``ref`` is the registration, or the act that wrote the person down; ``registration_id`` is
    empty while nobody knows yet whom the act is about.
    """

    __tablename__ = "door_act"
    __table_args__ = (sa.Index("ix_door_act_ref", "conference_id", "ref"),)

    id: Mapped[str] = mapped_column(sa.String(32), primary_key=True)  # made by the phone
    conference_id: Mapped[Ref] = mapped_column(sa.ForeignKey("conference.id"))
    ref: Mapped[str] = mapped_column(sa.String(32))
    registration_id: Mapped[str | None] = mapped_column(
        sa.ForeignKey("registration.id"), index=True
    )
    kind: Mapped[str] = mapped_column(sa.String(12))
    value: Mapped[str] = mapped_column(sa.String(40), default="")
    was: Mapped[str] = mapped_column(sa.String(40), default="")  # what the phone showed before
    at: Mapped[datetime] = mapped_column(UTCDateTime())  # when it was tapped
    device: Mapped[str] = mapped_column(sa.String(32), default="")  # '' = a page of the server
    by: Mapped[str] = mapped_column(sa.String(24))
    received_at: Mapped[Moment]
