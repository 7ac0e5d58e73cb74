"""The worker: empties the outbox, seals the audit, runs what other rooms ask for now and then.

Ends within two seconds of SIGTERM or SIGINT: every step is short, and between two steps it
looks whether it should stop.
"""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from types import FrameType

import structlog

from jobfair.database import db
from jobfair.messages import audit_chain, drain
from jobfair.messages.statistics import refresh_statistics

POLL_SECONDS = 1.0
BREATH_SECONDS = 0.03  # between two turns of a job: others write meanwhile
LOOK_SECONDS = 0.1
SEAL_SECONDS = 10.0
PERIODIC_SECONDS = 60.0
SELDOM_SECONDS = 6 * 60 * 60.0  # four times a day
STATISTICS_SECONDS = 86_400.0

PERIODIC: list[Callable[[], object]] = []
"""What rooms want done every minute, each in a transaction of its own: append a function."""

JOBS: list[Callable[[Callable[[], bool]], bool]] = []
"""Long work in short turns: each takes whether to stop, does a turn, commits it, and says whether
there was anything to do. As long as there is, the next turn follows soon."""


class Stop:
    """Whether to end. A plain flag: the locks of an Event may be held when a signal comes."""

    def __init__(self) -> None:
        """Not asked yet."""
        self._asked = False

    def set(self) -> None:
        """Ask to end; safe in a signal handler, however often."""
        self._asked = True

    def is_set(self) -> bool:
        """Whether the end was asked for."""
        return self._asked

    def wait(self, seconds: float) -> None:
        """Sleep so long, or until a tenth of a second after the end was asked for."""
        until = time.monotonic() + seconds
        while not self._asked and (left := until - time.monotonic()) > 0:
            time.sleep(min(left, LOOK_SECONDS))


@dataclass
class Step:
    """One thing the worker does, and how often in seconds."""

    name: str
    run: Callable[[], object]
    every: float
    due: float = 0.0


def now_and_then(
    function: Callable[[], object], every: float = SELDOM_SECONDS
) -> Callable[[], object]:
    """A function for ``PERIODIC`` that runs at most once in so many seconds; else it gives None."""
    last: float | None = None

    @wraps(function)
    def run() -> object:
        nonlocal last
        if last is not None and time.monotonic() - last < every:
            return None
        last = time.monotonic()
        return function()

    return run


def run_periodic() -> None:
    """Run every function of ``PERIODIC``; one that fails does not keep the others back."""
    for function in PERIODIC:
        _safely(getattr(function, "__name__", "periodic"), function)


def run_jobs(stopping: Callable[[], bool]) -> bool:
    """One turn of every job; whether one of them goes on."""
    found = [_safely("job", lambda job=job: job(stopping)) for job in JOBS]  # type: ignore[misc]
    return any(found)


def _safely(name: str, function: Callable[[], object]) -> object:
    """Run and commit. A failure is logged by its kind and tried again at the next turn."""
    try:
        result = function()
        db.session.commit()
    except Exception as error:  # the worker goes on whatever one step runs into
        db.session.rollback()
        kind = type(error).__name__
        structlog.get_logger("jobfair").error("worker_step_failed", step=name, kind=kind)
        return None
    else:
        return result
    finally:
        db.session.remove()


def steps(stopping: Callable[[], bool]) -> list[Step]:
    """What one turn of the worker consists of."""
    return [
        Step("outbox", lambda: drain.drain(stopping), POLL_SECONDS),
        Step("audit", audit_chain.seal, SEAL_SECONDS),
        Step("periodic", run_periodic, PERIODIC_SECONDS),
        Step("statistics", refresh_statistics, STATISTICS_SECONDS),
    ]


def run_once() -> None:
    """One full turn; what fails is raised."""
    drain.drain()
    audit_chain.seal()
    for function in PERIODIC:
        function()
        db.session.commit()
    for job in JOBS:
        while job(lambda: False):
            db.session.commit()
    db.session.remove()


def run_until(stop: Stop) -> None:
    """Take turns until ``stop`` is set."""
    plan = steps(stop.is_set)
    while not stop.is_set():
        for step in plan:
            if not stop.is_set() and time.monotonic() >= step.due:
                _safely(step.name, step.run)
                step.due = time.monotonic() + step.every
        busy = not stop.is_set() and run_jobs(stop.is_set)
        stop.wait(BREATH_SECONDS if busy else POLL_SECONDS)


@contextmanager
def stopped_by_signals() -> Iterator[Stop]:
    """A flag that SIGTERM or SIGINT sets; the old handlers come back afterwards."""
    stop = Stop()

    def ask(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    old = {number: signal.signal(number, ask) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield stop
    finally:
        for number, handler in old.items():
            signal.signal(number, handler)
