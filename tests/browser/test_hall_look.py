"""How the hall looks in each of its states: axe by day and night, large targets, nothing jumps."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Open, sign_in
from tests.browser.hall import Phone, Said, open_hall
from tests.browser.test_public_pages import check_with_axe
from tests.browser.test_staff_pages import COVERED, TO_THE_END
from tests.live import Live

pytestmark = pytest.mark.browser
LEAST = 44
SMALL = f"""() => [...document.querySelectorAll(
    'main :is(button, a, summary, select, input:not([type=hidden]))')]
  .map(e => [e.outerHTML.slice(0, 90), e.getBoundingClientRect()])
  .filter(([, r]) => r.width > 0 && (r.height < {LEAST} - 0.5 || r.width < {LEAST} - 0.5))
  .map(([html]) => html)"""
WIDTH = "document.documentElement.scrollWidth"
LETTERS = "size => { document.documentElement.style.fontSize = size }"
STATUS = """() => [...document.querySelectorAll('[role=status]')]
    .filter(e => e.textContent.trim() && e.checkVisibility()).map(e => e.textContent.trim())"""


def _look(page: Page) -> None:
    """One state: both themes, a thumb's targets, a narrow screen with letters twice as large."""
    at = page.evaluate("scrollY")
    page.evaluate(TO_THE_END)
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        check_with_axe(page)
    assert page.evaluate(SMALL) == []
    assert page.evaluate(WIDTH) <= 360
    page.set_viewport_size({"width": 320, "height": 640})
    page.evaluate(LETTERS, "200%")
    assert page.evaluate(WIDTH) <= 320
    page.evaluate(LETTERS, "")
    page.set_viewport_size({"width": 360, "height": 640})
    page.evaluate("y => scrollTo(0, y)", at)


def _officer(live: Live, open_browser: Open, slug: str, people: int) -> Phone:
    hall = open_hall(live, slug, people)
    context = open_browser()
    page = sign_in(context, "officer.muongla")
    page.wait_for_url("**/can-bo/")
    return Phone(context, page, f"/can-bo/hoi-nghi/{hall}/diem-danh")


def _too_late(route: Route) -> None:
    """The server's answer, as if each act were about somebody who is not on this list any more."""
    if route.request.method != "POST":
        route.continue_()
        return
    answer = route.fetch()
    body = answer.json()
    body["answers"] = [[one[0], "refused", "Người này không ở đây."] for one in body["answers"]]
    route.fulfill(response=answer, json=body)


def test_the_states_of_a_hall(live: Live, open_browser: Open) -> None:
    phone = _officer(live, open_browser, "nhin-cua", 24)
    page = phone.page
    page.goto(phone.address)
    page.wait_for_selector("[data-door]:not([hidden])")
    _look(page)
    page.click("details.lock summary")
    page.fill("#h-code", "abc")
    page.press("#h-code", "Enter")
    expect(page.locator("#h-code-error")).to_be_visible()
    _look(page)
    phone.unlock()
    expect(page.locator("[data-title]")).to_be_focused()
    phone.context.set_offline(True)
    phone.came("Giàng A Páo")
    phone.say(Said("Giàng A Páo", "doubt", "debt"))
    expect(page.locator("[data-unsent]")).to_be_visible()
    _look(page)
    page.fill("#h-find", "khongcoai")
    expect(page.locator("[data-nobody]")).to_be_visible()
    _look(page)
    page.fill("#h-find", "K7MR 4TQX")
    page.press("#h-find", "Enter")
    page.click("[data-stranger] button[type=submit]")
    expect(page.locator("#h-contact-error")).to_be_visible()
    _look(page)
    page.click("[data-back]")
    page.route("**/cua", _too_late)
    phone.context.set_offline(False)
    expect(page.locator("[data-refused] li").first).to_be_visible(timeout=30_000)
    expect(page.locator("[data-unsent]")).to_be_hidden()  # "0 not sent" says nothing
    _look(page)
    page.unroute("**/cua")
    page.click("[data-forget]")
    page.fill("#h-find", "")
    phone.context.set_offline(True)
    phone.came("Lò Văn Ừ")
    phone.context.clear_cookies()
    phone.context.set_offline(False)
    expect(page.locator("[data-sign-in]")).to_be_visible(timeout=30_000)
    _look(page)


