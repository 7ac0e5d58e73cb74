"""Where htmx shortens the trip: the same act with a script and without, with the same end."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import date

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, Request, expect

from jobfair.database import db
from jobfair.models import CaseFile, Person, Registration, Stage
from tests.browser.conftest import DESK, Open, sign_in
from tests.browser.world import TOMORROW
from tests.live import Live
from tests.soak.walker import Walker

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("js", [True, False], ids=["with script", "without"]),
]
NAMES = itertools.count(1)
Act = Callable[[], None]


def someone(live: Live) -> tuple[str, str, str]:
    """Somebody registers for tomorrow; give her name, case id and conference id."""
    number = next(NAMES)
    name = f"Vì Thị Mẫu {'ABCDEFGHIJKLMNOP'[number]}"
    walker = Walker(live.url)
    assert walker.send(walker.walk(TOMORROW, name, f"09500007{number:02}")).status == 303
    with live.app.app_context():
        found = db.session.execute(
            sa.select(Registration.case_id, Registration.conference_id).filter_by(typed_name=name)
        ).one()
        db.session.remove()
    return name, str(found.case_id), str(found.conference_id)


def in_place(page: Page, js: bool, act: Act) -> Request:
    """Do it: with a script the page stays and a fragment comes; without, a whole page comes."""
    if js:
        page.evaluate("document.title = 'marked'")
    with page.expect_response(lambda answer: "/static/" not in answer.url) as answered:
        act()
    request = answered.value.request
    if js:
        expect(page.locator(".htmx-request, .htmx-swapping, .htmx-settling")).to_have_count(0)
        assert page.evaluate("document.title") == "marked", "the whole page was loaded"
        assert request.headers.get("hx-request") == "true"
        assert "<html" not in answered.value.text()
    else:
        page.wait_for_load_state()
        assert "hx-request" not in request.headers
    return request


def test_filters_of_the_conferences(open_browser: Open, js: bool) -> None:
    page = open_browser(js=js).new_page()
    page.goto("/hoi-nghi")
    everything = page.locator("#results .rows > *").count()

    def choose() -> None:
        page.select_option("[name=xa]", "03901")
        if not js:
            page.click("main form[method=get] button >> nth=0")

    in_place(page, js, choose)
    assert "Suối Tọ" in page.inner_text("#results .lead")
    own = page.locator("#results > section:not([aria-labelledby=near]) .rows > *").count()
    assert 0 < own < everything
    assert "xa=03901" in page.url
    page.go_back()
    expect(page.locator("#results .rows > *")).to_have_count(everything)


def test_search_of_people(open_browser: Open, live: Live, js: bool) -> None:
    name, case_id, _conference = someone(live)
    page = sign_in(open_browser(js=js, size=DESK), "officer.muongla")
    page.goto("/can-bo/nguoi-lao-dong")

    def search() -> None:
        page.locator("main [name=q]").press_sequentially(name.lower().replace("ì", "i"))
        if not js:
            page.click("main form[role=search] button")

    in_place(page, js, search)
    link = page.locator(f"#people a[href$='{case_id}']")
    link.wait_for()
    assert link.inner_text() == name


def test_attendance(open_browser: Open, live: Live, js: bool) -> None:
    name, _case, conference_id = someone(live)
    page = sign_in(open_browser(js=js), "officer.muongla")
    page.goto(f"/can-bo/hoi-nghi/{conference_id}/diem-danh")
    row = page.locator("li[id^=r-]", has_text=name)
    tap = row.locator("button").first
    came = int(page.inner_text("#count strong"))
    assert tap.get_attribute("aria-pressed") == "false"
    in_place(page, js, tap.click)
    assert row.locator("button").first.get_attribute("aria-pressed") == "true"
    assert int(page.inner_text("#count strong")) == came + 1
    wants = row.locator("details button").first
    in_place(page, js, wants.click)
    assert row.locator("details button[aria-pressed=true]").count() == 1
    in_place(page, js, row.locator("button").first.click)
    assert row.locator("button").first.get_attribute("aria-pressed") == "false"
    assert int(page.inner_text("#count strong")) == came


def test_a_step_of_a_case(open_browser: Open, live: Live, js: bool) -> None:
    _name, case_id, _conference = someone(live)
    with live.app.app_context():
        case = db.session.get_one(CaseFile, case_id)
        db.session.get_one(Person, case.person_id).birth_date = date(2001, 3, 4)
        db.session.commit()
        db.session.remove()
    page = sign_in(open_browser(js=js, size=DESK), "officer.muongla")
    page.goto(f"/can-bo/ho-so/{case_id}")
    in_place(page, js, page.locator("#case .acts form button").first.click)
    page.locator("#case .acts").wait_for()
    with live.app.app_context():
        assert db.session.get_one(CaseFile, case_id).stage is Stage.REGISTERED
        db.session.remove()
    assert page.locator("#case").count() == 1
    assert page.url.endswith(f"/can-bo/ho-so/{case_id}")


def test_the_outcome_of_a_call(open_browser: Open, live: Live, js: bool) -> None:
    name, case_id, _conference = someone(live)
    page = sign_in(open_browser(js=js), "officer.muongla")
    page.goto("/can-bo/")
    row = page.locator(f"#c-{case_id}")
    assert name in row.inner_text()
    in_place(page, js, row.locator("button[value=spoke]").click)
    assert page.locator(f"#c-{case_id} button[value=spoke]").count() == 0
    assert page.locator(f"#c-{case_id} .badge").count() == 1
