"""The contact log of the counselling desk: everyone advised, with a name or without."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from jobfair.models.base import Base, Id, Moment, Ref


class AdviceContact(Base):
    """One talk of advice. Name and number are sealed and there only if the person agreed.

    ``who`` is the same text for everything known of one person, '' for nobody known;
    ``case_key`` is the once-only key of the registration that may follow.
    """

    __tablename__ = "advice_contact"
    __table_args__ = (
        sa.CheckConstraint("minutes >= 0", "minutes"),
        sa.Index("ix_advice_contact_on_date", "on_date", "office_id"),
        sa.Index("ix_advice_contact_office", "office_id", "on_date"),
    )

    id: Mapped[Id]
    act_key: Mapped[str] = mapped_column(sa.String(40), unique=True)
    office_id: Mapped[Ref] = mapped_column(sa.ForeignKey("office.id"))
    on_date: Mapped[date] = mapped_column(sa.Date)
    topic: Mapped[str] = mapped_column(sa.String(24))
    channel: Mapped[str] = mapped_column(sa.String(12))
    minutes: Mapped[int]
    referral: Mapped[str] = mapped_column(sa.String(24), default="")
    commune_code: Mapped[str | None] = mapped_column(sa.String(5))
    sex: Mapped[str] = mapped_column(sa.String(1), default="")  # M, F, '' = not known
    note: Mapped[str] = mapped_column(sa.String(300), default="")
    name_enc: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    phone_enc: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    phone_hmac: Mapped[bytes | None] = mapped_column(sa.LargeBinary, index=True)
    person_id: Mapped[str | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    who: Mapped[str] = mapped_column(sa.String(24), default="")
    case_key: Mapped[str] = mapped_column(sa.String(32), unique=True)
    by: Mapped[str] = mapped_column(sa.String(24))
    by_name: Mapped[str] = mapped_column(sa.String(160))
    at: Mapped[Moment]
