"""Somebody registers at a phone without JavaScript, and is found and marked at the door."""

from __future__ import annotations

import re
from dataclasses import dataclass

from playwright.sync_api import BrowserContext, expect

from tests.browser.conftest import PHONE
from tests.browser.desk import Desk
from tests.browser.worker import Worker


@dataclass(frozen=True)
class Who:
    """Somebody invented; ``plain``: the name as it is typed in a hurry, without marks."""

    name: str
    given: str
    phone: str
    plain: str
    birth_year: int = 2001
    village: str = "Bản Hua Ban"


def register(phone: BrowserContext, who: Who) -> tuple[Worker, str]:
    """Seven pages after the conference page; give the phone and the slip code."""
    worker = Worker.at(phone.new_page())
    page = worker.page
    assert page.viewport_size == PHONE
    page.goto("/")
    page.click("main a[href='/hoi-nghi/muong-la-mai'] >> nth=0")
    assert "Mường La" in page.inner_text("main")
    before = len(worker.shown)
    page.click("main a[href$='/dang-ky'] >> nth=0")
    page.wait_for_load_state()
    questions = [
        ("Câu 1/5", {}),
        ("Câu 2/5", {"name": who.name}),
        ("Câu 3/5", {"birth_year": str(who.birth_year)}),
        ("Câu 4/5", {"phone": who.phone}),
        ("Câu 5/5", {"commune": "03808", "village": who.village}),
    ]
    for number, typed in questions:
        assert number in worker.progress
        assert worker.headings == 1
        for name, value in typed.items():
            if name == "commune":
                page.check(f"main [name=commune][value='{value}']")
            else:
                page.fill(f"main [name={name}]", value)
        worker.press()
    assert "Xem lại" in worker.progress
    check = page.inner_text("main")
    assert who.name in check
    assert who.village in check
    assert page.locator("[name=consent_seat]").is_checked() is False
    page.check("[name=consent_seat]")
    page.check("[name=consent_agencies]")
    worker.press()
    assert "Xong" in worker.progress
    assert len(worker.shown) - before == 7
    assert page.locator("[data-seat=held]").count() == 1
    assert re.search(r"/phieu/nhan/[0-9a-z]{26}$", page.url)
    done = page.inner_text("main")
    assert who.phone[-4:] not in done
    found = re.search(r"\b[2-9A-Z]{4} [2-9A-Z]{4}\b", done)
    assert found is not None, done
    return worker, found.group()


def find_and_mark_present(officer: Desk, who: Who) -> str:
    """On the roster, and by search without accents, phone tail and slip; give the case."""
    page = officer.page
    officer.go("/can-bo/hoi-nghi")
    page.click("main a:has-text('Mường La') >> nth=0")
    page.click("main a[href$='/diem-danh'] >> nth=0")
    row = page.locator("li[id^=r-]", has_text=who.name)
    expect(row).to_have_count(1)
    assert who.phone not in row.inner_text()
    row.locator("button").first.click()
    page.wait_for_load_state()
    pressed = page.locator("li[id^=r-]", has_text=who.name).locator("button[aria-pressed=true]")
    expect(pressed.first).to_be_attached()
    for typed in (who.plain, who.plain.split()[-1], who.phone[-3:]):
        officer.go("/can-bo/nguoi-lao-dong")
        page.fill("main [name=q]", typed)
        page.click("main form button >> nth=0")
        link = page.get_by_role("link", name=who.name, exact=True)
        expect(link, typed).to_have_count(1)
    link.click()
    expect(page.locator("h1")).to_have_text(who.name)
    return re.sub(r"^https?://[^/]+", "", page.url)
