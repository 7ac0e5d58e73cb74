"""A body as it stands, with its documents and contacts: to compare with, and to come back to."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

import sqlalchemy as sa

from jobfair.database import db
from jobfair.models import BodyContact, LicenceEvent, SendingBody

_BODY: Final = (
    *("name", "short_name", "name_en", "folded", "tax_code", "licence_number", "head_office"),
    *("website", "source", "checked_on", "check_again_on"),
)
CHECKED: Final = ("source", "checked_on", "check_again_on")
"""What a list renews at a body of which it says nothing new."""

_ROWS: Final[dict[str, type[LicenceEvent] | type[BodyContact]]] = {
    "events": LicenceEvent,
    "contacts": BodyContact,
}

# Any: what json holds.
Snapshot = dict[str, Any]


def _plain(value: object) -> object:
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _values(row: object, names: tuple[str, ...]) -> dict[str, object]:
    return {name: _plain(getattr(row, name)) for name in names}


def _columns(model: type[LicenceEvent] | type[BodyContact]) -> tuple[str, ...]:
    return tuple(sorted(c.name for c in model.__table__.columns if c.name not in ("id", "body_id")))


def take(body: SendingBody, *, whole: bool = True) -> Snapshot:
    """The body now; not ``whole``: only when and where it was checked."""
    if not whole:
        return {"body": _values(body, CHECKED)}
    found: Snapshot = {"body": _values(body, _BODY)}
    for part, model in _ROWS.items():
        names = _columns(model)
        found[part] = {row.id: _values(row, names) for row in _rows(model, body)}
    return found


def _rows(
    model: type[LicenceEvent] | type[BodyContact], body: SendingBody
) -> list[LicenceEvent | BodyContact]:
    return list(db.session.scalars(sa.select(model).where(model.body_id == body.id)))


def write(snapshot: Snapshot | None) -> str:
    """As it is kept; '' for a body that was not there."""
    return json.dumps(snapshot, ensure_ascii=False, sort_keys=True) if snapshot else ""


def read(text: str) -> Snapshot | None:
    """The other way."""
    found: Snapshot | None = json.loads(text) if text else None
    return found


def stands_as(body: SendingBody, after: Snapshot) -> bool:
    """Whether nobody has changed what the snapshot holds."""
    now = json.loads(write(take(body, whole="events" in after)))
    return bool(now == after)


def put_back(body: SendingBody, before: Snapshot) -> list[str]:
    """Make the body stand as it did; gives the ids of documents that were taken away."""
    _set(body, SendingBody, before["body"])
    taken: list[str] = []
    for part, model in _ROWS.items():
        if part not in before:
            continue
        for row in _rows(model, body):
            if row.id in before[part]:
                _set(row, model, before[part][row.id])
                continue
            taken += [row.id] if part == "events" else []
            db.session.delete(row)
    db.session.flush()
    db.session.expire(body)
    return taken


def _set(row: object, model: type[Any], values: dict[str, Any]) -> None:
    for name, value in values.items():
        is_day = isinstance(model.__table__.columns[name].type, sa.Date)
        setattr(row, name, date.fromisoformat(value) if is_day and value else value)
