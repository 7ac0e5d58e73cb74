"""What the tests of this room share: finding, registering, counting queries."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from flask import Flask

from jobfair.database import db
from jobfair.lib import clock
from jobfair.lib.codes import new_form_key, new_slip_code
from jobfair.models import Conference, Person, Purpose, Registration, RegistrationState
from jobfair.privacy.rules import give_consent
from tests.checked_client import CheckedClient, Page


def find(app: Flask, slug: str) -> Conference:
    """A conference, loaded and detached."""
    with app.app_context():
        found = db.session.scalars(sa.select(Conference).where(Conference.slug == slug)).one()
        db.session.expunge(found)
        return found


def change(app: Flask, slug: str, **values: Any) -> None:
    """Change columns behind the site's back: no version of anything is raised."""
    with app.app_context():
        db.session.execute(sa.update(Conference).where(Conference.slug == slug).values(**values))
        db.session.commit()


def register(
    app: Flask, slug: str, state: RegistrationState = RegistrationState.HELD, number: int = 0
) -> str:
    """Somebody holds a seat, or waits with a number, and takes texts; the registration's id."""
    with app.app_context():
        conference = db.session.scalars(sa.select(Conference).where(Conference.slug == slug)).one()
        name = f"Người Mẫu {number}"
        person = Person(name=name, folded=name.lower(), given_folded=str(number), birth_year=2000)
        person.commune_code = "03808"
        db.session.add(person)
        db.session.flush()
        made = Registration(
            conference_id=conference.id,
            person_id=person.id,
            form_key=new_form_key(),
            slip_code=new_slip_code(),
            typed_name=name,
            typed_birth_year=2000,
            typed_phone="+84950000001",
            typed_commune="03808",
            state=state,
            waiting_no=number or None if state is RegistrationState.WAITING else None,
        )
        db.session.add(made)
        give_consent(person.id, Purpose.SMS, lang="vi", how="web", by="worker")
        if state is RegistrationState.HELD:
            conference.seats_taken += 1
        elif state is RegistrationState.WAITING:
            conference.waiting += 1
            conference.waiting_last = max(conference.waiting_last, number)
        db.session.commit()
        return made.id


def slugs(
    client: CheckedClient, path: str, selector: str = "#results section .rows a"
) -> list[str]:
    """The conferences a list shows, in order, without the nearest ones."""
    links = client.page(path).css(selector)
    near = client.page(path).css("section[aria-labelledby=near] a")
    away = {a.get("href") for a in near}
    return [a.get("href").rsplit("/", 1)[-1] for a in links if a.get("href") not in away]


def values_of(page: Page) -> dict[str, Any]:
    """What the browser would send of the page's form, every ticked box included."""
    values: dict[str, Any] = {}
    for name, value in page.css("main form")[0].form_values():
        values.setdefault(name, []).append(value)
    return values


def plan(**changes: Any) -> dict[str, Any]:
    """What an officer of Mường La types for a new conference in ten days."""
    day = clock.today() + timedelta(days=10)
    typed: dict[str, Any] = {
        "title_vi": "Hội nghị tư vấn, tuyển dụng",
        "kind": "hall",
        "commune": "03808",
        "day": day.isoformat(),
        "starts": "08:00",
        "ends": "11:00",
        "place": "Nhà văn hóa bản Mòn",
        "landmark": "Cạnh cầu treo",
        "capacity": "60",
        "contact_name": "Lò Thị Duyên (tên bịa)",
        "contact_phone": "0212 000 0001",
        "agenda": "08:00 Điểm danh\n09:00 Hỏi đáp",
        "markets": ["JP", "TW"],
    }
    return typed | changes


@contextmanager
def counted_queries(app: Flask) -> Iterator[list[str]]:
    """The statements that the block sends to the database."""
    seen: list[str] = []

    def note(*args: Any) -> None:
        if not args[2].startswith(("PRAGMA", "BEGIN", "SET TRANSACTION")):
            seen.append(args[2])

    with app.app_context():
        engine = db.engine
    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)
