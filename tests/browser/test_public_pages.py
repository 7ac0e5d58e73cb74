"""Every public page: light on the line, readable by everyone, valid, never wider than a phone."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import brotli
import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import BrowserContext

from jobfair.config import ROOT
from tests.browser.pages import BOTH_LANGUAGES
from tests.checked_client import CheckedClient
from tests.live import Live

pytestmark = pytest.mark.browser

BUDGET = 14_600  # ten segments of RFC 6928, HTML and CSS together
Open = Callable[..., BrowserContext]
TARGETS = (
    "main button, main select, main a.btn, main a.row, header a.call,"
    " main input:not([type=hidden]):not([type=checkbox]):not([type=radio])"
)
SMALL_TARGETS = """selector => [...document.querySelectorAll(selector)]
    .map(e => [e.outerHTML.slice(0, 90), e.getBoundingClientRect()])
    .filter(([, r]) => r.width > 0 && r.height < 47.5)
    .map(([html, r]) => html + ' ' + r.height)"""
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.mark.parametrize("path", BOTH_LANGUAGES)
def test_first_visit_fits_in_ten_segments(app: Flask, visitor: CheckedClient, path: str) -> None:
    text = visitor.get(path).text
    sheets = re.findall(r'<link rel="stylesheet" href="([^"]+)"', text)
    assert len(sheets) == 1
    css = visitor.get(sheets[0]).data
    weight = len(brotli.compress(text.encode(), quality=5)) + len(brotli.compress(css, quality=11))
    assert weight <= BUDGET, f"{path}: {weight} bytes"


@pytest.mark.parametrize("path", BOTH_LANGUAGES)
def test_page_is_readable_after_three_requests(open_browser: Open, path: str) -> None:
    page = open_browser().new_page()
    blocking: list[str] = []
    page.on("request", lambda r: blocking.append(r.resource_type))
    page.goto(path, wait_until="load")
    needed = [kind for kind in blocking if kind in ("document", "stylesheet", "font", "image")]
    assert len(needed) <= 3, needed
    assert all("defer" in (s or "") for s in _script_attributes(page))


def _script_attributes(page: Any) -> list[str]:
    found: list[str] = page.eval_on_selector_all(
        "script[src]", "els => els.map(e => e.defer ? 'defer' : '')"
    )
    return found


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("path", BOTH_LANGUAGES)
def test_page_has_no_axe_violation(open_browser: Open, path: str, dark: bool) -> None:
    page = open_browser(dark=dark).new_page()
    page.goto(path)
    result = Axe().run(page, options={"runOnly": {"type": "tag", "values": AXE_RULES}})
    assert result.violations_count == 0, result.generate_report()


@pytest.mark.parametrize("width", [320, 360])
@pytest.mark.parametrize("path", BOTH_LANGUAGES)
def test_page_never_scrolls_sideways(open_browser: Open, path: str, width: int) -> None:
    page = open_browser(size={"width": width, "height": 640}).new_page()
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("path", BOTH_LANGUAGES)
def test_targets_are_large_enough_for_a_thumb(open_browser: Open, path: str) -> None:
    page = open_browser().new_page()
    page.goto(path)
    small = page.evaluate(SMALL_TARGETS, TARGETS)
    assert small == []


def test_every_public_page_is_valid_html(
    live: Live, visitor: CheckedClient, tmp_path: Path
) -> None:
    for number, path in enumerate(BOTH_LANGUAGES):
        (tmp_path / f"{number:02}.html").write_text(visitor.get(path).text, encoding="utf-8")
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
