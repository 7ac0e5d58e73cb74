"""The line at the writing desk: sendings that come together share one durable commit.

SQLite has one writer at a time, and a durable commit waits for the disk. Threads that would
wait for each other put their sending down here; the first at the desk writes everybody's with
one commit, or each alone where one of them may not stand (a savepoint for each would copy every
page it touches). Nobody gets an answer before the commit; the drafts of what was sent go after
it, together. PostgreSQL has its own way of doing
this, so there each sending is a transaction by itself: it holds one key and one seat at a time,
and can never block another one that holds the opposite.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import cast

import sqlalchemy as sa
import structlog
from flask import Flask, current_app

from jobfair.database import db, mode
from jobfair.errors import Conflict, Unavailable
from jobfair.registration.drafts import drafts
from jobfair.registration.seating import Cursor, NoSeatLeft
from jobfair.registration.writing import SentBefore, Writing, write

MOST = 20
BUSY_SECONDS = 30
_OWN = (SentBefore, NoSeatLeft, Conflict)
_NAME = "jobfair_registration_line"


@dataclass
class _Ticket:
    """One sending in line; ``problem`` is what its sender is to be told, if anything."""

    writing: Writing
    done: bool = False
    problem: Exception | None = None


class Line:
    """One a process and database."""

    def __init__(self, engine: sa.Engine, forget: Callable[[Sequence[str]], None]) -> None:
        """Take the engine that every sending is written on, and what erases drafts by key."""
        self._engine, self._forget = engine, forget
        self._together = engine.dialect.name == "sqlite" and bool(engine.url.database)
        self._waiting: list[_Ticket] = []
        self._list, self._desk = Lock(), Lock()

    @property
    def dialect(self) -> sa.Dialect:
        """The dialect that writings have to be prepared for."""
        return self._engine.dialect

    def send(self, writing: Writing) -> None:
        """Write one sending and return when it stands on the disk.

        Raises SentBefore, NoSeatLeft, Conflict for a row that clashes, Unavailable when the
        database cannot write now; then nothing of it stands.
        """
        ticket = _Ticket(writing)
        if self._together:
            with self._list:
                self._waiting.append(ticket)
            with self._desk:
                while not ticket.done:
                    self._serve(self._next)
        else:
            self._serve_apart([ticket])
        if ticket.problem is not None:
            raise ticket.problem

    def send_all(self, writings: Sequence[Writing]) -> list[Exception | None]:
        """Write several sendings, with one commit where that may be; for each what is to be told.

        As ``send`` would raise it, None for one that stands on the disk.
        """
        tickets = [_Ticket(writing) for writing in writings]
        if self._together:
            with self._desk:
                self._serve(lambda: tickets)
        else:
            for ticket in tickets:
                self._serve_apart([ticket])
        return [ticket.problem for ticket in tickets]

    def _next(self) -> list[_Ticket]:
        with self._list:
            batch, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
        return batch

    def _serve(self, ask: Callable[[], Sequence[_Ticket]]) -> None:
        """Wait for our turn, and only then ask who stands in line: more have come meanwhile."""
        try:
            with self._turn():
                batch = ask()
                self._settle(batch)
        except OSError:  # no file to queue by: the disk is full, or only to be read
            batch = ask()
            for ticket in batch:
                ticket.problem = Unavailable(retry_after=BUSY_SECONDS)
        self._end(batch)

    def _serve_apart(self, batch: Sequence[_Ticket]) -> None:
        self._settle(batch)
        self._end(batch)

    def _settle(self, batch: Sequence[_Ticket]) -> None:
        """Write all with one commit; where one of them may not stand, each alone."""
        problem = self._write(batch)
        alone = len(batch) > 1 and isinstance(problem, _OWN)
        for ticket in batch:
            ticket.problem = self._write([ticket]) if alone else problem

    def _end(self, batch: Sequence[_Ticket]) -> None:
        """Forget the drafts of what is sent by now; what stands does not fall with them."""
        sent = [
            t.writing.key for t in batch if t.problem is None or isinstance(t.problem, SentBefore)
        ]
        try:
            if sent:
                self._forget(sent)
        except Exception as error:  # they end by themselves when their hours are over
            kind = type(error).__name__
            structlog.get_logger("jobfair").warning("drafts_left", count=len(sent), kind=kind)
        for ticket in batch:
            ticket.done = True

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Wait for the other processes in a queue; SQLite's own waiting looks again and again."""
        file = os.open(f"{self._engine.url.database}-line", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield
        finally:
            os.close(file)

    def _write(self, batch: Sequence[_Ticket]) -> Exception | None:
        """One transaction. What stopped it is everybody's: nothing of it stands then."""
        try:
            with mode("write"), self._engine.begin() as connection:
                # The driver's own cursor: the values are bound already.
                cursor = cast(Cursor, connection.connection.cursor())
                for ticket in batch:
                    write(cursor, ticket.writing)
        except Exception as error:  # whatever it is, each sender has to hear of it
            return self._named(error)
        return None

    def _named(self, problem: Exception) -> Exception:
        """The driver's errors under the names that the house draws."""
        dbapi = self._engine.dialect.loaded_dbapi
        if isinstance(problem, dbapi.IntegrityError):
            return Conflict()
        if isinstance(problem, dbapi.OperationalError | sa.exc.OperationalError):
            return Unavailable(retry_after=BUSY_SECONDS)
        return problem


def init_line(app: Flask) -> None:
    """Open the line of this app's database, once its drafts have their store."""
    with app.app_context():
        app.extensions[_NAME] = Line(db.engine, drafts().erase)


def line() -> Line:
    """The line of the running app."""
    found: Line = current_app.extensions[_NAME]
    return found
