"""A phone whose line goes away: what stays readable, what is filled and sent later."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser, BrowserContext, Page, expect

from jobfair.database import db
from jobfair.models import Registration
from tests.browser.conftest import PHONE
from tests.browser.test_public_pages import check_with_axe
from tests.browser.world import TOMORROW
from tests.live import Live
from tests.slow_line import Cut, Line, bad_line

pytestmark = pytest.mark.browser

START = f"/hoi-nghi/{TOMORROW}/dang-ky"
ANSWERS = {"birth_year": "2001", "phone": "095 0000 614", "village": "Bản Mẫu"}
READY = """async path => {
  for (let tries = 0; tries < 200; tries++) {
    if (navigator.serviceWorker.controller && (!path || await caches.match(path))) return true;
    await new Promise(done => setTimeout(done, 50));
  }
  return false;
}"""
KEPT = "async () => (await Promise.all((await caches.keys()).map(n => caches.open(n).then(c =>"
KEPT += (
    " c.keys().then(k => k.map(r => n.split('-')[0] + ' ' + new URL(r.url).pathname)))))).flat()"
)
EVERYTHING_KEPT = """async () => {
  const texts = [JSON.stringify(localStorage), JSON.stringify(sessionStorage)];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const asked of await cache.keys()) texts.push(await (await cache.match(asked)).text());
  }
  return texts.join('\\n');
}"""

Phone = Callable[..., Page]


@pytest.fixture
def line(live: Live) -> Iterator[Line]:
    with bad_line(live.url) as between:
        yield between


@pytest.fixture
def phone(browser: Browser, line: Line) -> Iterator[Phone]:
    """Give a page of a fresh phone behind the bad line: ``phone(js=False)``."""
    opened: list[BrowserContext] = []

    def take(*, js: bool = True) -> Page:
        context = browser.new_context(
            base_url=line.url,
            viewport=PHONE,  # type: ignore[arg-type]
            locale="vi-VN",
            java_script_enabled=js,
        )
        opened.append(context)
        return context.new_page()

    yield take
    line.come_back()
    for context in opened:
        context.close()


def ready(page: Page, kept: str = "") -> None:
    """Wait until the worker holds the page, and until an address is kept."""
    assert page.evaluate(READY, kept)


def press(page: Page) -> None:
    """The button that goes on, of the form that is shown."""
    page.locator("main form:visible button[type=submit]").first.click()


def fill(page: Page, name: str) -> None:
    """Answer whatever question is shown with the answers of this test."""
    for field, value in {"name": name, **ANSWERS}.items():
        box = page.locator(f"main input[name={field}]:visible")
        if box.count():
            box.fill(value)
    choose = page.locator("main select[name=commune]:visible")
    if choose.count():
        choose.select_option("03808")
    else:
        near = page.locator("main input[name=commune][value='03808']:visible")
        if near.count():
            near.first.check()
    consent = page.locator("main input[name=consent_seat]:visible")
    if consent.count():
        consent.check()


def step_on(page: Page, name: str, count: int) -> None:
    for _ in range(count):
        fill(page, name)
        press(page)
        page.wait_for_load_state()


def found(live: Live, name: str) -> list[Registration]:
    with live.app.app_context():
        rows = list(db.session.scalars(sa.select(Registration).filter_by(typed_name=name)))
        db.session.expunge_all()
        db.session.remove()
    return rows


def go_offline(page: Page, line: Line) -> None:
    line.go_down()
    page.context.set_offline(True)


def go_online(page: Page, line: Line) -> None:
    line.come_back()
    page.context.set_offline(False)


def test_visited_pages_open_without_a_network(phone: Phone, line: Line) -> None:
    page = phone()
    page.goto("/")
    ready(page)
    place = f"/hoi-nghi/{TOMORROW}"
    for path in ("/", "/hoi-nghi", place):
        page.goto(path)
        ready(page, path)
    go_offline(page, line)
    for path in ("/", "/hoi-nghi", "/hoi-nghi?xa=03808", place):
        page.goto(path)
        expect(page.locator("#messages")).to_contain_text("Bản lưu lúc")
        assert page.locator("h1").count() == 1
        check_with_axe(page)
    page.goto("/thi-truong")
    assert page.inner_text("h1") == "Máy đang không có mạng"
    expect(page.locator(f"[data-list] a[href='{place}']")).to_be_visible()
    check_with_axe(page)
    page.goto("/en/thi-truong")
    assert page.inner_text("h1") == "There is no network now"


@pytest.mark.parametrize("answered", range(6))
def test_the_line_dies_at_any_step_and_the_form_goes_on(
    phone: Phone, line: Line, live: Live, answered: int
) -> None:
    name = f"Lù Thị Mất Sóng {'ABCDEF'[answered]}"
    page = phone()
    page.goto(START)
    ready(page, f"{START}/ngoai-tuyen")
    step_on(page, name, answered)
    go_offline(page, line)
    step_on(page, name, 6 - answered)
    expect(page.get_by_text("Chưa gửi. Máy sẽ gửi khi có mạng.")).to_be_visible()
    check_with_axe(page)
    assert found(live, name) == []
    go_online(page, line)
    page.wait_for_url("**/phieu/nhan/*")
    assert page.get_attribute("[data-seat]", "data-seat") == "held"
    assert len(found(live, name)) == 1
    assert name not in page.evaluate(EVERYTHING_KEPT)


def test_a_form_opened_once_is_filled_and_sent_after_the_browser_was_closed(
    phone: Phone, line: Line, live: Live
) -> None:
    page = phone()
    page.goto(START)
    ready(page, f"{START}/ngoai-tuyen")
    go_offline(page, line)
    name = "Lù Thị Mở Sau"
    step_on(page, name, 6)
    expect(page.get_by_text("Chưa gửi. Máy sẽ gửi khi có mạng.")).to_be_visible()
    other = page.context.new_page()
    page.close()
    go_online(other, line)
    other.goto("/")
    other.get_by_role("link", name="Mở ra để gửi").click()
    other.wait_for_url("**/phieu/nhan/*")
    assert len(found(live, name)) == 1


def test_a_lost_reply_is_sent_again_and_is_one_registration(
    phone: Phone, line: Line, live: Live
) -> None:
    page, name = phone(), "Lù Thị Mất Thư"
    page.goto(START)
    ready(page, f"{START}/ngoai-tuyen")
    step_on(page, name, 5)
    line.cuts = [Cut("answer", 5, path="/xem-lai")]
    step_on(page, name, 1)
    page.wait_for_url("**/phieu/nhan/*")
    assert len(line.made) == 1
    assert len(found(live, name)) == 1
    assert name not in page.evaluate(EVERYTHING_KEPT)


def test_the_slip_is_kept_only_on_the_persons_wish(phone: Phone, line: Line) -> None:
    page, name = phone(), "Lù Thị Giữ Phiếu"
    page.goto(START)
    ready(page, f"{START}/ngoai-tuyen")
    step_on(page, name, 6)
    page.wait_for_url("**/phieu/nhan/*")
    receipt = page.url.removeprefix(line.url)
    code = page.inner_text(".code")
    assert not [entry for entry in page.evaluate(KEPT) if "/phieu/" in entry]
    page.get_by_role("button", name="Lưu phiếu trên máy này").click()
    ready(page, receipt)
    assert ANSWERS["phone"].replace(" ", "") not in page.evaluate(EVERYTHING_KEPT)
    go_offline(page, line)
    page.goto(receipt)
    assert page.inner_text(".code") == code
    expect(page.locator("#messages")).to_contain_text("Bản lưu lúc")
    page.get_by_role("button", name="Xóa khỏi máy này").first.click()
    expect(page.get_by_text("Đã xóa khỏi máy này.").first).to_be_visible()
    page.goto(receipt)
    assert page.inner_text("h1") == "Máy đang không có mạng"


def test_erasing_leaves_nothing_of_the_person_on_the_phone(phone: Phone, line: Line) -> None:
    page, name = phone(), "Lù Thị Xóa Hết"
    page.goto(START)
    ready(page, f"{START}/ngoai-tuyen")
    step_on(page, name, 5)
    assert name in page.evaluate(EVERYTHING_KEPT)
    page.get_by_role("button", name="Xóa khỏi máy này").click()
    expect(page.get_by_text("Đã xóa khỏi máy này.")).to_be_visible()
    kept = page.evaluate(EVERYTHING_KEPT)
    assert name not in kept
    assert "2001" not in kept.split("\n")[0]
    assert page.evaluate(KEPT) == [e for e in page.evaluate(KEPT) if e.startswith("shell ")]


def test_pages_with_an_answer_or_a_search_are_never_kept(phone: Phone, line: Line) -> None:
    page, name = phone(), "Lù Thị Không Lưu"
    page.goto("/")
    ready(page, "/ngoai-tuyen")
    for path in ("/hoi-nghi?q=Xuan", "/phieu", "/goi-lai", "/can-bo/dang-nhap", START):
        page.goto(path)
    step_on(page, name, 5)
    kept = {entry for entry in page.evaluate(KEPT) if not entry.startswith("shell ")}
    assert kept <= {"pages /", f"forms {START}/ngoai-tuyen"}


def test_a_typed_answer_comes_back_after_the_page_was_lost(phone: Phone) -> None:
    page = phone()
    page.goto(START)
    step_on(page, "Lù Thị Gõ Dở", 1)
    page.fill("input[name=name]", "Lù Thị Gõ Dở")
    page.goto("about:blank")
    page.go_back()
    page.reload()
    assert page.input_value("input[name=name]") == "Lù Thị Gõ Dở"


def test_without_a_script_the_offline_form_leads_to_the_form(phone: Phone) -> None:
    page = phone(js=False)
    page.goto(f"{START}/ngoai-tuyen")
    assert page.locator("main form:visible").count() == 0
    page.click("main a.btn")
    assert page.url.endswith(START)
