"""What a whole registration costs on the line: what a phone receives, headers and all."""

from __future__ import annotations

import pytest

from tests.browser.conftest import TakePhone
from tests.browser.phones import START, ready, step_on
from tests.slow_line import Line

pytestmark = pytest.mark.browser

WHOLE, LATER, REDIRECT = 60_000, 4_096, 1_024


def test_without_a_script_a_registration_is_light_in_both_directions(
    phone: TakePhone, line: Line
) -> None:
    page = phone(js=False)
    page.goto(START)
    step_on(page, "Giàng Thị Nhẹ", 6)
    page.wait_for_url("**/phieu/nhan/*")
    later = [one for one in line.exchanges if "/static/" not in one.asked][1:]
    heavy = [one for one in later if one.received > (REDIRECT if "POST" in one.asked else LATER)]
    assert not heavy
    print(f"without a script: {line.received} bytes received, {line.sent} sent")
    assert line.received + line.sent < WHOLE


def test_with_scripts_a_registration_is_light_and_so_is_what_they_keep(
    phone: TakePhone, line: Line
) -> None:
    """With the worker, its shell and the form for a phone without a network."""
    page = phone()
    page.goto(START)
    ready(page, f"{START}/ngoai-tuyen")
    step_on(page, "Giàng Thị Nặng", 6)
    page.wait_for_url("**/phieu/nhan/*")
    print(f"with scripts: {line.received} bytes received, {line.sent} sent")
    assert line.received < WHOLE, line.exchanges
    twice = [one.asked for one in line.exchanges if one.asked.startswith("GET /static/")]
    assert len(twice) == len(set(twice)), "a file went over the line twice"
