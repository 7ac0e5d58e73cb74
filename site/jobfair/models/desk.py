"""Work in bulk: saved filters, steps made together, cases handed over, people joined."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from jobfair.models.base import Base, Id, Moment, Ref, UTCDateTime, enum_type
from jobfair.models.journey import CaseFile, Stage
from jobfair.models.staff import Office


class SavedFilter(Base):
    """An address of the case list that somebody keeps under a name; never a person's name."""

    __tablename__ = "saved_filter"
    __table_args__ = (sa.UniqueConstraint("user_id", "name"),)

    id: Mapped[Id]
    user_id: Mapped[Ref] = mapped_column(sa.ForeignKey("user_account.id"))
    name: Mapped[str] = mapped_column(sa.String(60))
    query: Mapped[str] = mapped_column(sa.String(500))  # without q and page
    position: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[Moment]


class BulkMove(Base):
    """One press that moved many cases: asked for by whom, and what became of each."""

    __tablename__ = "bulk_move"

    id: Mapped[Id]
    act_key: Mapped[str] = mapped_column(sa.String(40), unique=True)
    user_id: Mapped[Ref] = mapped_column(sa.ForeignKey("user_account.id"))
    to_stage: Mapped[Stage] = mapped_column(enum_type(Stage, "to_stage"))
    done_ids: Mapped[str] = mapped_column(sa.Text, default="")  # case ids, comma
    refused: Mapped[str] = mapped_column(sa.Text, default="")  # a line a case: id, sentence
    made_at: Mapped[Moment]


class HandoverState(StrEnum):
    """Where an offer stands; only ``offered`` waits for anybody."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    TAKEN_BACK = "taken_back"


class Handover(Base):
    """A case offered to another office; until it accepts, the old owner answers for it."""

    __tablename__ = "handover"
    __table_args__ = (
        sa.Index(
            "uq_handover_open",
            "case_id",
            unique=True,
            sqlite_where=sa.text("state = 'offered'"),
            postgresql_where=sa.text("state = 'offered'"),
        ),
        sa.Index("ix_handover_to_office_id_state", "to_office_id", "state"),
        sa.Index("ix_handover_from_office_id_state", "from_office_id", "state"),
    )

    id: Mapped[Id]
    case_id: Mapped[Ref] = mapped_column(sa.ForeignKey("case_file.id"), index=True)
    from_office_id: Mapped[Ref] = mapped_column(sa.ForeignKey("office.id"))
    to_office_id: Mapped[Ref] = mapped_column(sa.ForeignKey("office.id"))
    new_commune: Mapped[str | None] = mapped_column(sa.String(5))  # where the person now lives
    note: Mapped[str] = mapped_column(sa.String(300), default="")
    state: Mapped[HandoverState] = mapped_column(enum_type(HandoverState, "state", 12))
    answer: Mapped[str] = mapped_column(sa.String(300), default="")  # why it was rejected
    act_key: Mapped[str] = mapped_column(sa.String(40), unique=True)
    offered_by: Mapped[str] = mapped_column(sa.String(24))
    offered_by_name: Mapped[str] = mapped_column(sa.String(160), default="")
    offered_at: Mapped[Moment]
    decided_by: Mapped[str | None] = mapped_column(sa.String(24))
    decided_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    seen_at: Mapped[datetime | None] = mapped_column(UTCDateTime())  # the answer, by who offered
    case: Mapped[CaseFile] = relationship()
    from_office: Mapped[Office] = relationship(foreign_keys=[from_office_id])
    to_office: Mapped[Office] = relationship(foreign_keys=[to_office_id])


class PersonMerge(Base):
    """Two files of one human joined: what moved, and what stood there before, to undo it."""

    __tablename__ = "person_merge"
    __table_args__ = (
        sa.Index(
            "uq_person_merge_gone",
            "gone_id",
            unique=True,
            sqlite_where=sa.text("undone_at IS NULL"),
            postgresql_where=sa.text("undone_at IS NULL"),
        ),
        sa.CheckConstraint("kept_id <> gone_id", "two"),
    )

    id: Mapped[Id]
    act_key: Mapped[str] = mapped_column(sa.String(40), unique=True)
    kept_id: Mapped[Ref] = mapped_column(sa.ForeignKey("person.id"), index=True)
    gone_id: Mapped[Ref] = mapped_column(sa.ForeignKey("person.id"))
    pair_id: Mapped[str | None] = mapped_column(sa.ForeignKey("duplicate_pair.id"))
    identity_seen: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(sa.String(300))
    moved: Mapped[str] = mapped_column(sa.Text, default="[]")  # JSON: table, column, ids
    before_enc: Mapped[bytes] = mapped_column(sa.LargeBinary)  # sealed: values that were replaced
    merged_by: Mapped[str] = mapped_column(sa.String(24))
    merged_by_name: Mapped[str] = mapped_column(sa.String(160), default="")
    merged_at: Mapped[Moment]
    undone_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    undone_by: Mapped[str | None] = mapped_column(sa.String(24))
    undo_reason: Mapped[str] = mapped_column(sa.String(300), default="")
