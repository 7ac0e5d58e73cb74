"""The overstay radar: by commune and market, against limits that the leader sets. Never public.

Numerator: left the employer (confirmed) or past the end of the contract and not known to be
home. The rate is taken of contracts that ended; of all who left it stands beside.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final

import sqlalchemy as sa
from flask_babel import gettext as _

from jobfair import audit
from jobfair.abroad.figures import absconded, counts, ended, overstayed
from jobfair.abroad.settings import near_percent, small_cell
from jobfair.access import Actor, Scope
from jobfair.database import db
from jobfair.errors import Invalid
from jobfair.lib.clock import add_months, now, today
from jobfair.models import Programme, RadarLimit, Setting, StayAbroad, StayState

ALL: Final = "*"
MARKS: Final = ("over", "near", "ok", "")
"""Worst first; '' where no limit is set."""


@dataclass
class Cell:
    """People of one place: left, contract over, left the employer, past the end, back since."""

    departed: int = 0
    ended: int = 0
    absconded: int = 0
    overstayed: int = 0
    back: int = 0

    def add(self, other: Cell) -> None:
        """Take another cell's people in."""
        self.departed += other.departed
        self.ended += other.ended
        self.absconded += other.absconded
        self.overstayed += other.overstayed
        self.back += other.back

    @property
    def lost(self) -> int:
        """Left the employer, or past the end."""
        return self.absconded + self.overstayed

    @property
    def rate(self) -> Decimal | None:
        """Lost, of a hundred whose contract is over."""
        return Decimal(100 * self.lost) / self.ended if self.ended else None

    @property
    def rate_of_departed(self) -> Decimal | None:
        """Lost, of a hundred who left."""
        return Decimal(100 * self.lost) / self.departed if self.departed else None


@dataclass
class Line:
    """One commune (None: another province) with its mark; ``hidden``: too few to be shown."""

    commune_code: str | None
    cell: Cell = field(default_factory=Cell)
    mark: str = ""
    hidden: bool = False
    banned: bool = False


Parts = dict[tuple[str | None, str, str], Cell]


def read_parts(day: date) -> Parts:
    """(commune, market, programme) -> people; one read whatever their number."""
    rows = db.session.execute(
        sa.select(
            StayAbroad.commune_code,
            StayAbroad.market_code,
            StayAbroad.programme_code,
            sa.func.count(StayAbroad.id),
            _sum(ended(day)),
            _sum(absconded()),
            _sum(sa.and_(overstayed(day), ~absconded())),
            _sum(sa.and_(absconded(), StayAbroad.state != StayState.ABSCONDED)),
        )
        .where(counts(), StayAbroad.exit_on <= day)
        .group_by(StayAbroad.commune_code, StayAbroad.market_code, StayAbroad.programme_code)
    )
    return {
        (commune, market, programme): Cell(*(int(number or 0) for number in numbers))
        for commune, market, programme, *numbers in rows
    }


