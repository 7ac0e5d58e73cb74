"""Taps counted: one person found in one field and moved in two, thirty people in four."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa
from playwright.sync_api import Locator, Page, expect

from jobfair.database import db
from jobfair.models import CaseFile, Person, Stage
from tests.browser.conftest import DESK, PHONE, Open, sign_in
from tests.browser.test_public_pages import check_with_axe
from tests.cases import journey
from tests.cases.gate_rows import bare_record
from tests.live import Live
from tests.world import CHIENG_LAO

pytestmark = pytest.mark.browser
MOST_TAPS, MANY = 4, 30
ALONE = {False: "Cà Thị Mẫu Riêng", True: "Cà Thị Mẫu Lẻ"}


class Finger:
    """Presses and counts."""

    def __init__(self) -> None:
        self.taps = 0

    def tap(self, on: Locator) -> None:
        on.click()
        self.taps += 1


@pytest.fixture(scope="module")
def people(live: Live) -> None:
    """Thirty people of one commune and two by themselves, each ready to be called counselled."""
    with live.app.app_context():
        for n in range(MANY):
            case = journey.put(journey.new_case(CHIENG_LAO, f"Vì Thị Mẫu {n}"), Stage.REGISTERED)
            bare_record(case, "counsel_note")
        for name in ALONE.values():
            alone = journey.put(journey.new_case(CHIENG_LAO, name), Stage.REGISTERED)
            bare_record(alone, "counsel_note")
        db.session.commit()
        db.session.remove()


def _counselled(live: Live, name: str) -> int:
    with live.app.app_context():
        query = sa.select(sa.func.count(CaseFile.id)).join(Person)
        query = query.where(Person.name.like(name), CaseFile.stage == Stage.COUNSELLED)
        found = db.session.scalar(query)
        db.session.remove()
    return int(found or 0)


def _axe_in_both_sizes(page: Page) -> None:
    check_with_axe(page)
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.set_viewport_size(DESK)


@pytest.mark.parametrize("js", [False, True], ids=["without script", "with script"])
def test_one_person_is_found_in_one_field_and_moved_in_two_taps(
    open_browser: Open, live: Live, people: None, js: bool
) -> None:
    page = sign_in(open_browser(js=js, size=DESK), "counsellor")
    page.goto("/can-bo/nguoi-lao-dong")
    page.fill("main [name=q]", ALONE[js])
    page.keyboard.press("Enter")
    row = page.locator("#people tbody tr", has_text=ALONE[js])
    expect(row).to_have_count(1)
    finger = Finger()
    finger.tap(row.get_by_role("link", name=re.compile("Chuyển sang")))
    finger.tap(page.locator("main form").get_by_role("button", name=re.compile("Chuyển sang")))
    assert finger.taps == 2
    assert _counselled(live, ALONE[js]) == 1


def test_thirty_people_are_moved_in_four_taps_without_a_script(
    open_browser: Open, live: Live, people: None
) -> None:
    page = sign_in(open_browser(js=False, size=DESK), "counsellor")
    page.goto("/can-bo/ho-so?q=vi+thi+mau&buoc=registered")
    _axe_in_both_sizes(open_in_script(open_browser, page.url))
    finger = Finger()
    finger.tap(page.get_by_role("link", name=f"Chọn cả {MANY} người"))
    finger.tap(page.locator("section[aria-labelledby=steps] a", has_text="tư vấn").first)
    expect(page.locator("main .head")).to_contain_text(f"{MANY} người được")
    finger.tap(page.get_by_role("button", name=f"Chuyển {MANY} người"))
    expect(page.locator("main .head")).to_contain_text(f"Đã chuyển {MANY} người")
    assert finger.taps <= MOST_TAPS
    assert _counselled(live, "Vì Thị Mẫu %") == MANY


def open_in_script(open_browser: Open, url: str) -> Page:
    """The same address for the same reader with a script, which the audit of the page needs."""
    page = sign_in(open_browser(size=DESK), "counsellor")
    page.goto(url)
    return page


def test_the_pages_of_bulk_work_are_in_order(open_browser: Open, people: None) -> None:
    page = sign_in(open_browser(size=DESK), "counsellor")
    for path in (
        "/ho-so/cung-luc?ca=1&q=mau",
        "/ho-so/cung-luc?ca=1&q=mau&toi=screened",
        "/chuyen-giao?ca=1&q=rieng",
        "/ho-so?q=mau&it-nhat=7&thi-truong=JP",
    ):
        page.goto(f"/can-bo{path}")
        _axe_in_both_sizes(page)
