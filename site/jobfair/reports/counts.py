"""Counting for the board: each function is one read or two, whatever the number of communes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from jobfair.cases.settings import refund_days
from jobfair.cases.stages import ON_THE_CLOCK
from jobfair.database import db
from jobfair.lib import clock
from jobfair.models import (
    CaseEvent,
    CaseFile,
    Departure,
    Placement,
    Stage,
    Statistic,
    Target,
)

S = Stage
WAITING: Final = (S.WAITING_DEPARTURE,)
PROGRESS: Final = (S.SELECTED, S.CONTRACT_SIGNED, S.TRAINING, S.VISA_PROCESS)
INTERESTED: Final = (
    S.INTEREST,
    S.REGISTERED,
    S.COUNSELLED,
    S.SCREENED,
    S.INTRODUCED,
    S.SOURCE_TRAINING,
    S.INTERVIEWED,
)
"""Days after coming home from which work at home is asked for (checks at 3, 6, 12 months)."""


@dataclass(frozen=True)
class Exits:
    """Departures that count, by commune at registration and month of exit."""

    by_commune: Counter[str | None]
    without_gate: Counter[str | None]  # left although a condition was missing
    by_month: Counter[int]
    without_orientation: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.by_commune.values())


def year_ends(year: int) -> tuple[date, date]:
    """The first and last day of a year."""
    return date(year, 1, 1), date(year, 12, 31)


def counted(first: date, last: date) -> tuple[sa.ColumnElement[bool], ...]:
    """The condition: an exit between the days (both included) that no correction took back."""
    return (Departure.undone_at.is_(None), Departure.exit_on >= first, Departure.exit_on <= last)


def count_exits(first: date, last: date) -> Exits:
    """Departures between two days, once each."""
    month = sa.extract("month", Departure.exit_on)
    untaught = Departure.without_gate.contains("orientation")
    rows = db.session.execute(
        sa.select(
            Departure.commune_code,
            month,
            sa.func.count(),
            _how_many(Departure.without_gate != ""),
            _how_many(untaught),
        )
        .where(*counted(first, last))
        .group_by(Departure.commune_code, month)
    )
    by_commune: Counter[str | None] = Counter()
    without: Counter[str | None] = Counter()
    by_month: Counter[int] = Counter()
    not_oriented = 0
    for code, number, people, lacking, lessons in rows:
        by_commune[code] += people
        by_month[int(number)] += people
        not_oriented += int(lessons)
        if lacking:
            without[code] += int(lacking)
    return Exits(by_commune, without, by_month, not_oriented)


def count_exits_by_market(first: date, last: date) -> Counter[str]:
    """Departures between two days by market, once each."""
    rows = db.session.execute(
        sa.select(Departure.market_code, sa.func.count())
        .where(*counted(first, last))
        .group_by(Departure.market_code)
    )
    return Counter({str(code): int(people) for code, people in rows})


def count_stages() -> dict[str | None, Counter[Stage]]:
    """Commune at registration -> open cases by stage, as they stand now."""
    rows = db.session.execute(
        sa.select(CaseFile.commune_code, CaseFile.stage, sa.func.count())
        .where(CaseFile.closed_at.is_(None))
        .group_by(CaseFile.commune_code, CaseFile.stage)
    )
    found: dict[str | None, Counter[Stage]] = {}
    for code, stage, people in rows:
        found.setdefault(code, Counter())[stage] += people
    return found


def count_past_clock(day: date) -> Counter[Stage]:
    """Selected more than 180 days ago and not gone, by stage (Law 69/2020/QH14 Art. 26)."""
    query = (
        sa.select(CaseFile.stage, sa.func.count(Placement.id))
        .join(CaseFile, CaseFile.id == Placement.case_id)
        .where(
            Placement.closed_on.is_(None),
            Placement.selected_on < day - timedelta(days=refund_days()),
            CaseFile.stage.in_(ON_THE_CLOCK),
        )
        .group_by(CaseFile.stage)
    )
    return Counter(dict(db.session.execute(query).all()))


def first_exit_year() -> int | None:
    """The year of the first departure that counts, or None."""
    first = db.session.scalar(
        sa.select(sa.func.min(Departure.exit_on)).where(Departure.undone_at.is_(None))
    )
    return first.year if first else None


def list_targets(year: int) -> list[Target]:
    """Targets of the year and of periods of several years, for all markets together."""
    query = sa.select(Target).where(
        Target.market_code == "*",
        sa.or_(Target.year == str(year), Target.year.contains("-")),
    )
    return list(db.session.scalars(query.order_by(Target.year, Target.unit, Target.basis)))


def list_target_years() -> list[int]:
    """The single years for which the province has a target."""
    query = sa.select(Target.year).where(Target.unit == "province").distinct()
    return sorted(int(year) for year in db.session.scalars(query) if year.isdecimal())


def list_published(indicators: Iterable[str]) -> list[Statistic]:
    """Published figures of the province's areas, by indicator and period."""
    query = (
        sa.select(Statistic)
        .where(Statistic.indicator.in_(list(indicators)), Statistic.area != "Việt Nam")
        .order_by(Statistic.indicator, Statistic.period, Statistic.area, Statistic.market_code)
    )
    return list(db.session.scalars(query))


def _how_many(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    return sa.func.sum(sa.case((condition, 1), else_=0))


def count_reached(stages: Iterable[Stage], first: date, last: date) -> Counter[Stage]:
    """Cases that came to each stage between two days, once each; corrected steps left out."""
    start, end = clock.from_local(first, time(0)), clock.from_local(last, time(23, 59, 59))
    later = aliased(CaseEvent)
    taken_back = sa.exists().where(
        later.case_id == CaseEvent.case_id, later.corrects_seq == CaseEvent.seq
    )
    rows = db.session.execute(
        sa.select(CaseEvent.to_stage, sa.func.count(sa.distinct(CaseEvent.case_id)))
        .where(
            CaseEvent.kind == "move",
            CaseEvent.to_stage.in_(list(stages)),
            CaseEvent.at >= start,
            CaseEvent.at <= end,
            ~taken_back,
        )
        .group_by(CaseEvent.to_stage)
    )
    return Counter({stage: people for stage, people in rows if stage})
