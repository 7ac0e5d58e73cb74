"""Conferences that the public may see: the open ones, one of them, the nearest ones."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import selectinload
from sqlalchemy.sql.base import ExecutableOption

from jobfair.database import db
from jobfair.errors import NotFound
from jobfair.geography import search_communes
from jobfair.lib import clock
from jobfair.lib.geo import distance_km
from jobfair.lib.text import fold
from jobfair.models import (
    Commune,
    Conference,
    ConferenceCommune,
    ConferenceGuest,
    ConferenceKind,
    ConferenceMarket,
    ConferenceState,
    JobOrder,
    Market,
    Registration,
    RegistrationState,
    SendingBody,
)

MIDNIGHT = time(0, 0)
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Near:
    """An open conference with a free seat; kilometres as the crow flies, None when online."""

    conference: Conference
    km: float | None


def day_start(day: date) -> datetime:
    """The moment a day begins in Viet Nam."""
    return clock.from_local(day, MIDNIGHT)


def for_communes(codes: Iterable[str]) -> sa.ColumnElement[bool]:
    """The condition: hosted in one of the communes, or these are invited."""
    wanted = list(codes)
    invited = (
        sa.exists()
        .where(ConferenceCommune.conference_id == Conference.id)
        .where(ConferenceCommune.commune_code.in_(wanted))
    )
    return sa.or_(Conference.commune_code.in_(wanted), invited)


def _open(
    commune_code: str | None,
    market: str | None,
    since: date | None,
    until: date | None,
    day: date | None,
) -> sa.Select[Conference]:
    start = day_start(day) if day else clock.now()
    query = sa.select(Conference).where(
        Conference.state == ConferenceState.OPEN, Conference.starts_at > start
    )
    if commune_code:
        query = query.where(for_communes([commune_code]))
    if market:
        speaks = sa.exists().where(
            ConferenceMarket.conference_id == Conference.id,
            ConferenceMarket.market_code == market,
        )
        query = query.where(speaks)
    if since:
        query = query.where(Conference.starts_at >= day_start(since))
    if until:
        query = query.where(Conference.starts_at < day_start(until + ONE_DAY))
    return query


def list_open(
    commune_code: str | None = None,
    market: str | None = None,
    since: date | None = None,
    until: date | None = None,
    q: str | None = None,
    day: date | None = None,
) -> list[Conference]:
    """Open conferences from now on, by start; with ``day`` from that day's beginning on.

    ``commune_code``: held there, or that commune is invited. ``market``: a code that is spoken
    of. ``since``, ``until``: days in Viet Nam, both inclusive. ``q``: a commune, former
    district or place, accents and case ignored.
    """
    query = _open(commune_code, market, since, until, day)
    query = query.options(selectinload(Conference.markets), selectinload(Conference.communes))
    found = list(db.session.scalars(query.order_by(Conference.starts_at, Conference.id)))
    if not q or not fold(q):
        return found
    words, codes = fold(q), {c.code for c in search_communes(q, day)}
    return [c for c in found if _matches(c, words, codes)]


def _matches(conference: Conference, words: str, codes: set[str]) -> bool:
    here = {conference.commune_code, *(c.commune_code for c in conference.communes)}
    return bool(here & codes) or words in fold(f"{conference.place} {conference.landmark}")


def count_open() -> int:
    """How many open conferences there are from now on."""
    query = _open(None, None, None, None, None)
    return db.session.scalar(sa.select(sa.func.count()).select_from(query.subquery())) or 0


def list_next(limit: int = 3) -> list[Conference]:
    """The next open conferences by start, for the first page."""
    query = _open(None, None, None, None, None).options(selectinload(Conference.markets))
    found = db.session.scalars(query.order_by(Conference.starts_at, Conference.id).limit(limit))
    return list(found)


def with_guests() -> tuple[ExecutableOption, ...]:
    """Load who comes with one conference: bodies with licence history, orders, programmes."""
    guests = selectinload(Conference.guests)
    return (
        guests.joinedload(ConferenceGuest.body).selectinload(SendingBody.licence_events),
        guests.joinedload(ConferenceGuest.order).joinedload(JobOrder.programme),
    )


def get_public_conference(slug: str) -> Conference:
    """A published conference with its guests and markets, whatever became of it since.

    Raises NotFound for a draft and for an unknown slug alike.
    """
    found = db.session.scalars(
        sa.select(Conference)
        .where(Conference.slug == slug, Conference.state != ConferenceState.DRAFT)
        .options(
            selectinload(Conference.markets), selectinload(Conference.communes), *with_guests()
        )
    ).one_or_none()
    if found is None:
        raise NotFound()
    return found


def waiting_among(conference_ids: Sequence[str]) -> frozenset[str]:
    """Those of the conferences where somebody stands in line: no seat of theirs is free."""
    if not conference_ids:
        return frozenset()
    found = db.session.scalars(
        sa.select(Registration.conference_id)
        .where(Registration.waiting_no.is_not(None))
        .where(Registration.state == RegistrationState.WAITING)
        .where(Registration.conference_id.in_(conference_ids))
        .distinct()
    )
    return frozenset(code for code in found if code)


def seats_left(conference: Conference, waiting: frozenset[str] | None = None) -> int:
    """Free seats, exact; 0 while anybody waits (model.md, Seats).

    ``waiting``: the answer of ``waiting_among`` when a list was asked for at once.
    """
    free = max(0, conference.capacity - conference.seats_taken)
    if not free:
        return 0
    line = waiting_among([conference.id]) if waiting is None else waiting
    return 0 if conference.id in line else free


def nearest_with_distance(
    commune_code: str | None, exclude_id: str | None = None, limit: int = 3
) -> list[Near]:
    """As ``nearest_open``, each with its distance in kilometres."""
    candidates = [c for c in list_open() if c.id != exclude_id]
    line = waiting_among([c.id for c in candidates])
    candidates = [c for c in candidates if seats_left(c, line)]
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
    return [near.conference for near in nearest_with_distance(commune_code, exclude_id, limit)]


def _places() -> dict[str, tuple[float, float]]:
    rows = db.session.execute(
        sa.select(Commune.code, Commune.lat, Commune.lon).order_by(Commune.valid_from)
    )
    return {code: (lat, lon) for code, lat, lon in rows}


def _km(
    conference: Conference,
    here: tuple[float, float] | None,
    places: dict[str, tuple[float, float]],
) -> float | None:
    there = places.get(conference.commune_code)
    if here is None or there is None or conference.kind is ConferenceKind.ONLINE:
        return None
    return distance_km(*here, *there)


def market_names(lang: str) -> dict[str, str]:
    """Market code -> name in the language, in the register's order."""
    name = Market.name_en if lang == "en" else Market.name_vi
    rows = db.session.execute(sa.select(Market.code, name).order_by(Market.position))
    return {str(code): str(text) for code, text in rows}


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
