"""Sending bodies, their licence history, contacts, introductions and job orders (B, A4)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from jobfair.models.base import Base, FactMixin, Id, Moment, Ref, enum_type
from jobfair.models.reference import Programme


class BodyKind(StrEnum):
    """The ways of Law 69/2020/QH14 Art. 5."""

    ENTERPRISE = "enterprise"
    PUBLIC_UNIT = "public_unit"
    AGREEMENT = "agreement"
    INVESTOR = "investor"


class LicenceKind(StrEnum):
    """What a licence event says. Suspension may be for one market or all."""

    LICENSED = "licensed"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    RETURNED = "returned"
    ASSIGNED = "assigned"  # public unit, agreement, investor: assignment in force


class OrderState(StrEnum):
    """A job order's way: entered, approved and published, closed or cancelled."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class SendingBody(FactMixin, Base):
    """An enterprise, public unit, agreement or investor that sends people. Never deleted."""

    __tablename__ = "sending_body"
    __table_args__ = (
        sa.Index(
            "uq_sending_body_licence_number",
            "licence_number",
            unique=True,
            sqlite_where=sa.text("licence_number <> ''"),
            postgresql_where=sa.text("licence_number <> ''"),
        ),
    )

    id: Mapped[Id]
    slug: Mapped[str] = mapped_column(sa.String(80), unique=True)
    kind: Mapped[BodyKind] = mapped_column(enum_type(BodyKind, "kind"))
    name: Mapped[str] = mapped_column(sa.String(200))
    short_name: Mapped[str] = mapped_column(sa.String(80), default="")
    name_en: Mapped[str] = mapped_column(sa.String(200), default="")
    folded: Mapped[str] = mapped_column(sa.String(600))
    tax_code: Mapped[str] = mapped_column(sa.String(14), default="")
    licence_number: Mapped[str] = mapped_column(sa.String(40), default="")
    head_office: Mapped[str] = mapped_column(sa.String(240), default="")
    website: Mapped[str] = mapped_column(sa.String(160), default="")
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[Moment]
    licence_events: Mapped[list[LicenceEvent]] = relationship(
        back_populates="body", order_by="LicenceEvent.from_day, LicenceEvent.id"
    )
    contacts: Mapped[list[BodyContact]] = relationship(order_by="BodyContact.kind, BodyContact.id")
    introductions: Mapped[list[Introduction]] = relationship(order_by="Introduction.from_day")

    __mapper_args__ = {"version_id_col": version}


class LicenceEvent(FactMixin, Base):
    """One document about a licence: granted, suspended (a market or all), revoked, returned."""

    __tablename__ = "licence_event"
    __table_args__ = (
        sa.Index(
            "uq_licence_event_document",
            "body_id",
            "kind",
            "document_no",
            sa.text("coalesce(market_code, '*')"),
            unique=True,
        ),
        sa.CheckConstraint("until_day IS NULL OR until_day >= from_day", "days"),
    )

    id: Mapped[Id]
    body_id: Mapped[Ref] = mapped_column(sa.ForeignKey("sending_body.id"), index=True)
    kind: Mapped[LicenceKind] = mapped_column(enum_type(LicenceKind, "kind"))
    market_code: Mapped[str | None] = mapped_column(sa.ForeignKey("market.code"))  # null = all
    from_day: Mapped[date] = mapped_column(sa.Date)
    until_day: Mapped[date | None] = mapped_column(sa.Date)
    document_no: Mapped[str] = mapped_column(sa.String(60))
    document_on: Mapped[date] = mapped_column(sa.Date)
    note: Mapped[str] = mapped_column(sa.Text, default="")
    body: Mapped[SendingBody] = relationship(back_populates="licence_events")


class BodyContact(FactMixin, Base):
    """A phone, account or web address that is really the body's (B4)."""

    __tablename__ = "body_contact"
    __table_args__ = (
        sa.Index(
            "uq_body_contact_value",
            "kind",
            "value_normalised",
            unique=True,
            sqlite_where=sa.text("until_day IS NULL"),
            postgresql_where=sa.text("until_day IS NULL"),
        ),
    )

    id: Mapped[Id]
    body_id: Mapped[Ref] = mapped_column(sa.ForeignKey("sending_body.id"), index=True)
    kind: Mapped[str] = mapped_column(sa.String(10))  # phone | account | web
    value_shown: Mapped[str] = mapped_column(sa.String(160))
    value_normalised: Mapped[str] = mapped_column(sa.String(160))
    from_day: Mapped[date] = mapped_column(sa.Date)
    until_day: Mapped[date | None] = mapped_column(sa.Date)


