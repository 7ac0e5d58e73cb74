"""Who lives with the worker, whom to call and who decides (F16). Never in a list."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from jobfair.models.base import Base, Id, Moment, Ref, UTCDateTime


class HouseholdMember(Base):
    """A member of a person's household, as the person told it."""

    __tablename__ = "household_member"

    id: Mapped[Id]
    person_id: Mapped[Ref] = mapped_column(sa.ForeignKey("person.id"), index=True)
    name: Mapped[str] = mapped_column(sa.String(100))
    folded: Mapped[str] = mapped_column(sa.String(120))
    relation: Mapped[str] = mapped_column(sa.String(16))  # papers.household: RELATIONS
    birth_year: Mapped[int | None]
    phone: Mapped[str] = mapped_column(sa.String(20), default="")  # E.164
    call_first: Mapped[bool] = mapped_column(default=False)
    decides: Mapped[bool] = mapped_column(default=False)
    linked_person_id: Mapped[str | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    act_key: Mapped[str] = mapped_column(sa.String(40), unique=True)
    recorded_by: Mapped[str] = mapped_column(sa.String(24))
    recorded_at: Mapped[Moment]
    removed_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
