"""Once a day: what became of the people whom a body selected, and how they rated it (B5, B8).

Counted are selections of the three years that ended 180 days ago, so that everybody counted had
the time that the law gives (Law 69/2020/QH14 Art. 26(2)). Nothing is counted on a page.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from statistics import median_low
from typing import Final

import sqlalchemy as sa

from jobfair.agencies.complaint_counts import count_complaints_by_body
from jobfair.agencies.track import rating_least, track_least
from jobfair.cases.settings import get_number, refund_days
from jobfair.database import db, mode
from jobfair.lib.clock import add_months, today
from jobfair.messages.worker import PERIODIC
from jobfair.models import (
    BodyRating,
    BodyTopic,
    BodyTrack,
    Departure,
    Placement,
    StayAbroad,
    StayState,
)
from jobfair.public_version import raise_version
from jobfair.ratings.sweeping import erase_old

MONTHS: Final = 36
_done: set[date] = set()


@dataclass
class Sums:
    """One body: how many were selected, days until each exit, who came home early."""

    selected: int = 0
    days: list[int] = field(default_factory=list)
    early: int = 0


def period(day: date) -> tuple[date, date]:
    """First and last day of the selections that count on a day."""
    last = day - timedelta(days=refund_days())
    return add_months(last, -get_number("limit.track_months", MONTHS)) + timedelta(days=1), last


def _selected(first: date, last: date) -> sa.Select[str, date | None, date, StayState]:
    """Body, day of selection, day of exit or None, how the stay stands or None."""
    counts = sa.and_(Departure.placement_id == Placement.id, Departure.undone_at.is_(None))
    return (
        sa.select(Placement.body_id, Placement.selected_on, Departure.exit_on, StayAbroad.state)
        .outerjoin(Departure, counts)
        .outerjoin(StayAbroad, StayAbroad.placement_id == Placement.id)
        .where(Placement.selected_on.between(first, last), Placement.direct.is_(False))
        .order_by(Placement.body_id, Placement.id)
    )


def count_tracks(day: date) -> list[BodyTrack]:
    """A row for every body that selected somebody; its figures only from ``least`` people on."""
    first, last = period(day)
    sums: dict[str, Sums] = {}
    for body_id, selected_on, exit_on, state in db.session.execute(_selected(first, last)):
        one = sums.setdefault(body_id, Sums())
        one.selected += 1
        if exit_on is not None and selected_on is not None:
            one.days.append(max((exit_on - selected_on).days, 0))
            one.early += state == StayState.EARLY
    complaints, least = count_complaints_by_body(since=first), track_least()
    days = (day, first, last)
    return [_track(key, one, complaints.get(key, 0), days, least) for key, one in sums.items()]


def _track(
    body_id: str, one: Sums, complaints: int, days: tuple[date, date, date], least: int
) -> BodyTrack:
    told = one.selected >= least
    return BodyTrack(
        body_id=body_id,
        counted_on=days[0],
        since=days[1],
        until=days[2],
        least=least,
        selected=one.selected,
        departed=len(one.days) if told else None,
        median_days=median_low(one.days) if told and one.days else None,
        early=one.early if told else None,
        complaints=complaints if told else None,
    )


def count_topics(day: date) -> list[BodyTopic]:
    """Topics about which enough people have answered, a person once a body."""
    query = sa.select(
        BodyRating.body_id, BodyRating.topic, BodyRating.person_id, sa.func.min(BodyRating.score)
    ).group_by(BodyRating.body_id, BodyRating.topic, BodyRating.person_id)
    found: dict[tuple[str, str], Counter[int]] = {}
    for body_id, topic, _person, score in db.session.execute(query):
        found.setdefault((body_id, topic), Counter())[score] += 1
    least = rating_least()
    return [
        BodyTopic(
            body_id=body_id,
            topic=topic,
            counted_on=day,
            people=counted.total(),
            yes=counted[3],
            partly=counted[2],
        )
        for (body_id, topic), counted in sorted(found.items())
        if counted.total() >= least
    ]


Rows = list[BodyTrack | BodyTopic]


def _count(day: date) -> Rows:
    return [*count_tracks(day), *count_topics(day)]


def _put(rows: Rows) -> None:
    for model in (BodyTrack, BodyTopic):
        db.session.execute(sa.delete(model))
    db.session.add_all(rows)
    db.session.flush()
    raise_version("agencies")


def count_all(day: date) -> None:
    """Put the day's figures in the place of those before, in the caller's transaction."""
    _put(_count(day))


def count_once_a_day() -> int:
    """What the worker does: the first call of a day counts, others rest. Gives 1 or 0.

    What has had its time goes first. Counting reads only, so that nobody waits for it.
    """
    day = today()
    if day in _done:
        return 0
    erase_old(day)
    db.session.commit()
    with mode("read"):
        rows = _count(day)
        db.session.rollback()
    _put(rows)
    _done.clear()
    _done.add(day)
    return 1


PERIODIC.append(count_once_a_day)
