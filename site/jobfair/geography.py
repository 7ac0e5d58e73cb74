"""Communes on a day: by code, by name or old district without accents, by distance."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from jobfair.database import db
from jobfair.errors import NotFound
from jobfair.kept import kept
from jobfair.lib.clock import today
from jobfair.lib.geo import distance_km
from jobfair.lib.text import fold, like_escape
from jobfair.models import Commune, CommuneSuccessor


def _on(day: date | None) -> tuple[sa.ColumnElement[bool], ...]:
    on = day or today()
    return (
        Commune.valid_from <= on,
        sa.or_(Commune.valid_to.is_(None), Commune.valid_to >= on),
    )


@kept("guide")
def list_communes(day: date | None = None) -> list[Commune]:
    """All communes and wards of the province that exist on the day, by folded short name."""
    rows = db.session.scalars(sa.select(Commune).where(*_on(day)).order_by(Commune.folded))
    return list(rows)


@kept("guide")
def _by_code(day: date | None = None) -> dict[str, Commune]:
    return {commune.code: commune for commune in list_communes(day)}


def find_commune(code: str, day: date | None = None) -> Commune | None:
    """The commune with this five-digit code on the day, or None."""
    return _by_code(day).get(code)


def get_commune(code: str, day: date | None = None) -> Commune:
    """As ``find_commune``. Raises NotFound for a code the province does not have."""
    found = find_commune(code, day)
    if found is None:
        raise NotFound()
    return found


def search_communes(q: str, day: date | None = None) -> list[Commune]:
    """Communes whose name or former district holds the words, accents and case ignored.

    Names that begin with the words come first.
    """
    words = fold(q)
    if not words:
        return list_communes(day)
    pattern = f"%{like_escape(words)}%"
    rows = db.session.scalars(
        sa.select(Commune).where(Commune.folded.like(pattern, escape="\\"), *_on(day))
    )
    return sorted(rows, key=lambda c: (not fold(c.short_name).startswith(words), c.folded))


@kept("guide")
def commune_names(day: date | None = None) -> dict[str, str]:
    """Code -> full name (Xã Mường La), for lists that show many."""
    return {c.code: c.name for c in list_communes(day)}


def list_former_names() -> dict[str, list[str]]:
    """Code -> names of the units that this commune or ward took over, by name."""
    rows = db.session.execute(
        sa.select(CommuneSuccessor.new_code, CommuneSuccessor.old_name)
        .where(CommuneSuccessor.from_day <= today())
        .order_by(CommuneSuccessor.old_name, CommuneSuccessor.new_code)
    )
    found: dict[str, list[str]] = {}
    for code, name in rows:
        found.setdefault(code, []).append(name)
    return found


def distance_between(a: Commune, b: Commune) -> float:
    """Kilometres between two communes' centroids, as the crow flies."""
    return distance_km(a.lat, a.lon, b.lat, b.lon)


def nearest_first(code: str, day: date | None = None) -> list[Commune]:
    """All communes, those near the given one first (itself at the head).

    Raises NotFound for an unknown code. The device is never asked where it is.
    """
    here = get_commune(code, day)
    return sorted(list_communes(day), key=lambda c: (distance_between(here, c), c.folded))
