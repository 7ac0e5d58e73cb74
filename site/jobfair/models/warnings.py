"""Warnings of the province and the numbers that stand in them (A10)."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from jobfair.models.base import Base, FactMixin, Id, Moment, Ref, UTCDateTime, enum_type


class WarningState(StrEnum):
    """Where a warning stands; only ``published`` is seen by anybody outside."""

    DRAFT = "draft"
    CHECKING = "checking"  # checked once, by who wrote it
    CHECKED = "checked"  # by a second person
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    DROPPED = "dropped"  # never published


class ScamWarning(FactMixin, Base):
    """What happened, in plain words, with numbers and accounts; never a private person's name.

    Published after two checks by two different people; the database keeps that too.
    """

    __tablename__ = "scam_warning"
    __table_args__ = (
        sa.CheckConstraint(
            "state NOT IN ('checked', 'published', 'withdrawn')"
            " OR (first_by <> '' AND second_by <> '' AND first_by <> second_by)",
            "two_people",
        ),
        sa.Index("ix_scam_warning_state", "state", "published_at"),
    )

    id: Mapped[Id]
    slug: Mapped[str] = mapped_column(sa.String(80), unique=True)
    act_key: Mapped[str] = mapped_column(sa.String(40), unique=True)
    title: Mapped[str] = mapped_column(sa.String(120))
    text: Mapped[str] = mapped_column(sa.Text, default="")
    name_used: Mapped[str] = mapped_column(sa.String(160), default="")  # of a body or a site
    borrowed: Mapped[bool] = mapped_column(default=False)  # the name is a real body's, misused
    folded: Mapped[str] = mapped_column(sa.Text, default="")
    state: Mapped[WarningState] = mapped_column(
        enum_type(WarningState, "state"), default=WarningState.DRAFT
    )
    drafted_by: Mapped[str] = mapped_column(sa.String(24))
    drafted_name: Mapped[str] = mapped_column(sa.String(160), default="")
    created_at: Mapped[Moment]
    first_by: Mapped[str] = mapped_column(sa.String(24), default="")
    first_name: Mapped[str] = mapped_column(sa.String(160), default="")
    first_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    second_by: Mapped[str] = mapped_column(sa.String(24), default="")
    second_name: Mapped[str] = mapped_column(sa.String(160), default="")
    second_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    published_by: Mapped[str] = mapped_column(sa.String(24), default="")
    published_name: Mapped[str] = mapped_column(sa.String(160), default="")  # name and office
    published_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    withdrawn_by: Mapped[str] = mapped_column(sa.String(24), default="")
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    withdrawn_reason: Mapped[str] = mapped_column(sa.String(300), default="")
    picture_id: Mapped[str] = mapped_column(sa.String(24), default="")
    picture_key_enc: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    picture_alt: Mapped[str] = mapped_column(sa.String(160), default="")
    version: Mapped[int] = mapped_column(default=1)
    marks: Mapped[list[ScamMark]] = relationship(
        order_by="ScamMark.position", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}


class ScamMark(Base):
    """A phone, account or web address of a warning, in the form that is compared."""

    __tablename__ = "scam_mark"
    __table_args__ = (
        sa.UniqueConstraint("warning_id", "kind", "value_normalised"),
        sa.Index("ix_scam_mark_value", "kind", "value_normalised"),
    )

    id: Mapped[Id]
    warning_id: Mapped[Ref] = mapped_column(sa.ForeignKey("scam_warning.id"))
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(sa.String(10))  # phone | account | web
    value_shown: Mapped[str] = mapped_column(sa.String(160))
    value_normalised: Mapped[str] = mapped_column(sa.String(160))
