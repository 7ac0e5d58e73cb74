"""One copy of the tests' world, and the plainest server that can show it."""

from __future__ import annotations

import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask, Response

from jobfair.access import public
from jobfair.lib.clock import now
from jobfair.static_copy.export import Copy, finish
from tests.conftest import begin_fresh
from tests.databases import Database
from tests.postgres import free_port

ADDRESS = "https://len-duong.example"


@pytest.fixture(scope="session")
def copied(_built: tuple[Flask, Database], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A whole copy, made once; its sheets of papers are not typeset, that is tried elsewhere."""
    application, database = _built
    begin_fresh(application, database)
    folder = tmp_path_factory.mktemp("copy") / "site"
    views = application.view_functions
    real = views["guide.paper_sheet"]
    views["guide.paper_sheet"] = _sheet
    try:
        finish(Copy(application, folder, ADDRESS, now()))
    finally:
        views["guide.paper_sheet"] = real
    return folder


@public
def _sheet(code: str) -> Response:
    return Response(b"%PDF-1.7", mimetype="application/pdf")


@pytest.fixture(scope="session")
def served(copied: Path) -> Iterator[str]:
    """The copy behind ``python -m http.server`` on loopback."""
    port = free_port()
    command = [sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1"]
    server = subprocess.Popen(
        [*command, "--directory", str(copied)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}"
    until = time.monotonic() + 10
    while True:
        try:
            urllib.request.urlopen(f"{url}/ban-sao.json", timeout=5).close()
            break
        except OSError:
            assert time.monotonic() < until
            time.sleep(0.05)
    yield url
    server.terminate()
    server.wait(5)
