"""Sending a registration: one person or a family, their seats, a case each, once.

Everything that can be looked up is read before the write begins; what is written stands in
``rows``, how it is written in ``writing``, when in ``line``. The once-only key is inserted
before the seats are taken, so that a repeat gives the first one's receipt and takes no seat.
"""

from __future__ import annotations

from collections.abc import Sequence

from jobfair.conferences.rules import WhyClosed, why_closed
from jobfair.database import db, end_reading, mode
from jobfair.errors import Conflict, Invalid
from jobfair.models import Conference, Purpose
from jobfair.registration.line import line
from jobfair.registration.rows import human_rows
from jobfair.registration.seating import NoSeatLeft, Seating
from jobfair.registration.sending import Sending
from jobfair.registration.writing import SentBefore, Writing, prepare


class NoSeat(Conflict):
    """409: full, past, cancelled or closed; ``why`` says which. The key stays free."""

    def __init__(self, why: WhyClosed) -> None:
        super().__init__()
        self.why = why


def register(conference: Conference | None, sending: Sending) -> str:
    """Hold the seats (or, without a conference, ask for a call) and give the receipt.

    A family is seated whole or not at all, unless its answers say that it waits in line. The
    same form key always gives the same receipt, whatever else is sent with it. Raises Invalid
    without the consent to hold a seat, NoSeat when the conference takes nobody now.
    """
    if Purpose.SEAT not in sending.purposes:
        raise Invalid()
    receipt, writing = _prepare(conference, sending)
    # A reader of our own would keep SQLite's log from being emptied by the commit.
    end_reading()
    try:
        line().send(writing)
    except SentBefore as before:
        return before.receipt
    except NoSeatLeft:
        raise NoSeat(_why_now(conference)) from None
    return receipt


def register_many(sendings: Sequence[Sending]) -> list[str | Exception]:
    """Several people, each alone, who want to be called; one commit for all of them.

    For each the receipt, or the error that ``register`` would raise; a key that was sent
    before gives its first receipt.
    """
    end_reading()
    with mode("read"):  # what is looked up is kept then, and nobody has to wait
        prepared = [_prepare(None, sending) for sending in sendings]
        end_reading()
    problems = line().send_all([writing for _receipt, writing in prepared])
    outcomes: list[str | Exception] = []
    for (receipt, _writing), problem in zip(prepared, problems, strict=True):
        if isinstance(problem, SentBefore):
            outcomes.append(problem.receipt)
        else:
            outcomes.append(problem or receipt)
    return outcomes


def _why_now(conference: Conference | None) -> WhyClosed:
    """Look again why there was no seat; whoever was faster has it by now."""
    now_there = db.session.get(Conference, conference.id) if conference else None
    return (why_closed(now_there) if now_there else None) or "full"


def _prepare(conference: Conference | None, sending: Sending) -> tuple[str, Writing]:
    """The receipt, and everything one sending writes, before any lock is taken."""
    people = [
        human_rows(conference, sending, number) for number in range(len(sending.answers.people))
    ]
    dialect, seating = line().dialect, None
    if conference is not None:
        seating = Seating(
            conference.id,
            [human.registration["id"] for human in people],
            dialect,
            may_wait=bool(sending.answers.waits),
            may_split=sending.answers.waits == "split",
        )
    return str(people[0].registration["receipt"]), prepare(dialect, people, seating)