def test_the_pages_of_the_file(live: Live, open_browser: Open, tmp_path: Path) -> None:
    phone = _officer(live, open_browser, "nhin-tep", 12)
    page = phone.page
    page.goto(phone.address.replace("diem-danh", "tep"))
    _look(page)
    passphrase = page.input_value("[name=passphrase]")
    with page.expect_download() as coming:
        page.click("main form button[type=submit]")
    file = tmp_path / "hoi-nghi.html"
    coming.value.save_as(file)
    page.goto("/can-bo/gui-diem-danh")
    page.click("main form button[type=submit]")
    _look(page)
    saved = open_browser().new_page()
    saved.goto(file.as_uri())
    saved.wait_for_selector("[data-door]:not([hidden])")
    _look(saved)
    reader = Phone(saved.context, saved, file.as_uri())
    reader.unlock(passphrase)
    for _ in range(10):
        taps = saved.locator(".tap[aria-pressed=true]")
        came = taps.count()
        saved.locator(".tap[aria-pressed=false]").first.click()
        expect(taps).to_have_count(came + 1)
    expect(saved.locator("[data-offer]")).to_be_in_viewport()
    _look(saved)


def test_nothing_moves_under_the_thumb(live: Live, open_browser: Open) -> None:
    """The tapped row, the pressed answer and the row in view stay where they are."""
    phone = _officer(live, open_browser, "nhin-yen", 30)
    page = phone.page
    phone.open()
    phone.context.set_offline(True)
    first = page.locator("li[data-ref]").first
    before = first.bounding_box()
    first.locator(".tap").click()
    expect(page.locator("[data-unsent]")).to_be_visible()
    assert first.bounding_box()["y"] == before["y"]  # type: ignore[index]
    chips = first.locator(".chip:visible")
    boxes = [chip.bounding_box() for chip in chips.all()]
    chips.nth(1).click()
    expect(chips.nth(1)).to_have_attribute("aria-pressed", "true")
    for chip, was in zip(chips.all(), boxes, strict=True):
        now = chip.bounding_box()
        assert abs(now["x"] - was["x"]) < 1  # type: ignore[index]
        assert abs(now["y"] - was["y"]) < 1  # type: ignore[index]
    first.locator("summary").click()  # closed by hand, it stays closed when the answer comes
    phone.context.set_offline(False)
    expect(page.locator("[data-unsent]")).to_be_hidden(timeout=30_000)
    assert first.locator("details[open]").count() == 0
    top = page.evaluate("scrollY")
    page.click("[data-walk]")
    page.click("[data-back]")
    assert page.evaluate("scrollY") == top


def test_the_keyboard_stays_and_each_thing_is_said_once(live: Live, open_browser: Open) -> None:
    phone = _officer(live, open_browser, "nhin-phim", 6)
    page = phone.page
    phone.open()
    phone.context.set_offline(True)
    tap = page.locator(".tap").first
    tap.focus()
    page.keyboard.press("Enter")
    expect(tap).to_have_attribute("aria-pressed", "true")
    expect(tap).to_be_focused()  # the same button: its state is read, no second sentence
    assert page.evaluate(STATUS) == []
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    pressed = page.locator(".chip[aria-pressed=true]")
    expect(pressed).to_have_count(1)
    expect(pressed).to_be_focused()
    page.evaluate("scrollTo(0, 0)")
    for _ in range(40):
        page.keyboard.press("Tab")
        assert not page.evaluate(COVERED), page.evaluate("document.activeElement.outerHTML")[:200]
        if page.evaluate("document.activeElement.hasAttribute('data-walk')"):
            return
    raise AssertionError("the Tab key never reached the bar")


def test_another_phones_arrival_moves_nobody(live: Live, open_browser: Open) -> None:
    phone = _officer(live, open_browser, "nhin-them", 30)
    page = phone.page
    phone.open()
    row = page.locator("li[data-ref]").nth(15)
    row.locator(".tap").scroll_into_view_if_needed()
    row.locator(".tap").click()
    expect(page.locator("[data-unsent]")).to_be_hidden(timeout=30_000)
    row.locator(".chip").nth(1).focus()
    before = row.bounding_box()
    held = row.get_attribute("data-ref")
    other = sign_in(open_browser(), "officer.muongla")
    other.wait_for_url("**/can-bo/")
    second = Phone(other.context, other, phone.address)
    second.open()
    second.write_down("Hồ Thị Mới", "095 0000 801")  # without a village, so above everybody
    expect(other.locator("[data-unsent]")).to_be_hidden(timeout=30_000)
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("li[data-ref]")).to_have_count(31, timeout=30_000)
    same = page.locator(f'li[data-ref="{held}"]')
    assert abs(same.bounding_box()["y"] - before["y"]) < 1  # type: ignore[index]
    expect(same.locator("details[open]")).to_have_count(1)
    expect(same.locator(".chip").nth(1)).to_be_focused()
