"""The officer's desk and a paper sheet by keyboard alone, as somebody types who has a pile."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, Open, sign_in
from tests.browser.test_keyboard import tab_to, tab_to_button
from tests.browser.test_public_pages import check_with_axe
from tests.papers.photos import picture
from tests.registration.staff_helpers import people

pytestmark = pytest.mark.browser

FOCUS = "document.activeElement.name || ''"


def open_desk(page: Page) -> str:
    """The way an officer finds it: the list, the conference, its button."""
    page.goto("/can-bo/hoi-nghi")
    page.locator("main").get_by_role("link", name="Mường La").first.click()
    page.get_by_role("link", name="Ghi tên giúp bà con").click()
    return page.url


@pytest.mark.parametrize("js", [True, False], ids=["with script", "without"])
def test_people_in_a_row_without_a_pointer(open_browser: Open, js: bool) -> None:
    page = sign_in(open_browser(js=js, size=DESK), "officer.muongla")
    open_desk(page)
    how = False
    for name, number in (("Lò Thị Mẫu Bàn", "781"), ("Giàng A Mẫu Bàn", "782"), ("Vì Ón", "783")):
        expect(page.locator("main [name=name]")).to_be_focused()  # ready for the next person
        page.keyboard.type(name)
        for field, text in (("birth", "2000"), ("phone", f"0950000{number}")):
            tab_to(page, field)
            page.keyboard.type(text)
        tab_to(page, "consent_seat")
        page.keyboard.press("Space")
        if not how:
            tab_to(page, "how")
            page.keyboard.press("Space")
            how = True
        tab_to_button(page)
        page.keyboard.press("Enter")
        expect(page.locator(".said h2")).to_have_text(name)
        expect(page.locator(".said .code")).to_be_visible()
    written = page.locator(".sitting b").all_text_contents()
    assert written[:3] == ["Vì Ón", "Giàng A Mẫu Bàn", "Lò Thị Mẫu Bàn"]
    if js:
        check_with_axe(page)


def test_mistakes_and_what_only_some_are_asked(open_browser: Open) -> None:
    page = sign_in(open_browser(size=DESK), "officer.muongla")
    open_desk(page)
    expect(page.locator("[name=witness]")).to_be_hidden()
    page.locator("[name=how][value=witness]").check()
    expect(page.locator("[name=witness]")).to_be_visible()
    expect(page.locator("[name=phone_note]")).to_be_hidden()
    page.locator("[name=phone_owner][value=relative]").check()
    expect(page.locator("[name=phone_note]")).to_be_visible()
    tab_to_button(page)
    page.keyboard.press("Enter")
    expect(page.locator(".summary")).to_be_visible()
    check_with_axe(page)
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_sheet_is_keyed_row_by_row(open_browser: Open) -> None:
    page = sign_in(open_browser(size=DESK), "officer.muongla")
    open_desk(page)
    page.get_by_role("link", name="Phiếu giấy").click()
    page.get_by_role("button", name="Lấy mã phiếu").click()
    check_with_axe(page)
    page.get_by_role("link", name="Nhập", exact=True).first.click()
    check_with_axe(page)
    typed = people(3) | {"r2-phone": "095"}
    page.locator("[name=r1-name]").focus()
    for number in (1, 2, 3):
        for field in ("name", "birth", "phone", "phone_owner", "village", "commune"):
            assert page.evaluate(FOCUS) == f"r{number}-{field}"
            page.keyboard.type(typed.get(f"r{number}-{field}", ""))
            page.keyboard.press("Tab")
        for field in ("seat", "sms", "agencies"):
            assert page.evaluate(FOCUS) == f"r{number}-consent_{field}"
            if field == "seat":
                page.keyboard.press("Space")
            page.keyboard.press("Tab")
    page.get_by_role("button", name="Ghi cả tờ").click()
    expect(page.locator(".summary li")).to_have_count(1)
    expect(page.locator(".there")).to_have_count(2)
    check_with_axe(page)
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.get_by_role("link", name="Dòng 2:").click()
    assert page.evaluate(FOCUS) == "r2-name"
    page.locator("[name=r2-phone]").fill("0950000784")
    page.get_by_role("button", name="Ghi cả tờ").click()
    expect(page.locator(".there")).to_have_count(3)
    check_with_axe(page)


STOPS = 9
"""Places where the Tab key stops in a row; empty ones are passed over by one key each."""

ROW_AND_PHOTO = """() => {
    const row = document.activeElement.getBoundingClientRect();
    const photo = document.querySelector('.sheet-photo').getBoundingClientRect();
    return [photo.bottom <= row.top + 1, row.bottom <= innerHeight, photo.bottom > 0];
}"""


def test_a_row_takes_nine_stops_below_the_photo_that_stays(open_browser: Open) -> None:
    """Typed at five keys a second a row of 43 keys takes 9 seconds (aim: at most 18)."""
    page = sign_in(open_browser(size=DESK), "officer.muongla")
    open_desk(page)
    page.get_by_role("link", name="Phiếu giấy").click()
    page.get_by_role("button", name="Lấy mã phiếu").click()
    page.get_by_role("link", name="Ảnh chụp").first.click()
    check_with_axe(page)
    photo = {"name": "to.jpg", "mimeType": "image/jpeg", "buffer": picture(size=(2000, 1400))}
    page.locator("input[type=file]").set_input_files(photo)
    page.get_by_role("button", name="Lưu ảnh").click()
    expect(page.locator(".sheet-photo img")).to_be_visible()
    check_with_axe(page)
    whole = page.locator(".sheet-photo img").bounding_box()
    page.get_by_label("Gấp đôi").check()
    larger = page.locator(".sheet-photo img").bounding_box()
    assert whole is not None
    assert larger is not None
    assert larger["width"] == pytest.approx(2 * whole["width"], abs=2)
    page.locator("[name=r1-name]").focus()
    for number in range(1, 21):
        assert page.evaluate(FOCUS) == f"r{number}-name"
        assert page.evaluate(ROW_AND_PHOTO) == [True, True, True], number
        for _stop in range(STOPS):
            page.keyboard.press("Tab")
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    photo_box = page.locator(".sheet-photo").bounding_box()
    first = page.locator("[name=r1-name]").bounding_box()
    assert photo_box is not None
    assert first is not None
    assert photo_box["y"] + photo_box["height"] <= first["y"]
