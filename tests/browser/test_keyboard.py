"""By keyboard alone: Tab, arrows, Space, Enter; mistakes are found and told."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.pages import PUBLIC
from tests.browser.test_public_pages import check_with_axe
from tests.browser.world import TOMORROW

pytestmark = pytest.mark.browser

SEEN = """() => {
  const e = document.activeElement, r = e.getBoundingClientRect(), s = getComputedStyle(e);
  const ring = s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0;
  const onScreen = r.bottom > 0 && r.top < innerHeight && r.width > 0;
  return [e.tagName, e.name || '', e.value || e.textContent.trim().slice(0, 30),
          ring || s.boxShadow !== 'none', onScreen];
}"""


def tab_to(page: Page, name: str, value: str = "") -> None:
    """Press Tab until the focus stands on the control; each stop is visible and on the screen."""
    for _ in range(60):
        page.keyboard.press("Tab")
        tag, found, worth, ring, on_screen = page.evaluate(SEEN)
        if tag == "BODY":
            continue
        assert ring, f"no visible focus on {tag} {found or worth}"
        assert on_screen, f"focus out of sight on {tag} {found or worth}"
        if found == name and (not value or worth == value):
            return
    raise AssertionError(f"Tab never came to {name}")


def tab_to_button(page: Page) -> None:
    """On to the button that goes on."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate(
            "() => document.activeElement.matches('main form button:not([name=back])')"
        ):
            return
    raise AssertionError("Tab never came to a button")


@pytest.mark.parametrize("js", [True, False], ids=["with script", "without"])
def test_a_registration_without_a_pointer(open_browser: Open, js: bool) -> None:
    page = open_browser(js=js).new_page()
    page.goto(f"/hoi-nghi/{TOMORROW}/dang-ky")
    tab_to(page, "for_whom")
    tab_to_button(page)
    page.keyboard.press("Enter")
    for name, text in (("name", "Giàng A Mẫu"), ("birth_year", "2000"), ("phone", "0950000555")):
        page.locator(f"main [name={name}]").wait_for()
        tab_to(page, name)
        page.keyboard.type(text)
        page.keyboard.press("Enter")
    page.locator("main [name=commune]").first.wait_for()
    tab_to(page, "commune")
    page.keyboard.press("Space")
    tab_to(page, "village")
    page.keyboard.type("Bản Mẫu")
    page.keyboard.press("Enter")
    page.locator("main [name=consent_seat]").wait_for()
    tab_to(page, "consent_seat")
    page.keyboard.press("Space")
    assert page.is_checked("[name=consent_seat]")
    tab_to_button(page)
    page.keyboard.press("Enter")
    expect(page.locator("[data-seat=held]")).to_have_count(1)


def ask(page: Page, path: str, name: str, text: str) -> None:
    """Open a page, come to the box by Tab, type and press Enter."""
    page.goto(path)
    tab_to(page, name)
    page.keyboard.press("Control+A")
    page.keyboard.type(text)
    page.keyboard.press("Enter")


@pytest.mark.parametrize("js", [True, False], ids=["with script", "without"])
def test_asking_and_counting_without_a_pointer(open_browser: Open, js: bool) -> None:
    page = open_browser(js=js).new_page()
    ask(page, "/kiem-tra", "q", "chưa ai biết")
    expect(page.locator("[data-verdict=amber]")).to_have_count(1)
    ask(page, "/tim", "q", "xuat khau")
    expect(page.locator("main a[href='/thi-truong']")).to_have_count(1)
    ask(page, "/chi-phi?programme=TW-MID", "wage", "30000")
    expect(page.locator("main [aria-invalid=true]")).to_have_attribute("name", "rate")
    tab_to(page, "rate")
    page.keyboard.type("800")
    page.keyboard.press("Enter")
    expect(page.locator("[data-cap-months]")).to_have_count(1)
    page.goto("/phu-hop")
    for number in range(1, 7):
        expect(page.locator("main .progress")).to_contain_text(f"{number}/6")
        tab_to_button(page)
        page.keyboard.press("Enter")
    expect(page.locator("main h1")).to_have_count(1)
    expect(page.locator("main .progress")).to_have_count(0)


def test_a_complaint_without_a_pointer(open_browser: Open) -> None:
    page = open_browser(js=False).new_page()
    page.goto("/phan-anh")
    tab_to(page, "about")
    page.keyboard.press("Space")
    tab_to(page, "text")
    page.keyboard.type("Người gọi đòi tiền cọc")
    tab_to_button(page)
    page.keyboard.press("Enter")
    page.wait_for_url("**/phan-anh/nhan/**")
    expect(page.locator("main h1")).to_have_count(1)


@pytest.mark.soak
@pytest.mark.parametrize("path", PUBLIC)
def test_every_stop_on_a_page_is_seen(open_browser: Open, path: str) -> None:
    """Once through by Tab: each stop has a ring and stands on the screen, and the page ends."""
    page = open_browser(js=False).new_page()
    page.goto(path)
    for _ in range(400):
        page.keyboard.press("Tab")
        tag, found, worth, ring, on_screen = page.evaluate(SEEN)
        if tag == "BODY":
            return
        assert ring, f"no visible focus on {tag} {found or worth}"
        assert on_screen, f"focus out of sight on {tag} {found or worth}"
    raise AssertionError("the page never ends")


def test_mistakes_are_told_at_the_field_and_above(open_browser: Open) -> None:
    """An empty answer on every question: 422, the summary has the focus, axe finds nothing."""
    page = open_browser().new_page()
    path = f"/hoi-nghi/{TOMORROW}/dang-ky"
    page.goto(path)
    page.click("main form button >> nth=0")
    for name, right in (
        ("name", "Giàng A Mẫu"),
        ("birth_year", "2000"),
        ("phone", "0950000556"),
        ("commune", "03808"),
        ("consent_seat", "y"),
    ):
        field = page.locator(f"main [name={name}]").first
        field.wait_for()
        with page.expect_response(lambda r: r.request.method == "POST") as answered:
            page.click("main form button >> nth=0")
        assert answered.value.status == 422, name
        summary = page.locator("[role=alert]")
        expect(summary).to_be_focused()
        target = summary.locator("a").first.get_attribute("href") or ""
        assert page.locator(target).count() == 1
        field = page.locator(f"main [name={name}]").first
        about = field.locator("xpath=ancestor-or-self::*[@aria-describedby]")
        assert about.count() == 1, name
        check_with_axe(page)
        if name == "consent_seat":
            field.check()
        elif name == "commune":
            page.check(f"main [name=commune][value='{right}']")
        else:
            field.fill(right)
        page.click("main form button >> nth=0")
        page.wait_for_load_state()
    expect(page.locator("[data-seat=held]")).to_have_count(1)
