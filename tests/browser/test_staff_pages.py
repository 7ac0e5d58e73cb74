"""Pages of the workplace, with people on them: axe in both themes, a phone at the door."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from jobfair.database import db
from jobfair.models import CaseFile, Conference, JobOrder, Person, SendingBody
from tests.browser.conftest import DESK, Open, sign_in
from tests.browser.pages import Registered
from tests.browser.test_public_pages import check_with_axe
from tests.browser.world import TOMORROW
from tests.live import Live

pytestmark = pytest.mark.browser

PAGES = {
    "officer.muongla": [
        "",
        "/hoi-nghi",
        "/hoi-nghi/{conference}",
        "/hoi-nghi/{conference}/sua",
        "/hoi-nghi/{conference}/diem-danh",
        "/hoi-nghi/{conference}/vang-lai",
        "/hoi-nghi/{conference}/ghi-ho",
        "/hoi-nghi/{conference}/phieu-giay",
        "/ghi-ho",
        "/nguoi-lao-dong?q=mau",
        "/ho-so",
        "/ho-so/{case}",
        "/ho-so/{case}/chuyen/registered",
        "/ho-so/{case}/phieu-dang-ky",
        "/nhap-danh-sach",
        "/nhap-danh-sach/people",
        "/bao-cao",
    ],
    "counsellor": [
        "",
        "/ho-so/{case}",
        "/ho-so/{case}/dong-y",
        "/ho-so/{case}/ho-so-an-danh",
        "/doanh-nghiep/{body}",
        "/don-hang/{order}",
        "/doanh-nghiep/moi",
        "/du-kien-can-kiem-tra",
    ],
    "leader": ["", "/bao-cao", "/don-hang", "/doanh-nghiep"],
    "agency.one": ["", "/don-hang", "/ho-so", "/ho-so-an-danh"],
    "bank": [""],
    "auditor": ["", "/nhat-ky"],
    "admin": ["/quan-tri", "/quan-tri/tai-khoan-moi", "/tai-khoan"],
}
DOOR = "/hoi-nghi/{conference}/diem-danh"
NARROW = {"", DOOR, "/hoi-nghi/{conference}/vang-lai", "/ho-so/{case}"}
NARROW |= {"/hoi-nghi/{conference}/ghi-ho", "/hoi-nghi/{conference}/phieu-giay", "/ghi-ho"}
"""What is used standing, on a phone."""


@pytest.fixture(scope="session")
def known(live: Live, registered: Registered) -> dict[str, str]:
    """The ids that stand in the addresses."""
    with live.app.app_context():
        ids = {
            "conference": sa.select(Conference.id).filter_by(slug=TOMORROW),
            "case": sa.select(CaseFile.id).join(Person).where(Person.name == "Hà Thị Mẫu Đã Gửi"),
            "body": sa.select(SendingBody.id).filter_by(licence_number="001/MAU-GP"),
            "order": sa.select(JobOrder.id).filter_by(code="MAU-JP-01"),
        }
        found = {name: str(db.session.scalars(query).one()) for name, query in ids.items()}
        db.session.remove()
    return found


TO_THE_END = "scrollTo(0, document.body.scrollHeight)"
"""There the bar at the foot of the roster stands in its own place and covers no row."""
COVERED = """() => {
  const e = document.activeElement, r = e.getBoundingClientRect();
  const left = Math.max(0, r.left), right = Math.min(innerWidth, r.right);
  const top = document.elementFromPoint((left + right) / 2, r.top + r.height / 2);
  return e !== document.body && !(top && (e.contains(top) || top.contains(e)));
}"""
NIGHT = ["", DOOR, "/nguoi-lao-dong?q=mau", "/ho-so/{case}", "/bao-cao"]
"""The theme is one set of tokens: these pages hold every component of the workplace."""


@pytest.mark.soak  # a minute and a half; the pages by night hold every component and come each time
@pytest.mark.parametrize("username", list(PAGES))
def test_pages_of_the_workplace(open_browser: Open, known: dict[str, str], username: str) -> None:
    page = sign_in(open_browser(size=DESK), username)
    for path in PAGES[username]:
        page.set_viewport_size(DESK)
        answer = page.goto(f"/can-bo{path or '/'}".format(**known))
        assert answer.status == 200, path
        page.evaluate(TO_THE_END)
        check_with_axe(page)
        if path in NARROW:
            page.set_viewport_size({"width": 360, "height": 640})
            assert page.evaluate("document.documentElement.scrollWidth") <= 360, path


@pytest.mark.soak
def test_pages_of_the_workplace_by_night(open_browser: Open, known: dict[str, str]) -> None:
    page = sign_in(open_browser(dark=True, size=DESK), "officer.muongla")
    for path in NIGHT:
        page.goto(f"/can-bo{path or '/'}".format(**known))
        page.evaluate(TO_THE_END)
        check_with_axe(page)


def test_the_focus_is_never_under_the_bar_of_the_roster(
    open_browser: Open, known: dict[str, str]
) -> None:
    """WCAG 2.2, 2.4.11, on a phone: every stop of the Tab key can be seen."""
    page = sign_in(open_browser(), "officer.muongla")
    page.goto(f"/can-bo{DOOR}".format(**known))
    for _ in range(60):
        page.keyboard.press("Tab")
        assert not page.evaluate(COVERED), page.evaluate("document.activeElement.outerHTML")[:200]
        if page.evaluate("document.activeElement.matches('footer a')"):
            return
