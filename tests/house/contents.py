"""What stands in the database, as one number a table."""

from __future__ import annotations

import hashlib

import sqlalchemy as sa
from flask import Flask

from jobfair.database import db
from jobfair.models import Base

MAY_CHANGE_ON_GET = frozenset({"audit_event", "login_session"})
"""A view is audited and a session was last seen: the two writes of docs/adr/002."""


def read_contents(app: Flask, without: frozenset[str] = frozenset()) -> dict[str, str]:
    """Table -> number of rows and a checksum over all of them, in whatever order they come."""
    found: dict[str, str] = {}
    with app.app_context():
        for table in Base.metadata.sorted_tables:
            if table.name in without:
                continue
            stored = sa.text(f"SELECT * FROM {table.name}")  # as they lie there, unread by a model
            rows = sorted(repr(tuple(row)) for row in db.session.execute(stored))
            whole = hashlib.sha256("\n".join(rows).encode()).hexdigest()
            found[table.name] = f"{len(rows)} rows, {whole[:16]}"
        db.session.remove()
    return found


def changed(before: dict[str, str], after: dict[str, str]) -> list[str]:
    """The names of the tables that are not the same."""
    return sorted(name for name in before if before[name] != after[name])
