"""Signing out never wipes by one press what a door's phone has not sent."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open, sign_in
from tests.browser.hall import Phone, open_hall
from tests.browser.test_public_pages import check_with_axe
from tests.live import Live

pytestmark = pytest.mark.browser
OUT = "header .who form button"
ACTS = """async () => {
  const open = indexedDB.open('hall', 1);
  const base = await new Promise(done => { open.onsuccess = () => done(open.result); });
  const asked = base.transaction('kept').objectStore('kept').getAllKeys();
  await new Promise(done => { asked.onsuccess = done; });
  base.close();
  return asked.result.filter(name => String(name).startsWith('act:')).length;
}"""


def _phone(live: Live, open_browser: Open, slug: str) -> Phone:
    """An officer's phone with one tap that the server never takes."""
    hall = open_hall(live, slug, 3)
    context = open_browser()
    page = sign_in(context, "officer.muongla")
    page.wait_for_url("**/can-bo/")
    phone = Phone(context, page, f"/can-bo/hoi-nghi/{hall}/diem-danh")
    context.route(
        "**/cua",
        lambda route: route.abort() if route.request.method == "POST" else route.continue_(),
    )
    phone.open()
    phone.came("Vì Thị Ón")
    expect(page.locator("[data-unsent]")).to_have_text("1 chưa gửi")
    return phone


def _asked(page: Page) -> None:
    page.click(OUT)
    expect(page.locator("#leaving")).to_contain_text("Máy này còn việc chưa gửi")
    expect(page.locator("#leaving")).to_be_focused()


def test_one_press_asks_and_leads_back_to_the_conference(live: Live, open_browser: Open) -> None:
    phone = _phone(live, open_browser, "thoat-hoi")
    page = phone.page
    for path in (phone.address, "/can-bo/ho-so"):
        page.goto(path)
        _asked(page)
        page.click(OUT)
        expect(page.locator("#leaving")).to_have_count(1)
        assert page.evaluate(ACTS) == 1
    check_with_axe(page)
    page.emulate_media(color_scheme="dark")
    check_with_axe(page)
    page.click("#leaving a")
    page.wait_for_url(f"**{phone.address}")
    phone.context.unroute("**/cua")
    phone.unlock()
    expect(page.locator("[data-unsent]")).to_be_hidden(timeout=30_000)
    page.click(OUT)
    page.wait_for_url("**/can-bo/dang-nhap**")


def test_the_second_button_signs_out_and_wipes(live: Live, open_browser: Open) -> None:
    page = _phone(live, open_browser, "thoat-luon").page
    page.goto("/can-bo/ho-so")
    _asked(page)
    page.click("#leaving button")
    page.wait_for_url("**/can-bo/dang-nhap**")
    assert page.evaluate("localStorage.getItem('hall-unsent')") is None


def test_without_anything_unsent_signing_out_is_one_press(open_browser: Open) -> None:
    page = sign_in(open_browser(), "officer.muongla")
    page.wait_for_url("**/can-bo/")
    page.click(OUT)
    page.wait_for_url("**/can-bo/dang-nhap**")


def test_a_second_conference_does_not_hide_what_waits_at_the_first(
    live: Live, open_browser: Open
) -> None:
    phone = _phone(live, open_browser, "thoat-hai")
    first, other = phone.address, open_hall(live, "thoat-kia", 2)
    phone.address = f"/can-bo/hoi-nghi/{other}/diem-danh"
    phone.open()
    _asked(phone.page)
    assert phone.page.get_attribute("#leaving a", "href") == first
