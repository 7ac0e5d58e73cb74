"""What is told of a body beside its licence: branches, track record, ratings (B5, B6, B8)."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from jobfair.models.base import Base, FactMixin, Id, Moment, Ref, UTCDateTime, enum_type


class BodyBranch(FactMixin, Base):
    """A branch with its task: it may neither sign contracts nor take money (Art. 17(3))."""

    __tablename__ = "body_branch"
    __table_args__ = (sa.CheckConstraint("until_day IS NULL OR until_day >= from_day", "days"),)

    id: Mapped[Id]
    body_id: Mapped[Ref] = mapped_column(sa.ForeignKey("sending_body.id"), index=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    address: Mapped[str] = mapped_column(sa.String(240))
    phone: Mapped[str] = mapped_column(sa.String(20), default="")  # E.164
    decision_no: Mapped[str] = mapped_column(sa.String(60))
    from_day: Mapped[date] = mapped_column(sa.Date)
    until_day: Mapped[date | None] = mapped_column(sa.Date)


class BodyTrack(Base):
    """What became of the people a body selected, counted by the worker once a day.

    The figures are empty below ``least`` people: then nobody, staff neither, reads them here.
    """

    __tablename__ = "body_track"

    body_id: Mapped[Ref] = mapped_column(sa.ForeignKey("sending_body.id"), primary_key=True)
    counted_on: Mapped[date] = mapped_column(sa.Date)
    since: Mapped[date] = mapped_column(sa.Date)  # days of selection, both included
    until: Mapped[date] = mapped_column(sa.Date)
    least: Mapped[int]
    selected: Mapped[int]
    departed: Mapped[int | None]
    median_days: Mapped[int | None]
    early: Mapped[int | None]  # of the departed
    complaints: Mapped[int | None]  # since the first day of selection


class BodyRating(Base):
    """One placed person's answer about one topic; changed or withdrawn by the person alone."""

    __tablename__ = "body_rating"
    __table_args__ = (
        sa.UniqueConstraint("placement_id", "topic"),
        sa.CheckConstraint("score IN (1, 2, 3)", "score"),
        sa.Index("ix_body_rating_body", "body_id", "topic"),
    )

    id: Mapped[Id]
    placement_id: Mapped[Ref] = mapped_column(sa.ForeignKey("placement.id"))
    person_id: Mapped[Ref] = mapped_column(sa.ForeignKey("person.id"), index=True)
    body_id: Mapped[Ref] = mapped_column(sa.ForeignKey("sending_body.id"))
    topic: Mapped[str] = mapped_column(sa.String(12))
    score: Mapped[int]  # 3 yes, 2 partly, 1 no
    by: Mapped[str] = mapped_column(sa.String(24))  # 'worker', or who wrote it on behalf
    given_at: Mapped[Moment]


class CommentState(StrEnum):
    """Whether a counsellor has read a comment, and what came of it."""

    WAITING = "waiting"
    SHOWN = "shown"
    HIDDEN = "hidden"


class RatingComment(Base):
    """What a placed person wrote beside the ratings, sealed; shown once a counsellor says so."""

    __tablename__ = "rating_comment"
    __table_args__ = (sa.Index("ix_rating_comment_state", "state", "written_at"),)

    id: Mapped[Id]
    placement_id: Mapped[Ref] = mapped_column(sa.ForeignKey("placement.id"), unique=True)
    person_id: Mapped[Ref] = mapped_column(sa.ForeignKey("person.id"), index=True)
    body_id: Mapped[Ref] = mapped_column(sa.ForeignKey("sending_body.id"), index=True)
    text_enc: Mapped[bytes] = mapped_column(sa.LargeBinary)
    state: Mapped[CommentState] = mapped_column(
        enum_type(CommentState, "state"), default=CommentState.WAITING
    )
    reason: Mapped[str] = mapped_column(sa.String(12), default="")  # why it is hidden
    by: Mapped[str] = mapped_column(sa.String(24))
    written_at: Mapped[Moment]
    decided_by: Mapped[str] = mapped_column(sa.String(160), default="")  # as shown
    decided_at: Mapped[datetime | None] = mapped_column(UTCDateTime())


class BodyTopic(Base):
    """How a body was rated about one topic, counted once a day; only from ``least`` people on."""

    __tablename__ = "body_topic"

    body_id: Mapped[Ref] = mapped_column(sa.ForeignKey("sending_body.id"), primary_key=True)
    topic: Mapped[str] = mapped_column(sa.String(12), primary_key=True)
    counted_on: Mapped[date] = mapped_column(sa.Date)
    people: Mapped[int]
    yes: Mapped[int]
    partly: Mapped[int]
