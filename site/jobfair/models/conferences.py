"""Recruitment conferences, who comes and for whom (C, A1)."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from jobfair.models.base import (
    Base,
    CommuneCode,
    FactMixin,
    Id,
    Moment,
    Ref,
    UTCDateTime,
    enum_type,
)
from jobfair.models.bodies import JobOrder, SendingBody
from jobfair.models.staff import Office


class ConferenceKind(StrEnum):
    """A village hall, a cluster of communes, an online session, a fair."""

    HALL = "hall"
    CLUSTER = "cluster"
    ONLINE = "online"
    FAIR = "fair"


class ConferenceState(StrEnum):
    """Draft until published; open until the start; closed after; cancelled is final."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class GuestAnswer(StrEnum):
    """What became of an invitation; no row is: not asked yet."""

    ASKED = "asked"
    COMING = "coming"
    NOT_COMING = "not_coming"


class CostKind(StrEnum):
    """What the money went for."""

    HALL = "hall"
    SOUND = "sound"
    PRINTING = "printing"
    TRAVEL = "travel"
    MEALS = "meals"
    SPEAKERS = "speakers"
    PUBLICITY = "publicity"
    NETWORK = "network"
    OTHER = "other"


class CostPayer(StrEnum):
    """Who paid."""

    CENTRE = "centre"
    DEPARTMENT = "department"
    COMMUNE = "commune"
    BODY = "body"
    OTHER = "other"


class Conference(FactMixin, Base):
    """A recruitment conference. Seats are taken by one conditional UPDATE (registration)."""

    __tablename__ = "conference"
    __table_args__ = (
        sa.CheckConstraint("seats_taken >= 0 AND seats_taken <= capacity", "seats"),
        sa.CheckConstraint("waiting >= 0", "waiting"),
        sa.CheckConstraint("ends_at > starts_at", "times"),
        sa.Index("ix_conference_open", "state", "starts_at"),
    )

    id: Mapped[Id]
    slug: Mapped[str] = mapped_column(sa.String(100), unique=True)
    kind: Mapped[ConferenceKind] = mapped_column(enum_type(ConferenceKind, "kind"))
    title_vi: Mapped[str] = mapped_column(sa.String(160))
    title_en: Mapped[str] = mapped_column(sa.String(160), default="")
    commune_code: Mapped[CommuneCode] = mapped_column(index=True)
    host_office_id: Mapped[Ref] = mapped_column(sa.ForeignKey("office.id"))
    starts_at: Mapped[datetime] = mapped_column(UTCDateTime())
    ends_at: Mapped[datetime] = mapped_column(UTCDateTime())
    place: Mapped[str] = mapped_column(sa.String(160))
    landmark: Mapped[str] = mapped_column(sa.String(160), default="")
    map_url: Mapped[str] = mapped_column(sa.String(300), default="", server_default="")
    online_url: Mapped[str] = mapped_column(sa.String(200), default="")
    try_at: Mapped[datetime | None] = mapped_column(UTCDateTime())  # when the link is tried
    capacity: Mapped[int]
    seats_taken: Mapped[int] = mapped_column(default=0)
    waiting: Mapped[int] = mapped_column(default=0)  # people in line now; while any, none is free
    waiting_last: Mapped[int] = mapped_column(default=0)  # the last number given out in the line
    state: Mapped[ConferenceState] = mapped_column(
        enum_type(ConferenceState, "state"), default=ConferenceState.DRAFT
    )
    contact_name: Mapped[str] = mapped_column(sa.String(120))
    contact_phone: Mapped[str] = mapped_column(sa.String(20))  # E.164
    agenda: Mapped[str] = mapped_column(sa.Text, default="")  # a line: "08:00 text"
    bring: Mapped[str] = mapped_column(sa.Text, default="")  # further things, one a line
    cancel_reason: Mapped[str] = mapped_column(sa.String(240), default="")
    version: Mapped[int] = mapped_column(default=1)  # raised by a change of the plan, not by seats
    created_at: Mapped[Moment]
    host_office: Mapped[Office] = relationship()
    guests: Mapped[list[ConferenceGuest]] = relationship(
        order_by="ConferenceGuest.position, ConferenceGuest.id"
    )
    markets: Mapped[list[ConferenceMarket]] = relationship(order_by="ConferenceMarket.market_code")
    communes: Mapped[list[ConferenceCommune]] = relationship(
        order_by="ConferenceCommune.commune_code"
    )


