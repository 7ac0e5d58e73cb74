"""A whole registration in chromium on an emulated slow 2G: machine time and bytes on the line.

2,000 ms before each answer, 6,250 bytes a second to the phone and 2,500 from it. Twice: as the
browser's own tools emulate it for a page, and as a line on loopback that drips, which holds the
service worker back as well. Nobody's typing is counted: the answers are there at once.
"""

from __future__ import annotations

import time

from flask import Flask
from playwright.sync_api import Browser, Page, sync_playwright

from jobfair.conferences.queries import list_open
from tests.browser.conftest import CHROMIUM, FLAGS, PHONE
from tests.browser.phones import step_on
from tests.slow_line import SLOW_2G, Line, bad_line

SECONDS, BYTES = 90, 60_000


def _emulate(page: Page) -> None:
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": SLOW_2G.latency * 1000,
            "downloadThroughput": SLOW_2G.received,
            "uploadThroughput": SLOW_2G.sent,
        },
    )


def _register(browser: Browser, line: Line, start: str, js: bool) -> tuple[float, float]:
    """Seconds until the first page can be read, and until the receipt can."""
    context = browser.new_context(
        base_url=line.url,
        java_script_enabled=js,
        viewport=PHONE,  # type: ignore[arg-type]
    )
    context.set_default_timeout(120_000)
    page = context.new_page()
    if line.speed is None:
        _emulate(page)
    began = time.monotonic()
    page.goto(start, wait_until="commit")
    page.wait_for_selector("h1")
    first = time.monotonic() - began
    step_on(page, "Lò Thị Đo Chậm", 6)
    page.wait_for_selector("[data-seat]")
    whole = time.monotonic() - began
    context.close()
    return first, whole


def report(app: Flask, url: str) -> None:
    """Print a row a way: with and without scripts, by the browser's tools and by the line."""
    with app.app_context():
        start = f"/hoi-nghi/{list_open()[0].slug}/dang-ky"
    with sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for speed, how in ((None, "browser"), (SLOW_2G, "line")):
            for js in (False, True):
                with bad_line(url, speed) as line:
                    first, whole = _register(browser, line, start, js)
                    sound = whole < SECONDS and line.received < BYTES
                print(
                    f"{f'slow 2G by the {how}, scripts ' + ('on' if js else 'off'):<34}"
                    f" first page {first:.1f} s, registered {whole:.1f} s (below {SECONDS}),"
                    f" {line.received} bytes received (below {BYTES}), {line.sent} sent"
                    f" {'ok' if sound else 'ABOVE'}",
                    flush=True,
                )
        browser.close()
