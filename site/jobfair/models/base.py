"""The declarative base, column types and mixins that every table shares."""

from __future__ import annotations

from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Annotated, Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from jobfair.lib.clock import now
from jobfair.lib.codes import new_id

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class UTCDateTime(TypeDecorator[datetime]):
    """An aware UTC moment; SQLite keeps it without the zone, PostgreSQL with it."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """Take an aware moment; refuse a naive one, which would shift by seven hours."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """Give the moment back in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """All tables; typed, with deterministic constraint names for migrations."""

    metadata = sa.MetaData(naming_convention=NAMING)
    # Any: the type map's own signature.
    type_annotation_map: dict[Any, Any] = {datetime: UTCDateTime(), date: sa.Date()}


E_ = TypeVar("E_", bound=StrEnum)


def enum_type(kind: type[E_], name: str, length: int = 24) -> sa.Enum:
    """A StrEnum kept as its value, with a CHECK that the database enforces.

    Takes the enum class and the CHECK's short name; gives the column type.
    """
    return sa.Enum(
        kind,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=length,
        values_callable=lambda members: [m.value for m in members],
        validate_strings=True,
    )


Id = Annotated[str, mapped_column(sa.String(24), primary_key=True, default=new_id)]
Ref = Annotated[str, mapped_column(sa.String(24))]
CommuneCode = Annotated[str, mapped_column(sa.String(5))]
Moment = Annotated[datetime, mapped_column(UTCDateTime(), default=now)]


class FactMixin:
    """Where a fact comes from, when it was checked, when to check it again, and its mark.

    ``mark``: V verified, K known but not seen, U unknown (docs/facts.md). K and U are shown
    to staff as "to be checked".
    """

    source: Mapped[str] = mapped_column(sa.Text, default="")
    checked_on: Mapped[date | None] = mapped_column(sa.Date)
    check_again_on: Mapped[date | None] = mapped_column(sa.Date)
    mark: Mapped[str] = mapped_column(sa.String(1), default="V")


class ValidMixin:
    """The days on which a fact holds: from ``valid_from`` to ``valid_to`` inclusive."""

    valid_from: Mapped[date] = mapped_column(sa.Date)
    valid_to: Mapped[date | None] = mapped_column(sa.Date)


def some_rows(name: str, *columns: str, where: str, unique: bool = False) -> sa.Index:
    """An index over the rows for which the condition holds, on both engines."""
    condition = sa.text(where)
    return sa.Index(
        name, *columns, unique=unique, sqlite_where=condition, postgresql_where=condition
    )


__all__ = [
    "Base",
    "CommuneCode",
    "FactMixin",
    "Id",
    "Moment",
    "Ref",
    "UTCDateTime",
    "ValidMixin",
    "enum_type",
    "some_rows",
]
