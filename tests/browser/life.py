"""Years of one case at browsers: the server's clock travels, whoever works signs in on that day."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from pathlib import Path

import sqlalchemy as sa
from playwright.sync_api import Browser, BrowserContext, expect

from jobfair.database import db
from jobfair.lib import clock
from jobfair.models import LoginSession
from tests.browser.conftest import DESK, PHONE, sign_in
from tests.browser.desk import Desk, Typed
from tests.browser.world import build
from tests.live import Live, serve
from tests.travelled import FILE


@dataclass
class Life:
    """The walk through one life: the people at their desks, the day, the case."""

    browser: Browser
    live: Live
    clock_file: Path
    day: date = field(default_factory=clock.today)
    case: str = ""
    code: str = ""
    _rooms: list[BrowserContext] = field(default_factory=list)
    _desks: dict[str, Desk] = field(default_factory=dict)

    def context(self, *, phone: bool = False) -> BrowserContext:
        """A browser without JavaScript."""
        return self.browser.new_context(
            base_url=self.live.url,
            java_script_enabled=False,
            viewport=PHONE if phone else DESK,  # type: ignore[arg-type]
            locale="vi-VN",
        )

    def on(self, day: date, hour: int = 9, minute: int = 0, *, exactly: bool = False) -> None:
        """Let the server think that it is this day, moved to a working day.

        Whoever signed in by the form stays so: the sessions travel along.
        """
        self.day = day if exactly else clock.add_working_days(day, 0)
        moment = clock.from_local(self.day, time(hour, minute))
        self.clock_file.write_text(moment.isoformat(), encoding="utf-8")
        with self.live.app.app_context():
            db.session.execute(sa.update(LoginSession).values(created_at=moment, last_seen=moment))
            db.session.commit()
            db.session.remove()

    def after(self, days: int, hour: int = 9) -> None:
        """So many days on."""
        self.on(self.day + timedelta(days=days), hour)

    def desk(self, username: str) -> Desk:
        """Somebody at work on that day."""
        if username not in self._desks:
            room = self.context()
            self._rooms.append(room)
            self._desks[username] = Desk(sign_in(room, username))
            expect(self._desks[username].page.locator("h1").first).to_be_attached()
        self._desks[username].case = self.case
        return self._desks[username]

    def write(self, username: str, ending: str, **typed: str) -> None:
        """Fill and send a form of the case."""
        desk = self.desk(username)
        assert desk.form(ending, typed) == 303, f"{ending}: {desk.text}"

    def step(self, username: str, to: str, **typed: str) -> None:
        """Make a step on its own page."""
        desk = self.desk(username)
        assert desk.step(to, **typed) == 303, f"{to}: {desk.text}"

    def press(
        self, username: str, selector: str, typed: Typed | None = None, *, button: str = ""
    ) -> None:
        """Fill one form of the open page, found by its address, and press one button of it."""
        desk, form = self.desk(username), f"main form{selector}"
        for name, value in (typed or {}).items():
            desk.page.locator(f"{form} [name={name}]").first.fill(value)
        with desk.page.expect_response(lambda answer: answer.request.method == "POST") as answered:
            desk.page.locator(f"{form} button{button}").first.click()
        assert answered.value.status == 303, desk.text
        desk.page.wait_for_load_state()

    def follow(self, username: str, path: str, address: str) -> None:
        """Open a page and there the first link whose address fits."""
        desk = self.desk(username)
        assert desk.go(path) == 200, path
        desk.page.locator(f"main a[href*='{address}']").first.click()
        desk.page.wait_for_load_state()

    def close(self) -> None:
        """Close every browser."""
        for room in self._rooms:
            room.close()


@contextmanager
def travelling(browser: Browser, folder: Path) -> Iterator[Life]:
    """A server of its own whose clock can be set."""
    kept = folder / "clock"
    with serve(folder, fill=build, entry="tests.travelled:app", more={FILE: str(kept)}) as live:
        life = Life(browser, live, kept)
        yield life
        life.close()
