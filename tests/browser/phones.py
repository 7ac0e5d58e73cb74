"""A phone behind a bad line: walks the form in whatever shape it is shown."""

from __future__ import annotations

import sqlalchemy as sa
from playwright.sync_api import Page

from jobfair.database import db
from jobfair.models import Registration
from tests.browser.world import TOMORROW
from tests.live import Live
from tests.slow_line import Line

START = f"/hoi-nghi/{TOMORROW}/dang-ky"
ANSWERS = {"birth_year": "2001", "phone": "095 0000 614", "village": "Bản Mẫu"}
READY = """async path => {
  for (let tries = 0; tries < 200; tries++) {
    if (navigator.serviceWorker.controller && (!path || await caches.match(path))) return true;
    await new Promise(done => setTimeout(done, 50));
  }
  return false;
}"""


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
