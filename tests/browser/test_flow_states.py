"""Every state of the form and of the slip: narrow, enlarged, by keyboard, axe finds nothing.

One browser walks through errors, too young, a search for the commune, full, the line, a
cancelled conference, back home; each state is looked at once, where it arises.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from playwright.sync_api import BrowserContext, Page

from jobfair.database import db, mode
from jobfair.lib import clock
from jobfair.models import CaseFile, Conference, Registration, Stage
from tests.browser.conftest import Open
from tests.browser.test_public_pages import SMALL_TARGETS, check_with_axe
from tests.live import Live
from tests.world import MUONG_LA, SUOI_TO, add_conference

pytestmark = pytest.mark.browser

HERE, NEXT, FULL = "trang-thai-1", "trang-thai-2", "trang-thai-day"
START = f"/hoi-nghi/{HERE}/dang-ky"
TARGETS = (
    "main button:not(.link), main a.btn, main a.row, main a.chip, main label.choice,"
    " header a.call, main input:not([type=hidden]):not([type=checkbox]):not([type=radio])"
)
FIXED = """() => [...document.querySelectorAll('body *')]
    .filter(e => ['fixed', 'sticky'].includes(getComputedStyle(e).position)).length"""
WIDE = "document.documentElement.scrollWidth"
ENLARGE = "size => { document.documentElement.style.fontSize = size }"
REACHED = """() => {
    const e = document.activeElement, box = e.getBoundingClientRect();
    return [e.tagName + ' ' + (e.name || e.href || ''),
        box.width > 0 && box.bottom > 0 && box.top < innerHeight];
}"""


@pytest.fixture(scope="module")
def halls(live: Live) -> None:
    """Two conferences with seats and a full one, of this file alone."""
    with live.app.app_context(), mode("write"):
        day = clock.today()
        add_conference(HERE, MUONG_LA, day + timedelta(days=11), 50)
        add_conference(NEXT, SUOI_TO, day + timedelta(days=12), 50)
        add_conference(FULL, MUONG_LA, day + timedelta(days=13), 2, taken=2)
        db.session.commit()
        db.session.remove()


@contextmanager
def world(live: Live) -> Iterator[None]:
    """Change what stands in the database, behind the browser's back."""
    with live.app.app_context(), mode("write"):
        yield
        db.session.commit()
        db.session.remove()


def look(page: Page, *, heading: str = "") -> None:
    """One heading, nothing fixed, axe content; not wider than 320 or 240, nor when enlarged."""
    page.wait_for_load_state()
    assert page.locator("h1").count() == 1
    if heading:
        assert heading in page.inner_text("h1")
    assert page.evaluate(FIXED) == 0
    assert page.evaluate(SMALL_TARGETS, TARGETS) == []
    check_with_axe(page)
    for width in (320, 240):
        page.set_viewport_size({"width": width, "height": 640})
        assert page.evaluate(WIDE) <= width, (page.url, width)
    page.set_viewport_size({"width": 320, "height": 640})
    page.evaluate(ENLARGE, "200%")
    assert page.evaluate(WIDE) <= 320, (page.url, "200%")
    page.evaluate(ENLARGE, "")
    page.set_viewport_size({"width": 360, "height": 640})


def walk_by_keyboard(page: Page) -> None:
    """Tab from the top to the end of the page: everything that can be reached is seen."""
    page.evaluate("document.activeElement.blur()")
    seen: list[str] = []
    for _key in range(80):
        page.keyboard.press("Tab")
        name, visible = page.evaluate(REACHED)
        if name.startswith("BODY"):
            break
        assert visible, f"focus out of sight on {name} of {page.url}"
        seen.append(name)
    assert any(name.startswith(("BUTTON", "INPUT")) for name in seen)


def go_on(page: Page, **typed: str) -> None:
    """Fill in and press the first button of the form."""
    for name, value in typed.items():
        page.fill(f"main [name={name}]", value)
    page.click("main form button >> nth=0")
    page.wait_for_load_state()


def to_the_place(page: Page, name: str) -> None:
    """The first four questions."""
    page.goto(START)
    go_on(page)
    go_on(page, name=name)
    go_on(page, birth_year="2000")
    go_on(page, phone="0950000321")


def test_each_state_of_the_form(open_browser: Open, halls: None) -> None:
    page = open_browser(js=True).new_page()
    page.goto(START)
    look(page, heading="Đăng ký cho ai?")
    walk_by_keyboard(page)
    go_on(page)
    go_on(page, name="")
    look(page)
    go_on(page, name="Giàng A Mẫu")
    go_on(page, birth_year="2015")
    look(page)
    assert "sinh nhật năm 2033" in page.inner_text("main")
    day = clock.today() + timedelta(days=11)
    go_on(page, birth_year=str(day.year - 18))
    go_on(page, birth_day="31", birth_month="12")
    if page.locator(".summary").count():
        look(page)
        walk_by_keyboard(page)
        page.click("a.back")
    else:  # on the last day of a year everybody born then is of age
        page.goto(page.url.replace("dien-thoai", "nam-sinh"))
    go_on(page, birth_year="2000")
    go_on(page, phone="095000012")
    look(page)
    assert page.input_value("[name=phone]") == "095 000 012"
    page.click("main a.btn >> nth=0")
    look(page)
    page.goto(page.url.replace("nho-so", "dien-thoai"))
    go_on(page, phone="0950000321")
    look_for_a_place(page)
    look(page)
    go_on(page)
    assert "Bạn giữ chỗ" not in page.inner_text("h1")
    look(page)
    page.check("[name=consent_seat]")
    go_on(page)
    assert page.locator("[data-seat=held]").count() == 1
    look(page)


