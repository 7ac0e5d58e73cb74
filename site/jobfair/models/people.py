"""One human, phones shared by a family, encrypted flags, possible duplicates."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Mapped, mapped_column, relationship

from jobfair.lib.text import fold, fold_given
from jobfair.models.base import Base, Id, Moment, Ref, UTCDateTime


class Person(Base):
    """A worker. Neither name nor phone is a key; a national id is, when known."""

    __tablename__ = "person"
    __table_args__ = (
        sa.Index(
            "uq_person_national_id_hmac",
            "national_id_hmac",
            unique=True,
            sqlite_where=sa.text("national_id_hmac IS NOT NULL AND merged_into IS NULL"),
            postgresql_where=sa.text("national_id_hmac IS NOT NULL AND merged_into IS NULL"),
        ),
        sa.Index("ix_person_same", "folded", "birth_year", "commune_code"),
        sa.Index("ix_person_given", "given_folded", "folded"),
        sa.Index("ix_person_commune", "commune_code", "given_folded", "folded", "id"),
        sa.CheckConstraint("commune_code IS NOT NULL OR other_province", "home"),
    )

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(sa.String(100))
    folded: Mapped[str] = mapped_column(sa.String(120))
    given_folded: Mapped[str] = mapped_column(sa.String(60))
    birth_year: Mapped[int]
    birth_date: Mapped[date | None] = mapped_column(sa.Date)
    sex: Mapped[str] = mapped_column(sa.String(1), default="")  # M, F, '' = not asked yet
    commune_code: Mapped[str | None] = mapped_column(sa.String(5))  # permanent residence
    other_province: Mapped[bool] = mapped_column(default=False)
    village: Mapped[str] = mapped_column(sa.String(80), default="")
    national_id_enc: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    national_id_hmac: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    national_id_masked: Mapped[str] = mapped_column(sa.String(12), default="")
    identity_seen_on: Mapped[date | None] = mapped_column(sa.Date)
    identity_seen_by: Mapped[str | None] = mapped_column(sa.String(24))
    merged_into: Mapped[str | None] = mapped_column(sa.ForeignKey("person.id"))
    created_at: Mapped[Moment]
    version: Mapped[int] = mapped_column(default=1)
    phones: Mapped[list[PersonPhone]] = relationship(
        back_populates="person", order_by="PersonPhone.position, PersonPhone.id"
    )

    __mapper_args__ = {"version_id_col": version}


@event.listens_for(Person.name, "set")
def _fold_name(person: Person, value: str, _old: object, _initiator: object) -> None:
    """Keep the search keys in step with the name."""
    person.folded = fold(value)
    person.given_folded = fold_given(value)


class PersonPhone(Base):
    """A number this person can be reached at; the same number may serve a whole family."""

    __tablename__ = "person_phone"
    __table_args__ = (sa.UniqueConstraint("person_id", "e164"),)

    id: Mapped[Id]
    person_id: Mapped[Ref] = mapped_column(sa.ForeignKey("person.id"))
    e164: Mapped[str] = mapped_column(sa.String(20), index=True)
    tail: Mapped[str] = mapped_column(sa.String(4), index=True)  # last three digits
    owner: Mapped[str] = mapped_column(
        sa.String(16), default="self"
    )  # self|relative|village|office
    note: Mapped[str] = mapped_column(sa.String(80), default="")
    position: Mapped[int] = mapped_column(default=0)
    person: Mapped[Person] = relationship(back_populates="phones")


class PersonFlag(Base):
    """Ethnic group or household category: sensitive, encrypted, never in a list (D15)."""

    __tablename__ = "person_flag"
    __table_args__ = (sa.UniqueConstraint("person_id", "flag", "year"),)

    id: Mapped[Id]
    person_id: Mapped[Ref] = mapped_column(sa.ForeignKey("person.id"))
    flag: Mapped[str] = mapped_column(sa.String(24))  # ethnic_group|poor|near_poor|…
    value_enc: Mapped[bytes] = mapped_column(sa.LargeBinary)
    certificate: Mapped[str] = mapped_column(sa.String(60), default="")
    year: Mapped[int] = mapped_column(default=0)  # 0 = for good
    recorded_by: Mapped[str | None] = mapped_column(sa.String(24))
    recorded_at: Mapped[Moment]


class DuplicatePair(Base):
    """Possibly the same person; for staff only, decided by staff only (D10)."""

    __tablename__ = "duplicate_pair"
    __table_args__ = (
        sa.UniqueConstraint("person_a", "person_b"),
        sa.CheckConstraint("person_a < person_b", "order"),
    )

    id: Mapped[Id]
    person_a: Mapped[Ref] = mapped_column(sa.ForeignKey("person.id"))
    person_b: Mapped[Ref] = mapped_column(sa.ForeignKey("person.id"), index=True)
    why: Mapped[str] = mapped_column(sa.String(40))  # name_year_commune|phone|national_id
    found_at: Mapped[Moment]
    decided: Mapped[str] = mapped_column(sa.String(10), default="")  # '', same, different
    reason: Mapped[str] = mapped_column(sa.String(300), default="")
    decided_by: Mapped[str | None] = mapped_column(sa.String(24))
    decided_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
