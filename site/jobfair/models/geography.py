"""Communes and wards on a day, and what they became (I12)."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from jobfair.models.base import Base, CommuneCode, FactMixin, Id, ValidMixin


class Commune(FactMixin, ValidMixin, Base):
    """A commune-level unit while it exists. Codes: Decision 19/2025/QĐ-TTg, five digits."""

    __tablename__ = "commune"
    __table_args__ = (
        sa.UniqueConstraint("code", "valid_from"),
        sa.Index("uq_commune_tile", "tile_q", "tile_r", "valid_from", unique=True),
    )

    id: Mapped[Id]
    code: Mapped[CommuneCode]
    kind: Mapped[str] = mapped_column(sa.String(10))  # commune | ward
    name: Mapped[str] = mapped_column(sa.String(80))
    short_name: Mapped[str] = mapped_column(sa.String(60))
    folded: Mapped[str] = mapped_column(sa.String(200))  # name and former districts, folded
    former_district: Mapped[str] = mapped_column(sa.String(80))
    former_districts_all: Mapped[str] = mapped_column(sa.String(200))
    former_province: Mapped[str] = mapped_column(sa.String(60))
    area_km2: Mapped[float | None]
    lat: Mapped[float]
    lon: Mapped[float]
    tile_q: Mapped[int]
    tile_r: Mapped[int]


class CommuneSuccessor(FactMixin, Base):
    """An old unit (commune or former district) and the unit that took over from a day on."""

    __tablename__ = "commune_successor"
    __table_args__ = (sa.UniqueConstraint("old_code", "new_code", "from_day"),)

    id: Mapped[Id]
    old_code: Mapped[str] = mapped_column(sa.String(40))  # code, or folded name where none is known
    old_name: Mapped[str] = mapped_column(sa.String(80))
    new_code: Mapped[CommuneCode]
    from_day: Mapped[date] = mapped_column(sa.Date)
