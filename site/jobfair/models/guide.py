"""What the guide tells beside the numbers, and what a programme asks of a person (A5 A7 A8)."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from jobfair.models.base import Base, FactMixin, Id, ValidMixin


class GuideText(FactMixin, ValidMixin, Base):
    """One thing that a page of the guide says, with where it comes from.

    ``page``: the page that says it; ``subject``: of what it is said, '*' for everything (a
    programme, a market, a channel, a group of people, a paper); ``topic``: the part of the page.
    """

    __tablename__ = "guide_text"
    __table_args__ = (sa.UniqueConstraint("page", "subject", "topic", "position", "valid_from"),)

    id: Mapped[Id]
    page: Mapped[str] = mapped_column(sa.String(24))
    subject: Mapped[str] = mapped_column(sa.String(24), default="*")
    topic: Mapped[str] = mapped_column(sa.String(24), default="")
    position: Mapped[int]
    title_vi: Mapped[str] = mapped_column(sa.String(160), default="")
    title_en: Mapped[str] = mapped_column(sa.String(160), default="")
    text_vi: Mapped[str] = mapped_column(sa.Text, default="")
    text_en: Mapped[str] = mapped_column(sa.Text, default="")
    tel: Mapped[str] = mapped_column(sa.String(20), default="")  # as it is dialled


class ProgrammeNeed(FactMixin, ValidMixin, Base):
    """What a programme asks in one question of the self-check.

    ``fits``: the answers that meet it, apart by spaces; '' while nobody knows. The sentence says
    what is asked and where to get it.
    """

    __tablename__ = "programme_need"
    __table_args__ = (sa.UniqueConstraint("programme_code", "question", "valid_from"),)

    id: Mapped[Id]
    programme_code: Mapped[str] = mapped_column(sa.ForeignKey("programme.code"), index=True)
    question: Mapped[str] = mapped_column(sa.String(16))
    fits: Mapped[str] = mapped_column(sa.String(120), default="")
    text_vi: Mapped[str] = mapped_column(sa.Text, default="")
    text_en: Mapped[str] = mapped_column(sa.Text, default="")
