"""What the province writes for the public, version by version, and facts as they change."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from jobfair.models.base import Base, Id, Moment, Ref, some_rows


class PublicText(Base):
    """A place for the province's own words: a part of a page, or a dated notice.

    ``last`` is the number of its latest version, ``shown`` of the one the public reads.
    """

    __tablename__ = "public_text"

    id: Mapped[Id]
    slot: Mapped[str] = mapped_column(sa.String(80), unique=True)  # guide.slots, notice.<id>
    last: Mapped[int] = mapped_column(default=0)
    shown: Mapped[int | None]
    version: Mapped[int] = mapped_column(default=1)
    made_at: Mapped[Moment]

    __mapper_args__ = {"version_id_col": version}


class PublicTextVersion(Base):
    """One version of a text. Its words never change; it is published by a second person."""

    __tablename__ = "public_text_version"
    __table_args__ = (
        sa.UniqueConstraint("text_id", "number"),
        sa.UniqueConstraint("act_key"),
        sa.CheckConstraint(
            "published_at IS NULL OR (source <> '' AND checked_on IS NOT NULL"
            " AND check_again_on IS NOT NULL AND body_vi <> '' AND title_vi <> '')",
            name="published_with_source",
        ),
        sa.CheckConstraint("published_by IS NULL OR published_by <> made_by", name="four_eyes"),
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="days"),
        some_rows("ix_public_text_version_published", "text_id", where="published_at IS NOT NULL"),
    )

    id: Mapped[Id]
    text_id: Mapped[Ref] = mapped_column(sa.ForeignKey("public_text.id"))
    number: Mapped[int]
    title_vi: Mapped[str] = mapped_column(sa.String(160), default="")
    title_en: Mapped[str] = mapped_column(sa.String(160), default="")
    body_vi: Mapped[str] = mapped_column(sa.Text, default="")
    body_en: Mapped[str] = mapped_column(sa.Text, default="")
    starts_on: Mapped[date | None]  # of a notice
    ends_on: Mapped[date | None]
    source: Mapped[str] = mapped_column(sa.String(300), default="")
    checked_on: Mapped[date | None]
    check_again_on: Mapped[date | None]
    restored_from: Mapped[int | None]
    act_key: Mapped[str] = mapped_column(sa.String(40))
    made_by: Mapped[Ref]
    made_by_name: Mapped[str] = mapped_column(sa.String(120), default="")
    made_at: Mapped[Moment]
    published_by: Mapped[str | None] = mapped_column(sa.String(24))
    published_by_name: Mapped[str] = mapped_column(sa.String(120), default="")
    published_at: Mapped[datetime | None]


class FactValue(Base):
    """What a fact said in one period; entered by one person, published by a second.

    ``valid_from`` is empty for what stood there before the first change, ``valid_to`` for what
    holds until further notice. ``applied_at``: since when the fact's own row says so.
    """

    __tablename__ = "fact_value"
    __table_args__ = (
        sa.UniqueConstraint("act_key"),
        sa.CheckConstraint(
            "published_at IS NULL OR (source <> '' AND checked_on IS NOT NULL)",
            name="published_with_source",
        ),
        sa.CheckConstraint("published_by IS NULL OR published_by <> made_by", name="four_eyes"),
        sa.CheckConstraint(
            "applied_at IS NULL OR published_at IS NOT NULL OR valid_from IS NULL",
            name="applied_when_published",
        ),
        sa.Index("ix_fact_value_row", "table_name", "row_key", "valid_from"),
        some_rows(
            "uq_fact_value_waiting",
            "table_name",
            "row_key",
            where="applied_at IS NULL AND dropped_at IS NULL",
            unique=True,
        ),
    )

    id: Mapped[Id]
    table_name: Mapped[str] = mapped_column(sa.String(40))
    row_key: Mapped[str] = mapped_column(sa.String(120))
    words: Mapped[dict[str, str]] = mapped_column(sa.JSON)  # field -> as it is typed
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    source: Mapped[str] = mapped_column(sa.Text, default="")
    checked_on: Mapped[date | None]
    check_again_on: Mapped[date | None]
    act_key: Mapped[str] = mapped_column(sa.String(40))
    made_by: Mapped[Ref]
    made_by_name: Mapped[str] = mapped_column(sa.String(120), default="")
    made_at: Mapped[Moment]
    published_by: Mapped[str | None] = mapped_column(sa.String(24))
    published_by_name: Mapped[str] = mapped_column(sa.String(120), default="")
    published_at: Mapped[datetime | None]
    applied_at: Mapped[datetime | None]
    dropped_at: Mapped[datetime | None]
    dropped_by: Mapped[str | None] = mapped_column(sa.String(24))


class FactCheck(Base):
    """Somebody looked at the source and found a fact or text still right. Never changed."""

    __tablename__ = "fact_check"
    __table_args__ = (sa.UniqueConstraint("table_name", "row_key", "checked_on"),)

    id: Mapped[Id]
    table_name: Mapped[str] = mapped_column(sa.String(40))  # public_text for a text
    row_key: Mapped[str] = mapped_column(sa.String(120))
    checked_on: Mapped[date]
    check_again_on: Mapped[date]
    by: Mapped[Ref]
    by_name: Mapped[str] = mapped_column(sa.String(120), default="")
    at: Mapped[Moment]


__all__ = ["FactCheck", "FactValue", "PublicText", "PublicTextVersion"]
