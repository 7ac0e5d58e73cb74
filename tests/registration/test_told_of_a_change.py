from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from jobfair.conferences.told import CANCELLED, CHANGED
from jobfair.database import db
from jobfair.lib import clock
from jobfair.messages.drain import drain
from jobfair.models import (
    Conference,
    OutboxMessage,
    Registration,
    RoleGrant,
    Task,
    UserAccount,
)
from jobfair.registration.rows import REMINDER
from jobfair.registration.telling import tell_everyone
from tests.checked_client import CheckedClient
from tests.conferences.helpers import counted_queries, find, values_of
from tests.conferences.helpers import register as add_person
from tests.registration.helpers import SEAT_ONLY, one, peek, register
from tests.registration.line_help import stand_in_line

pytestmark = pytest.mark.both
WITH_SMS = SEAT_ONLY | {"consent_sms": "y"}


def staff(app: Flask, slug: str = "muong-la-1") -> str:
    return f"/can-bo/hoi-nghi/{find(app, slug).id}"


def edit(client: CheckedClient, app: Flask, slug: str = "muong-la-1", **changes: str) -> None:
    path = f"{staff(app, slug)}/sua"
    answer = client.post(path, data=values_of(client.page(path)) | changes)
    assert answer.status_code == 303


def cancel(client: CheckedClient, app: Flask, slug: str = "muong-la-1") -> None:
    assert client.send(f"{staff(app, slug)}/huy", {"cancel_reason": "Mưa lũ"}).status_code == 303


def two_people(visitor: CheckedClient) -> None:
    """One is told by a text, the other is to be called."""
    register(visitor, {"name": "Vì Thị Ón"}, consents=WITH_SMS)
    register(visitor, {"name": "Giàng A Páo", "phone": "095 0000 124"})


def evening_before(app: Flask) -> datetime:
    """19:00 of the day before the conference."""
    start = clock.to_local(find(app, "muong-la-1").starts_at)
    return clock.from_local(start.date() - timedelta(days=1), time(19, 0))


def texts(app: Flask) -> list[tuple[str, bool]]:
    """Topic, and whether it was sent, of what was written about the plan."""
    rows = peek(
        app,
        sa.select(OutboxMessage.topic, OutboxMessage.done_at)
        .where(OutboxMessage.topic.in_((CHANGED, CANCELLED)))
        .order_by(OutboxMessage.created_at),
    )
    return [(topic, done is not None) for topic, done in rows]


def calls(app: Flask) -> list[tuple[str, bool]]:
    rows = peek(
        app,
        sa.select(Task.kind, Task.done_at)
        .where(Task.kind.in_(("conference_changed", "conference_cancelled")))
        .order_by(Task.created_at),
    )
    return [(kind, done is not None) for kind, done in rows]


def test_each_hears_a_change_once_by_text_or_by_call(
    visitor: CheckedClient, officer_muongla: CheckedClient, app: Flask
) -> None:
    two_people(visitor)
    edit(officer_muongla, app, bring="Bút")
    assert (texts(app), calls(app)) == ([], [])
    edit(officer_muongla, app, place="Trường tiểu học")
    edit(officer_muongla, app)  # nothing was changed
    assert texts(app) == [(CHANGED, False)]
    assert calls(app) == [("conference_changed", False)]
    note, due = one(app, sa.select(Task.note, Task.due_on).where(Task.kind.like("conference_%")))
    assert "Trường tiểu học" in note
    assert due == clock.today()
    assert "Gọi báo: hội nghị có thay đổi" in officer_muongla.get("/can-bo/").text
    told = officer_muongla.page(staff(app)).text("[aria-labelledby=told]")
    for words in ("2 người", "UBND xã Mường La: còn 1 trong 1 người phải gọi"):
        assert words in told


def test_a_second_change_replaces_what_was_not_sent(
    visitor: CheckedClient, officer_muongla: CheckedClient, app: Flask
) -> None:
    two_people(visitor)
    edit(officer_muongla, app, starts="08:30")
    with app.app_context():
        drain()  # the ten minutes are not over
    assert texts(app) == [(CHANGED, False)]
    edit(officer_muongla, app, starts="09:00")
    assert texts(app) == [(CHANGED, False)]
    assert calls(app) == [("conference_changed", False)]
    assert "9:00" in one(app, sa.select(Task.note).where(Task.kind == "conference_changed"))
    later = clock.now() + timedelta(minutes=11)
    with app.app_context(), clock.at(later):
        drain()
    assert texts(app) == [(CHANGED, True)]
    edit(officer_muongla, app, starts="09:30")  # what was sent stays sent
    assert texts(app) == [(CHANGED, True), (CHANGED, False)]
    cancel(officer_muongla, app)
    assert texts(app) == [(CHANGED, True), (CANCELLED, False)]
    assert calls(app) == [("conference_cancelled", False)]
    assert "Báo tin hủy" in officer_muongla.page(staff(app)).text("[aria-labelledby=told]")


