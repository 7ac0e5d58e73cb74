"""What is written from a phone in the tests of registering by text message."""

from __future__ import annotations

import sqlalchemy as sa
from flask import Flask

from jobfair.models import Conference, Registration
from tests.registration.helpers import one, peek

WHO = "Lò Thị Xuân, 2000, Mường La"
DK = f"DK muong-la-1 {WHO}"


def seats(app: Flask, slug: str = "muong-la-1") -> tuple[int, int]:
    found = one(app, sa.select(Conference.seats_taken, Conference.waiting).filter_by(slug=slug))
    return found.seats_taken, found.waiting


def registrations(app: Flask) -> list[Registration]:
    return [row[0] for row in peek(app, sa.select(Registration).order_by(Registration.created_at))]
