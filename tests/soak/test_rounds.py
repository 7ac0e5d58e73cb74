"""Random rounds of everything that goes wrong on a bad line: each is what the person meant."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Barrier
from typing import cast

import pytest
import sqlalchemy as sa

from jobfair.database import db
from jobfair.models import CaseFile, Conference, Person, Registration
from tests.live import Live, new_postgresql, serve
from tests.slow_line import Cut, Line, Part, bad_line
from tests.soak.sender import STEPS, Phone, answers_of, new_key
from tests.soak.test_seats import open_conference

SLUG = "vong-mau"
START = f"/hoi-nghi/{SLUG}/dang-ky"
FEW = 14
MANY = {"sqlite": 1000, "postgresql": 200}


@dataclass
class Round:
    """One person at a phone; ``dice`` decides. Each case gives the receipts it came to."""

    line: Line
    dice: random.Random
    number: int

    @property
    def name(self) -> str:
        return f"Vàng Thị Vòng {self.number}"

    @property
    def answers(self) -> dict[str, dict[str, str]]:
        return answers_of(self.name, f"0950000{self.number % 1000:03}")

    def phone(self) -> Phone:
        return Phone(self.line.url)

    def _cut(self, path: str) -> None:
        part = cast(Part, self.dice.choice(("request", "answer")))
        self.line.cuts.append(Cut(part, self.dice.randrange(10), path=path))

    def straight(self) -> list[str]:
        phone = self.phone()
        return [phone.send(phone.walk(START, self.answers))]

    def cut_somewhere(self) -> list[str]:
        """The line breaks at a few random bytes of the way."""
        for step in self.dice.sample(STEPS[1:], self.dice.randint(1, 4)):
            self._cut(f"/{step}")
        return self.straight()

    def reply_lost(self) -> list[str]:
        """The sending arrives, its answer does not; pressed again, perhaps more than once."""
        phone = self.phone()
        check = phone.walk(START, self.answers)
        for _time in range(self.dice.randint(1, 3)):
            self.line.cuts.append(Cut("answer", self.dice.randrange(10), path="/xem-lai"))
        return [phone.send(check), phone.send(check)]

    def offline_half_way(self) -> list[str]:
        """The rest is filled without a network; the script sends all of it, perhaps cut."""
        phone = self.phone()
        reached = phone.walk(START, self.answers, self.dice.choice(STEPS[1:]))
        key = reached.split("/")[-2]
        for step in self.dice.sample(STEPS, self.dice.randint(0, 3)):
            self._cut(f"/{step}")
        fresh = self.phone() if self.dice.random() < 0.5 else phone
        return [fresh.deliver(START, key, self.answers)]

    def offline_from_the_start(self) -> list[str]:
        key = new_key()
        return [self.phone().deliver(START, key, self.answers) for _time in range(2)]

    def back_from_done(self) -> list[str]:
        """Back through any page, its form pressed again."""
        phone = self.phone()
        check = phone.walk(START, self.answers)
        receipts = [phone.send(check)]
        for step in self.dice.sample(STEPS, 3):
            page = check.replace("xem-lai", step)
            receipts.append(phone.ask("GET", page).location)
            sent = phone.ask("POST", page, phone.fields | self.answers[step])
            receipts.append(sent.location)
        return receipts

    def ten_at_once(self) -> list[str]:
        phone = self.phone()
        check = phone.walk(START, self.answers)
        ready = Barrier(10)

        def press(_finger: int) -> str:
            twin = Phone(self.line.url, cookie=phone.cookie, fields=dict(phone.fields))
            ready.wait(30)
            return twin.send(check)

        with ThreadPoolExecutor(10) as fingers:
            return list(fingers.map(press, range(10)))

    def two_tabs(self) -> list[str]:
        """Two tabs are two forms; each may be sent twice. Two receipts."""
        phone = self.phone()
        tabs = [(phone.walk(START, self.answers), dict(phone.fields)) for _tab in range(2)]
        receipts = []
        for check, fields in tabs * 2:
            phone.fields = fields
            receipts.append(phone.send(check))
        return receipts


CASES: dict[str, tuple[Callable[[Round], list[str]], int]] = {
    "straight": (Round.straight, 1),
    "cut somewhere": (Round.cut_somewhere, 1),
    "reply lost": (Round.reply_lost, 1),
    "offline half way": (Round.offline_half_way, 1),
    "offline from the start": (Round.offline_from_the_start, 1),
    "back from done": (Round.back_from_done, 1),
    "ten at once": (Round.ten_at_once, 1),
    "two tabs": (Round.two_tabs, 2),
}
"""What happens -> how, and how many registrations the person meant."""


@pytest.fixture
def server(
    engine_name: str, tmp_path_factory: pytest.TempPathFactory, worker_id: str
) -> Iterator[Live]:
    """Two gunicorn workers, so that a repeat may meet another process."""
    url = new_postgresql(f"rounds_{worker_id}") if engine_name == "postgresql" else ""
    with serve(tmp_path_factory.mktemp("rounds"), database_url=url, workers=2) as running:
        yield running


def play(live: Live, rounds: int, seed: int) -> None:
    """Play so many rounds; then count everything that was made."""
    dice = random.Random(seed)
    open_conference(live, SLUG, rounds * 2)
    receipts: set[str] = set()
    meant, played = 0, Counter[str]()
    names = list(CASES)
    with bad_line(live.url) as line:
        for number in range(rounds):
            what = names[number] if number < len(names) else dice.choice(names)
            act, count = CASES[what]
            came = set(act(Round(line, dice, number)))
            assert len(came) == count, (seed, number, what, came)
            assert all(path.startswith("/phieu/nhan/") for path in came)
            assert not came & receipts
            line.cuts.clear()
            receipts |= came
            meant += count
            played[what] += 1
    check(live, meant, receipts)
    print(f"seed {seed}: {rounds} rounds, {meant} registrations, {dict(played)}")


def check(live: Live, meant: int, receipts: set[str]) -> None:
    """As many of everything as was meant: no more, no fewer."""
    with live.app.app_context():
        conference = db.session.scalars(sa.select(Conference).filter_by(slug=SLUG)).one()
        rows = db.session.scalars(sa.select(Registration)).all()
        assert {f"/phieu/nhan/{row.receipt}" for row in rows} == receipts
        assert len(rows) == len({row.slip_code for row in rows}) == meant == len(receipts)
        assert conference.seats_taken == meant
        for table in (Person, CaseFile):
            count = db.session.scalar(sa.select(sa.func.count()).select_from(table))
            assert count == meant, table
        db.session.remove()
        db.engine.dispose()


@pytest.mark.both
def test_a_few_rounds(server: Live) -> None:
    play(server, FEW, seed=3)


@pytest.mark.soak
@pytest.mark.both
def test_a_thousand_rounds(server: Live, engine_name: str) -> None:
    play(server, MANY[engine_name], seed=random.SystemRandom().randrange(10**6))
