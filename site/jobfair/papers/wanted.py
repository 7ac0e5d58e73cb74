"""Which papers a programme asks for: rows of the province pack, the narrowest one first."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from jobfair.database import db
from jobfair.models import PaperRule, Placement, Programme

ANY = "*"


def list_wanted(programme: Programme | None, day: date) -> list[PaperRule]:
    """The rules that hold on the day for a programme, in order; without one those for everybody.

    A rule of the programme goes before one of its market, that before one for everybody; a
    narrower rule may leave a paper out.
    """
    codes = [ANY] if programme is None else [ANY, programme.code]
    markets = [ANY] if programme is None else [ANY, programme.market_code]
    rows = db.session.scalars(
        sa.select(PaperRule)
        .where(
            PaperRule.programme_code.in_(codes),
            PaperRule.market_code.in_(markets),
            PaperRule.valid_from <= day,
            sa.or_(PaperRule.valid_to.is_(None), PaperRule.valid_to >= day),
        )
        .order_by(PaperRule.position, PaperRule.paper)
    )
    held: dict[str, PaperRule] = {}
    for row in sorted(rows, key=_width):
        held[row.paper] = row
    kept = [row for row in held.values() if not row.left_out]
    return sorted(kept, key=lambda row: (row.position, row.paper))


def _width(rule: PaperRule) -> tuple[bool, bool]:
    """The widest first, so that a narrower one takes its place."""
    return rule.programme_code != ANY, rule.market_code != ANY


def programme_of(placement: Placement | None) -> Programme | None:
    """The programme of a placement, or None."""
    return db.session.get(Programme, placement.programme_code) if placement is not None else None
