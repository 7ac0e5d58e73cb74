"""A phone whose line goes away: what stays readable, what is filled and sent later."""

from __future__ import annotations

import pytest
from playwright.sync_api import Error, expect

from tests.browser.conftest import TakePhone
from tests.browser.phones import (
    ANSWERS,
    START,
    found,
    go_offline,
    go_online,
    ready,
    step_on,
)
from tests.browser.test_public_pages import check_with_axe
from tests.browser.world import TOMORROW
from tests.live import Live
from tests.slow_line import Cut, Line

pytestmark = pytest.mark.browser

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


def test_visited_pages_open_without_a_network(phone: TakePhone, line: Line) -> None:
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
    go_online(page, line)
    page.goto("/en/gioi-thieu")
    ready(page, "/en/ngoai-tuyen")
    go_offline(page, line)
    page.goto("/en/thi-truong")
    assert page.inner_text("h1") == "There is no network now"


def test_help_abroad_opens_without_a_network_before_anybody_opened_it(
    phone: TakePhone, line: Line
) -> None:
    page = phone()
    page.goto("/en/")
    ready(page, "/o-nuoc-ngoai")
    ready(page, "/en/o-nuoc-ngoai")
    go_offline(page, line)
    for path, title in (
        ("/o-nuoc-ngoai", "Cần giúp ở nước ngoài"),
        ("/en/o-nuoc-ngoai", "Help abroad"),
    ):
        page.goto(path)
        assert page.inner_text("h1") == title
        expect(page.locator("#messages")).not_to_be_empty()  # since when it is kept
        assert page.locator("a[href='tel:+84981848484']").is_visible()


@pytest.mark.parametrize("answered", range(6))
def test_the_line_dies_at_any_step_and_the_form_goes_on(
    phone: TakePhone, line: Line, live: Live, answered: int
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
    phone: TakePhone, line: Line, live: Live
) -> None:
    page = phone()
    page.goto(START)
    ready(page, f"{START}/ngoai-tuyen")
    go_offline(page, line)
    name = "Lù Thị Mở Sau"
    step_on(page, name, 5)
    expect(page.locator("[data-facts]")).to_contain_text("095 0000 ")
    step_on(page, name, 1)
    expect(page.get_by_text("Chưa gửi. Máy sẽ gửi khi có mạng.")).to_be_visible()
    other = page.context.new_page()
    page.close()
    go_online(other, line)
    other.goto("/")
    other.get_by_role("link", name="Mở ra để gửi").click()
    other.wait_for_url("**/phieu/nhan/*")
    assert len(found(live, name)) == 1


def test_a_lost_reply_is_sent_again_and_is_one_registration(
    phone: TakePhone, line: Line, live: Live
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


def test_the_slip_is_kept_only_on_the_persons_wish(phone: TakePhone, line: Line) -> None:
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


def test_what_was_erased_is_no_longer_offered(phone: TakePhone, line: Line) -> None:
    page = phone()
    page.goto("/")
    ready(page)
    page.goto("/hoi-nghi")
    ready(page, "/hoi-nghi")
    go_offline(page, line)
    page.goto("/thi-truong")
    offered = page.get_by_role("link", name="Hội nghị gần bạn")
    expect(offered).to_be_visible()
    page.get_by_role("button", name="Xóa khỏi máy này").click()
    expect(page.get_by_text("Đã xóa khỏi máy này.")).to_be_visible()
    expect(offered).to_be_hidden()


def test_erasing_leaves_nothing_of_the_person_on_the_phone(phone: TakePhone, line: Line) -> None:
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


def test_pages_with_an_answer_or_a_search_are_never_kept(phone: TakePhone, line: Line) -> None:
    page, name = phone(), "Lù Thị Không Lưu"
    page.goto("/")
    ready(page, "/ngoai-tuyen")
    for path in ("/hoi-nghi?q=Xuan", "/phieu", "/goi-lai", "/can-bo/dang-nhap", START):
        page.goto(path)
    step_on(page, name, 5)
    kept = {entry for entry in page.evaluate(KEPT) if not entry.startswith("shell ")}
    assert kept <= {"pages /", f"forms {START}/ngoai-tuyen"}


def test_a_typed_answer_comes_back_after_the_page_was_lost(phone: TakePhone) -> None:
    page = phone()
    page.goto(START)
    step_on(page, "Lù Thị Gõ Dở", 1)
    page.fill("input[name=name]", "Lù Thị Gõ Dở")
    page.goto("about:blank")
    page.go_back()
    page.reload()
    assert page.input_value("input[name=name]") == "Lù Thị Gõ Dở"


def test_without_a_script_the_offline_form_leads_to_the_form(phone: TakePhone) -> None:
    page = phone(js=False)
    page.goto(f"{START}/ngoai-tuyen")
    assert page.locator("main form:visible").count() == 0
    page.click("main a.btn")
    assert page.url.endswith(START)


def test_a_new_worker_clears_away_the_shell_of_the_old(phone: TakePhone, line: Line) -> None:
    """Pages kept by the old one still find a style sheet: the new one's."""
    page = phone()
    page.goto("/robots.txt")
    page.evaluate("caches.open('shell-old').then(c => c.put('/x.css', new Response('x')))")
    page.goto("/")
    ready(page, "/ngoai-tuyen")
    shells = [n for n in page.evaluate("caches.keys()") if n.startswith("shell-")]
    assert len(shells) == 1
    assert shells != ["shell-old"]
    go_offline(page, line)
    old = "fetch('/static/css/public.min.0123456789.css').then(answer => answer.text())"
    assert "--" in page.evaluate(old)


def test_staff_pages_are_left_to_the_browser(phone: TakePhone, line: Line) -> None:
    page = phone()
    page.goto("/")
    ready(page, "/ngoai-tuyen")
    go_offline(page, line)
    with pytest.raises(Error, match="ERR_"):
        page.goto("/can-bo/dang-nhap")
