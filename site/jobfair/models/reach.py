"""What carries registration beyond the web page: paper rows, text messages, recordings (E)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from jobfair.models.base import Base, Id, Moment, Ref, UTCDateTime


class PaperRow(Base):
    """One row of a printed form. Its slip code is nobody else's; its id is the once-only key.

    Keying the row registers with ``form_key = id``, so a row keyed twice is one registration.
    """

    __tablename__ = "paper_row"
    __table_args__ = (sa.UniqueConstraint("conference_id", "sheet", "row"),)

    id: Mapped[Id]
    conference_id: Mapped[Ref] = mapped_column(sa.ForeignKey("conference.id"))
    sheet: Mapped[int]  # from 1, in the order of printing
    row: Mapped[int]  # from 1 on its sheet
    slip_code: Mapped[str] = mapped_column(sa.String(8), unique=True)
    made_by: Mapped[str] = mapped_column(sa.String(24))
    made_at: Mapped[Moment]


class SheetPhoto(Base):
    """A photo of a sheet that was filled in by hand: sealed outside the database."""

    __tablename__ = "sheet_photo"

    id: Mapped[Id]
    sheet_id: Mapped[Ref] = mapped_column(sa.ForeignKey("paper_row.id"), index=True)  # its row 1
    act_key: Mapped[str] = mapped_column(sa.String(40), unique=True)
    key_enc: Mapped[bytes | None] = mapped_column(sa.LargeBinary)  # None: destroyed
    size: Mapped[int]  # bytes of what is shown, not of what was sent
    uploaded_by: Mapped[str] = mapped_column(sa.String(24))
    uploaded_name: Mapped[str] = mapped_column(sa.String(160), default="")  # who, as shown
    uploaded_at: Mapped[Moment]


class SmsInbound(Base):
    """A text message that a gateway handed in; its id makes a second delivery harmless.

    The sender stands as a keyed hash; the words are sealed and erased after 30 days.
    """

    __tablename__ = "sms_inbound"

    id: Mapped[Id]
    message_id: Mapped[str] = mapped_column(sa.String(80), unique=True)  # of the gateway
    sender_hmac: Mapped[str] = mapped_column(sa.String(64), index=True)
    text_enc: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    received_at: Mapped[Moment]
    form_key: Mapped[str] = mapped_column(sa.String(32), default="", index=True)
    outcome: Mapped[str] = mapped_column(sa.String(24), default="")  # registered, asked_name, …


_HEARD = "retired_at IS NULL AND published_at IS NOT NULL"
_WAITS = "retired_at IS NULL AND published_at IS NULL"


def _where(rule: str) -> dict[str, Any]:  # Any: arguments of a dialect's own
    """The rows that an index holds, said to both engines."""
    return {"sqlite_where": sa.text(rule), "postgresql_where": sa.text(rule)}


class AudioClip(Base):
    """A recording of a page's or a question's words in a language; hidden when these change.

    It waits until somebody else publishes it, is heard, and is retired by the next one.
    """

    __tablename__ = "audio_clip"
    __table_args__ = (
        sa.Index("uq_audio_clip_current", "page", "lang", unique=True, **_where(_HEARD)),
        sa.Index("uq_audio_clip_waiting", "page", "lang", unique=True, **_where(_WAITS)),
    )

    id: Mapped[Id]
    page: Mapped[str] = mapped_column(sa.String(60))  # guide.speech.PAGES
    lang: Mapped[str] = mapped_column(sa.String(12))  # vi, en, or a language that is only spoken
    text_hash: Mapped[str] = mapped_column(sa.String(64))  # SHA-256 of the words that were read
    opus: Mapped[bytes] = mapped_column(sa.LargeBinary)
    seconds: Mapped[float] = mapped_column(sa.Float)
    size: Mapped[int]
    made_by: Mapped[str] = mapped_column(sa.String(24), default="")
    made_by_name: Mapped[str] = mapped_column(sa.String(160), default="", server_default="")
    made_at: Mapped[Moment]
    published_by: Mapped[str] = mapped_column(sa.String(24), default="", server_default="")
    published_by_name: Mapped[str] = mapped_column(sa.String(160), default="", server_default="")
    published_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    retired_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    # lib.loudness.Loudness; none where nobody measured, or the decoder could not
    lufs: Mapped[float | None] = mapped_column(sa.Float)
    peak: Mapped[float | None] = mapped_column(sa.Float)
    clipped: Mapped[float | None] = mapped_column(sa.Float)
    silent: Mapped[float | None] = mapped_column(sa.Float)
