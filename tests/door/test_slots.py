"""Hours at the tables: in no history and in no race two people or two places at once."""

from __future__ import annotations

import threading
from collections import Counter
from datetime import timedelta
from itertools import pairwise

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from jobfair.database import db, set_mode
from jobfair.door import slots
from jobfair.errors import AppError, Invalid, NotFound
from jobfair.models import Conference, ConferenceGuest, InterviewSlot, Registration, SlotState
from jobfair.registration.waiting import leave
from tests.cases.journey import actor
from tests.conftest import begin_fresh
from tests.databases import Database
from tests.door import folk
from tests.door.slot_machine import SlotMachine

pytestmark = pytest.mark.both


def play(built: tuple[Flask, Database], histories: int, length: int) -> Counter[str]:
    """So many histories of so many acts, always the same ones; how often each act was done."""
    application, database = built

    class Here(SlotMachine):
        app = application
        counts: Counter[str] = Counter()

        @staticmethod
        def begin() -> None:
            begin_fresh(application, database)

    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=histories,
            stateful_step_count=length,
            derandomize=True,
            deadline=None,
            database=None,
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        ),
    )
    return Here.counts


@pytest.mark.both_in_soak
def test_in_no_history_two_places_at_once(app: Flask, request: pytest.FixtureRequest) -> None:
    counts = play(request.getfixturevalue("_built"), histories=10, length=25)
    assert counts["give"] > 10
    assert counts["give refused"] > 5


@pytest.mark.soak
def test_ten_thousand_acts_on_hours(app: Flask, request: pytest.FixtureRequest) -> None:
    counts = play(request.getfixturevalue("_built"), histories=200, length=60)
    assert counts["acts"] >= 10_000
    done = ("open", "give", "move", "give back", "start", "finish", "miss", "remove")
    assert min(counts[name] for name in done) > 20
    print(f"{app.config['SETTINGS'].database_url.split(':')[0]}: {dict(counts)}")


def _race(app: Flask, *acts) -> list[str]:
    """Every act in a thread and a context of its own, at once; 'done' or the refusal's name."""
    barrier, ends = threading.Barrier(len(acts)), [""] * len(acts)

    def run(number: int) -> None:
        with app.app_context():
            set_mode("write")
            by = actor("counsellor")
            db.session.rollback()
            barrier.wait()
            try:
                acts[number](by)
                db.session.commit()
                ends[number] = "done"
            except AppError as no:
                db.session.rollback()
                ends[number] = type(no).__name__
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(ends)


def _here(conference_id: str) -> Conference:
    return db.session.get_one(Conference, conference_id)


@pytest.fixture
def fair(session):
    """Two tables with the same two hours, two people: their ids."""
    meeting = folk.conference(session, in_days=0)
    meeting.guests.append(ConferenceGuest(text_vi="Ngân hàng", position=1))
    session.flush()
    by, start = actor("counsellor"), meeting.starts_at
    for guest in meeting.guests:
        slots.open_slots(meeting, guest.id, start, start + timedelta(minutes=40), 20, by=by)
    seats = [folk.add_seat(session, meeting, name).id for name in ("Lò Thị Xuân", "Giàng A Páo")]
    found = {
        guest.id: [
            slot.id
            for slot in session.query(InterviewSlot)
            .filter_by(guest_id=guest.id)
            .order_by(InterviewSlot.starts_at)
        ]
        for guest in meeting.guests
    }
    tables = [found[guest.id] for guest in meeting.guests]
    ids = meeting.id, [guest.id for guest in meeting.guests], tables, seats
    session.commit()
    return ids


def test_two_officers_at_once_give_an_hour_to_one(app, session, fair):
    conference, _guests, tables, seats = fair
    ends = _race(
        app,
        *(
            lambda by, seat=seat: slots.give_slot(_here(conference), tables[0][0], seat, by=by)
            for seat in seats
        ),
    )
    assert ends == ["Conflict", "done"]


def test_two_tables_at_once_do_not_get_the_same_person(app, session, fair):
    conference, _guests, tables, seats = fair
    for _again in range(5):
        ends = _race(
            app,
            *(
                lambda by, key=table[0]: slots.give_slot(_here(conference), key, seats[0], by=by)
                for table in tables
            ),
        )
        assert ends == ["Conflict", "done"]
        (held,) = folk.read(session, session.query(InterviewSlot).filter_by(state="given"))
        slots.give_back(_here(conference), held.id, seats[0], by=actor("counsellor"))
        session.commit()


def test_two_officers_who_make_hours_at_one_table_make_none_twice(app, session, fair):
    conference, guests, _tables, _seats = fair
    start = _here(conference).starts_at + timedelta(minutes=40)
    session.rollback()
    ends = _race(
        app,
        *(
            lambda by, minutes=minutes: slots.open_slots(
                _here(conference),
                guests[0],
                start,
                start + timedelta(minutes=60),
                minutes,
                by=by,
            )
            for minutes in (20, 15)
        ),
    )
    assert ends == ["done", "done"]
    rows = session.execute(
        sa.select(InterviewSlot.starts_at, InterviewSlot.ends_at)
        .where(InterviewSlot.guest_id == guests[0])
        .order_by(InterviewSlot.starts_at)
    ).all()
    assert all(one.ends_at <= two.starts_at for one, two in pairwise(rows))


def test_hours_lie_on_the_days_of_the_conference(session, fair):
    conference, guests, tables, seats = fair
    meeting, by, hour = _here(conference), actor("counsellor"), timedelta(hours=1)
    start = meeting.starts_at
    for first, until, minutes in (
        (start - hour, start, 20),
        (start + timedelta(days=9), start + timedelta(days=9, hours=1), 20),
        (start, start, 20),
        (start, start + hour, 4),
        (start, start + 6 * hour, 5),
    ):
        with pytest.raises(Invalid):
            slots.open_slots(meeting, guests[0], first, until, minutes, by=by)
    later = start + timedelta(days=3)
    assert slots.open_slots(meeting, guests[0], later, later + hour, 20, by=by) == 3
    assert slots.open_slots(meeting, guests[0], later, later + hour, 20, by=by) == 0
    with pytest.raises(NotFound):
        slots.give_slot(folk.conference(session, "suoi_to"), tables[0][0], seats[0], by=by)


def test_who_gives_the_seat_back_gives_the_hour_back(session, fair):
    conference, _guests, tables, seats = fair

    slots.give_slot(_here(conference), tables[0][0], seats[0], by=actor("counsellor"))
    _here(conference).seats_taken = 1
    session.flush()
    assert leave(session.get_one(Registration, seats[0]))
    slot = session.get_one(InterviewSlot, tables[0][0])
    session.refresh(slot)
    assert (slot.state, slot.registration_id) == (SlotState.FREE, None)
