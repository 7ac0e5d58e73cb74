"""The product as it runs: gunicorn on a free loopback port, on either engine, its own folder."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from flask import Flask
from flask_migrate import upgrade

from jobfair import create_app
from jobfair.config import ROOT, load_settings
from jobfair.database import db
from tests.postgres import free_port
from tests.world import build_world


@dataclass
class Live:
    """A running server: its address, its folder, and an app on the same database."""

    url: str
    instance: Path
    app: Flask

    @property
    def log(self) -> str:
        """Everything the server has printed so far."""
        return (self.instance / "server.log").read_text(encoding="utf-8")


def new_postgresql(name: str) -> str:
    """Make an empty database on the tests' server; give its address."""
    port = os.environ["JOBFAIR_TEST_PG_PORT"]
    with psycopg.connect(
        f"postgresql://jobfair@127.0.0.1:{port}/postgres", autocommit=True
    ) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)".encode())
        connection.execute(f"CREATE DATABASE {name}".encode())
    return f"postgresql+psycopg://jobfair@127.0.0.1:{port}/{name}"


@contextmanager
def serve(
    instance: Path,
    *,
    database_url: str = "",
    workers: int = 1,
    fill: Callable[[], None] = build_world,
    entry: str = "wsgi:app",
    more: Mapping[str, str] | None = None,
) -> Iterator[Live]:
    """Fill a fresh database, start gunicorn, wait until it is ready; end it at the end.

    ``entry``: what gunicorn serves; ``more``: what its environment has besides.
    """
    port = free_port()
    environ = dict(os.environ) | {
        "JOBFAIR_INSTANCE": str(instance),
        "PORT": str(port),
        "WEB_CONCURRENCY": str(workers),
        "PYTHONPATH": str(ROOT / "site"),
        "PROVINCE": "son_la",
        "DATABASE_URL": database_url,
        **(more or {}),
    }
    app = create_app(load_settings(environ))
    with app.app_context():
        upgrade()
        fill()
        db.session.remove()
        db.engine.dispose()
    with (instance / "server.log").open("wb") as log:
        process = subprocess.Popen(
            [str(Path(sys.executable).parent / "gunicorn"), entry],
            cwd=ROOT,
            env=environ,
            stdout=log,
            stderr=log,
        )
        url = f"http://127.0.0.1:{port}"
        try:
            _wait_until_ready(url)
            yield Live(url, instance, app)
        finally:
            process.terminate()
            process.wait(20)


def _wait_until_ready(url: str) -> None:
    """Return when the server answers /ready; fail after 30 seconds."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"{url}/ready", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise AssertionError("the server did not answer")
