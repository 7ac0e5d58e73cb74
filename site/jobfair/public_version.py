"""One integer a section of the public site; raised in the transaction that changes it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from sqlalchemy.orm import Session, SessionTransaction

from jobfair.database import db
from jobfair.models import PublicVersion

Section = Literal["conferences", "agencies", "orders", "guide"]


Watched = tuple[int, int, int, str]
"""What changes of a conference without raising a number: seats taken, capacity, waiting, state."""

_raised: WeakKeyDictionary[SessionTransaction, set[str]] = WeakKeyDictionary()
"""The sections that an open transaction has raised already."""

_WATCHED = "SELECT seats_taken, capacity, waiting, state FROM conference WHERE slug = {0}"


def read_numbers(engine: sa.Engine) -> dict[str, int]:
    """Section -> number as it stands now, by the driver itself: every answer begins with it."""
    with _cursor(engine) as cursor:
        return _numbers(cursor)


def read_watched(engine: sa.Engine, slug: str) -> Watched | None:
    """A conference's seats and state as they stand now, by the driver; None for no such slug."""
    with _cursor(engine) as cursor:
        return _watched(cursor, engine, slug)


def read_both(engine: sa.Engine, slug: str) -> tuple[dict[str, int], Watched | None]:
    """``read_numbers`` and ``read_watched`` by one connection."""
    with _cursor(engine) as cursor:
        return _numbers(cursor), _watched(cursor, engine, slug)


# Any: the driver's own cursor, sqlite3's or psycopg's.
@contextmanager
def _cursor(engine: sa.Engine) -> Iterator[Any]:
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        yield cursor
        cursor.close()
    finally:
        connection.close()


def _numbers(cursor: Any) -> dict[str, int]:
    cursor.execute("SELECT section, n FROM public_version")
    return dict(cursor.fetchall())


def _watched(cursor: Any, engine: sa.Engine, slug: str) -> Watched | None:
    mark = "?" if engine.dialect.name == "sqlite" else "%s"
    cursor.execute(_WATCHED.format(mark), (slug,))
    row = cursor.fetchone()
    return None if row is None else tuple(row)


def raise_version(section: Section, session: Session | None = None) -> None:
    """Tell the page cache that something public of this section changes with this commit.

    Written once a transaction, however often it is said: a list of bodies says it for each.
    """
    target = session if session is not None else db.session()
    if any(section in _raised.get(one, ()) for one in _open_transactions(target)):
        return
    done = target.execute(
        sa.update(PublicVersion)
        .where(PublicVersion.section == section)
        .values(n=PublicVersion.n + 1)
        .execution_options(synchronize_session=False)
    )
    if not done.rowcount:  # type: ignore[attr-defined]
        target.add(PublicVersion(section=section, n=1))
    _raised.setdefault(next(_open_transactions(target)), set()).add(section)


def _open_transactions(session: Session) -> Iterator[SessionTransaction]:
    """The innermost first: what was raised in a savepoint is undone with it, so it counts only
    there."""
    one = session.get_nested_transaction() or session.get_transaction()
    while one is not None:
        yield one
        one = one.parent