class ConferenceGuest(Base):
    """Who comes: a sending body with an order, or a text (bank officer, teacher, returnee)."""

    __tablename__ = "conference_guest"
    __table_args__ = (
        sa.Index(
            "uq_conference_guest_body_order",
            "conference_id",
            "body_id",
            sa.text("coalesce(order_id, '')"),
            unique=True,
            sqlite_where=sa.text("body_id IS NOT NULL"),
            postgresql_where=sa.text("body_id IS NOT NULL"),
        ),
        sa.CheckConstraint("body_id IS NOT NULL OR text_vi <> ''", "who"),
        sa.Index("uq_conference_guest_booth", "conference_id", "booth", unique=True),
    )

    id: Mapped[Id]
    conference_id: Mapped[Ref] = mapped_column(sa.ForeignKey("conference.id"), index=True)
    body_id: Mapped[str | None] = mapped_column(sa.ForeignKey("sending_body.id"))
    order_id: Mapped[str | None] = mapped_column(sa.ForeignKey("job_order.id"))
    text_vi: Mapped[str] = mapped_column(sa.String(160), default="")
    text_en: Mapped[str] = mapped_column(sa.String(160), default="")
    position: Mapped[int] = mapped_column(default=0)
    booth: Mapped[int | None]  # the number on its table; None: no table of its own
    body: Mapped[SendingBody | None] = relationship()
    order: Mapped[JobOrder | None] = relationship()
    reply: Mapped[ConferenceReply | None] = relationship(cascade="all, delete-orphan")


class ConferenceReply(Base):
    """Whether a guest was asked and what was answered; who wrote it down last."""

    __tablename__ = "conference_reply"

    guest_id: Mapped[str] = mapped_column(
        sa.String(24), sa.ForeignKey("conference_guest.id"), primary_key=True
    )
    answer: Mapped[GuestAnswer] = mapped_column(enum_type(GuestAnswer, "answer"))
    on: Mapped[date] = mapped_column("on_day", sa.Date)
    by_name: Mapped[str] = mapped_column(sa.String(160), default="")


class ConferenceCost(Base):
    """An amount that a conference cost; one taken back stays, and counts no more."""

    __tablename__ = "conference_cost"
    __table_args__ = (sa.CheckConstraint("amount > 0", "amount"),)

    id: Mapped[Id]
    conference_id: Mapped[Ref] = mapped_column(sa.ForeignKey("conference.id"), index=True)
    act_key: Mapped[str] = mapped_column(sa.String(40), unique=True)
    kind: Mapped[CostKind] = mapped_column(enum_type(CostKind, "kind"))
    amount: Mapped[int] = mapped_column(sa.BigInteger)  # đồng
    payer: Mapped[CostPayer] = mapped_column(enum_type(CostPayer, "payer"))
    payer_name: Mapped[str] = mapped_column(sa.String(160), default="")
    document_ref: Mapped[str] = mapped_column(sa.String(80), default="")
    by_name: Mapped[str] = mapped_column(sa.String(160), default="")
    entered_at: Mapped[Moment]
    removed_at: Mapped[datetime | None] = mapped_column(UTCDateTime())


class ConferenceMarket(Base):
    """A market that is spoken of there (the filter)."""

    __tablename__ = "conference_market"

    conference_id: Mapped[Ref] = mapped_column(sa.ForeignKey("conference.id"), primary_key=True)
    market_code: Mapped[str] = mapped_column(
        sa.String(12), sa.ForeignKey("market.code"), primary_key=True
    )


class ConferenceCommune(Base):
    """A further commune of the cluster that is invited."""

    __tablename__ = "conference_commune"

    conference_id: Mapped[Ref] = mapped_column(sa.ForeignKey("conference.id"), primary_key=True)
    commune_code: Mapped[CommuneCode] = mapped_column(primary_key=True)
