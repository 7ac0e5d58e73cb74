"""A day in a hall: its people, the phones of two officers, and what came of it."""

from __future__ import annotations

import random
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from playwright.sync_api import BrowserContext, Error, Locator, Page

from jobfair.database import db
from jobfair.lib import clock
from jobfair.models import Attendance, CaseFile, Conference, Person, Registration
from tests.door import folk
from tests.live import Live
from tests.world import MUONG_LA, add_conference

CODE = "so 7 ban Mau"
NAMES = (
    *("Vì Thị Ón", "Giàng A Páo", "H'Mông Thị Mỷ", "Điêu Thị Đào", "Lò Văn Ừ", "Sùng A Dế"),
    "Quàng Thị " + "Thanh " * 8 + "Ái",
)
FAMILIES, MIDDLES = ("Lò", "Cà", "Tòng", "Lường", "Vàng", "Mùa"), ("Văn", "Thị", "A", "Thu", "Minh")
GIVEN = ("Dua", "Hặc", "Xoan", "Chứ", "Pó", "Ính", "Bua", "Lả", "Sênh", "Tếnh", "Vảng")


@dataclass(frozen=True)
class Size:
    """How many come, walk in and say something, of both phones together."""

    came: int
    walked: int
    said: int


@dataclass(frozen=True)
class Said:
    """One outcome: of whom, which kind of button, which code."""

    name: str
    kind: str
    code: str


@dataclass(frozen=True)
class Day:
    """What is done in the hall, in order; the same for whoever does it."""

    came: list[str]
    walked: list[tuple[str, str]]
    said: list[Said]

    def half(self, which: int) -> Day:
        """What one of two phones does."""
        return Day(self.came[which::2], self.walked[which::2], self.said[which::2])


def plan(size: Size) -> Day:
    """A day by a fixed seed. Everybody who says something has come, seen by the same phone."""
    dice = random.Random(7)
    names = people(size.came + 5)[: size.came]
    walked = [
        (f"Khách Thị {chr(65 + n)}{GIVEN[n % 11].lower()}", f"095 0000 {600 + n}")
        for n in range(size.walked)
    ]
    kinds = [("said", "counsel"), ("market", "JP"), ("doubt", "debt"), ("said", "family")]
    said = [Said(names[n], *dice.choice(kinds)) for n in range(size.said)]
    return Day(names, walked, said)


def people(count: int) -> list[str]:
    """Invented names, all different, hard ones first."""
    many = [f"{a} {b} {c}" for a in FAMILIES for c in GIVEN for b in MIDDLES]
    return [*NAMES, *many][:count]


def open_hall(live: Live, slug: str, count: int) -> str:
    """A conference of today in Mường La with so many seats held; give its id."""
    with live.app.app_context():
        meeting = add_conference(slug, MUONG_LA, clock.today(), 400)
        db.session.flush()
        for at, name in enumerate(people(count)):
            folk.add_seat(
                db.session(),
                meeting,
                name,
                year=1988 + at % 18,
                phone=f"+8495000{at:04}",
                village=f"bản Mẫu {1 + at % 4}",
                on=clock.today() + timedelta(days=3),  # on nobody else's list of today
            )
            meeting.seats_taken += 1
        db.session.commit()
        return meeting.id


def state(live: Live, conference_id: str) -> list[tuple[Any, ...]]:
    """Who is on the list and what stands there; nothing that differs from run to run."""
    with live.app.app_context():
        rows = db.session.execute(
            sa.select(Person, Registration, Attendance, CaseFile)
            .join(Registration, Registration.person_id == Person.id)
            .join(CaseFile, CaseFile.id == Registration.case_id)
            .outerjoin(Attendance, Attendance.registration_id == Registration.id)
            .where(Registration.conference_id == conference_id)
        ).all()
        return sorted(
            (
                person.name,
                person.birth_year,
                tuple(phone.e164 for phone in person.phones),
                str(registration.state),
                *(
                    (came.present, came.outcome_markets, came.doubt, came.said)
                    if came
                    else (False, "", "", "")
                ),
                case.next_step,
                case.next_on,
            )
            for person, registration, came, case in rows
        )


class Phone:
    """One officer's phone at one conference."""

    def __init__(self, context: BrowserContext, page: Page, address: str) -> None:
        self.context, self.page, self.address = context, page, address

    def unlock(self, code: str = CODE) -> None:
        self.page.wait_for_selector("[data-door]:not([hidden])")
        if self.page.locator("details.lock:not([open])").count():
            self.page.click("details.lock summary")
        self.page.fill("#h-code", code)
        self.page.click("[data-door] button")
        self.page.wait_for_selector("[data-hall]:not([hidden])")

    def open(self) -> None:
        self.page.goto(self.address)
        self.unlock()

    def kill(self) -> None:
        """The tab dies without a word; another one is opened."""
        with self.page.expect_event("crash"), suppress(Error):  # a dead page answers nobody
            self.page.goto("chrome://crash", timeout=5_000)
        self.page.close()
        self.page = self.context.new_page()
        self.open()

    def row(self, name: str) -> Locator:
        return self.page.locator(f'li[data-ref]:has(b:text-is("{name}"))')

    def came(self, name: str) -> None:
        self.row(name).locator(".tap").click()
        self.row(name).locator(".tap[aria-pressed=true]").wait_for()

    def say(self, said: Said) -> None:
        row = self.row(said.name)
        if not row.locator("details[open]").count():
            row.locator("summary").click()
        chip = f'[data-kind="{said.kind}"][data-code="{said.code}"]'
        row.locator(chip).click()
        row.locator(f"{chip}[aria-pressed=true]").wait_for()

    def write_down(self, name: str, contact: str) -> None:
        self.page.click("[data-walk]")
        self.page.fill("#h-name", name)
        self.page.fill("#h-contact", contact)
        self.page.click("[data-stranger] button[type=submit]")
        self.row(name).locator(".tap[aria-pressed=true]").wait_for()

    def work(self, day: Day) -> None:
        for name in day.came:
            self.came(name)
        for name, contact in day.walked:
            self.write_down(name, contact)
        for said in day.said:
            self.say(said)

    def unsent(self) -> str:
        return (
            self.page.inner_text("[data-unsent]") if self.page.is_visible("[data-unsent]") else ""
        )

    def export(self, folder: Path) -> Path:
        """Save what is not sent; the file as it lies on the phone."""
        with self.page.expect_download() as coming:
            self.page.click("[data-export]")
        path = folder / coming.value.suggested_filename
        coming.value.save_as(path)
        return path


def later(live: Live, conference_id: str, days: int) -> None:
    """The conference was so many days ago."""
    with live.app.app_context():
        meeting = db.session.get_one(Conference, conference_id)
        meeting.starts_at -= timedelta(days=days)
        meeting.ends_at -= timedelta(days=days)
        db.session.commit()
