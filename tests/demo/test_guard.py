"""With demonstration data the server listens on this machine only."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask

from jobfair.config import ROOT, Settings
from jobfair.demo.guard import is_loopback, refuse_public_demo


@pytest.mark.parametrize(
    "bind", ["127.0.0.1:8000", "127.9.9.9:80", "localhost:8000", "[::1]:8000", "tcp://127.0.0.1:1"]
)
def test_these_reach_this_machine_only(bind: str) -> None:
    assert is_loopback(bind)


@pytest.mark.parametrize(
    "bind",
    ["0.0.0.0:8000", ":8000", "8000", "[::]:8000", "10.0.0.4:80", "unix:/run/x.sock", "fd://3"],
)
def test_these_may_reach_others(bind: str) -> None:
    assert not is_loopback(bind)


@pytest.fixture
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("JOBFAIR_INSTANCE", str(tmp_path))
    monkeypatch.delenv("JOBFAIR_DEMO", raising=False)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    return tmp_path


def test_a_public_address_is_refused_with_a_sentence(instance: Path) -> None:
    (instance / "demo.json").write_text(json.dumps({"password": "x"}), encoding="utf-8")
    with pytest.raises(SystemExit, match=r"not on 0\.0\.0\.0:8000"):
        refuse_public_demo(["127.0.0.1:8000", "0.0.0.0:8000"])


def test_the_database_tells_when_the_password_file_is_gone(
    instance: Path, loaded: tuple[Flask, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings: Settings = loaded[0].config["SETTINGS"]
    monkeypatch.setenv("DATABASE_URL", settings.database_url)
    with pytest.raises(SystemExit):
        refuse_public_demo(["0.0.0.0:8000"])


def test_by_hand_it_is_allowed(instance: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (instance / "demo.json").write_text("{}", encoding="utf-8")
    monkeypatch.setenv("JOBFAIR_DEMO", "1")
    refuse_public_demo(["0.0.0.0:8000"])


def test_without_demonstration_data_any_address_is_fine(instance: Path) -> None:
    refuse_public_demo(["0.0.0.0:8000"])
    refuse_public_demo(["unix:/run/len-duong.sock"])


def test_the_server_does_not_start(loaded: tuple[Flask, object]) -> None:
    settings: Settings = loaded[0].config["SETTINGS"]
    environ = {k: v for k, v in os.environ.items() if not k.startswith("JOBFAIR_DEMO")}
    environ |= {
        "JOBFAIR_INSTANCE": str(settings.instance),
        "DATABASE_URL": settings.database_url,
        "JOBFAIR_BIND": "0.0.0.0:0",
    }
    gunicorn = Path(sys.executable).parent / "gunicorn"
    done = subprocess.run(
        [str(gunicorn), "wsgi:app"], cwd=ROOT, env=environ, capture_output=True, timeout=60
    )
    assert done.returncode != 0
    assert b"JOBFAIR_DEMO=1" in done.stderr
