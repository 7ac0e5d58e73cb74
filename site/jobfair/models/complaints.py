"""Complaints: who looks after each until when, what was done, what the writer was told (B7)."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from jobfair.models.base import Base, Id, Moment, Ref, UTCDateTime, enum_type
from jobfair.models.bodies import SendingBody
from jobfair.models.staff import Office


class ComplaintAbout(StrEnum):
    """What a complaint is about."""

    AGENCY = "agency"
    FEE = "fee"
    PROMISE = "promise"
    SCAM = "scam"
    REGISTRATION = "registration"
    STAFF = "staff"
    OTHER = "other"


class ComplaintState(StrEnum):
    """Where a complaint stands; all but ``closed`` have somebody who answers for it."""

    RECEIVED = "received"
    TAKEN = "taken"
    ASKED = "asked"  # of the writer
    HANDED_OVER = "handed_over"  # to the inspectorate
    CLOSED = "closed"


class Outcome(StrEnum):
    """How a complaint ended; empty while it is open."""

    NONE = ""
    UPHELD = "upheld"
    SETTLED = "settled"
    INSPECTED = "inspected"
    UNFOUNDED = "unfounded"
    DUPLICATE = "duplicate"
    UNREACHED = "unreached"  # asked, and nobody answered


class Complaint(Base):
    """What somebody wrote, sealed. The number is read aloud; what opens it is phone or code.

    ``due_on``: the day by which it is answered; ``take_by``: somebody has taken it. Nothing
    that was typed is left once it is erased; what is counted (about, body, days) stays.
    """

    __tablename__ = "complaint"
    __table_args__ = (
        sa.CheckConstraint("(closed_at IS NOT NULL) = (state = 'closed')", "closed"),
        sa.CheckConstraint(
            "erased_at IS NOT NULL OR phone_hmac IS NOT NULL OR follow_hmac IS NOT NULL",
            "can_be_followed",
        ),
        sa.Index("ix_complaint_open", "state", "due_on"),
        sa.Index("ix_complaint_body", "body_id", "received_at"),
    )

    id: Mapped[Id]
    number: Mapped[str] = mapped_column(sa.String(8), unique=True)
    form_key: Mapped[str] = mapped_column(sa.String(40), unique=True)
    receipt: Mapped[str] = mapped_column(sa.String(40), unique=True)
    about: Mapped[ComplaintAbout] = mapped_column(enum_type(ComplaintAbout, "about"))
    body_id: Mapped[str | None] = mapped_column(sa.String(24), sa.ForeignKey("sending_body.id"))
    state: Mapped[ComplaintState] = mapped_column(
        enum_type(ComplaintState, "state"), default=ComplaintState.RECEIVED
    )
    lang: Mapped[str] = mapped_column(sa.String(2), default="vi")
    body_name_enc: Mapped[bytes | None] = mapped_column(sa.LargeBinary)  # typed, not chosen
    numbers_enc: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    text_enc: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    name_enc: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    phone_enc: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    phone_hmac: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    follow_hmac: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    owner_office_id: Mapped[Ref] = mapped_column(sa.ForeignKey("office.id"), index=True)
    owner_user: Mapped[str] = mapped_column(sa.String(24), default="")
    owner_name: Mapped[str] = mapped_column(sa.String(160), default="")
    received_at: Mapped[Moment]
    take_by: Mapped[date] = mapped_column(sa.Date)
    due_on: Mapped[date] = mapped_column(sa.Date)
    taken_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    escalated_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    handed_to: Mapped[str] = mapped_column(sa.String(160), default="")
    handed_on: Mapped[date | None] = mapped_column(sa.Date)
    handed_no: Mapped[str] = mapped_column(sa.String(60), default="")
    outcome: Mapped[Outcome] = mapped_column(enum_type(Outcome, "outcome"), default=Outcome.NONE)
    closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime(), index=True)
    erased_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    warning_id: Mapped[str | None] = mapped_column(sa.String(24), sa.ForeignKey("scam_warning.id"))
    version: Mapped[int] = mapped_column(default=1)
    body: Mapped[SendingBody | None] = relationship()
    owner_office: Mapped[Office] = relationship()

    __mapper_args__ = {"version_id_col": version}


class ComplaintEvent(Base):
    """One thing that was done; ``told``: the writer reads its words on the status page."""

    __tablename__ = "complaint_event"

    id: Mapped[Id]
    complaint_id: Mapped[Ref] = mapped_column(sa.ForeignKey("complaint.id"), index=True)
    act_key: Mapped[str] = mapped_column(sa.String(40), unique=True)
    kind: Mapped[str] = mapped_column(sa.String(24))
    text_enc: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    told: Mapped[bool] = mapped_column(default=False)
    by: Mapped[str] = mapped_column(sa.String(24))
    by_name: Mapped[str] = mapped_column(sa.String(160), default="")
    at: Mapped[Moment]


class ComplaintFile(Base):
    """A picture of a complaint: a sealed file outside the database; without its key it is gone."""

    __tablename__ = "complaint_file"

    id: Mapped[Id]
    complaint_id: Mapped[Ref] = mapped_column(sa.ForeignKey("complaint.id"), index=True)
    act_key: Mapped[str] = mapped_column(sa.String(40), unique=True)
    key_enc: Mapped[bytes | None] = mapped_column(sa.LargeBinary)  # None: shredded
    size: Mapped[int]
    uploaded_at: Mapped[Moment]
