"""Seats under many hands: exactly as many as there are, nobody refused while one is free."""

from __future__ import annotations

import multiprocessing
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
import sqlalchemy as sa

from jobfair.database import db
from jobfair.lib import clock
from jobfair.models import (
    CaseFile,
    Conference,
    Consent,
    Person,
    Registration,
    RegistrationState,
)
from tests.live import Live, new_postgresql, serve
from tests.soak.walker import Sent, send_all

_SPAWN = multiprocessing.get_context("spawn")  # the browser's driver may have threads


@dataclass(frozen=True)
class Size:
    """How many processes send how often for how many seats, and how many rounds."""

    processes: int
    sendings: int
    capacity: int
    rounds: int


SMALL = Size(processes=4, sendings=80, capacity=10, rounds=1)
LARGE = Size(processes=8, sendings=400, capacity=50, rounds=20)


@pytest.fixture
def server(
    engine_name: str, tmp_path_factory: pytest.TempPathFactory, worker_id: str
) -> Iterator[Live]:
    """Two gunicorn workers of eight threads on a fresh database."""
    url = new_postgresql(f"seats_{worker_id}") if engine_name == "postgresql" else ""
    with serve(tmp_path_factory.mktemp("seats"), database_url=url, workers=2) as running:
        yield running


def open_conference(live: Live, slug: str, capacity: int) -> None:
    """One more conference in Mường La with so many seats."""
    with live.app.app_context():
        model = db.session.scalars(sa.select(Conference).filter_by(slug="muong-la-1")).one()
        copied = {
            column.name: getattr(model, column.name)
            for column in Conference.__table__.columns
            if column.name not in ("id", "slug", "capacity", "seats_taken", "version")
        }
        starts_at = clock.now() + timedelta(days=3)
        copied |= {"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=3)}
        db.session.add(Conference(slug=slug, capacity=capacity, **copied))
        db.session.commit()
        db.session.remove()
        db.engine.dispose()


def run_round(live: Live, size: Size, slug: str) -> tuple[list[Sent], list[Sent], float]:
    """All processes at once; give every first answer, every second one, seconds of sending."""
    gate, out = _SPAWN.Barrier(size.processes), _SPAWN.Queue()
    each = size.sendings // size.processes
    processes = [
        _SPAWN.Process(target=send_all, args=(live.url, slug, n * each, each, gate, out))
        for n in range(size.processes)
    ]
    for process in processes:
        process.start()
    answers = [out.get(timeout=500) for _ in processes]
    for process in processes:
        process.join(30)
    broken = [text for text in answers if isinstance(text, str)]
    assert not broken, broken
    once = [sent for first, _second in answers for sent in first]
    again = [sent for _first, second in answers for sent in second]
    spent = max(s.ended for s in once) - min(s.began for s in once)
    return once, again, spent


def check_round(live: Live, size: Size, slug: str, once: list[Sent], again: list[Sent]) -> None:
    """Exactly the seats there are; no "full" before; a repeat changes and takes nothing."""
    counts = Counter(sent.status for sent in once)
    assert counts == {303: size.capacity, 409: size.sendings - size.capacity}
    held = sorted((sent for sent in once if sent.status == 303), key=lambda sent: sent.began)
    last_seat = held[-1].began
    early = [sent for sent in once if sent.status == 409 and sent.ended < last_seat]
    assert not early, f"{len(early)} were told 'full' before the last seat was asked for"
    assert len({sent.location for sent in held}) == size.capacity
    for first, second in zip(once, again, strict=True):
        assert (second.status, second.location) == (first.status, first.location)
    with live.app.app_context():
        conference = db.session.scalars(sa.select(Conference).filter_by(slug=slug)).one()
        assert conference.seats_taken == conference.capacity == size.capacity
        rows = db.session.scalars(
            sa.select(Registration).filter_by(conference_id=conference.id)
        ).all()
        assert len(rows) == size.capacity
        assert {row.state for row in rows} == {RegistrationState.HELD}
        assert len({row.slip_code for row in rows}) == size.capacity
        people = {row.person_id for row in rows}
        assert len(people) == size.capacity
        for table, column in ((CaseFile, CaseFile.person_id), (Consent, Consent.person_id)):
            count = sa.select(sa.func.count()).select_from(table).where(column.in_(people))
            assert db.session.scalar(count) == size.capacity
        db.session.remove()
        db.engine.dispose()


def hold(live: Live, size: Size) -> None:
    """Run the rounds, check each, print its figures; nobody is left without a seat's row."""
    for number in range(1, size.rounds + 1):
        slug = f"ghe-{number}"
        open_conference(live, slug, size.capacity)
        began = time.monotonic()
        once, again, spent = run_round(live, size, slug)
        check_round(live, size, slug, once, again)
        waits = sorted(sent.ended - sent.began for sent in once)
        print(
            f"{live.app.config['SETTINGS'].database_url.split(':')[0]} round {number}:"
            f" {size.capacity} held of {size.sendings} sent by {size.processes} processes"
            f" in {spent:.2f} s, longest wait {waits[-1] * 1000:.0f} ms,"
            f" whole round {time.monotonic() - began:.1f} s"
        )
    with live.app.app_context():
        lonely = sa.select(sa.func.count()).select_from(Person)
        assert db.session.scalar(lonely) == size.capacity * size.rounds, "people without a seat"
        db.session.remove()
        db.engine.dispose()


@pytest.mark.both
def test_seats_are_exact(server: Live) -> None:
    hold(server, SMALL)


@pytest.mark.soak
@pytest.mark.both
def test_seats_are_exact_twenty_times(server: Live) -> None:
    hold(server, LARGE)
