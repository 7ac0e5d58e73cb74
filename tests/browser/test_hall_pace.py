"""How much a hand does at the door: one tap, one more, three fields; a list of 300 keeps up."""

from __future__ import annotations

from time import perf_counter

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.hall import Said, open_hall
from tests.browser.test_hall import _phone
from tests.live import Live

pytestmark = pytest.mark.browser

SLOWER = 6  # times slower than this machine: about what a cheap phone is
KEYS = 200  # milliseconds a key: five keys a second


def test_presence_is_a_tap_an_outcome_another_and_a_walk_in_three_fields(
    live: Live, open_browser: Open
) -> None:
    hall = open_hall(live, "cua-nhip", 300)
    phone = _phone(open_browser, hall)
    session = phone.context.new_cdp_session(phone.page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    phone.page.evaluate("() => { window.taps = 0; addEventListener('click', () => taps++, true); }")

    began = perf_counter()
    phone.came("Quàng Thị Thanh Thanh Thanh Thanh Thanh Thanh Thanh Thanh Ái")
    came = perf_counter() - began
    assert phone.page.evaluate("taps") == 1

    phone.came("Vì Thị Ón")
    began = perf_counter()
    phone.say(Said("Vì Thị Ón", "said", "counsel"))
    said = perf_counter() - began
    assert phone.page.evaluate("taps") == 3  # two arrivals, one outcome

    began = perf_counter()
    phone.page.click("[data-walk]")
    phone.page.locator("#h-name").press_sequentially("Sùng Thị Mỷ", delay=KEYS)
    phone.page.keyboard.press("Tab")
    phone.page.keyboard.type("0950000204", delay=KEYS)
    phone.page.keyboard.press("Enter")
    phone.row("Sùng Thị Mỷ").locator(".tap[aria-pressed=true]").wait_for()
    walked = perf_counter() - began
    fields = phone.page.locator("[data-stranger] :is(input, select)")
    expect(fields).to_have_count(3)
    print(f"\npresent {came:.1f} s, outcome {said:.1f} s, walk-in {walked:.1f} s")
