"""Both engines, one app a worker, a fresh database a test, and a named cast already signed in."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask_migrate import upgrade
from jinja2 import FileSystemBytecodeCache
from sqlalchemy.orm import Session

import jobfair.database
from jobfair import create_app
from jobfair.config import Settings
from jobfair.database import SQLITE_PRAGMAS, db, set_mode
from tests.checked_client import CheckedClient
from tests.databases import Database
from tests.postgres import Server
from tests.world import CAST, build_world, sign_in

_server: list[Server] = []


def pytest_configure(config: pytest.Config) -> None:
    """The controller starts PostgreSQL; its workers find the address in the environment."""
    gc.disable()  # thousands of tests are gathered: none of them is garbage
    if hasattr(config, "workerinput") or os.environ.get("JOBFAIR_TEST_PG_PORT"):
        return
    if config.getoption("collectonly", False) or os.environ.get("JOBFAIR_TEST_ENGINES") == "sqlite":
        return
    server = Server()
    _server.append(server)
    os.environ["JOBFAIR_TEST_PG_PORT"] = str(server.port)


def pytest_collection_finish() -> None:
    """What was gathered stays to the end; garbage is looked for as the server looks for it."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    gc.enable()


def pytest_unconfigure(config: pytest.Config) -> None:
    """End the server that this process started."""
    while _server:
        os.environ.pop("JOBFAIR_TEST_PG_PORT", None)
        _server.pop().stop()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Tests marked ``both`` run on SQLite and PostgreSQL; the others on SQLite."""
    if "engine_name" in metafunc.fixturenames:
        late = metafunc.definition.get_closest_marker("both_in_soak") is not None
        both = metafunc.definition.get_closest_marker("both") is not None
        if late:
            second = pytest.param("postgresql", marks=pytest.mark.soak)
            metafunc.parametrize("engine_name", ["sqlite", second], scope="session")
        elif both and os.environ.get("JOBFAIR_TEST_ENGINES") != "sqlite":
            metafunc.parametrize("engine_name", ["sqlite", "postgresql"], scope="session")
        else:
            metafunc.parametrize("engine_name", ["sqlite"], scope="session")


_made: dict[str, tuple[Flask, Database]] = {}


@pytest.fixture(scope="session")
def _built(
    engine_name: str, tmp_path_factory: pytest.TempPathFactory, worker_id: str
) -> tuple[Flask, Database]:
    """The application on each engine, built once a process in whatever order tests come."""
    if engine_name not in _made:
        folder = tmp_path_factory.mktemp(f"instance-{engine_name}")
        compiled = _shared(tmp_path_factory, worker_id) / "templates"
        compiled.mkdir(exist_ok=True)
        _made[engine_name] = _build(Database(engine_name, folder, worker_id), folder, compiled)
    return _made[engine_name]


def _shared(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A folder that the processes of this run have in common."""
    own = tmp_path_factory.getbasetemp()
    return own if worker_id == "master" else own.parent


def _build(database: Database, folder: Path, compiled: Path) -> tuple[Flask, Database]:
    hurried = tuple(p.replace("synchronous=FULL", "synchronous=OFF") for p in SQLITE_PRAGMAS)
    jobfair.database.SQLITE_PRAGMAS = hurried  # power cuts are for tests/soak, in own processes
    settings = Settings(
        instance=folder,
        database_url=database.url,
        redis_url="",
        secret_key="only for tests",
        testing=True,
    )
    app = create_app(settings)
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(compiled))
    app.test_client_class = CheckedClient
    with app.app_context():
        upgrade()
        build_world()
        database.save()
    gc.freeze()
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
door = _member(CAST["door"])
