"""Every public page: light on the line, readable by everyone, valid, never wider than a phone."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import BrowserContext, Page

from jobfair.config import ROOT
from tests.browser.conftest import Open
from tests.browser.pages import BOTH_LANGUAGES, EVERY, Registered
from tests.live import Live
from tools.weights import BUDGET, REPORT, demonstration, weigh, weigh_site

pytestmark = pytest.mark.browser

NEEDED = {"document", "stylesheet", "font", "image"}
"""What a browser waits for before a page is readable."""
TARGETS = (
    "main button, main select, main a.btn, main a.row, header a.call,"
    " main input:not([type=hidden]):not([type=checkbox]):not([type=radio])"
)
SMALL_TARGETS = """selector => [...document.querySelectorAll(selector)]
    .map(e => [e.outerHTML.slice(0, 90), e.getBoundingClientRect()])
    .filter(([, r]) => r.width > 0 && r.height < 47.5)
    .map(([html, r]) => html + ' ' + r.height)"""
DEFERRED = "scripts => scripts.every(script => script.defer)"
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def check_with_axe(page: Page) -> None:
    """No violation of WCAG 2.2 A and AA nor of best practice."""
    tags = {"type": "tag", "values": AXE_RULES}
    result = Axe().run(page, options={"runOnly": tags, "resultTypes": ["violations"]})
    assert result.violations_count == 0, result.generate_report()


def opened(context: BrowserContext, registered: Registered, live: Live, path: str) -> Page:
    """A page with the answers of tests/browser/pages.py behind it."""
    name, value = registered.cookie
    context.add_cookies([{"name": name, "value": value, "url": live.url}])
    page = context.new_page()
    page.goto(registered.address(path), wait_until="load")
    return page


READ_IN_ENGLISH = {
    "/en/",
    "/en/hoi-nghi",
    "/en/kiem-tra",
    "/en/chi-phi?programme=TW-MID",
    "/en/phan-anh",
}
"""What comes in English each time; the rest comes with `make soak`."""


def _visits() -> Iterator[object]:
    """Colours do not depend on the language, and the layout of a page is tried in Vietnamese."""
    for path in EVERY:
        if not path.startswith(("/en/", "en:")):
            yield pytest.param(path, True, id=path)
            continue
        if path in READ_IN_ENGLISH:
            yield pytest.param(path, False, id=path)
        yield pytest.param(path, True, id=f"{path}, by night too", marks=pytest.mark.soak)


@pytest.mark.parametrize(("path", "night"), list(_visits()))
def test_page_on_a_phone_by_day_and_by_night(
    open_browser: Open, registered: Registered, live: Live, path: str, night: bool
) -> None:
    context = open_browser()
    needed: list[str] = []
    context.on("request", lambda asked: needed.append(asked.resource_type))
    page = opened(context, registered, live, path)
    assert len([kind for kind in needed if kind in NEEDED]) <= 3, needed
    assert page.eval_on_selector_all("script[src]", DEFERRED)
    assert page.locator("h1").count() == 1
    assert page.evaluate(SMALL_TARGETS, TARGETS) == []
    check_with_axe(page)
    if night:
        page.emulate_media(color_scheme="dark")
        check_with_axe(page)
    for width in (360, 320):
        page.set_viewport_size({"width": width, "height": 640})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, width


@pytest.mark.parametrize("path", BOTH_LANGUAGES)
def test_first_visit_fits_in_ten_segments(app: Flask, path: str) -> None:
    assert weigh(FlaskClient(app, app.response_class), path).total <= BUDGET


@pytest.mark.soak
def test_first_visits_fit_with_the_demonstration_too(tmp_path: Path) -> None:
    """Longer lists, longer names; the report names every kind of page that is weighed."""
    weights = list(weigh_site(demonstration(tmp_path)))
    assert len(weights) > 100
    heavy = [(w.path, w.total) for w in weights if w.total > BUDGET]
    assert not heavy
    report = REPORT.read_text(encoding="utf-8")
    assert not {w.kind for w in weights if f"| {w.kind} |" not in report}, "run tools/weights.py"


def test_every_public_page_is_valid_html(
    live: Live, open_browser: Open, registered: Registered, tmp_path: Path
) -> None:
    context = open_browser(js=False)
    name, value = registered.cookie
    context.add_cookies([{"name": name, "value": value, "url": live.url}])
    for number, path in enumerate(EVERY):
        text = context.request.get(registered.address(path)).text()
        assert re.match("<!doctype html>", text, re.I), path
        (tmp_path / f"{number:03}.html").write_text(text, encoding="utf-8")
    jar = ROOT / ".stamps" / "vnu.jar"
    assert jar.exists(), "run `make test`: it brings the checker"
    checked = subprocess.run(
        ["java", "-Xss1m", "-jar", str(jar), "--skip-non-html", "--errors-only", str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert checked.returncode == 0, checked.stderr[-4000:]
