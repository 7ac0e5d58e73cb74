"""Every page of the workplace and what its empty form answers: axe by day and night, any width.

The pages are those of the list of routes, each opened by the first role that it lets in, with
an own object of every kind behind the address; a new page is looked at as soon as it is listed.
It takes minutes, so it is part of ``make soak``; test_staff_pages looks at a few each time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Response

from tests.browser.conftest import DESK, sign_in
from tests.browser.test_public_pages import AXE_RULES
from tests.house.conftest import ROLE_OF, sees
from tests.house.objects import Objects, address, make_objects
from tests.house.route import PUBLIC, Route
from tests.house.routes import ROUTES
from tests.live import Live, serve
from tests.world import CAST

pytestmark = [pytest.mark.browser, pytest.mark.soak]

LEFT_OUT = {
    "guide.facts",
    "registration.paper_print",
    "registration.sheet_photo",
    "door.sign_roster",
    "door.deck",
    "papers.page_file",
    "papers.upload",
    "counselling.month_csv",
    "intake.export_file",
    "content.clip_sound",
    "complaints_staff.picture",
    "complaints_staff.see_picture",
    "kit.leaflet",
    "kit.poster",
    "kit.card",
}
"""Answers that are no pages: a sheet as PDF, a photo, a recording, a part of a page, files;
and the longest page of all, which test_staff_pages looks at."""
STAFF = [
    route
    for route in ROUTES
    if route.access != PUBLIC and route.reads and route.endpoint not in LEFT_OUT
]
ROOMS = sorted({route.endpoint.partition(".")[0] for route in STAFF})
ON_PAPER = ("print_roster", "paper_print")
"""Sheets for the printer: as wide as paper."""

NIGHT = "axe.run(document, {runOnly: {type: 'rule', values: ['color-contrast']}})"
WIDTH = "document.documentElement.scrollWidth"
WIDEST = """() => [...document.querySelectorAll('main *, header *, footer *')]
    .filter(e => e.getBoundingClientRect().right > innerWidth + 0.5)
    .filter(e => !e.closest('.scroll, .bar-top nav'))
    .map(e => e.outerHTML.slice(0, 90)).slice(-1)"""
ENLARGE = "size => { document.documentElement.style.fontSize = size }"
SMALL = """() => [...document.querySelectorAll('main :is(button, a.btn, select, textarea, a.chip,'
    + ' label.choice, input:not([type=hidden]):not([type=checkbox]):not([type=radio]))')]
    .map(e => [e.outerHTML.slice(0, 90), e.getBoundingClientRect()])
    .filter(([, r]) => r.width > 0 && (r.height < 23.5 || r.width < 23.5))
    .map(([html]) => html)"""
SEND_EMPTY = """() => {
    const form = [...document.querySelectorAll('main form[method=post]')]
        .find(f => [...f.elements].some(e => e.name && !['hidden', 'submit'].includes(e.type)));
    if (!form) return false;
    for (const e of form.elements) {
        if (['radio', 'checkbox'].includes(e.type)) e.checked = false;
        else if (!['hidden', 'submit'].includes(e.type)) e.value = '';
    }
    HTMLFormElement.prototype.submit.call(form);
    return true;
}"""
HAS_FORM = """() => [...document.querySelectorAll('main form[method=post]')]
    .some(f => [...f.elements].some(e => e.name && !['hidden', 'submit'].includes(e.type)))"""


@dataclass
class House:
    """A server with one object of every kind, and a signed-in page for each of the cast."""

    live: Live
    objects: Objects
    browser: Browser
    pages: dict[str, Page] = field(default_factory=dict)

    def page_of(self, username: str) -> Page:
        if username not in self.pages:
            context = self.browser.new_context(
                base_url=self.live.url,
                viewport=DESK,  # type: ignore[arg-type]
                locale="vi-VN",
                accept_downloads=True,
            )
            self.pages[username] = sign_in(context, username)
        return self.pages[username]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[House]:
    with serve(tmp_path_factory.mktemp("house")) as live:
        made = House(live, make_objects(live.app), browser)
        yield made
        for page in made.pages.values():
            page.context.close()


def _first_inside(route: Route) -> str:
    """The first of the cast who sees the route's own object and whom it lets in."""
    for name in CAST:
        role = ROLE_OF[name]
        if route.open_to(role) and sees(route, name) and route.lets_in(role):
            return name
    raise AssertionError(f"nobody opens {route.endpoint}")


def _faults(report: dict[str, Any], theme: str) -> list[str]:
    return [
        f"{theme}: {found['id']}: {found['nodes'][0]['html'][:160]}"
        for found in report["violations"]
    ]


def look(page: Page, *, on_paper: bool) -> list[str]:
    """Everything that is wrong with the page that is open, in words."""
    wrong = []
    page.set_viewport_size(DESK)  # type: ignore[arg-type]
    rules = {"runOnly": {"type": "tag", "values": AXE_RULES}}
    wrong += _faults(Axe().run(page, options=rules).response, "day")
    page.emulate_media(color_scheme="dark")
    wrong += _faults(page.evaluate(NIGHT), "night")
    page.emulate_media(color_scheme="light")
    wrong += [f"small: {html}" for html in page.evaluate(SMALL)]
    if on_paper:
        return wrong
    if page.locator("h1:visible").count() != 1:
        wrong.append("not one h1")
    for width, size in ((1280, ""), (360, ""), (320, ""), (320, "200%")):
        page.set_viewport_size({"width": width, "height": 640})
        page.evaluate(ENLARGE, size)
        if page.evaluate(WIDTH) > width:
            wrong.append(f"wider than {width} {size}: {page.evaluate(WIDEST)}")
    page.evaluate(ENLARGE, "")
    return wrong


def _is_page(answer: Response | None) -> bool:
    return answer is not None and "text/html" in answer.headers.get("content-type", "")


def _is_post(answer: Response) -> bool:
    return answer.request.method == "POST"


@pytest.mark.parametrize("room", ROOMS)
def test_every_page_of_a_room_and_its_empty_form(house: House, room: str) -> None:
    wrong: list[str] = []
    for route in STAFF:
        if not route.endpoint.startswith(f"{room}."):
            continue
        page = house.page_of(CAST[_first_inside(route)])
        on_paper = route.endpoint.endswith(ON_PAPER)
        answer = page.goto(address(house.live.app, route, house.objects))
        assert _is_page(answer), route.endpoint
        wrong += [f"{route.endpoint}: {fault}" for fault in look(page, on_paper=on_paper)]
        if route.writes and page.evaluate(HAS_FORM):
            with page.expect_navigation(), page.expect_response(_is_post) as sent:
                page.evaluate(SEND_EMPTY)
            if sent.value.status == 422:
                wrong += [f"{route.endpoint} (422): {f}" for f in look(page, on_paper=False)]
    assert not wrong, "\n".join(wrong)
