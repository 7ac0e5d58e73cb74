"""A conference in one file: opened from disk, no server, locked; it brings back the same."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import Open, sign_in
from tests.browser.hall import Phone, Size, open_hall, plan, state
from tests.browser.test_hall import SIZES
from tests.live import Live

pytestmark = pytest.mark.browser

CANARY = "H'Mông Thị Mỷ"
MOST = 150 * 1024


class FilePhone(Phone):
    """A phone that opens the file from its own disk."""

    def __init__(self, context: BrowserContext, file: Path, passphrase: str) -> None:
        super().__init__(context, context.new_page(), file.as_uri())
        self.passphrase = passphrase

    def open(self) -> None:
        self.page.goto(self.address)
        self.unlock(self.passphrase)


def _save(page: Page, conference_id: str, folder: Path) -> tuple[Path, str]:
    """One tap before leaving: the file and the passphrase that goes onto a scrap of paper."""
    page.goto(f"/can-bo/hoi-nghi/{conference_id}/tep")
    passphrase = page.input_value("input[name=passphrase]")
    with page.expect_download() as coming:
        page.click("main form button[type=submit]")
    path = folder / coming.value.suggested_filename
    coming.value.save_as(path)
    return path, passphrase


@pytest.mark.parametrize("size", SIZES)
def test_two_files_without_a_server_lead_to_what_one_phone_with_signal_leads_to(
    live: Live, open_browser: Open, tmp_path: Path, size: Size
) -> None:
    day = plan(size)
    clean = open_hall(live, f"tep-sach-{size.came}", size.came + 5)
    hall = open_hall(live, f"tep-{size.came}", size.came + 5)
    office = sign_in(open_browser(), "officer.muongla")
    office.wait_for_url("**/can-bo/")
    one = Phone(office.context, office, f"/can-bo/hoi-nghi/{clean}/diem-danh")
    one.open()
    one.work(day)
    expect(office.locator("[data-unsent]")).to_be_hidden(timeout=30_000)

    file, passphrase = _save(office, hall, tmp_path)
    assert re.fullmatch(r"[0-9A-Z]{4} [0-9A-Z]{4} [0-9A-Z]{4}", passphrase)
    brought = []
    for which in range(2):
        context = open_browser()
        context.set_offline(True)
        phone = FilePhone(context, file, passphrase)
        phone.open()
        half = day.half(which)
        for name in half.came[: len(half.came) // 2]:
            phone.came(name)
        phone.kill()
        for name in half.came[len(half.came) // 2 :]:
            phone.came(name)
        for name, contact in half.walked:
            phone.write_down(name, contact)
        for said in half.said:
            phone.say(said)
        acts = len(half.came) + len(half.walked) + len(half.said)
        assert phone.unsent() == f"{acts} chưa lưu"
        assert phone.page.is_visible("[data-offer]") is (acts >= 10)
        folder = tmp_path / str(which)
        brought.append(phone.export(folder))
        expect(phone.page.locator("[data-unsent]")).to_be_hidden()
    for export in [brought[1], brought[0], brought[1]]:
        assert CANARY not in export.read_text(encoding="utf-8")
        office.goto("/can-bo/gui-diem-danh")
        office.set_input_files("input[type=file]", export)
        office.click("main form button[type=submit]")
        expect(office.locator("#sent, [aria-labelledby=sent]").first).to_be_visible()
    assert state(live, hall) == state(live, clean)


def test_a_file_of_300_people_is_small_locked_and_says_nothing_to_who_cannot_open_it(
    live: Live, open_browser: Open, tmp_path: Path
) -> None:
    hall = open_hall(live, "tep-300", 300)
    office = sign_in(open_browser(), "officer.muongla")
    office.wait_for_url("**/can-bo/")
    file, passphrase = _save(office, hall, tmp_path)
    text = file.read_text(encoding="utf-8")
    size = file.stat().st_size
    print(f"\nfile of 300 people: {size} bytes")
    assert size <= MOST
    assert CANARY not in text
    assert "Páo" not in text
    assert not re.search(r"(src|href)=\"?(https?:)?//", text)
    context = open_browser()
    context.set_offline(True)
    phone = FilePhone(context, file, passphrase)
    phone.page.goto(phone.address)
    phone.page.fill("#h-code", "sai het ca roi do")
    phone.page.click("[data-door] button")
    expect(phone.page.locator("#h-code-error")).to_contain_text("không mở được")
    phone.unlock(passphrase.lower().replace(" ", "-"))  # as a hand writes it
    expect(phone.page.locator("li[data-ref]")).to_have_count(300)
    phone.came("Vì Thị Ón")


def test_a_browser_that_keeps_nothing_says_so_at_once(
    live: Live, open_browser: Open, tmp_path: Path
) -> None:
    hall = open_hall(live, "tep-khong-giu", 3)
    office = sign_in(open_browser(), "officer.muongla")
    office.wait_for_url("**/can-bo/")
    file, _passphrase = _save(office, hall, tmp_path)
    context = open_browser()
    context.add_init_script("Object.defineProperty(window, 'indexedDB', { value: undefined });")
    page = context.new_page()
    page.goto(file.as_uri())
    expect(page.locator("[data-unable]")).to_be_visible()
    assert not page.is_visible("#h-code")


def test_a_file_that_is_none_of_ours_comes_back_with_a_sentence(
    live: Live, open_browser: Open, tmp_path: Path
) -> None:
    office = sign_in(open_browser(), "officer.muongla")
    office.wait_for_url("**/can-bo/")
    for content in ("xin chào", "{}", '{"conference": "x", "pack": "y", "iv": "", "ct": ""}'):
        wrong = tmp_path / "diem-danh-khac.json"
        wrong.write_text(content, encoding="utf-8")
        office.goto("/can-bo/gui-diem-danh")
        office.set_input_files("input[type=file]", wrong)
        office.click("main form button[type=submit]")
        expect(office.locator("main")).to_contain_text("không phải tệp do trang này lưu")
