"""Both engines, one app a worker, a fresh database a test, and a named cast already signed in."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy.orm import Session

from jobfair import create_app
from jobfair.config import Settings
from jobfair.database import db, set_mode
from tests.checked_client import CheckedClient
from tests.postgres import Server
from tests.world import CAST, build_world, sign_in

_server: list[Server] = []


def pytest_configure(config: pytest.Config) -> None:
    """The controller starts PostgreSQL; its workers find the address in the environment."""
    if hasattr(config, "workerinput") or os.environ.get("JOBFAIR_TEST_PG_PORT"):
        return
    if config.getoption("collectonly", False) or os.environ.get("JOBFAIR_TEST_ENGINES") == "sqlite":
        return
    server = Server()
    _server.append(server)
    os.environ["JOBFAIR_TEST_PG_PORT"] = str(server.port)


def pytest_unconfigure(config: pytest.Config) -> None:
    """End the server that this process started."""
    while _server:
        os.environ.pop("JOBFAIR_TEST_PG_PORT", None)
        _server.pop().stop()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Tests marked ``both`` run on SQLite and PostgreSQL; the others on SQLite."""
    if "engine_name" in metafunc.fixturenames:
        both = metafunc.definition.get_closest_marker("both") is not None
        if both and os.environ.get("JOBFAIR_TEST_ENGINES") != "sqlite":
            metafunc.parametrize("engine_name", ["sqlite", "postgresql"], scope="session")
        else:
            metafunc.parametrize("engine_name", ["sqlite"], scope="session")


class Database:
    """A template that is filled once and copied before each test."""

    def __init__(self, name: str, folder: Path, worker: str) -> None:
        self.name, self.folder = name, folder
        self.base = f"jobfair_{worker}"
        self.port = os.environ.get("JOBFAIR_TEST_PG_PORT", "")
        if name == "postgresql":
            self._admin(f"CREATE DATABASE {self.base}")

    @property
    def url(self) -> str:
        if self.name == "sqlite":
            return f"sqlite:///{self.folder / 'jobfair.sqlite3'}"
        return f"postgresql+psycopg://jobfair@127.0.0.1:{self.port}/{self.base}"

    def _admin(self, statement: str) -> None:
        address = f"postgresql://jobfair@127.0.0.1:{self.port}/postgres"
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(statement.encode())

    def save(self, name: str = "template") -> None:
        """Keep the filled database under a name."""
        db.session.remove()
        db.engine.dispose()
        if self.name == "sqlite":
            shutil.copy(self.folder / "jobfair.sqlite3", self.folder / f"{name}.sqlite3")
        else:
            self._admin(f"CREATE DATABASE {self.base}_{name} TEMPLATE {self.base}")

    def restore(self, name: str = "template") -> None:
        """Begin a test with what was kept under the name."""
        db.session.remove()
        db.engine.dispose()
        if self.name == "sqlite":
            for ending in ("", "-wal", "-shm"):
                (self.folder / f"jobfair.sqlite3{ending}").unlink(missing_ok=True)
            shutil.copy(self.folder / f"{name}.sqlite3", self.folder / "jobfair.sqlite3")
        else:
            self._admin(f"DROP DATABASE {self.base} WITH (FORCE)")
            self._admin(f"CREATE DATABASE {self.base} TEMPLATE {self.base}_{name}")


_made: dict[str, tuple[Flask, Database]] = {}


@pytest.fixture(scope="session")
def _built(
    engine_name: str, tmp_path_factory: pytest.TempPathFactory, worker_id: str
) -> tuple[Flask, Database]:
    """The application on each engine, built once a process in whatever order tests come."""
    if engine_name not in _made:
        folder = tmp_path_factory.mktemp(f"instance-{engine_name}")
        _made[engine_name] = _build(Database(engine_name, folder, worker_id), folder)
    return _made[engine_name]


def _build(database: Database, folder: Path) -> tuple[Flask, Database]:
    settings = Settings(
        instance=folder,
        database_url=database.url,
        redis_url="",
        secret_key="only for tests",
        testing=True,
    )
    app = create_app(settings)
    app.test_client_class = CheckedClient
    with app.app_context():
        upgrade()
        build_world()
        database.save()
    return app, database


def begin_fresh(application: Flask, database: Database, name: str = "template") -> None:
    """A kept database, and nothing remembered outside it."""
    with application.app_context():
        database.restore(name)
    application.extensions["jobfair_page_cache"].clear()
    application.extensions["jobfair_limiter"].storage.reset()
    for extra in application.extensions.get("jobfair_reset", ()):
        extra()


@pytest.fixture
def app(_built: tuple[Flask, Database]) -> Iterator[Flask]:
    """The application on a fresh copy of the world of tests/world.py."""
    application, database = _built
    begin_fresh(application, database)
    yield application
    set_mode("write")


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    """A database session in write mode, inside an application context."""
    with app.app_context():
        yield db.session()
        db.session.remove()


@pytest.fixture
def visitor(app: Flask) -> CheckedClient:
    """Somebody from the public."""
    client = app.test_client()
    assert isinstance(client, CheckedClient)
    return client


@pytest.fixture
def signed_in(app: Flask) -> Callable[[str], CheckedClient]:
    """Give a client signed in as a user name of the cast."""

    def enter(username: str) -> CheckedClient:
        client = app.test_client()
        assert isinstance(client, CheckedClient)
        sign_in(app, client, username)
        return client

    return enter


def _member(username: str) -> Any:
    def fixture(signed_in: Callable[[str], CheckedClient]) -> CheckedClient:
        return signed_in(username)

    return pytest.fixture(fixture)


officer_muongla = _member(CAST["officer_muongla"])
officer_suoito = _member(CAST["officer_suoito"])
counsellor = _member(CAST["counsellor"])
agency_one = _member(CAST["agency_one"])
agency_two = _member(CAST["agency_two"])
bank = _member(CAST["bank"])
leader = _member(CAST["leader"])
auditor = _member(CAST["auditor"])
admin = _member(CAST["admin"])
