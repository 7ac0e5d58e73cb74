"""Lists of licensed enterprises that were accepted, and what each changed in the register (M5)."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from jobfair.models.base import Base, Id, Moment, Ref, UTCDateTime


class LicenceList(Base):
    """A list that was accepted: its document, who said yes, and whether it was taken back."""

    __tablename__ = "licence_list"
    __table_args__ = (sa.Index("ix_licence_list_accepted", "accepted_at"),)

    id: Mapped[Id]
    batch_id: Mapped[Ref] = mapped_column(sa.ForeignKey("import_batch.id"), unique=True)
    document_no: Mapped[str] = mapped_column(sa.String(60))
    document_on: Mapped[date] = mapped_column(sa.Date)
    checked_on: Mapped[date] = mapped_column(sa.Date)
    whole: Mapped[bool]  # who is not on it has no licence any more
    tasks: Mapped[int] = mapped_column(default=0)  # made the moment it was accepted
    accepted_at: Mapped[Moment]
    accepted_by: Mapped[str] = mapped_column(sa.String(160))  # as shown
    undone_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    undone_by: Mapped[str] = mapped_column(sa.String(160), default="")
    changes: Mapped[list[LicenceListChange]] = relationship(
        back_populates="licence_list", order_by="LicenceListChange.number"
    )


class LicenceListChange(Base):
    """What a list changed at one body: the words that were accepted, and the rows before and after.

    ``body_id`` is empty once the list was taken back and the body with it.
    """

    __tablename__ = "licence_list_change"
    __table_args__ = (sa.UniqueConstraint("list_id", "number"),)

    id: Mapped[Id]
    list_id: Mapped[Ref] = mapped_column(sa.ForeignKey("licence_list.id"))
    number: Mapped[int]
    kind: Mapped[str] = mapped_column(sa.String(12))
    body_id: Mapped[str | None] = mapped_column(sa.ForeignKey("sending_body.id"), index=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    facts: Mapped[str] = mapped_column(sa.Text, default="[]")  # JSON: what, before, after
    before: Mapped[str] = mapped_column(sa.Text, default="")  # JSON; empty: the body is new
    after: Mapped[str] = mapped_column(sa.Text, default="")
    licence_list: Mapped[LicenceList] = relationship(back_populates="changes")
