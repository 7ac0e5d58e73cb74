"""A recording from a real microphone's stand-in: made on the page, kept, published, played."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, BrowserType, Page

from tests.browser.conftest import CHROMIUM, DESK, FLAGS, PHONE, Open, sign_in
from tests.browser.test_public_pages import check_with_axe
from tests.live import Live

pytestmark = pytest.mark.browser
MICROPHONE = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
"""Chromium's own pretended microphone beeps once a second; nobody is asked."""
WHERE = "/can-bo/noi-dung/am-thanh/{lang}/{key}"
PLAY = """async () => {
  const player = document.querySelector("audio");
  const before = player.readyState;
  player.muted = true;
  await player.play();
  const heard = done => () => player.currentTime > 0.5 && done();
  await new Promise(done => player.addEventListener("timeupdate", heard(done)));
  return [before, player.readyState, player.duration];
}"""
NO_RECORDER = "delete window.MediaRecorder"
REFUSED = """navigator.mediaDevices.getUserMedia =
  () => Promise.reject(new DOMException("no", "NotAllowedError"))"""


@pytest.fixture
def desk(browser_type: BrowserType, live: Live) -> Iterator[BrowserContext]:
    """A counsellor's browser with a microphone."""
    flags = [*FLAGS, *MICROPHONE]
    browser = browser_type.launch(executable_path=CHROMIUM, args=flags, headless=True)
    yield browser.new_context(base_url=live.url, viewport=DESK, locale="vi-VN")  # type: ignore[arg-type]
    browser.close()


def at(context: BrowserContext, lang: str, key: str = "guide/family", script: str = "") -> Page:
    page = sign_in(context, "counsellor")
    if script:
        page.add_init_script(script)
    page.goto(WHERE.format(lang=lang, key=key))
    return page


def record(page: Page, seconds: int) -> None:
    """Record until the page says that so many seconds have passed, then stop."""
    page.click("[data-record]")
    page.wait_for_function(
        f"() => +document.querySelector('b[data-left]').textContent <= {120 - seconds}"
    )
    page.click("[data-stop]")
    page.wait_for_selector("[data-keep]:not([hidden])")


def test_recorded_kept_published_and_played(desk: BrowserContext, open_browser: Open) -> None:
    page = at(desk, "blt")
    page.click("[data-record]")
    page.wait_for_function("() => document.querySelector('[data-voice]').value > 0.05")
    assert page.is_visible("#loi")
    check_with_axe(page)
    page.wait_for_function("() => +document.querySelector('b[data-left]').textContent <= 116")
    page.click("[data-stop]")
    page.wait_for_selector("[data-keep]:not([hidden])")
    assert "Hãy nghe lại" in page.inner_text("[data-told]")
    page.wait_for_function("() => document.querySelector('[data-hear] audio').readyState >= 2")
    check_with_axe(page)
    with page.expect_navigation():
        page.click("[data-keep]")
    assert "Đã giữ bản thu" in page.inner_text("main")
    assert "LUFS" in page.inner_text("aside")
    public = open_browser(size=PHONE).new_page()
    public.goto("/gia-dinh")
    assert public.locator("audio").count() == 0
    other = sign_in(open_browser(size=DESK), "leader")
    other.goto(page.url)
    other.click("form[action*='dang-am-thanh'] button")
    other.wait_for_load_state()
    asked: list[Any] = []
    public.on("request", lambda request: asked.append(request.url))
    public.goto("/gia-dinh")
    assert public.locator("audio").count() == 1
    assert not [url for url in asked if url.endswith(".opus")]
    assert "KB" in public.inner_text(".listen figcaption")
    assert public.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    before, ready, duration = public.evaluate(PLAY)
    assert before == 0
    assert ready >= 2
    assert 3 < duration < 6
    check_with_axe(public)


def test_it_stops_by_itself_and_what_was_recorded_may_be_sent(desk: BrowserContext) -> None:
    """A question has fifteen seconds; the bitrate keeps them under 25 KB."""
    page = at(desk, "hmn", "registration/name")
    page.click("[data-record]")
    page.wait_for_selector("[data-keep]:not([hidden])", timeout=25_000)
    assert "Hết giờ" in page.inner_text("[data-told]")
    with page.expect_navigation():
        page.click("[data-keep]")
    assert "Đã giữ bản thu" in page.inner_text("main")


def test_what_was_not_sent_is_still_there(desk: BrowserContext) -> None:
    page = at(desk, "ium")
    record(page, 1)
    desk.set_offline(True)
    page.click("[data-keep]")
    page.wait_for_function(
        "() => document.querySelector('[data-told]').textContent.includes('Chưa gửi')"
    )
    heard = page.get_attribute("[data-hear] audio", "src")
    desk.set_offline(False)
    assert page.get_attribute("[data-hear] audio", "src") == heard
    with page.expect_navigation():
        page.click("[data-keep]")
    assert "Đã giữ bản thu" in page.inner_text("main")


def test_it_can_be_recorded_again_by_the_keyboard_alone(desk: BrowserContext) -> None:
    page = at(desk, "kjg")
    page.focus("[data-record]")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-stop]:focus")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-keep]:focus")
    first = page.get_attribute("[data-hear] audio", "src")
    page.keyboard.press("Tab")
    assert page.locator("[data-again]:focus").count() == 1
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-stop]:focus")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-keep]:focus")
    assert page.get_attribute("[data-hear] audio", "src") != first


@pytest.mark.parametrize(
    ("script", "said"),
    [(NO_RECORDER, "không thu âm được"), (REFUSED, "chưa được phép")],
    ids=["no recorder", "refused"],
)
def test_without_a_microphone_a_file_can_be_sent(
    open_browser: Open, script: str, said: str
) -> None:
    page = at(open_browser(size=DESK), "mtq", script=script)
    if script is REFUSED:
        page.click("[data-record]")
    page.wait_for_function(
        f"() => document.querySelector('[data-told]').textContent.includes('{said}')"
    )
    assert page.is_visible("input[type=file]")
    check_with_axe(page)


def test_without_a_script_only_the_file_is_offered(open_browser: Open) -> None:
    page = at(open_browser(js=False, size=DESK), "mtq")
    assert not page.is_visible("[data-recorder]")
    assert page.is_visible("input[type=file]")
