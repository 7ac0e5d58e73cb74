"""Consent texts by version and language; given and withdrawn, append-only (L1)."""

from __future__ import annotations

from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from jobfair.models.base import Base, FactMixin, Id, Moment, Ref, enum_type, some_rows


class Purpose(StrEnum):
    """Each purpose is a choice of its own (Law 91/2025/QH15; model, consent purposes)."""

    SEAT = "consent_seat"
    SMS = "consent_sms"
    AGENCIES = "consent_agencies"
    AGENCY_PHONE = "consent_agency_phone"
    BODY = "consent_body"  # one named body sees the person
    BANK = "consent_bank"
    HEALTH = "consent_health"
    JUDICIAL = "consent_judicial"
    PROFILE = "consent_profile"


class ConsentText(FactMixin, Base):
    """The words that were shown or read, per purpose, version and language."""

    __tablename__ = "consent_text"
    __table_args__ = (sa.UniqueConstraint("purpose", "version", "lang"),)

    id: Mapped[Id]
    purpose: Mapped[Purpose] = mapped_column(enum_type(Purpose, "purpose"))
    version: Mapped[int]
    lang: Mapped[str] = mapped_column(sa.String(5))
    title: Mapped[str] = mapped_column(sa.String(160))
    text: Mapped[str] = mapped_column(sa.Text)


class Consent(Base):
    """One act: given or withdrawn. The last row for purpose (and body) holds."""

    __tablename__ = "consent"
    __table_args__ = (
        sa.Index("ix_consent_last", "person_id", "purpose", "body_id", "at"),
        some_rows(
            "ix_consent_body",
            *("body_id", "purpose", "given", "provisional", "person_id", "at", "seq"),
            where="body_id IS NOT NULL",
        ),
    )

    id: Mapped[Id]
    person_id: Mapped[Ref] = mapped_column(sa.ForeignKey("person.id"))
    purpose: Mapped[Purpose] = mapped_column(enum_type(Purpose, "purpose"))
    body_id: Mapped[str | None] = mapped_column(sa.ForeignKey("sending_body.id"))
    given: Mapped[bool]
    provisional: Mapped[bool] = mapped_column(default=False)  # an adult, given by someone else
    text_version: Mapped[int]
    lang: Mapped[str] = mapped_column(sa.String(5))
    how: Mapped[str] = mapped_column(sa.String(20))  # web|read_aloud|signed|witness|phone
    by: Mapped[str] = mapped_column(sa.String(24), default="")  # user id, '' = the worker
    note: Mapped[str] = mapped_column(sa.String(160), default="")
    at: Mapped[Moment]
    seq: Mapped[int] = mapped_column(default=0)  # order within one moment
