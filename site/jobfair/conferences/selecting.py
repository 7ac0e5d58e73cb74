"""Which conferences a question means: conditions that every query of this room shares."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime, time, timedelta
from typing import Any, TypeVar

import sqlalchemy as sa

from jobfair.lib import clock
from jobfair.lib.text import fold
from jobfair.models import (
    Conference,
    ConferenceCommune,
    ConferenceMarket,
    ConferenceState,
)

MIDNIGHT = time(0, 0)
ONE_DAY = timedelta(days=1)

# Any: the columns that are asked for.
Selected = TypeVar("Selected", bound="sa.Select[Any]")


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


def ahead() -> sa.ColumnElement[bool]:
    """The condition: published, not cancelled, not begun; its registration may be closed."""
    shown = (ConferenceState.OPEN, ConferenceState.CLOSED)
    return sa.and_(Conference.state.in_(shown), Conference.starts_at > clock.now())


def only_open(
    query: Selected,
    commune_code: str | None = None,
    market: str | None = None,
    since: date | None = None,
    until: date | None = None,
    day: date | None = None,
    called_off: bool = False,
) -> Selected:
    """Narrow to open conferences from now on, by start; see ``queries.list_open``."""
    start = day_start(day) if day else clock.now()
    states = [ConferenceState.OPEN, *([ConferenceState.CANCELLED] if called_off else [])]
    query = query.where(Conference.state.in_(states), Conference.starts_at > start)
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
    return query.order_by(Conference.starts_at, Conference.id)


def means(q: str, here: Collection[str], communes: Collection[str], place: str) -> bool:
    """Whether a typed word means a conference: one of its communes, or its place.

    ``here``: codes of host and invited communes; ``communes``: codes that the word names.
    """
    return not set(here).isdisjoint(communes) or fold(q) in fold(place)
