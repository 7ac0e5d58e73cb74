"""What SQLite's planner knows about the tables: PostgreSQL looks by itself, SQLite is asked to."""

from __future__ import annotations

from typing import Final

from sqlalchemy.orm import Session

from jobfair.database import db

ROWS_LOOKED_AT: Final = 1000
"""Of each index: a second's work in a large database, and near enough to choose between plans."""


def refresh_statistics(session: Session | None = None) -> None:
    """Look at a part of every index, so that lists take the index that narrows most.

    Other connections that are open already learn of it when they are opened anew. The caller
    commits.
    """
    connection = (session or db.session).connection()
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA analysis_limit={ROWS_LOOKED_AT}")
        connection.exec_driver_sql("ANALYZE")
