"""Whether the database has the schema that this code was written for."""

from __future__ import annotations

from functools import cache

import sqlalchemy as sa
from alembic.script import ScriptDirectory
from sqlalchemy.exc import SQLAlchemyError

from jobfair.config import ROOT
from jobfair.database import db


@cache
def newest_revision() -> str | None:
    """The head of migrations/versions, read once a process."""
    return ScriptDirectory(str(ROOT / "migrations")).get_current_head()


def schema_is_current() -> bool:
    """Ask the database for its revision; False when it differs or does not answer."""
    try:
        found = db.session.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
    except SQLAlchemyError:
        db.session.rollback()
        return False
    return found == newest_revision()
