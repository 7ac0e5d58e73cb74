"""A conference as lists read it: a few columns, its markets and its free seats, in one query."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from jobfair.conferences.selecting import means, only_open
from jobfair.database import db
from jobfair.geography import search_communes
from jobfair.kept import kept
from jobfair.lib.text import fold
from jobfair.models import Conference, ConferenceCommune, ConferenceKind, ConferenceMarket


@dataclass(frozen=True, slots=True)
class Listed:
    """One conference of a list. ``left``: free seats at the moment of the query."""

    id: str
    slug: str
    kind: ConferenceKind
    title_vi: str
    title_en: str
    commune_code: str
    starts_at: datetime
    place: str
    landmark: str
    left: int
    market_codes: tuple[str, ...]
    invited: tuple[str, ...]


def _joined(column: InstrumentedAttribute[str], of: InstrumentedAttribute[str]) -> sa.Label[str]:
    """The codes of another table as one text, so that a list stays one query."""
    texts = sa.select(sa.func.aggregate_strings(column, ",")).where(of == Conference.id)
    return texts.correlate(Conference).scalar_subquery().label(column.key)


_FREE = sa.case(
    (Conference.waiting > 0, 0), else_=Conference.capacity - Conference.seats_taken
).label("free")
_COLUMNS = (
    *(Conference.id, Conference.slug, Conference.kind, Conference.title_vi, Conference.title_en),
    *(Conference.commune_code, Conference.starts_at, Conference.place, Conference.landmark),
    _FREE,
    _joined(ConferenceMarket.market_code, ConferenceMarket.conference_id),
    _joined(ConferenceCommune.commune_code, ConferenceCommune.conference_id),
)


def list_listed(
    commune_code: str | None = None,
    market: str | None = None,
    since: date | None = None,
    until: date | None = None,
    q: str | None = None,
    limit: int | None = None,
) -> list[Listed]:
    """Open conferences from now on by start, narrowed as in ``queries.list_open``."""
    query = only_open(sa.select(*_COLUMNS), commune_code, market, since, until).limit(limit)
    found = [_listed(row) for row in db.session.execute(query)]
    if not q or not fold(q):
        return found
    named = {commune.code for commune in search_communes(q)}
    return [
        one
        for one in found
        if means(q, (one.commune_code, *one.invited), named, f"{one.place} {one.landmark}")
    ]


@kept("conferences", "guide", seconds=1)
def list_recent(
    commune_code: str | None = None,
    market: str | None = None,
    since: date | None = None,
    until: date | None = None,
    limit: int | None = None,
) -> tuple[Listed, ...]:
    """As ``list_listed`` without words, for lists whose free seats may be a second old."""
    return tuple(list_listed(commune_code, market, since, until, limit=limit))


def _listed(row: Any) -> Listed:  # Any: a row of the columns above
    return Listed(*(*row[:-2], _codes(row[-2]), _codes(row[-1])))


def _codes(text: object) -> tuple[str, ...]:
    return tuple(sorted(str(text).split(","))) if text else ()
