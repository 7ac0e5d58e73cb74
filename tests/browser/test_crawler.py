"""A crawler over what the public can reach: one question a page, named controls, short sentences.

It follows every link from the first page, in both languages, then walks the registration and
its states. One browser page for all of them; axe looks at the same pages in their own tests.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import sqlalchemy as sa
from playwright.sync_api import BrowserContext, Page

from jobfair.database import db, mode
from jobfair.lib import clock
from jobfair.lib.text import syllables
from jobfair.models import Conference
from tests.browser.conftest import Open
from tests.browser.pages import OWN, Registered
from tests.browser.test_public_pages import SMALL_TARGETS
from tests.live import Live
from tests.world import MUONG_LA, add_conference

pytestmark = pytest.mark.browser

FULL = "het-cho-bo-do"
MOST_WORDS = 15
A_SHAPE = 3  # pages of one shape that are looked at: three conferences, three markets
SKIP = re.compile(r"/can-bo|/static/|\.(ics|atom|json|csv|xml|txt|webmanifest|opus|pdf|xlsx)(\?|$)")
TARGETS = (
    "main button:not(.link), main a.btn, main a.row, main a.chip, main label.choice, main select,"
    " header a.call, footer a.tel,"
    " main input:not([type=hidden]):not([type=checkbox]):not([type=radio])"
)
LINKS = "links => links.map(a => a.getAttribute('href'))"
HEADINGS = """() => [...document.querySelectorAll('h1')]
    .filter(e => e.getBoundingClientRect().height > 0).map(e => e.innerText.trim())"""
NAMELESS = """() => [...document.querySelectorAll('input, select, textarea, button, a[href]')]
    .filter(e => e.type !== 'hidden' && e.checkVisibility() && e.getBoundingClientRect().width > 0)
    .filter(e => {
        const labels = [...(e.labels || [])].map(l => l.textContent).join('');
        const by = (e.getAttribute('aria-labelledby') || '').split(' ')
            .map(id => document.getElementById(id)?.innerText || '').join('');
        return !(labels + by + (e.getAttribute('aria-label') || '') + e.innerText).trim();
    }).map(e => e.outerHTML.slice(0, 90))"""
WORDLESS = """() => [...document.querySelectorAll('svg.ic')]
    .filter(e => e.getBoundingClientRect().width > 0)
    .filter(e => {
        const box = e.closest('a, button, label, li, p, section, figure, .badge, .empty, div');
        return !(box && box.innerText.trim());
    }).map(e => e.parentElement.outerHTML.slice(0, 120))"""
CALL = """() => {
    const top = document.querySelector('header a.call').getBoundingClientRect();
    const foot = document.querySelector('footer a.tel');
    return [Math.round(top.left), Math.round(top.top), foot.getAttribute('href')];
}"""
SPOKEN = """() => {
    for (const e of document.querySelectorAll('main select, main textarea')) e.hidden = true;
    return document.querySelector('main').innerText;
}"""
WIDE = "document.documentElement.scrollWidth"
WIDEST = """() => [...document.querySelectorAll('body *')]
    .filter(e => e.scrollWidth > e.clientWidth + 1 || e.getBoundingClientRect().right > 321)
    .map(e => e.outerHTML.slice(0, 80)).slice(-1)"""
ENLARGE = "size => { document.documentElement.style.fontSize = size }"


def look(page: Page) -> list[str]:
    """Everything that is wrong with the page that is open, in words."""
    where = urlsplit(page.url).path
    wrong = []
    headings = page.evaluate(HEADINGS)
    if len(headings) != 1:
        wrong.append(f"{where}: {len(headings)} headings {headings}")
    wrong += [f"{where}: no name: {html}" for html in page.evaluate(NAMELESS)]
    wrong += [f"{where}: icon without a word: {html}" for html in page.evaluate(WORDLESS)]
    wrong += [f"{where}: small: {html}" for html in page.evaluate(SMALL_TARGETS, TARGETS)]
    page.set_viewport_size({"width": 320, "height": 640})
    if page.evaluate(WIDE) > 320:
        wrong.append(f"{where}: wider than 320")
    page.evaluate(ENLARGE, "200%")
    if page.evaluate(WIDE) > 320:
        wrong.append(f"{where}: wider than 320 at 200%: {page.evaluate(WIDEST)}")
    page.evaluate(ENLARGE, "")
    page.set_viewport_size({"width": 360, "height": 640})
    return wrong


def long_sentences(page: Page) -> list[str]:
    """Sentences of the page's main part that a worker would not get to the end of."""
    text = page.evaluate(SPOKEN)
    pieces = (
        sentence.strip()
        for line in text.split("\n")
        for sentence in re.split(r"(?<=[.?!:;…])\s|·", line)
    )
    where = urlsplit(page.url).path
    return [f"{where}: {s} ({syllables(s)})" for s in pieces if syllables(s) > MOST_WORDS]


def shape(path: str) -> str:
    """Pages drawn by one template, roughly: the first part and how many follow."""
    parts = [part for part in urlsplit(path).path.split("/") if part]
    lang = "en" if parts[:1] == ["en"] else "vi"
    rest = parts[1:] if lang == "en" else parts
    return (
        f"{lang}:{(rest or ['home'])[0]}:{len(rest)}:{(rest or [''])[-1] if len(rest) > 2 else ''}"
    )


