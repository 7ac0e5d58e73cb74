"""Lists that were taken out: asked for by whom, why, how many, and where the file stands."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from jobfair.models.base import Base, Id, Moment, Ref, UTCDateTime, enum_type


class ExportState(StrEnum):
    """Where a list stands on its way out."""

    OPEN = "open"  # short and masked: written whenever it is fetched
    ASKED = "asked"  # unmasked: waits for a second leader
    WAITING = "waiting"  # for the worker
    READY = "ready"  # a sealed file lies there
    REFUSED = "refused"
    FAILED = "failed"
    ENDED = "ended"  # its file is destroyed


class ExportFile(Base):
    """One list on its way out. ``asked_enc`` holds the list's address: it may name a person."""

    __tablename__ = "export_file"
    __table_args__ = (
        sa.CheckConstraint("decided_by IS NULL OR decided_by <> user_id", "two_people"),
        sa.Index("ix_export_file_state", "state", "ends_at"),
        sa.Index("ix_export_file_user_id", "user_id", "asked_at"),
    )

    id: Mapped[Id]
    act_key: Mapped[str] = mapped_column(sa.String(40), unique=True)
    user_id: Mapped[Ref] = mapped_column(sa.ForeignKey("user_account.id"))
    user_name: Mapped[str] = mapped_column(sa.String(320))  # name and office on that day
    kind: Mapped[str] = mapped_column(sa.String(12))  # a key of export_lists.LISTS
    asked_enc: Mapped[bytes] = mapped_column(sa.LargeBinary)
    masked: Mapped[bool]
    file_type: Mapped[str] = mapped_column(sa.String(4))  # xlsx, csv
    lang: Mapped[str] = mapped_column(sa.String(2))
    reason: Mapped[str] = mapped_column(sa.String(300))
    rows: Mapped[int]
    done: Mapped[int] = mapped_column(default=0)  # rows that are written already
    state: Mapped[ExportState] = mapped_column(enum_type(ExportState, "state", 12))
    asked_at: Mapped[Moment]
    decided_by: Mapped[str | None] = mapped_column(sa.String(24))
    decided_name: Mapped[str] = mapped_column(sa.String(320), default="")
    decided_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    answer: Mapped[str] = mapped_column(sa.String(300), default="")
    key_enc: Mapped[bytes | None] = mapped_column(sa.LargeBinary)  # None: no file, or shredded
    size: Mapped[int] = mapped_column(default=0)  # bytes
    ends_at: Mapped[datetime] = mapped_column(UTCDateTime())  # from then on nobody fetches it
