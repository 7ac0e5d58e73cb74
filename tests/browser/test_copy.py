"""Pages of the copy in a real browser: readable by everyone, no wider than a phone."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Open
from tests.browser.test_public_pages import check_with_axe
from tests.static_copy.conftest import copied as copied
from tests.static_copy.conftest import served as served

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("path", ["", "kiem-tra/", "en/ban-sao/"])
def test_a_page_of_the_copy(open_browser: Open, served: str, path: str) -> None:
    page = open_browser(js=True).new_page()
    page.goto(f"{served}/{path}", wait_until="load")
    assert page.locator("h1").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    check_with_axe(page)