def _sum(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    return sa.func.sum(sa.case((condition, 1), else_=0))


def list_limits() -> list[RadarLimit]:
    """The limits that are set, by market and programme."""
    return list(
        db.session.scalars(
            sa.select(RadarLimit).order_by(RadarLimit.market_code, RadarLimit.programme_code)
        )
    )


def list_programmes() -> list[Programme]:
    """All programmes in the register's order."""
    query = sa.select(Programme).order_by(Programme.position, Programme.code)
    return list(db.session.scalars(query))


def mark_of(cell: Cell, limit: RadarLimit | None) -> str:
    """over | near | ok, or '' without a limit. Reaching a limit is over it."""
    if limit is None:
        return ""
    shares = []
    if limit.rate_percent and cell.rate is not None:
        shares.append(cell.rate / limit.rate_percent)
    if limit.people:
        shares.append(Decimal(cell.lost) / limit.people)
    worst = max(shares, default=Decimal(0))
    if worst >= 1:
        return "over"
    return "near" if worst * 100 >= near_percent() else "ok"


def banned_communes() -> frozenset[str]:
    """Communes that a receiving country has stopped for the year: a setting, to be checked."""
    row = db.session.get(Setting, "radar.stopped_communes")
    codes = row.value.split(",") if row is not None else []
    return frozenset(code.strip() for code in codes if code.strip().isdecimal())


def read_radar(market: str, day: date, scope: Scope) -> tuple[list[Line], Cell]:
    """Lines of the communes, the worst first, and the province's sum.

    ``market`` '*' means all. Whoever answers for one commune reads the exact numbers of that
    one; where another's are so few that people could be recognised they are left out.
    """
    limits = {(row.market_code, row.programme_code): row for row in list_limits()}
    parts = {key: cell for key, cell in read_parts(day).items() if market in (ALL, key[1])}
    lines: dict[str | None, Line] = {}
    by_market: dict[tuple[str | None, str], Cell] = {}
    total = Cell()
    for (commune, code, programme), cell in parts.items():
        line = lines.setdefault(commune, Line(commune))
        line.cell.add(cell)
        total.add(cell)
        by_market.setdefault((commune, code), Cell()).add(cell)
        line.mark = _worse(line.mark, mark_of(cell, limits.get((code, programme))))
    for (commune, code), cell in by_market.items():
        limit = limits.get((code, "")) or limits.get((ALL, ""))
        lines[commune].mark = _worse(lines[commune].mark, mark_of(cell, limit))
    _hide_small(lines.values(), scope)
    stopped = banned_communes()
    for line in lines.values():
        line.banned = line.commune_code in stopped
    return sorted(lines.values(), key=_order), total


def _worse(one: str, other: str) -> str:
    return min(one, other, key=MARKS.index)


def _order(line: Line) -> tuple[bool, int, Decimal, str]:
    if line.hidden:
        return True, 0, Decimal(0), line.commune_code or ""
    rate = line.cell.rate or Decimal(0)
    return False, MARKS.index(line.mark), -rate, line.commune_code or ""


def _hide_small(lines: Iterable[Line], scope: Scope) -> None:
    """Leave out small numbers of other places; never one alone, or the sum would give it away."""
    if scope.province:
        return
    others = [line for line in lines if line.commune_code not in scope.communes]
    least = small_cell()
    for line in others:
        line.hidden = line.cell.departed < least or 0 < line.cell.lost < least
    hidden = [line for line in others if line.hidden]
    shown = [line for line in others if not line.hidden]
    if len(hidden) == 1 and shown:
        min(shown, key=lambda line: line.cell.departed).hidden = True
    for line in others:
        if line.hidden:
            line.mark = ""


def set_limit(
    market: str,
    programme: str,
    rate_percent: Decimal | None,
    people: int | None,
    source: str,
    *,
    by: Actor,
) -> RadarLimit | None:
    """Set, change or (with neither rate nor count) take away a limit; it has to name its source.

    Raises Invalid for a programme of another market or a limit without a source.
    """
    found = db.session.scalars(
        sa.select(RadarLimit)
        .where(RadarLimit.market_code == market, RadarLimit.programme_code == programme)
        .with_for_update()
    ).one_or_none()
    if programme:
        known = db.session.get(Programme, programme)
        if known is None or known.market_code != market:
            raise Invalid(_("This programme belongs to another market."))
    audit.record(by, "abroad.limit", "radar_limit", f"{market} {programme}".strip())
    if rate_percent is None and people is None:
        if found is not None:
            db.session.delete(found)
        db.session.flush()
        return None
    if not source:
        raise Invalid(_("Name the document or decision."))
    limit = found or RadarLimit(market_code=market, programme_code=programme)
    limit.rate_percent, limit.people, limit.source = rate_percent, people, source
    limit.mark, limit.checked_on = "K", today()
    limit.check_again_on = add_months(today(), 12)
    limit.set_by, limit.set_at = by.user_id, now()
    db.session.add(limit)
    db.session.flush()
    return limit
