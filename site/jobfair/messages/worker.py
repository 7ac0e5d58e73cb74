"""The worker: empties the outbox, seals the audit, runs what other rooms ask for now and then.

Ends within two seconds of SIGTERM or SIGINT: every step is short, and between two steps it
looks whether it should stop.
"""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

import structlog

from jobfair.database import db
from jobfair.messages import audit_chain, drain

POLL_SECONDS = 1.0
SEAL_SECONDS = 10.0
PERIODIC_SECONDS = 60.0

PERIODIC: list[Callable[[], object]] = []
"""What rooms want done every minute, each in a transaction of its own: append a function."""


@dataclass
class Step:
    """One thing the worker does, and how often in seconds."""

    name: str
    run: Callable[[], object]
    every: float
    due: float = 0.0


def run_periodic() -> None:
    """Run every function of ``PERIODIC``; one that fails does not keep the others back."""
    for function in PERIODIC:
        _safely(getattr(function, "__name__", "periodic"), function)


def _safely(name: str, function: Callable[[], object]) -> None:
    """Run and commit. A failure is logged by its kind and tried again at the next turn."""
    try:
        function()
        db.session.commit()
    except Exception as error:  # the worker goes on whatever one step runs into
        db.session.rollback()
        kind = type(error).__name__
        structlog.get_logger("jobfair").error("worker_step_failed", step=name, kind=kind)
    finally:
        db.session.remove()


def steps(stopping: Callable[[], bool]) -> list[Step]:
    """What one turn of the worker consists of."""
    return [
        Step("outbox", lambda: drain.drain(stopping), POLL_SECONDS),
        Step("audit", audit_chain.seal, SEAL_SECONDS),
        Step("periodic", run_periodic, PERIODIC_SECONDS),
    ]


def run_once() -> None:
    """One full turn; what fails is raised."""
    drain.drain()
    audit_chain.seal()
    for function in PERIODIC:
        function()
        db.session.commit()
    db.session.remove()


def run_until(stop: threading.Event) -> None:
    """Take turns until ``stop`` is set."""
    plan = steps(stop.is_set)
    while not stop.is_set():
        for step in plan:
            if not stop.is_set() and time.monotonic() >= step.due:
                _safely(step.name, step.run)
                step.due = time.monotonic() + step.every
        stop.wait(POLL_SECONDS)


@contextmanager
def stopped_by_signals() -> Iterator[threading.Event]:
    """An event that SIGTERM or SIGINT sets; the old handlers come back afterwards."""
    stop = threading.Event()

    def ask(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    old = {number: signal.signal(number, ask) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield stop
    finally:
        for number, handler in old.items():
            signal.signal(number, handler)
