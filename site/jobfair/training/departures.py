"""Who left with an orientation certificate and who without: the figure that must be 100%.

Law 69/2020/QH14 Art. 44(5), 65; who has a contract of one's own needs none (Art. 50) and stands
apart. Unknown is neither: no certificate is on file and nobody recorded that it was missing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from jobfair.cases.settings import orientation_months
from jobfair.database import db
from jobfair.lib.clock import add_months
from jobfair.models import BodyReport, CaseFile, Departure, Enrolment, Paper, Placement

GATE: Final = "orientation"
HELD, WITHOUT, UNKNOWN, DIRECT = "held", "without", "unknown", "direct"


@dataclass(frozen=True)
class Orientation:
    """Departures of some days by what is known of the certificate: ids in order of the exit."""

    held: list[str]
    without: list[str]
    unknown: list[str]
    direct: list[str]

    @property
    def needed(self) -> int:
        """All who left and needed a certificate."""
        return len(self.held) + len(self.without) + len(self.unknown)

    @property
    def tenths(self) -> int | None:
        """Tenths of a per cent of those who needed one, never rounded up; None of nobody."""
        return len(self.held) * 1000 // self.needed if self.needed else None


def read_orientation(first: date, last: date) -> Orientation:
    """Every departure that stands with an exit from ``first`` to ``last``; three reads."""
    inside = sa.and_(Departure.undone_at.is_(None), Departure.exit_on.between(first, last))
    joined = (
        sa.select(Departure.id, Departure.exit_on, Departure.without_gate)
        .add_columns(Placement.direct, CaseFile.person_id)
        .join(Placement, Placement.id == Departure.placement_id)
        .join(CaseFile, CaseFile.id == Placement.case_id)
        .where(inside)
        .order_by(Departure.exit_on.desc(), Departure.id)
    )
    found: dict[str, list[str]] = {HELD: [], WITHOUT: [], UNKNOWN: [], DIRECT: []}
    months = orientation_months()
    issued = _issued(add_months(first, -months), last)
    ends = {day: add_months(day, months) for day in set().union(*issued.values())}
    for departure_id, exit_on, lacks, direct, person_id in db.session.execute(joined):
        valid = any(day <= exit_on <= ends[day] for day in issued.get(person_id, ()))
        found[_what(valid, lacks, direct)].append(departure_id)
    return Orientation(**found)


def _what(valid: bool, lacks: str, direct: bool) -> str:
    if direct:
        return DIRECT
    if valid:
        return HELD
    return WITHOUT if GATE in lacks.split(",") else UNKNOWN


def _issued(first: date, last: date) -> dict[str, list[date]]:
    """Person -> the days on which certificates were issued, as papers and in classes have them.

    Of everybody, for the days from which one can hold on an exit: one range of an index.
    """
    papers = sa.select(Paper.person_id, Paper.issued_on).where(
        Paper.kind == GATE, Paper.state != "asked", Paper.issued_on.between(first, last)
    )
    classes = sa.select(Enrolment.person_id, Enrolment.certificate_on).where(
        Enrolment.certificate_on.between(first, last)
    )
    found: dict[str, list[date]] = {}
    for query in (papers, classes):
        for person_id, day in db.session.execute(query):
            if day is not None:
                found.setdefault(person_id, []).append(day)
    return found


def count_red(first: date, last: date) -> int:
    """Departures of these days recorded as a fact without the certificate; one read."""
    query = sa.select(sa.func.count()).where(  # of rows: the index has no id
        Departure.undone_at.is_(None),
        Departure.exit_on.between(first, last),
        Departure.without_gate.like(f"%{GATE}%"),
    )
    return db.session.scalar(query) or 0


def list_departures(ids: list[str]) -> list[tuple[Departure, BodyReport | None]]:
    """These departures with person, body and the report, in the order given."""
    rows = db.session.execute(
        sa.select(Departure, BodyReport)
        .outerjoin(BodyReport, BodyReport.departure_id == Departure.id)
        .options(
            joinedload(Departure.placement).joinedload(Placement.body),
            joinedload(Departure.placement).joinedload(Placement.case).joinedload(CaseFile.person),
        )
        .where(Departure.id.in_(ids))
    ).all()
    by_id = {departure.id: (departure, report) for departure, report in rows}
    return [by_id[one] for one in ids if one in by_id]
