"""A demonstration of its own: an empty database with a pack, filled once and only read."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import upgrade

from jobfair import create_app
from jobfair.config import Settings
from jobfair.database import db
from jobfair.demo.load import Loaded, load_demo
from jobfair.keys import keys
from jobfair.lib import clock
from jobfair.provinces.load import load_pack
from jobfair.provinces.reading import PACKS

TEST_PACKS = Path(__file__).parents[1] / "packs"
PASSWORD = "một mật khẩu để thử"

Fill = Callable[..., tuple[Flask, Loaded]]


def _app(folder: Path, province: str, *, demo: bool = True) -> Flask:
    settings = Settings(
        instance=folder,
        database_url=f"sqlite:///{folder / 'jobfair.sqlite3'}",
        redis_url="",
        secret_key="only for tests",
        province=province,
        demo=demo,
        testing=True,
    )
    return create_app(settings)


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Give a folder with an empty database that holds a province's pack, made once each."""
    made: dict[str, Path] = {}

    def build(province: str) -> Path:
        if province not in made:
            folder = tmp_path_factory.mktemp(f"empty-{province}")
            with _app(folder, province).app_context():
                upgrade()
                base = PACKS if (PACKS / province).is_dir() else TEST_PACKS
                load_pack(db.session(), province, base=base, today=clock.today())
                db.session.commit()
                db.session.remove()
                db.engine.dispose()
            made[province] = folder
        return made[province]

    return build


@pytest.fixture(scope="session")
def fresh(
    empty: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory
) -> Callable[..., Flask]:
    """Give an app on a copy of the empty database."""

    def build(province: str = "son_la", *, demo: bool = True) -> Flask:
        folder = tmp_path_factory.mktemp(f"demo-{province}")
        for file in empty(province).iterdir():
            if file.is_file():
                shutil.copy(file, folder)
        return _app(folder, province, demo=demo)

    return build


@pytest.fixture(scope="session")
def fill(fresh: Callable[..., Flask]) -> Fill:
    """Load a demonstration into a fresh copy."""

    def load(people: int = 200, seed: int = 1, province: str = "son_la") -> tuple[Flask, Loaded]:
        app = fresh(province)
        with app.app_context():
            loaded = load_demo(
                db.session(),
                province,
                keys(),
                people=people,
                seed=seed,
                password=PASSWORD,
                day=clock.today(),
            )
            db.session.commit()
            db.session.remove()
        return app, loaded

    return load


@pytest.fixture(scope="session")
def loaded(fill: Fill) -> tuple[Flask, Loaded]:
    """Two hundred people in Sơn La."""
    return fill()


@pytest.fixture
def demo(loaded: tuple[Flask, Loaded]) -> Iterator[Flask]:
    """The demonstration of 200 people, in an application context; tests only read it."""
    with loaded[0].app_context():
        yield loaded[0]
        db.session.rollback()
        db.session.remove()
