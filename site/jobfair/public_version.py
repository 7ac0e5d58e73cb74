"""One integer a section of the public site; raised in the transaction that changes it."""

from __future__ import annotations

from typing import Literal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from jobfair.database import db
from jobfair.models import PublicVersion

Section = Literal["conferences", "agencies", "orders", "guide"]


def read_numbers(engine: sa.Engine) -> dict[str, int]:
    """Section -> number as it stands now, by the driver itself: every answer begins with it."""
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute("SELECT section, n FROM public_version")
        numbers: dict[str, int] = dict(cursor.fetchall())
        cursor.close()
    finally:
        connection.close()
    return numbers


def raise_version(section: Section, session: Session | None = None) -> None:
    """Tell the page cache that something public of this section changes with this commit."""
    target = session if session is not None else db.session
    done = target.execute(
        sa.update(PublicVersion)
        .where(PublicVersion.section == section)
        .values(n=PublicVersion.n + 1)
        .execution_options(synchronize_session=False)
    )
    if not done.rowcount:  # type: ignore[attr-defined]
        target.add(PublicVersion(section=section, n=1))