def test_who_waits_in_line_is_told_too(
    visitor: CheckedClient, counsellor: CheckedClient, app: Flask
) -> None:
    stand_in_line(visitor, consents=WITH_SMS)
    cancel(counsellor, app, "chieng-lao-day")
    assert texts(app) == [(CANCELLED, False)]


def test_the_reminder_goes_with_the_day(
    visitor: CheckedClient, officer_muongla: CheckedClient, app: Flask
) -> None:
    register(visitor, consents=WITH_SMS)
    due = sa.select(OutboxMessage.due_at).where(OutboxMessage.topic == REMINDER)
    before = one(app, due)
    start = one(app, sa.select(Conference.starts_at).where(Conference.slug == "muong-la-1"))
    day = clock.to_local(start).date() + timedelta(days=7)
    edit(officer_muongla, app, day=day.isoformat())
    assert one(app, due) == before + timedelta(days=7)
    cancel(officer_muongla, app)
    assert peek(app, due) == []


def test_people_are_read_together_and_other_conferences_are_left_alone(app: Flask) -> None:
    """Each person more costs her own message and nothing else."""
    add_person(app, "suoi-to-1")
    counts = []
    for people in (2, 6):
        while people > one(app, sa.select(sa.func.count()).where(of_conference(app))):
            add_person(app, "muong-la-1")
        with app.app_context():
            conference = db.session.get_one(Conference, find(app, "muong-la-1").id)
            conference.version += 1
            with counted_queries(app) as seen:
                tell_everyone(conference, CHANGED)
                db.session.flush()
            db.session.commit()
        counts.append(len(seen))
    assert counts[1] - counts[0] <= 4 * 2
    mine = find(app, "muong-la-1").id
    about = [ids["conference"] for (ids,) in peek(app, sa.select(OutboxMessage.payload))]
    assert set(about) == {mine}


def of_conference(app: Flask) -> sa.ColumnElement[bool]:
    return Registration.conference_id == find(app, "muong-la-1").id


@pytest.mark.parametrize("deputy", ["counsellor", "officer.deputy"])
def test_the_evening_before_a_deputy_moves_it_and_everybody_hears_once(
    visitor: CheckedClient, signed_in: Callable[[str], CheckedClient], app: Flask, deputy: str
) -> None:
    """19:00 the day before: not the officer who planned it, two people, a text and a call."""
    add_deputy(app)
    two_people(visitor)
    evening = evening_before(app)
    with clock.at(evening):
        client = signed_in(deputy)
        edit(client, app, starts="10:00")
        edit(client, app, starts="10:00")  # pressed twice
        assert texts(app) == [(CHANGED, False)]
        assert calls(app) == [("conference_changed", False)]
        assert "2 người" in client.page(staff(app)).text("[aria-labelledby=told]")
        due = one(app, sa.select(Task.due_on).where(Task.kind == "conference_changed"))
        assert due == clock.today()  # this evening, not tomorrow when it is too late
    with app.app_context(), clock.at(evening + timedelta(minutes=11)):
        drain()
        drain()
    assert texts(app) == [(CHANGED, True)]


@pytest.mark.parametrize("deputy", ["counsellor", "officer.deputy"])
def test_the_evening_before_a_deputy_calls_it_off_and_everybody_hears_once(
    visitor: CheckedClient, signed_in: Callable[[str], CheckedClient], app: Flask, deputy: str
) -> None:
    add_deputy(app)
    two_people(visitor)
    with clock.at(evening_before(app)):
        client = signed_in(deputy)
        sent = client.page(f"{staff(app)}/huy").form() | {"cancel_reason": "Mưa lũ"}
        for _twice in range(2):
            assert client.post(f"{staff(app)}/huy", data=sent).status_code == 303
        assert calls(app) == [("conference_cancelled", False)]
        with app.app_context():
            drain()  # at once, without the ten minutes
            drain()
        assert texts(app) == [(CANCELLED, True)]
        reminders = sa.select(OutboxMessage.id).where(OutboxMessage.topic == REMINDER)
        assert peek(app, reminders.where(OutboxMessage.done_at.is_(None))) == []


def add_deputy(app: Flask) -> None:
    """A second officer of the host commune, who planned nothing."""
    with app.app_context():
        first = db.session.query(UserAccount).filter_by(username_folded="officer.muongla").one()
        grant = first.grants[0]
        deputy = UserAccount(
            username="officer.deputy",
            username_folded="officer.deputy",
            full_name="Hà Văn Thủy",
            password_hash=first.password_hash,
            is_demo=True,
            grants=[RoleGrant(role=grant.role, office_id=grant.office_id, since=grant.since)],
        )
        db.session.add(deputy)
        db.session.commit()
