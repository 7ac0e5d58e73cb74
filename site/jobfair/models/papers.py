"""What a programme asks for, photos of papers, and uploads that are under way (G1 G3 G5)."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from jobfair.models.base import (
    Base,
    FactMixin,
    Id,
    Moment,
    Ref,
    UTCDateTime,
    ValidMixin,
    enum_type,
)
from jobfair.models.journey import Stage


class PaperRule(FactMixin, ValidMixin, Base):
    """A paper that a programme, a market ('*': everybody) asks for, and between which stages.

    The narrowest rule of a paper holds; ``left_out`` takes away what everybody else needs.
    ``asked_from``: the stage in which work on it begins; ``needed_before``: it must be there
    before this stage; ``valid_months``: how long it usually holds, empty where nobody said.
    """

    __tablename__ = "paper_rule"
    __table_args__ = (sa.UniqueConstraint("paper", "programme_code", "market_code", "valid_from"),)

    id: Mapped[Id]
    paper: Mapped[str] = mapped_column(sa.String(24))
    programme_code: Mapped[str] = mapped_column(sa.String(20), default="*")
    market_code: Mapped[str] = mapped_column(sa.String(12), default="*")
    position: Mapped[int]
    asked_from: Mapped[Stage] = mapped_column(enum_type(Stage, "asked_from"))
    needed_before: Mapped[Stage] = mapped_column(enum_type(Stage, "needed_before"))
    on_demand: Mapped[bool] = mapped_column(default=False)
    left_out: Mapped[bool] = mapped_column(default=False)
    valid_months: Mapped[int | None]
    note_vi: Mapped[str] = mapped_column(sa.String(160), default="")
    note_en: Mapped[str] = mapped_column(sa.String(160), default="")


class PaperFile(Base):
    """One page of a paper: a sealed file outside the database; without its key it is gone."""

    __tablename__ = "paper_file"
    __table_args__ = (sa.Index("ix_paper_file_case", "case_id", "kind"),)

    id: Mapped[Id]
    paper_id: Mapped[Ref] = mapped_column(sa.ForeignKey("paper.id"), index=True)
    case_id: Mapped[Ref] = mapped_column(sa.ForeignKey("case_file.id"))
    kind: Mapped[str] = mapped_column(sa.String(24))
    act_key: Mapped[str] = mapped_column(sa.String(40), unique=True)
    key_enc: Mapped[bytes | None] = mapped_column(sa.LargeBinary)  # None: shredded
    media_type: Mapped[str] = mapped_column(sa.String(40))
    size: Mapped[int]  # bytes of what is shown, not of what was sent
    uploaded_by: Mapped[str] = mapped_column(sa.String(24))
    uploaded_name: Mapped[str] = mapped_column(sa.String(160), default="")  # who, as shown
    uploaded_at: Mapped[Moment]
    removed_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    removed_by: Mapped[str] = mapped_column(sa.String(24), default="")


class PaperUpload(Base):
    """A photo that comes in pieces; kept for a day, so that a lost line costs nothing."""

    __tablename__ = "paper_upload"

    id: Mapped[Id]
    act_key: Mapped[str] = mapped_column(sa.String(40), unique=True)
    case_id: Mapped[Ref] = mapped_column(sa.ForeignKey("case_file.id"), index=True)
    kind: Mapped[str] = mapped_column(sa.String(24))
    key_enc: Mapped[bytes] = mapped_column(sa.LargeBinary)
    size: Mapped[int]  # bytes in all
    got: Mapped[int] = mapped_column(default=0)  # bytes that are safely here
    started_by: Mapped[str] = mapped_column(sa.String(24))
    started_at: Mapped[Moment]
    done_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
