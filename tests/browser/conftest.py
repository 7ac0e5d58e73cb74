"""A real server (gunicorn) on a free loopback port with the tests' world, and a real chromium."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.pages import Registered, walk
from tests.browser.world import build
from tests.live import Live, serve
from tests.slow_line import Line, bad_line
from tests.world import PASSWORD

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


@pytest.fixture(scope="session")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """gunicorn with the tests' world on SQLite."""
    with serve(tmp_path_factory.mktemp("live"), fill=build) as running:
        yield running


@pytest.fixture(scope="session")
def registered(live: Live) -> Registered:
    """Somebody's form under way and somebody's slip."""
    return walk(live)


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


TakePhone = Callable[..., Page]


@pytest.fixture
def line(live: Live) -> Iterator[Line]:
    with bad_line(live.url) as between:
        yield between


@pytest.fixture
def phone(browser: Browser, line: Line) -> Iterator[TakePhone]:
    """Give a page of a fresh phone behind the bad line: ``phone(js=False)``."""
    opened: list[BrowserContext] = []

    def take(*, js: bool = True) -> Page:
        context = browser.new_context(
            base_url=line.url,
            viewport=PHONE,  # type: ignore[arg-type]
            locale="vi-VN",
            java_script_enabled=js,
        )
        opened.append(context)
        return context.new_page()

    yield take
    line.come_back()
    for context in opened:
        context.close()
