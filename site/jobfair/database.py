"""The database: one session a request, read-only for a GET, on SQLite and PostgreSQL alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Literal

import sqlalchemy as sa
from flask import Flask
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event
from sqlalchemy.orm import Session, SessionTransaction

from jobfair.config import ROOT, Settings
from jobfair.models import Base

Mode = Literal["read", "write"]

db = SQLAlchemy(metadata=Base.metadata, session_options={"autoflush": True})
migrate = Migrate(directory=str(ROOT / "migrations"), render_as_batch=True, compare_type=True)

_mode: ContextVar[Mode] = ContextVar("database_mode", default="write")

SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",  # a seat that was promised survives a power cut
    "PRAGMA foreign_keys=ON",
    "PRAGMA busy_timeout=10000",
    "PRAGMA cache_size=-16000",
    "PRAGMA mmap_size=2147418112",  # read pages where the system keeps them, one copy for all
)


def set_mode(mode: Mode) -> None:
    """Say whether transactions that begin from now on in this context may write."""
    _mode.set(mode)


def writing() -> bool:
    """Whether transactions that begin in this context may write."""
    return _mode.get() == "write"


@contextmanager
def mode(wanted: Mode) -> Iterator[None]:
    """Begin transactions in another mode inside the block."""
    token = _mode.set(wanted)
    try:
        yield
    finally:
        _mode.reset(token)


@contextmanager
def short_write() -> Iterator[Session]:
    """A session of its own that may write, committed before the block is left.

    For the two writes a GET may do (view audit, last seen) and for counters that must stay
    although the request fails. Raises what the database raises; nothing is kept then.
    """
    with mode("write"), Session(db.engine) as session:
        yield session
        session.commit()


def end_reading() -> None:
    """End the read that is under way, if any: what follows sees what others have committed.

    Nothing of the session is kept. Where nobody asked the session yet, none is made for it.
    """
    if db.session.registry.has():
        db.session.rollback()


def after_commit(act: Callable[[], None]) -> None:
    """Do something outside the database, with a file, once the running transaction is kept.

    Not where it is rolled back, nor where a savepoint is that it was asked for in; a savepoint
    that is released is no commit yet.
    """
    session = db.session()
    asked_in = session.get_nested_transaction()
    waits = [act]

    def kept(_session: Session) -> None:
        if waits and not session.in_nested_transaction():
            waits.pop()()

    def undone(_session: Session, ended: SessionTransaction) -> None:
        if ended is asked_in or not ended.nested:
            waits.clear()

    event.listen(session, "after_commit", kept)
    event.listen(session, "after_soft_rollback", undone)


def init_database(app: Flask, settings: Settings) -> None:
    """Bind the engine to the app with the pragmas and read-only rules of docs/house.md."""
    app.config["SQLALCHEMY_DATABASE_URI"] = settings.database_url
    options: dict[str, object] = {"pool_size": 10, "max_overflow": 20}
    if settings.is_sqlite:
        options["connect_args"] = {"timeout": 10, "check_same_thread": False}
    else:
        options["pool_pre_ping"] = True
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = options
    db.init_app(app)
    migrate.init_app(app, db)
    with app.app_context():
        install_events(db.engine)


def install_events(engine: sa.Engine) -> None:
    """Make every transaction of this engine begin in the context's mode."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        event.listen(engine, "begin", _begin_postgresql)


def _prepare_sqlite(connection: object, _record: object) -> None:
    """Take transaction control from the driver, which would begin late, and set the pragmas."""
    connection.isolation_level = None  # type: ignore[attr-defined]
    for pragma in SQLITE_PRAGMAS:
        connection.execute(pragma)  # type: ignore[attr-defined]


def _begin_sqlite(connection: sa.Connection) -> None:
    reading = _mode.get() == "read"
    if connection.info.get("query_only") is not reading:
        connection.exec_driver_sql(f"PRAGMA query_only={'ON' if reading else 'OFF'}")
        connection.info["query_only"] = reading
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def _begin_postgresql(connection: sa.Connection) -> None:
    if _mode.get() == "read":
        connection.exec_driver_sql("SET TRANSACTION READ ONLY")
