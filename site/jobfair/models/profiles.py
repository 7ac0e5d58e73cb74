"""Profiles without a name that people show to licensed bodies, and what bodies asked of them."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from jobfair.models.base import Base, Id, Moment, Ref, UTCDateTime, enum_type, some_rows
from jobfair.models.bodies import JobOrder, SendingBody
from jobfair.models.journey import CaseFile
from jobfair.models.people import Person


class ProfileEnd(StrEnum):
    """Why a profile is shown no more."""

    TAKEN_BACK = "taken_back"
    EXPIRED = "expired"
    RENEWED = "renewed"
    GONE_ON = "gone_on"  # introduced to a body, or the case was closed
    MERGED = "merged"


class AskState(StrEnum):
    """What became of a body's request to ask somebody."""

    OPEN = "open"
    YES = "yes"
    NO = "no"
    ENDED = "ended"  # the profile ended before an answer


class JobProfile(Base):
    """What somebody shows without a name. The id is random and is another one when renewed."""

    __tablename__ = "job_profile"
    __table_args__ = (
        some_rows("uq_job_profile_open", "person_id", where="ended_at IS NULL", unique=True),
        some_rows("ix_job_profile_expires_on", "expires_on", where="ended_at IS NULL"),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_why IS NULL)", "ended"),
    )

    id: Mapped[Id]
    person_id: Mapped[Ref] = mapped_column(sa.ForeignKey("person.id"), index=True)
    act_key: Mapped[str] = mapped_column(sa.String(60), unique=True)
    age_band: Mapped[str] = mapped_column(sa.String(5))
    work: Mapped[str] = mapped_column(sa.String(16), default="")  # '' = not stated, as below
    work_years: Mapped[int | None]
    skills: Mapped[str] = mapped_column(sa.String(200), default="")
    schooling: Mapped[str] = mapped_column(sa.String(16), default="")
    language: Mapped[str] = mapped_column(sa.String(5), default="")
    language_level: Mapped[str] = mapped_column(sa.String(16), default="")
    markets: Mapped[str] = mapped_column(sa.String(80), default="")  # ,JP,KR, for a search
    programme_code: Mapped[str | None] = mapped_column(sa.ForeignKey("programme.code"))
    from_on: Mapped[date | None] = mapped_column(sa.Date)
    shown_on: Mapped[date] = mapped_column(sa.Date)
    expires_on: Mapped[date] = mapped_column(sa.Date)  # the last day on which it is seen
    made_by: Mapped[str] = mapped_column(sa.String(24), default="")  # user id, '' = the worker
    created_at: Mapped[Moment]
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    ended_why: Mapped[ProfileEnd | None] = mapped_column(enum_type(ProfileEnd, "ended_why"))
    person: Mapped[Person] = relationship()

    @property
    def market_codes(self) -> list[str]:
        """The markets somebody wishes, in the order of the register."""
        return [code for code in self.markets.split(",") if code]


class ProfileAsk(Base):
    """A body asks the centre to ask somebody for one of its orders; never the person itself."""

    __tablename__ = "profile_ask"
    __table_args__ = (
        some_rows(
            "uq_profile_ask_open", "profile_id", "body_id", where="state = 'open'", unique=True
        ),
        sa.Index("ix_profile_ask_body", "body_id", "asked_at"),
    )

    id: Mapped[Id]
    profile_id: Mapped[Ref] = mapped_column(sa.ForeignKey("job_profile.id"), index=True)
    case_id: Mapped[Ref] = mapped_column(sa.ForeignKey("case_file.id"), index=True)
    body_id: Mapped[Ref] = mapped_column(sa.ForeignKey("sending_body.id"))
    order_id: Mapped[Ref] = mapped_column(sa.ForeignKey("job_order.id"))
    act_key: Mapped[str] = mapped_column(sa.String(60), unique=True)
    state: Mapped[AskState] = mapped_column(enum_type(AskState, "state"), default=AskState.OPEN)
    asked_by: Mapped[str] = mapped_column(sa.String(24))
    asked_at: Mapped[Moment]
    asked_on: Mapped[date] = mapped_column(sa.Date)
    due_on: Mapped[date] = mapped_column(sa.Date)
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    answered_by: Mapped[str] = mapped_column(sa.String(24), default="")
    profile: Mapped[JobProfile] = relationship()
    case: Mapped[CaseFile] = relationship()
    body: Mapped[SendingBody] = relationship()
    order: Mapped[JobOrder] = relationship()
