"""The waiting line under random acts: never over capacity, in order, each told exactly once."""

from __future__ import annotations

import multiprocessing
from collections import Counter
from itertools import groupby

import pytest
import sqlalchemy as sa
from flask import Flask

from jobfair.database import db
from jobfair.models import (
    AuditEvent,
    Conference,
    OutboxMessage,
    Registration,
    RegistrationState,
    Task,
)
from jobfair.registration.answers import Answers
from jobfair.registration.slips import cancel_seat
from tests.soak.line_crowd import THREADS, arrive, crowd
from tests.soak.line_machine import Machine
from tests.world import MUONG_LA

pytestmark = pytest.mark.both_in_soak
ACTS = {"arrive", "refused", "give a seat back", "leave the line", "resize", "repeat", "close"}
SLUG = "muong-la-1"

_SPAWN = multiprocessing.get_context("spawn")  # the browser's driver may have threads


def test_two_hundred_random_acts(app: Flask) -> None:
    counts = Machine(app, seed=3).run(200, each=50)
    assert counts["promoted"] > 20
    assert counts.keys() >= ACTS


@pytest.mark.soak
def test_ten_thousand_random_acts(app: Flask) -> None:
    counts = Machine(app, seed=2026).run(10_000, each=250)
    assert counts.keys() >= ACTS
    print(f"{app.config['SETTINGS'].database_url.split(':')[0]}: {dict(counts)}")


def test_many_hands_at_once(app: Flask) -> None:
    run_crowd(app, processes=2, acts=12, capacity=4)


@pytest.mark.soak
def test_many_more_hands_at_once(app: Flask) -> None:
    run_crowd(app, processes=6, acts=40, capacity=12)


def run_crowd(app: Flask, processes: int, acts: int, capacity: int) -> None:
    """Let them loose on a few seats, then look at what stands."""
    with app.app_context():
        db.session.execute(sa.update(Conference).filter_by(slug=SLUG).values(capacity=capacity))
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    gate, out = _SPAWN.Barrier(processes * THREADS), _SPAWN.Queue()
    settings = app.config["SETTINGS"]
    started = [
        _SPAWN.Process(target=crowd, args=(settings, SLUG, n, acts, gate, out))
        for n in range(processes)
    ]
    for process in started:
        process.start()
    problems = [out.get(timeout=500) for _ in started]
    for process in started:
        process.join(30)
    assert not any(problems), "\n".join(problems)
    with app.app_context():
        check_rows(capacity)
        fill_and_empty(capacity)
        promoted = check_rows(capacity)
        db.session.remove()
        db.engine.dispose()
    print(
        f"{settings.database_url.split(':')[0]}: {processes * THREADS} hands, {promoted} promoted"
    )
    assert promoted


def fill_and_empty(capacity: int) -> None:
    """One more than there are seats come and wait; then all who hold a seat give it back."""
    for number in range(capacity + 1):
        arrive(SLUG, Answers("self", f"Lò Cuối {number}", 2000, commune=MUONG_LA, waits="together"))
    held = sa.select(Registration.id).where(Registration.state == RegistrationState.HELD)
    for registration_id in db.session.scalars(held).all():
        cancel_seat(db.session.get_one(Registration, registration_id))
        db.session.commit()


def check_rows(capacity: int) -> int:
    """Seats, line and what was told agree with each other; gives how many were promoted."""
    conference = db.session.scalars(sa.select(Conference).filter_by(slug=SLUG)).one()
    rows = db.session.scalars(
        sa.select(Registration)
        .filter_by(conference_id=conference.id)
        .order_by(Registration.waiting_no)
    ).all()
    states = Counter(str(row.state) for row in rows)
    assert states["held"] == conference.seats_taken <= conference.capacity == capacity
    assert states["waiting"] == conference.waiting
    line = [row for row in rows if row.state == "waiting"]
    families = [len(list(g)) for _key, g in groupby(line, lambda r: r.family_key or r.id)]
    free = conference.capacity - conference.seats_taken
    assert all(size > free for size in families), "a seat lies idle"
    audit = sa.select(AuditEvent.object_id).where(AuditEvent.action == "registration.promote")
    promoted = Counter(db.session.scalars(audit))
    assert not promoted or max(promoted.values()) == 1
    told = Counter(
        key.removeprefix("promoted:")
        for column in (OutboxMessage.key, Task.key)
        for key in db.session.scalars(sa.select(column).where(column.startswith("promoted:")))
    )
    assert told == promoted
    return len(promoted)
