"""The worker: one turn, its hooks, and how it stops."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time

import pytest
from flask import Flask

from jobfair.config import ROOT
from jobfair.database import db
from jobfair.messages import worker
from jobfair.messages.outbox import enqueue
from jobfair.models import AuditEvent, Setting
from tests.messages.conftest import Inside, add_audit_rows, sent_keys

pytestmark = pytest.mark.both

BUSY_SECONDS = 8
"""Two seconds where nothing else runs; the tests' machine runs other tests meanwhile."""


def test_one_turn_sends_seals_and_runs_the_hooks(
    app: Flask, inside: Inside, monkeypatch: pytest.MonkeyPatch
) -> None:
    def hook() -> None:
        db.session.add(Setting(key="test.hook", value="ran"))

    monkeypatch.setattr(worker, "PERIODIC", [hook])
    with inside():
        enqueue("a", "test", {})
        add_audit_rows(2)
    result = app.test_cli_runner().invoke(args=["worker", "--once"])
    assert result.exit_code == 0, result.output
    with inside() as session:
        assert sent_keys() == ["a"]
        assert session.query(AuditEvent).filter(AuditEvent.seq.is_(None)).count() == 0
        assert session.get(Setting, "test.hook") is not None


def test_a_hook_that_fails_keeps_no_other_back(
    inside: Inside, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = []

    def bad() -> None:
        db.session.add(Setting(key="test.bad", value="half done"))
        db.session.flush()
        raise RuntimeError

    monkeypatch.setattr(worker, "PERIODIC", [bad, lambda: ran.append("good")])
    with inside() as session:
        worker.run_periodic()
        assert ran == ["good"]
        assert session.get(Setting, "test.bad") is None


def test_it_goes_on_until_it_is_told_to_stop(app: Flask, inside: Inside) -> None:
    stop = worker.Stop()

    def work() -> None:
        with app.app_context():
            worker.run_until(stop)

    thread = threading.Thread(target=work)
    thread.start()
    with inside():
        enqueue("a", "test", {})
    for _ in range(100):
        time.sleep(0.1)
        with inside():
            if sent_keys():
                break
    stop.set()
    began = time.monotonic()
    thread.join(10)
    assert time.monotonic() - began < BUSY_SECONDS
    with inside():
        assert sent_keys() == ["a"]


def test_it_ends_soon_when_its_service_is_stopped(app: Flask, inside: Inside) -> None:
    ends_soon(app, inside, signal.SIGTERM)


@pytest.mark.both_in_soak
def test_it_ends_soon_when_the_terminal_breaks_it_off(app: Flask, inside: Inside) -> None:
    ends_soon(app, inside, signal.SIGINT)


def ends_soon(app: Flask, inside: Inside, number: signal.Signals) -> None:
    """A worker in a process of its own sends what is there, then ends by itself at the signal."""
    settings = app.config["SETTINGS"]
    with inside():
        enqueue("a", "test", {})
    environment = os.environ | {
        "JOBFAIR_INSTANCE": str(settings.instance),
        "DATABASE_URL": settings.database_url,
        "SECRET_KEY": "only for tests",
    }
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "worker"]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert "ready" in process.stdout.readline()
        with app.app_context():
            for _ in range(100):
                time.sleep(0.1)
                if sent_keys():
                    break
            assert sent_keys() == ["a"]
        began = time.monotonic()
        for _ in range(20):  # the terminal tells the whole group, the parent tells its children
            process.send_signal(number)
        rest = process.stdout.read()
        assert process.wait(10) == 0
        assert time.monotonic() - began < BUSY_SECONDS
        assert "stopped" in rest
