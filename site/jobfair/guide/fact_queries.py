"""Rows of every fact table whose mark is K or U, or whose day to be checked again has passed."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from jobfair.database import db
from jobfair.models import Base, Programme
from jobfair.models.base import FactMixin

DOUBTFUL = ("K", "U")


def fact_tables() -> list[type[FactMixin]]:
    """Every table that says where its facts come from, by table name."""
    found = [m.class_ for m in Base.registry.mappers if issubclass(m.class_, FactMixin)]
    return sorted(found, key=table_name)


def table_name(table: type[FactMixin]) -> str:
    """The table's name in the database."""
    return str(sa.inspect(table).local_table.name)


def list_doubtful(table: type[FactMixin]) -> list[FactMixin]:
    """Rows of a fact table marked K or U; of a programme its parts count as well."""
    asked = [table.mark.in_(DOUBTFUL)]
    if issubclass(table, Programme):
        asked += [table.facts_mark.in_(DOUBTFUL), table.income_mark.in_(DOUBTFUL)]
    return list(db.session.scalars(sa.select(table).where(sa.or_(*asked))))


def list_overdue(table: type[FactMixin], day: date) -> list[FactMixin]:
    """Rows of any mark that should have been checked again before the day."""
    return list(db.session.scalars(sa.select(table).where(table.check_again_on < day)))
