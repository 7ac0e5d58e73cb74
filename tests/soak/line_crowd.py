"""Many hands on one conference: processes of threads that come, wait, and give back."""

from __future__ import annotations

import random
import traceback
from multiprocessing.synchronize import Barrier
from queue import Queue
from threading import Thread

import sqlalchemy as sa
from flask import Flask

from jobfair import create_app
from jobfair.config import Settings
from jobfair.database import db
from jobfair.lib.codes import new_form_key
from jobfair.models import Conference, Purpose, Registration
from jobfair.registration.answers import Answers, Member
from jobfair.registration.rules import NoSeat, register
from jobfair.registration.sending import Sending
from jobfair.registration.slips import cancel_seat
from tests.world import MUONG_LA

THREADS = 3


def arrive(
    slug: str, answers: Answers, number: int = 0, purposes: tuple[Purpose, ...] = (Purpose.SEAT,)
) -> str:
    """Register a family; its receipt, or '' where there is no seat."""
    conference = db.session.scalars(sa.select(Conference).filter_by(slug=slug)).one()
    sending = Sending(new_form_key(), answers, f"+84950000{number:03}", purposes, "vi")
    try:
        return register(conference, sending)
    except NoSeat:
        return ""


class Hand:
    """One who registers families and gives some of their seats back."""

    def __init__(self, app: Flask, slug: str, number: int) -> None:
        self.app, self.slug, self.number = app, slug, number
        self.random = random.Random(number)
        self.receipts: list[str] = []

    def act(self, acts: int) -> None:
        for count in range(acts):
            with self.app.app_context():
                if self.receipts and self.random.random() < 0.45:
                    self._give_back()
                else:
                    self._arrive(count)
                db.session.remove()

    def _arrive(self, count: int) -> None:
        name = f"Lò Tay {self.number} {count}"
        rest = [Member(f"{name} {n}", 1990) for n in range(self.random.choice((0, 0, 1, 3)))]
        waits = self.random.choice(("", "together", "split"))
        answers = Answers("self", name, 2000, commune=MUONG_LA, members=tuple(rest), waits=waits)
        purposes = (Purpose.SEAT, Purpose.SMS) if count % 2 else (Purpose.SEAT,)
        receipt = arrive(self.slug, answers, self.number * 40 + count, purposes)
        if receipt:
            self.receipts.append(receipt)

    def _give_back(self) -> None:
        receipt = self.receipts.pop(self.random.randrange(len(self.receipts)))
        found = db.session.scalars(sa.select(Registration).filter_by(receipt=receipt)).one()
        assert cancel_seat(found)
        db.session.commit()


def crowd(
    settings: Settings, slug: str, number: int, acts: int, gate: Barrier, out: Queue[str]
) -> None:
    """One process: its threads begin together with those of the others; puts what broke."""
    problems: list[str] = []
    try:
        app = create_app(settings)

        def work(hand: Hand) -> None:
            try:
                gate.wait(120)
                hand.act(acts)
            except Exception:
                problems.append(traceback.format_exc())

        hands = [Hand(app, slug, number * THREADS + n) for n in range(THREADS)]
        threads = [Thread(target=work, args=(hand,)) for hand in hands]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        with app.app_context():
            db.engine.dispose()
    except Exception:
        gate.abort()
        problems.append(traceback.format_exc())
    out.put("\n".join(problems))
