"""An empty database of the wanted engine, and packs that a test may spoil."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from jobfair.config import ROOT
from jobfair.models import Base

TEST_PACKS = ROOT / "tests" / "packs"


def _on_postgresql(worker: str) -> str:
    port = os.environ["JOBFAIR_TEST_PG_PORT"]
    name = f"packs_{worker}"
    admin = f"postgresql://jobfair@127.0.0.1:{port}/postgres"
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)".encode())
        connection.execute(f"CREATE DATABASE {name}".encode())
    return f"postgresql+psycopg://jobfair@127.0.0.1:{port}/{name}"


@pytest.fixture
def empty(engine_name: str, worker_id: str) -> Iterator[Session]:
    """A session on a database with every table and no row."""
    url = "sqlite://" if engine_name == "sqlite" else _on_postgresql(worker_id)
    engine = sa.create_engine(url)
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        yield session
    engine.dispose()


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    """A folder with a copy of the mini pack and of the national facts, to be spoiled."""
    shutil.copytree(TEST_PACKS / "mini", tmp_path / "mini")
    shutil.copytree(ROOT / "provinces" / "_national", tmp_path / "_national")
    return tmp_path


@pytest.fixture
def change(packs: Path) -> Callable[[str, str, str], int]:
    """Replace a text once in a file of ``packs``; give the number of the changed line."""

    def replace(file: str, old: str, new: str) -> int:
        path = packs / file
        before = path.read_text(encoding="utf-8")
        assert old in before, f"{old!r} is not in {file}"
        path.write_text(before.replace(old, new, 1), encoding="utf-8")
        return before[: before.index(old)].count("\n") + 1

    return replace
