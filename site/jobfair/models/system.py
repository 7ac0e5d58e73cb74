"""What every room writes to: audit, outbox, the public version numbers."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from jobfair.models.base import Base, Id, Moment, UTCDateTime


class AuditEvent(Base):
    """Who did or saw what, from where, when. Never a value of a person's data (L4, L5).

    Content is written once; the worker adds seq, prev_hash and hash. Triggers of the first
    migration refuse an UPDATE of the content and any DELETE.
    """

    __tablename__ = "audit_event"
    __table_args__ = (
        sa.Index("ix_audit_event_at", "at"),
        sa.Index("ix_audit_event_unsealed", "seq", "written"),
        sa.Index("ix_audit_event_object", "object_kind", "object_id"),
        sa.Index("ix_audit_event_actor", "actor", "at"),
    )

    id: Mapped[Id]
    written: Mapped[int] = mapped_column(sa.BigInteger, default=0)  # ns clock, orders the sealing
    at: Mapped[Moment]
    actor: Mapped[str] = mapped_column(sa.String(24))  # user id, 'public', 'worker' or 'system'
    actor_name: Mapped[str] = mapped_column(sa.String(120), default="")  # staff only
    role: Mapped[str] = mapped_column(sa.String(12), default="")
    action: Mapped[str] = mapped_column(sa.String(40))  # view.person, case.move, …
    object_kind: Mapped[str] = mapped_column(sa.String(24), default="")
    object_id: Mapped[str] = mapped_column(sa.String(24), default="")
    person_ids: Mapped[str] = mapped_column(sa.Text, default="")  # comma separated
    fields: Mapped[str] = mapped_column(sa.Text, default="")  # names of fields, never values
    reason: Mapped[str] = mapped_column(sa.String(300), default="")
    origin: Mapped[str] = mapped_column(sa.String(64), default="")  # address of the request
    request_id: Mapped[str] = mapped_column(sa.String(32), default="")
    seq: Mapped[int | None] = mapped_column(sa.BigInteger, unique=True)
    prev_hash: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    hash: Mapped[bytes | None] = mapped_column(sa.LargeBinary)


class OutboxMessage(Base):
    """What leaves the building, at least once, under a key that a gateway may deduplicate by."""

    __tablename__ = "outbox_message"
    __table_args__ = (sa.Index("ix_outbox_message_due", "done_at", "due_at"),)

    id: Mapped[Id]
    key: Mapped[str] = mapped_column(sa.String(80), unique=True)
    topic: Mapped[str] = mapped_column(sa.String(40))
    payload: Mapped[dict[str, str]] = mapped_column(sa.JSON)  # ids only, no personal data
    created_at: Mapped[Moment]
    due_at: Mapped[Moment]
    lease_until: Mapped[datetime | None] = mapped_column(UTCDateTime())
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str] = mapped_column(sa.String(200), default="")
    done_at: Mapped[datetime | None] = mapped_column(UTCDateTime())


class PublicVersion(Base):
    """One number a section of the public site; raised by whatever changes it."""

    __tablename__ = "public_version"

    section: Mapped[str] = mapped_column(sa.String(24), primary_key=True)
    n: Mapped[int] = mapped_column(sa.BigInteger, default=1)
