"""A real server (gunicorn) on a free loopback port with the tests' world, and a real chromium."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask_migrate import upgrade
from playwright.sync_api import Browser, BrowserContext

from jobfair import create_app
from jobfair.config import ROOT, load_settings
from jobfair.database import db
from tests.postgres import free_port
from tests.world import PASSWORD, build_world

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"width": 360, "height": 640}
DESK = {"width": 1280, "height": 800}


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Debian's chromium, without its own network traffic."""
    return {"executable_path": CHROMIUM, "args": FLAGS, "headless": True}


@dataclass
class Live:
    """A running server and its instance folder."""

    url: str
    instance: Path
    environ: dict[str, str]


def wait_until_ready(url: str) -> None:
    """Return when the server answers /ready; fail after 30 seconds."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"{url}/ready", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise AssertionError("the server did not answer")


@pytest.fixture(scope="session")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """gunicorn with the tests' world on SQLite."""
    instance = tmp_path_factory.mktemp("live")
    port = free_port()
    environ = dict(os.environ) | {
        "JOBFAIR_INSTANCE": str(instance),
        "PORT": str(port),
        "WEB_CONCURRENCY": "1",
        "PYTHONPATH": str(ROOT / "site"),
        "PROVINCE": "son_la",
    }
    environ.pop("DATABASE_URL", None)
    app = create_app(load_settings(environ))
    with app.app_context():
        upgrade()
        build_world()
        db.session.remove()
        db.engine.dispose()
    log = (instance / "server.log").open("wb")
    process = subprocess.Popen(
        [str(Path(sys.executable).parent / "gunicorn"), "wsgi:app"],
        cwd=ROOT,
        env=environ,
        stdout=log,
        stderr=log,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        wait_until_ready(url)
        yield Live(url, instance, environ)
    finally:
        process.terminate()
        process.wait(20)
        log.close()


Open = Callable[..., BrowserContext]


@pytest.fixture
def open_browser(browser: Browser, live: Live) -> Iterator[Open]:
    """Give fresh contexts: ``open_browser(js=False, dark=True, size=PHONE)``."""
    opened: list[BrowserContext] = []

    def enter(
        *, js: bool = True, dark: bool = False, size: dict[str, int] | None = None
    ) -> BrowserContext:
        context = browser.new_context(
            base_url=live.url,
            java_script_enabled=js,
            color_scheme="dark" if dark else "light",
            viewport=size or PHONE,  # type: ignore[arg-type]
            locale="vi-VN",
        )
        opened.append(context)
        return context

    yield enter
    for context in opened:
        context.close()


def sign_in(context: BrowserContext, username: str) -> Any:
    """Sign a member of the cast in by the real form; give the page after it."""
    page = context.new_page()
    page.goto("/can-bo/dang-nhap")
    page.fill("input[name=username]", username)
    page.fill("input[name=password]", PASSWORD)
    page.click("main form button")
    return page