class Introduction(FactMixin, Base):
    """Introduced by the province: decision number and days (B13)."""

    __tablename__ = "introduction"
    __table_args__ = (sa.UniqueConstraint("body_id", "decision_no"),)

    id: Mapped[Id]
    body_id: Mapped[Ref] = mapped_column(sa.ForeignKey("sending_body.id"), index=True)
    decision_no: Mapped[str] = mapped_column(sa.String(60))
    from_day: Mapped[date] = mapped_column(sa.Date)
    until_day: Mapped[date | None] = mapped_column(sa.Date)


class JobOrder(FactMixin, Base):
    """A demand for workers (đơn hàng). The approved quantity is a hard ceiling."""

    __tablename__ = "job_order"
    __table_args__ = (
        sa.CheckConstraint("quantity >= 0", "quantity"),
        sa.CheckConstraint("approved_quantity IS NULL OR approved_quantity >= 0", "approved"),
    )

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(sa.String(30), unique=True)
    body_id: Mapped[Ref] = mapped_column(sa.ForeignKey("sending_body.id"), index=True)
    programme_code: Mapped[str] = mapped_column(sa.ForeignKey("programme.code"), index=True)
    title_vi: Mapped[str] = mapped_column(sa.String(160))
    title_en: Mapped[str] = mapped_column(sa.String(160), default="")
    employer: Mapped[str] = mapped_column(sa.String(160), default="")
    work_address: Mapped[str] = mapped_column(sa.String(200), default="")
    quantity: Mapped[int]
    requirements: Mapped[str] = mapped_column(sa.Text, default="")
    # What is searched by; '' or null: the order does not say.
    occupation: Mapped[str] = mapped_column(sa.String(16), default="", server_default="")
    age_from: Mapped[int | None]
    age_to: Mapped[int | None]
    sex: Mapped[str] = mapped_column(sa.String(1), default="", server_default="")  # M, F, '' both
    sex_ground: Mapped[str] = mapped_column(sa.String(160), default="", server_default="")
    schooling: Mapped[str] = mapped_column(sa.String(16), default="", server_default="")
    language_level: Mapped[str] = mapped_column(sa.String(16), default="", server_default="")
    language_note: Mapped[str] = mapped_column(sa.String(80), default="", server_default="")
    physical: Mapped[str] = mapped_column(sa.String(300), default="", server_default="")
    hours: Mapped[str] = mapped_column(sa.String(160), default="", server_default="")
    overtime: Mapped[str] = mapped_column(sa.String(160), default="", server_default="")
    insurance: Mapped[str] = mapped_column(sa.String(160), default="", server_default="")
    lodging: Mapped[str] = mapped_column(sa.String(160), default="", server_default="")
    contract_months: Mapped[int]
    wage: Mapped[Decimal] = mapped_column(sa.Numeric(14, 2))  # basic, a month
    currency: Mapped[str] = mapped_column(sa.String(3))
    rate: Mapped[Decimal] = mapped_column(sa.Numeric(14, 4))  # đồng for one unit
    service_fee: Mapped[int] = mapped_column(sa.BigInteger, default=0)  # đồng
    deposit: Mapped[int] = mapped_column(sa.BigInteger, default=0)  # đồng
    fee_condition: Mapped[str] = mapped_column(sa.String(40), default="")  # programme_rule
    other_costs: Mapped[str] = mapped_column(sa.Text, default="")
    deadline: Mapped[date] = mapped_column(sa.Date)
    interview_on: Mapped[date | None] = mapped_column(sa.Date)
    interview_place: Mapped[str] = mapped_column(sa.String(160), default="", server_default="")
    interview_form: Mapped[str] = mapped_column(sa.String(16), default="", server_default="")
    departs_on: Mapped[date | None] = mapped_column(sa.Date)  # expected
    registration_no: Mapped[str] = mapped_column(sa.String(60), default="")  # ĐKHĐ
    registration_on: Mapped[date | None] = mapped_column(sa.Date)
    approval_no: Mapped[str] = mapped_column(sa.String(60), default="")  # PTL
    approval_on: Mapped[date | None] = mapped_column(sa.Date)
    approved_quantity: Mapped[int | None]
    state: Mapped[OrderState] = mapped_column(
        enum_type(OrderState, "state"), default=OrderState.DRAFT, index=True
    )
    published_at: Mapped[date | None] = mapped_column(sa.Date)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[Moment]
    body: Mapped[SendingBody] = relationship()
    programme: Mapped[Programme] = relationship()

    __mapper_args__ = {"version_id_col": version}
