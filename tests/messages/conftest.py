"""A clean instance folder, and contexts of their own."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from jobfair import audit
from jobfair.database import db
from jobfair.messages import audit_chain, gateway

Inside = Callable[[], AbstractContextManager[Session]]


@pytest.fixture
def inside(app: Flask) -> Inside:
    """``with inside() as session``: a context of its own, committed at the end."""

    @contextmanager
    def enter() -> Iterator[Session]:
        with app.app_context():
            yield db.session  # type: ignore[misc]  # follows whoever removes it
            db.session.commit()

    return enter


@pytest.fixture(autouse=True)
def _clean(app: Flask) -> Iterator[None]:
    """No file of an earlier test, and no connection of a thread left behind."""
    folder = app.config["SETTINGS"].instance
    for name in (gateway.FILE, audit_chain.FILE):
        (folder / name).unlink(missing_ok=True)
    yield
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def sent_keys() -> list[str]:
    """Keys of the lines in the outbox file, in their order."""
    file = gateway.outbox_file()
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    return [json.loads(line)["key"] for line in lines]


def add_audit_rows(count: int, action: str = "case.note") -> None:
    for number in range(count):
        audit.record("system", action, "case", f"case{number}", reason=f"dòng {number}")
