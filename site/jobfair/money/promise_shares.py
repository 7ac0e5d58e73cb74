"""Per sending body: in how many cases what was promised was kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from jobfair.database import db
from jobfair.models import PromiseCheck, SendingBody

LEAST: Final = 20
"""Fewer compared cases say nothing about a body; no share is shown."""


@dataclass(frozen=True, slots=True)
class Share:
    """One body: cases that were compared, and those without a worse line."""

    body: SendingBody
    compared: int
    kept: int

    @property
    def percent(self) -> int | None:
        """The share of kept promises, rounded down; None below the least number."""
        return self.kept * 100 // self.compared if self.compared >= LEAST else None


def list_shares() -> list[Share]:
    """Every body with a compared case: those with most cases first. Two queries."""
    broken = sa.func.max(sa.case((PromiseCheck.worse != "", 1), else_=0))
    cases = (
        sa.select(PromiseCheck.body_id, broken.label("broken"))
        .group_by(PromiseCheck.body_id, PromiseCheck.placement_id)
        .subquery()
    )
    number, bad = sa.func.count(), sa.func.sum(cases.c.broken)
    rows = db.session.execute(
        sa.select(SendingBody, number, bad)
        .join(cases, cases.c.body_id == SendingBody.id)
        .group_by(SendingBody.id)
        .order_by(number.desc(), SendingBody.name)
    )
    return [Share(body, compared, compared - int(worse)) for body, compared, worse in rows]