def crawl(page: Page) -> Iterator[str]:
    """Open page after page by the links; give the address of each that was opened."""
    todo, seen, shapes = ["/", "/en/"], set(), Counter[str]()
    while todo:
        path = todo.pop(0)
        if path in seen or shapes[shape(path)] >= A_SHAPE:
            continue
        seen.add(path)
        shapes[shape(path)] += 1
        answer = page.goto(path)
        assert answer is not None
        assert answer.status < 500, path
        if answer.status == 200:
            yield path
        hrefs = page.eval_on_selector_all("a[href]", LINKS)
        todo += [h.split("#")[0] for h in hrefs if h.startswith("/") and not SKIP.search(h)]


def test_every_page_that_a_link_leads_to(open_browser: Open, live: Live) -> None:
    page = open_browser(js=True).new_page()
    wrong, calls, seen = [], {}, []
    for path in crawl(page):
        seen.append(path)
        calls.setdefault(str(page.evaluate(CALL)), []).append(path)
        wrong += look(page)
    assert not wrong, "\n".join(wrong)
    assert len(seen) >= 30, seen
    shapes = {shape(path).removeprefix("vi:") for path in seen}
    wanted = ("home:0", "hoi-nghi:1", "hoi-nghi:2", "hoi-nghi:3", "phieu:1", "goi-lai:1")
    assert {w for w in wanted if not any(s.startswith(w) for s in shapes)} == set()
    assert len(calls) <= 2, calls  # one place a language: the words differ in length


@pytest.fixture(scope="module")
def full(live: Live) -> None:
    """A conference without a seat, for this file alone."""
    with live.app.app_context(), mode("write"):
        if not db.session.scalar(sa.select(Conference.id).filter_by(slug=FULL)):
            add_conference(FULL, MUONG_LA, clock.today() + timedelta(days=15), 2, taken=2)
        db.session.commit()
        db.session.remove()


def fill_in(page: Page, **typed: str) -> None:
    for name, value in typed.items():
        page.fill(f"main [name={name}]", value)
    page.click("main form button >> nth=0")
    page.wait_for_load_state()


def states(context: BrowserContext, registered: Registered, live: Live) -> Iterator[Page]:
    """Every question, each mistake, full and waiting, check, done, the slip and its forms."""
    name, value = registered.cookie
    context.add_cookies([{"name": name, "value": value, "url": live.url}])
    page = context.new_page()
    for path in (
        *("/", "/hoi-nghi", "/hoi-nghi/muong-la-1", f"/hoi-nghi/{FULL}"),
        *("/hoi-nghi/muong-la-1/dang-ky", f"/hoi-nghi/{FULL}/dang-ky", "/phieu", "/goi-lai"),
        *("/hoi-nghi/muong-la-huy", "/hoi-nghi/muong-la-truoc", "/khong-co-trang-nay"),
        "/can-bo/mat-song",  # of the staff, open to everybody: nobody's data, only the lock
        *(registered.address(f"own:{name}") for name in OWN if name != "nhan/in"),
    ):
        page.goto(path)
        yield page
    wrong = {
        "ho-ten": ("name", "1"),
        "nam-sinh": ("birth_year", "2015"),
        "dien-thoai": ("phone", "9"),
    }
    for step, (field, typed) in wrong.items():
        page.goto(registered.address(f"own:{step}"))
        fill_in(page, **{field: typed})
        assert page.locator(".summary").count() == 1
        yield page
    for path in (registered.address("own:xem-lai"), "/goi-lai", "/phieu"):
        page.goto(path)
        fill_in(page)
        yield page
    page.goto(registered.address("own:xem-lai").replace(path_slug(registered), FULL))
    yield page


def path_slug(registered: Registered) -> str:
    """The conference of the form that is under way."""
    return registered.step.split("/")[2]


def test_every_step_and_state_of_the_registration(
    open_browser: Open, registered: Registered, live: Live, full: None
) -> None:
    wrong: list[str] = []
    count = 0
    for page in states(open_browser(js=False), registered, live):
        count += 1
        wrong += look(page)
        wrong += long_sentences(page)
    assert count >= 25
    assert not wrong, "\n".join(dict.fromkeys(wrong))


def test_the_keyboard_reaches_the_call_and_the_question_on_every_step(
    open_browser: Open, registered: Registered, live: Live
) -> None:
    context = open_browser(js=False)
    page = context.new_page()
    for name in ("ho-ten", "nam-sinh", "dien-thoai", "xa", "xem-lai"):
        page.goto(registered.address(f"own:{name}"))
        reached = []
        for _key in range(40):
            page.keyboard.press("Tab")
            reached.append(page.evaluate("document.activeElement.outerHTML.slice(0, 60)"))
            if reached[-1].startswith("<body"):
                break
        text = " ".join(reached)
        assert 'class="skip"' in text
        assert 'class="call"' in text
        assert "<input" in text or "<select" in text
        assert 'type="submit"' in text
