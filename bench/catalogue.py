"""A catalogue of its full size: 500 sending bodies, 2,000 job orders, 1,000 conferences.

The rows are the demonstration's own over and over under other names, so that every page that
shows one has something to say.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from flask import Flask

from jobfair.database import db
from jobfair.lib.codes import new_id
from jobfair.models.base import Base
from jobfair.models.bodies import JobOrder, LicenceEvent, LicenceKind, OrderState, SendingBody
from jobfair.models.conferences import (
    Conference,
    ConferenceGuest,
    ConferenceMarket,
    ConferenceState,
)

BODIES, ORDERS, CONFERENCES = 500, 2000, 1000
YEAR = 360  # days over which the conferences lie

# Any: the columns of whatever table is copied.
Row = dict[str, Any]


def fill(app: Flask) -> None:
    """Bring the demonstration's catalogue to its full size, in one transaction."""
    with app.app_context():
        _bodies()
        _orders()
        _conferences()
        db.session.commit()
        db.session.execute(sa.text("ANALYZE"))
        db.session.commit()


def _rows(model: type[Base], *where: sa.ColumnElement[bool]) -> list[Row]:
    table = sa.inspect(model).local_table
    return [dict(row) for row in db.session.execute(sa.select(table).where(*where)).mappings()]


def _again(model: type[Base], rows: list[Row], wanted: int, new: Callable[[Row, int], Row]) -> None:
    """Write copies of ``rows`` in turn until the table holds ``wanted`` rows."""
    table = sa.inspect(model).local_table
    there = db.session.scalar(sa.select(sa.func.count()).select_from(table)) or 0
    turns = zip(itertools.cycle(rows), range(there, wanted), strict=False)
    copies = [row | {"id": new_id()} | new(row, number) for row, number in turns]
    if copies:
        db.session.execute(sa.insert(table), copies)


def _bodies() -> None:
    in_force = sa.select(LicenceEvent.body_id).where(LicenceEvent.kind == LicenceKind.LICENSED)
    licences = _rows(LicenceEvent, LicenceEvent.kind == LicenceKind.LICENSED)
    before = set(db.session.scalars(sa.select(SendingBody.id)))

    def another(row: Row, number: int) -> Row:
        return {
            "slug": f"{row['slug'][:70]}-{number}",
            "name": f"{row['name']} {number}",
            "folded": f"{row['folded']} {number}",
            "licence_number": f"{number}/LĐTBXH-GP",
            "tax_code": "",
        }

    _again(SendingBody, _rows(SendingBody, SendingBody.id.in_(in_force)), BODIES, another)
    made = [id_ for id_ in db.session.scalars(sa.select(SendingBody.id)) if id_ not in before]
    given = [
        row | {"id": new_id(), "body_id": body, "market_code": None, "until_day": None}
        for row, body in zip(itertools.cycle(licences), made, strict=False)
    ]
    db.session.execute(sa.insert(LicenceEvent), given)


def _orders() -> None:
    open_ones = _rows(JobOrder, JobOrder.state == OrderState.OPEN)
    bodies = itertools.cycle(db.session.scalars(sa.select(SendingBody.id).order_by(SendingBody.id)))
    _again(JobOrder, open_ones, ORDERS, lambda row, n: {"code": f"DH-{n}", "body_id": next(bodies)})


def _conferences() -> None:
    """Copies lie evenly over the year to come; each keeps its first one's markets and guests."""
    old = _rows(Conference, Conference.state == ConferenceState.OPEN, Conference.seats_taken == 0)
    ids: list[tuple[str, str]] = []

    def another(row: Row, number: int) -> Row:
        later = timedelta(days=1 + number * YEAR // CONFERENCES)
        id_ = new_id()
        ids.append((row["id"], id_))
        return {
            "id": id_,
            "slug": f"{row['slug'][:90]}-{number}",
            "starts_at": row["starts_at"] + later,
            "ends_at": row["ends_at"] + later,
        }

    _again(Conference, old, CONFERENCES, another)
    for model in (ConferenceMarket, ConferenceGuest):
        table = sa.inspect(model).local_table
        rows = _rows(model)
        copies = [
            row | {"conference_id": new} | ({"id": new_id()} if "id" in row else {})
            for first, new in ids
            for row in rows
            if row["conference_id"] == first
        ]
        if copies:
            db.session.execute(sa.insert(table), copies)
