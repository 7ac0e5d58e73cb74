"""Conferences that the public may see: the open ones, one of them, the nearest ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from jobfair.conferences.listed import Listed, list_listed
from jobfair.conferences.selecting import ahead, means, only_open
from jobfair.database import db, writing
from jobfair.errors import NotFound
from jobfair.geography import search_communes
from jobfair.kept import kept
from jobfair.lib import clock
from jobfair.lib.geo import distance_km
from jobfair.lib.text import fold
from jobfair.models import (
    Commune,
    Conference,
    ConferenceKind,
    ConferenceState,
    Market,
)
from jobfair.public_version import Watched, read_watched


@dataclass(frozen=True)
class Near:
    """An open conference with a free seat; kilometres as the crow flies, None when online."""

    conference: Listed
    km: float | None


_PUBLIC = sa.select(Conference).where(
    Conference.slug == sa.bindparam("slug"), Conference.state != ConferenceState.DRAFT
)


def list_open(
    commune_code: str | None = None,
    market: str | None = None,
    since: date | None = None,
    until: date | None = None,
    q: str | None = None,
    day: date | None = None,
    called_off: bool = False,
) -> list[Conference]:
    """Open conferences from now on, by start; with ``day`` from that day's beginning on.

    ``commune_code``: held there, or that commune is invited. ``market``: a code that is spoken
    of. ``since``, ``until``: days in Viet Nam, both inclusive. ``q``: a commune, former
    district or place, accents and case ignored. ``called_off``: those too that were cancelled.
    """
    query = only_open(sa.select(Conference), commune_code, market, since, until, day, called_off)
    query = query.options(selectinload(Conference.markets), selectinload(Conference.communes))
    found = list(db.session.scalars(query))
    if not q or not fold(q):
        return found
    named = {commune.code for commune in search_communes(q, day)}
    return [
        c
        for c in found
        if means(
            q,
            (c.commune_code, *(row.commune_code for row in c.communes)),
            named,
            f"{c.place} {c.landmark}",
        )
    ]


def count_open() -> int:
    """How many open conferences there are from now on."""
    query = only_open(sa.select(Conference.id)).order_by(None).subquery()
    return db.session.scalar(sa.select(sa.func.count()).select_from(query)) or 0


def list_ahead(limit: int, offset: int = 0) -> list[Conference]:
    """Conferences that people can still come to, by start, those closed to registrations too."""
    query = sa.select(Conference).where(ahead()).order_by(Conference.starts_at, Conference.id)
    return list(db.session.scalars(query.limit(limit).offset(offset)))


def count_ahead() -> int:
    """How many conferences ``list_ahead`` knows."""
    return db.session.scalar(sa.select(sa.func.count(Conference.id)).where(ahead())) or 0


def get_public_conference(slug: str) -> Conference:
    """A published conference, whatever became of it since, its seats those of this moment.

    Raises NotFound for a draft and for an unknown slug alike. A request that only reads gets
    its plain columns without its lists: the row is kept until its plan or its seats change.
    """
    if not writing():
        seen = read_watched(db.engine, slug)
        same = _read_as(slug, seen) if seen else None
        if same is not None:
            return same
    return get_with_lists(slug)


def get_with_lists(slug: str) -> Conference:
    """The same conference read anew, whose lists and office can be read too. Raises NotFound."""
    found = db.session.scalars(_PUBLIC, {"slug": slug}).one_or_none()
    if found is None:
        raise NotFound()
    return found


@kept("conferences")
def _read_as(slug: str, seen: Watched) -> Conference | None:
    """The row with these very seats and this state; None once they have moved on."""
    found = db.session.scalars(_PUBLIC, {"slug": slug}).one_or_none()
    if found is None:
        return None
    stands = (found.seats_taken, found.capacity, found.waiting, found.state)
    return found if stands == seen else None


def seats_left(conference: Conference) -> int:
    """Free seats when it was read; 0 while anybody waits (model.md, Seats)."""
    return 0 if conference.waiting else max(0, conference.capacity - conference.seats_taken)


def nearest_with_distance(
    commune_code: str | None, exclude_id: str | None = None, limit: int = 3
) -> list[Near]:
    """As ``nearest_open``, each as a list shows it and with its distance in kilometres."""
    candidates = [c for c in list_listed() if c.id != exclude_id and c.left > 0]
    places = _places()
    here = places.get(commune_code or "")
    near = [Near(c, _km(c, here, places)) for c in candidates]
    if here is not None:
        near.sort(key=lambda n: (n.km is None, n.km or 0.0))  # stable: by start where equal
    return near[:limit]


def nearest_open(
    commune_code: str | None, exclude_id: str | None = None, limit: int = 3
) -> list[Conference]:
    """Open conferences with a free seat, nearest to the commune first, online ones last.

    For a code that is none of the province's communes (``other``): the next ones by start.
    """
    ids = [near.conference.id for near in nearest_with_distance(commune_code, exclude_id, limit)]
    rows = db.session.scalars(sa.select(Conference).where(Conference.id.in_(ids)))
    return sorted(rows, key=lambda conference: ids.index(conference.id))


@kept("guide")
def _places() -> dict[str, tuple[float, float]]:
    rows = db.session.execute(
        sa.select(Commune.code, Commune.lat, Commune.lon).order_by(Commune.valid_from)
    )
    return {code: (lat, lon) for code, lat, lon in rows}


def _km(
    conference: Listed,
    here: tuple[float, float] | None,
    places: dict[str, tuple[float, float]],
) -> float | None:
    there = places.get(conference.commune_code)
    if here is None or there is None or conference.kind is ConferenceKind.ONLINE:
        return None
    return distance_km(*here, *there)


@kept("guide")
def market_names(lang: str) -> dict[str, str]:
    """Market code -> name in the language, in the register's order."""
    name = Market.name_en if lang == "en" else Market.name_vi
    rows = db.session.execute(sa.select(Market.code, name).order_by(Market.position))
    return {str(code): str(text) for code, text in rows}


@kept("guide")
def commune_rows() -> list[tuple[str, str, str, str]]:
    """Code, full name, short name and former district of today's communes, by name.

    Plain columns: lists need no more, and 75 objects cost more than a page.
    """
    on = clock.today()
    rows = db.session.execute(
        sa.select(Commune.code, Commune.name, Commune.short_name, Commune.former_district)
        .where(Commune.valid_from <= on)
        .where(sa.or_(Commune.valid_to.is_(None), Commune.valid_to >= on))
        .order_by(Commune.folded, Commune.code)
    )
    return [(code, name, short, district) for code, name, short, district in rows]
