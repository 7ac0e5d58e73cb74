"""The full conference of the tests, and the way into its line."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask import Flask

from jobfair.models import Conference, Registration, RegistrationState
from tests.checked_client import CheckedClient, Page
from tests.registration.helpers import change, form_of, path_of, peek, send, walk

FULL = "/hoi-nghi/chieng-lao-day"  # two seats, both taken


def here(slug: str = "chieng-lao-day") -> sa.ColumnElement[bool]:
    return Conference.slug == slug


def set_seats(app: Flask, slug: str = "muong-la-1", **values: Any) -> None:
    change(app, sa.update(Conference).where(here(slug)).values(**values))


def links(response: Any) -> list[str]:
    return [a.get("href") for a in Page(response).css("main a")]


def press(visitor: CheckedClient, path: str, how: str = "") -> str:
    """Press a button of the line's page: the first, or the one that says how."""
    filled = form_of(visitor.get(path))
    return path_of(visitor.post(path, data=filled | ({"waits": how} if how else {})))


def stand_in_line(
    visitor: CheckedClient, name: str = "Lò Thị Xuân", consents: dict[str, str] | None = None
) -> str:
    """From the full conference's page to the receipt."""
    first = press(visitor, f"{FULL}/hang-cho")
    check = walk(visitor, {"name": name}, start=first)
    return path_of(send(visitor, check, consents))


def places(app: Flask) -> list[tuple[str, int | None]]:
    rows = peek(
        app,
        sa.select(Registration.typed_name, Registration.waiting_no)
        .where(Registration.state == RegistrationState.WAITING)
        .order_by(Registration.waiting_no),
    )
    return [tuple(row) for row in rows]
