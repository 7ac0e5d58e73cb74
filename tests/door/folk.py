"""Invented people with a case and a seat, for the tests of the desk and the door."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import Context
from datetime import date, time, timedelta
from typing import Any, TypeVar

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Query, Session
from werkzeug.test import TestResponse

from jobfair.cases.offices import centre_office, office_for_person
from jobfair.cases.opening import open_case
from jobfair.database import db
from jobfair.lib import clock
from jobfair.lib.codes import new_form_key, new_slip_code
from jobfair.models import (
    AuditEvent,
    CaseEvent,
    CaseFile,
    Conference,
    Consent,
    JobOrder,
    Person,
    PersonPhone,
    Placement,
    Purpose,
    Registration,
    RegistrationState,
    SendingBody,
    Stage,
)
from tests.checked_client import CheckedClient
from tests.world import MUONG_LA

Row = TypeVar("Row")

CONFERENCES = {
    "soon": "muong-la-1",
    "past": "muong-la-truoc",
    "suoi_to": "suoi-to-1",
    "cancelled": "muong-la-huy",
}


def add_person(
    session: Session,
    name: str = "Lò Thị Xuân",
    *,
    commune: str | None = MUONG_LA,
    year: int = 2004,
    phone: str = "+84950000123",
    village: str = "bản Mẫu",
    stage: Stage = Stage.INTEREST,
    step: str = "call_back",
    on: date | None = None,
) -> CaseFile:
    """A person with one phone ('' for none) and an open case; flushed, not committed."""
    person = Person(
        name=name,
        birth_year=year,
        commune_code=commune,
        other_province=commune is None,
        village=village,
    )
    if phone:
        person.phones = [PersonPhone(e164=phone, tail=phone[-3:])]
    session.add(person)
    session.flush()
    case = open_case(
        person,
        office_id=office_for_person(commune).id,
        next_step=step,
        next_on=on or clock.today(),
        commune_code=commune,
        act_key=f"open:{new_form_key()}",
        by="worker",
        by_name="",
        role="worker",
    )
    case.stage = stage
    session.flush()
    return case


def conference(session: Session, which: str = "soon", *, in_days: int | None = None) -> Conference:
    """A conference of the world; moved so that it begins in so many days."""
    found = session.query(Conference).filter_by(slug=CONFERENCES[which]).one()
    if in_days is not None:
        length = found.ends_at - found.starts_at
        # An hour ago, and never yesterday: between midnight and one it began at midnight.
        midnight = clock.from_local(clock.today(), time())
        began = max(clock.now() - timedelta(hours=1), midnight)
        found.starts_at = began + timedelta(days=in_days)
        found.ends_at = found.starts_at + length
    session.flush()
    return found


def add_seat(
    session: Session,
    meeting: Conference,
    name: str = "Lò Thị Xuân",
    *,
    state: RegistrationState = RegistrationState.HELD,
    step: str = "call_before_conference",
    for_whom: str = "self",
    **of_person: object,
) -> Registration:
    """A person who holds a seat, waits or walked in; flushed, not committed."""
    case = add_person(session, name, step=step, **of_person)  # type: ignore[arg-type]
    phone = case.person.phones[0].e164 if case.person.phones else ""
    registration = Registration(
        conference_id=meeting.id,
        person_id=case.person_id,
        case_id=case.id,
        form_key=new_form_key(),
        slip_code=new_slip_code(),
        typed_name=name,
        typed_birth_year=case.person.birth_year,
        typed_phone=phone,
        typed_commune=case.person.commune_code or "other",
        for_whom=for_whom,
        state=state,
    )
    session.add(registration)
    session.add(
        Consent(
            person_id=case.person_id,
            purpose=Purpose.SEAT,
            given=True,
            provisional=for_whom != "self",
            text_version=1,
            lang="vi",
            how="web",
            seq=1,
        )
    )
    session.flush()
    return registration


def place(
    session: Session, case: CaseFile, body: SendingBody, stage: Stage = Stage.INTRODUCED
) -> Placement:
    """Introduce the person to the body, with the consent that opens the view."""
    order = session.query(JobOrder).filter_by(body_id=body.id).one()
    session.add(
        Consent(
            person_id=case.person_id,
            purpose=Purpose.BODY,
            body_id=body.id,
            given=True,
            text_version=1,
            lang="vi",
            how="read_aloud",
            seq=1,
        )
    )
    placement = Placement(
        case_id=case.id,
        programme_code=order.programme_code,
        body_id=body.id,
        order_id=order.id,
    )
    session.add(placement)
    case.stage, case.next_step = stage, "interview"
    case.owner_office_id = centre_office().id
    case.next_on = clock.today()
    session.flush()
    return placement


def body_of(session: Session, licence: str = "001/MAU-GP") -> SendingBody:
    """A sending body of the world by its licence number."""
    return session.query(SendingBody).filter_by(licence_number=licence).one()


class Counted:
    """How many reads were run inside the block."""

    n = 0


@contextmanager
def counted() -> Iterator[Counted]:
    """Count the SELECTs of the app's engine."""
    seen = Counted()

    def add(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.n += statement.lstrip().startswith("SELECT")

    event.listen(db.engine, "before_cursor_execute", add)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", add)


def last_audit(session: Session, action: str) -> AuditEvent:
    """The newest row of the audit with this action."""
    found = session.query(AuditEvent).filter_by(action=action)
    return read(session, found.order_by(AuditEvent.written.desc()).limit(1))[0]


HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def requests_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give each request a context of its own, as in a server.

    Inside the application context of the fixture ``session`` several clients would share one
    ``flask.g``, and with it who is signed in. Import this name to have it.
    """
    plain = CheckedClient.open

    def alone(client: CheckedClient, *args: Any, **kwargs: Any) -> TestResponse:
        return Context().run(plain, client, *args, **kwargs)

    monkeypatch.setattr(CheckedClient, "open", alone)


def read(session: Session, query: Query[Row]) -> list[Row]:
    """The rows as they stand now, let go at once: a test that holds a transaction open on
    SQLite keeps every request waiting.
    """
    session.rollback()
    rows = query.all()
    session.expunge_all()
    session.rollback()
    return rows


def case_now(session: Session, case_id: str) -> CaseFile:
    """A case as it stands now."""
    return read(session, session.query(CaseFile).filter_by(id=case_id))[0]


def contacts(session: Session, case_id: str) -> list[CaseEvent]:
    """The contacts of a case, oldest first."""
    query = session.query(CaseEvent).filter_by(case_id=case_id, kind="contact")
    return read(session, query.order_by(CaseEvent.seq))
