"""A family on one phone and a full conference, at 320 px: axe, targets, no sideways scroll."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.test_public_pages import SMALL_TARGETS, TARGETS, check_with_axe

NARROW = {"width": 320, "height": 640}
FULL = "/hoi-nghi/chieng-lao-day"


def look(page: Page, h1: str) -> None:
    """The page that is meant, and nothing wrong with it."""
    expect(page.locator("h1")).to_have_text(h1)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"], h1
    assert page.evaluate(SMALL_TARGETS, TARGETS) == [], h1
    check_with_axe(page)


def go_on(page: Page) -> None:
    page.click("main form button >> nth=0")
    page.wait_for_load_state()


def fill(page: Page, name: str, value: str) -> None:
    page.locator(f"main [name={name}]").first.wait_for()
    page.fill(f"main [name={name}]", value)
    go_on(page)


def walk_on(page: Page) -> None:
    """From "for whom" to the check page."""
    page.locator("main [name=for_whom]").first.wait_for()
    go_on(page)
    for name, value in (
        ("name", "Lò Thị Hương Giang Mẫu"),
        ("birth_year", "2001"),
        ("phone", "0950000777"),
    ):
        fill(page, name, value)
    page.locator("main [name=commune]").first.wait_for()
    page.check("main [name=commune][value='03808']")
    go_on(page)
    page.locator("main [name=consent_seat]").wait_for()


def test_from_the_full_page_into_the_line_with_the_family(open_browser: Open) -> None:
    page = open_browser(size=NARROW).new_page()
    page.goto(f"{FULL}/dang-ky")
    look(page, "Hội nghị này đã hết chỗ")
    page.click("text=Vào danh sách chờ của hội nghị này")
    look(page, "Vào danh sách chờ")
    go_on(page)
    walk_on(page)
    look(page, "Xem lại rồi gửi")
    page.click("text=Thêm người trong nhà")
    look(page, "Người tiếp theo tên là gì?")
    go_on(page)
    expect(page.locator("[role=alert]")).to_be_visible()
    look(page, "Người tiếp theo tên là gì?")
    fill(page, "name", "Cà Văn Hặc")
    look(page, "Người đi sinh năm nào?")
    fill(page, "birth_year", "1975")
    expect(page.locator("text=Bỏ ra: Cà Văn Hặc")).to_be_visible()
    look(page, "Xem lại rồi gửi")
    page.check("[name=consent_seat]")
    go_on(page)
    expect(page.locator("[data-seat=waiting]")).to_have_count(1)
    look(page, "Việc tiếp theo: đợi chúng tôi báo")
    page.wait_for_load_state()
    assert page.locator(".code").count() == 2
