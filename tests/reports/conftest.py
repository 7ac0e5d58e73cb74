"""A session beside the application's own: requests of several people each have their context."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from jobfair.database import db


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    """Write and read beside the requests; commit before the next one."""
    with app.app_context():
        engine = db.engine
    with Session(engine, expire_on_commit=False) as beside:
        yield beside