def look_for_a_place(page: Page) -> None:
    """Nothing chosen, then another commune: by words, none, by letter, by district."""
    look(page, heading="Bạn ở xã nào?")
    walk_by_keyboard(page)
    go_on(page)
    assert page.locator(".summary a").count() == 1
    look(page)
    here = page.url
    page.check("[name=commune][value=more]")
    go_on(page, village="Bản Mẫu")
    look(page, heading="Xã, phường nào?")
    walk_by_keyboard(page)
    go_on(page, q="không có xã này")
    look(page)
    page.goto(f"{here}?chu=c")
    look(page)
    page.goto(f"{here}?q=suoi to")
    look(page)
    page.click("main a.row >> nth=0")
    assert page.is_checked(f"[name=commune][value='{SUOI_TO}']")
    assert page.input_value("[name=village]") == "Bản Mẫu"
    look(page)
    go_on(page)


def held(open_browser: Open, live: Live, name: str) -> tuple[BrowserContext, Page, str]:
    """Somebody with a seat whose slip is open in this browser."""
    context = open_browser(js=False)
    page = context.new_page()
    to_the_place(page, name)
    page.check(f"[name=commune][value='{MUONG_LA}']")
    go_on(page)
    page.check("[name=consent_seat]")
    go_on(page)
    with live.app.app_context():
        code = db.session.scalars(
            sa.select(Registration.slip_code).filter_by(typed_name=name)
        ).one()
        db.session.remove()
    page.goto("/phieu")
    go_on(page, phone="0950000321", code=code)
    return context, page, code


def change(live: Live, code: str, act: Callable[[Registration], Any]) -> None:
    with world(live):
        act(db.session.scalars(sa.select(Registration).filter_by(slip_code=code)).one())


def test_each_state_of_the_slip(open_browser: Open, live: Live, halls: None) -> None:
    context, page, code = held(open_browser, live, "Giàng Thị Phiếu")
    context.close()
    context = open_browser(js=True)
    page = context.new_page()
    page.goto("/phieu")
    go_on(page, phone="0950000399", code=code)
    look(page)
    go_on(page, phone="0950000321", code=code)
    slip = page.url
    assert "đã giữ chỗ" in page.inner_text("h1")
    look(page)
    walk_by_keyboard(page)
    for path, heading in (
        ("huy-cho", "Bạn trả chỗ này?"),
        ("rut", "xóa dữ liệu"),
        ("doi-so", "mới"),
        ("doi-hoi-nghi", "Chọn hội nghị khác"),
        (f"doi-hoi-nghi/{NEXT}", "Bạn đến hội nghị này nhé?"),
        (f"doi-hoi-nghi/{FULL}", "Hội nghị này đã hết chỗ"),
    ):
        page.goto(f"{slip}/{path}")
        look(page, heading=heading)
    go_on(page)
    assert "danh sách chờ" in page.inner_text("h1")
    look(page)
    page.goto(f"{slip}/huy-cho")
    look(page, heading="Bạn rời danh sách chờ?")
    page.goto(f"{slip}/doi-hoi-nghi/{NEXT}")
    go_on(page)
    assert page.url == slip
    look(page)
    states_that_others_bring(page, live, code)


def states_that_others_bring(page: Page, live: Live, code: str) -> None:
    """The conference is cancelled; later the person is abroad, then back."""

    def cancel(registration: Registration) -> None:
        conference = db.session.get_one(Conference, registration.conference_id)
        conference.state, conference.cancel_reason = "cancelled", "Mưa lũ."  # type: ignore[assignment]

    def go_abroad(registration: Registration) -> None:
        case = db.session.get_one(CaseFile, registration.case_id)
        case.stage, case.reached = Stage.WORKING, 5

    slip = page.url
    change(live, code, cancel)
    page.reload()
    assert "Mưa lũ." in page.inner_text("main")
    look(page)
    change(live, code, go_abroad)
    page.reload()
    look(page)
    page.goto(f"{slip}/ve-nuoc")
    look(page)
    walk_by_keyboard(page)
    go_on(page)
    assert "Bạn đã báo: đã về nước" in page.inner_text("main")
    look(page)


def test_the_form_and_the_slip_without_script_on_a_small_screen(
    open_browser: Open, live: Live, halls: None
) -> None:
    """As a browser that renders elsewhere: 240 px, no script, nothing fixed."""
    _context, page, code = held(open_browser, live, "Giàng Thị Nhỏ")
    page.set_viewport_size({"width": 240, "height": 320})
    assert page.evaluate(WIDE) <= 240
    assert page.is_hidden("[data-share]")
    assert str(page.locator("main a[href^='sms:']").get_attribute("href")).startswith("sms:?body=")
    page.goto(page.url + "/huy-cho")
    go_on(page)
    assert "Đã trả chỗ" in page.inner_text("main")
    assert code[:4] in page.inner_text("main")
