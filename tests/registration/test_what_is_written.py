"""What one sending leaves: a person, a case with an owner and a next step, consents, an audit."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from jobfair.lib.clock import VIETNAM, from_local, to_local, today
from jobfair.models import (
    AuditEvent,
    CaseEvent,
    CaseFile,
    Conference,
    Consent,
    DuplicatePair,
    Office,
    OfficeKind,
    OutboxMessage,
    Person,
    PersonPhone,
    Purpose,
    Registration,
    RegistrationState,
    Stage,
    Task,
)
from jobfair.registration.rows import reminder_at
from tests.checked_client import CheckedClient
from tests.registration.helpers import change, one, path_of, peek, register, send, walk

pytestmark = pytest.mark.both

ALL = {"consent_seat": "y", "consent_sms": "y", "consent_agencies": "y"}


def test_the_person_and_the_phone(visitor: CheckedClient, app: Flask) -> None:
    register(visitor)
    person = one(app, sa.select(Person))
    assert (person.name, person.folded, person.given_folded) == (
        "Lò Thị Xuân",
        "lo thi xuan",
        "xuan",
    )
    assert (person.birth_year, person.commune_code, person.village) == (2000, "03808", "Bản Mẫu")
    assert not person.other_province
    assert one(app, sa.select(PersonPhone.e164, PersonPhone.tail, PersonPhone.owner)) == (
        "+84950000123",
        "123",
        "self",
    )


def test_the_registration_keeps_what_was_typed(visitor: CheckedClient, app: Flask) -> None:
    receipt = register(visitor)
    kept = one(app, sa.select(Registration))
    assert kept.state is RegistrationState.HELD
    assert (kept.typed_name, kept.typed_birth_year, kept.typed_phone) == (
        "Lò Thị Xuân",
        2000,
        "+84950000123",
    )
    assert (kept.channel, kept.for_whom, kept.lang) == ("web", "self", "vi")
    assert kept.case_id == one(app, sa.select(CaseFile.id))
    assert receipt.endswith(kept.receipt)


def test_the_case_has_an_owner_a_step_and_a_day(visitor: CheckedClient, app: Flask) -> None:
    register(visitor)
    case = one(app, sa.select(CaseFile))
    office = one(app, sa.select(Office).where(Office.id == case.owner_office_id))
    assert (office.kind, office.commune_code) == (OfficeKind.COMMUNE, "03808")
    assert (case.stage, case.next_step) == (Stage.INTEREST, "call_before_conference")
    starts = one(app, sa.select(Conference.starts_at).where(Conference.slug == "muong-la-1"))
    assert case.next_on == to_local(starts).date() - timedelta(days=2)
    event = one(app, sa.select(CaseEvent))
    assert (event.kind, event.to_stage, event.by, event.seq) == ("open", "interest", "worker", 1)


def test_the_call_is_never_before_today(visitor: CheckedClient, app: Flask) -> None:
    soon = from_local(today() + timedelta(days=1), time(8))
    change(
        app,
        sa.update(Conference)
        .where(Conference.slug == "muong-la-1")
        .values(starts_at=soon, ends_at=soon + timedelta(hours=3)),
    )
    register(visitor)
    assert one(app, sa.select(CaseFile.next_on)) == today()


def test_another_province_goes_to_the_centre(visitor: CheckedClient, app: Flask) -> None:
    receipt = register(visitor, {"commune": "other", "village": ""})
    person = one(app, sa.select(Person))
    assert (person.commune_code, person.other_province) == (None, True)
    case = one(app, sa.select(CaseFile))
    kind = one(app, sa.select(Office.kind).where(Office.id == case.owner_office_id))
    assert (kind, case.commune_code) == (OfficeKind.CENTRE, None)
    assert one(app, sa.select(Registration.typed_commune)) == "other"
    assert visitor.get(receipt).status_code == 200


def test_only_what_was_ticked_is_agreed_to(visitor: CheckedClient, app: Flask) -> None:
    register(visitor)
    consent = one(app, sa.select(Consent))
    assert (consent.purpose, consent.given, consent.provisional) == (Purpose.SEAT, True, False)
    assert (consent.how, consent.lang, consent.text_version, consent.by) == ("web", "vi", 1, "")


def test_each_purpose_is_a_row_of_its_own(visitor: CheckedClient, app: Flask) -> None:
    register(visitor, consents=ALL)
    rows = peek(app, sa.select(Consent.purpose, Consent.given))
    assert set(rows) == {(p, True) for p in (Purpose.SEAT, Purpose.SMS, Purpose.AGENCIES)}


@pytest.mark.parametrize("who", ["child", "relative"])
def test_an_adult_registered_by_someone_else_has_yet_to_confirm(
    visitor: CheckedClient, app: Flask, who: str
) -> None:
    check = walk(visitor, {"for_whom": who})
    assert "Người đi xác nhận lại" in visitor.page(check).text("main form")
    assert "/phieu/nhan/" in path_of(send(visitor, check, ALL))
    assert {row.provisional for (row,) in peek(app, sa.select(Consent))} == {True}
    assert peek(app, sa.select(OutboxMessage)) == []


def test_the_reminder_waits_in_the_outbox_only_when_agreed(
    visitor: CheckedClient, app: Flask
) -> None:
    register(visitor)
    assert peek(app, sa.select(OutboxMessage)) == []
    register(visitor, {"name": "Vì Thị Ón"}, consents=ALL)
    message = one(app, sa.select(OutboxMessage))
    assert message.topic == "conference_reminder"
    assert set(message.payload) == {"registration", "conference"}
    starts = one(app, sa.select(Conference.starts_at).where(Conference.slug == "muong-la-1"))
    assert message.due_at == from_local(to_local(starts).date() - timedelta(days=1), time(7))


def test_a_message_is_sent_by_day() -> None:
    starts = datetime(2026, 11, 25, 8, 0, tzinfo=VIETNAM)

    def due(day: int, hour: int) -> datetime:
        sent = datetime(2026, 11, day, hour, 30, tzinfo=VIETNAM).astimezone(UTC)
        return reminder_at(starts.astimezone(UTC), sent).astimezone(VIETNAM)

    assert due(20, 23) == datetime(2026, 11, 24, 7, 0, tzinfo=VIETNAM)
    assert due(24, 12) == datetime(2026, 11, 24, 12, 30, tzinfo=VIETNAM)
    assert due(24, 23) == datetime(2026, 11, 25, 7, 0, tzinfo=VIETNAM)


def test_the_audit_names_fields_and_holds_no_values(visitor: CheckedClient, app: Flask) -> None:
    register(visitor, consents=ALL)
    event = one(app, sa.select(AuditEvent).where(AuditEvent.action == "registration.create"))
    assert event.actor == "public"
    assert event.person_ids == one(app, sa.select(Person.id))
    assert event.fields == "birth_year,commune,name,phone,village"
    text = " ".join(str(v) for v in vars(event).values())
    assert "Xuân" not in text
    assert "950000123" not in text


def test_the_same_person_twice_is_a_task_for_staff_only(visitor: CheckedClient, app: Flask) -> None:
    register(visitor)
    shown = visitor.page(register(visitor, {"name": "LÒ THỊ XUÂN", "phone": "0950000999"}))
    assert "trùng" not in shown.text("main")
    assert one(app, sa.select(sa.func.count()).select_from(Person)) == 2
    pair = one(app, sa.select(DuplicatePair))
    assert pair.why == "name_year_commune"
    assert pair.person_a < pair.person_b
    task = one(app, sa.select(Task))
    assert (task.kind, task.done_at) == ("duplicate", None)
    assert task.office_id == one(app, sa.select(CaseFile.owner_office_id).limit(1))
    assert task.person_id in (pair.person_a, pair.person_b)


def test_the_same_phone_and_given_name_is_a_possible_duplicate(
    visitor: CheckedClient, app: Flask
) -> None:
    register(visitor)
    register(visitor, {"name": "Lò Xuân", "birth_year": "1999"})
    assert one(app, sa.select(DuplicatePair.why)) == "phone"


def test_a_sister_with_the_same_phone_is_no_duplicate(visitor: CheckedClient, app: Flask) -> None:
    register(visitor)
    register(visitor, {"name": "Lò Thị Mai", "birth_year": "1998"})
    assert peek(app, sa.select(DuplicatePair)) == []
    assert peek(app, sa.select(Task)) == []


def test_who_has_no_phone_borrows_one(visitor: CheckedClient, app: Flask) -> None:
    path = walk(visitor, until="/dien-thoai")
    assert path.replace("dien-thoai", "nho-so") in [
        a.get("href") for a in visitor.page(path).css("main a")
    ]
    borrowed = {"phone_owner": "village", "phone_note": "ông Hặc"}
    check = walk(visitor, borrowed, start=path.replace("dien-thoai", "nho-so"))
    assert "Trưởng bản: ông Hặc" in visitor.page(check).text(".facts")
    send(visitor, check)
    assert one(app, sa.select(PersonPhone.owner, PersonPhone.note)) == ("village", "ông Hặc")


def test_who_knows_nobody_gets_the_offices_number(visitor: CheckedClient, app: Flask) -> None:
    path = walk(visitor, until="/dien-thoai").replace("dien-thoai", "nho-so")
    check = walk(visitor, {"phone_owner": "office", "phone": ""}, start=path)
    assert "Dùng số này khi tra phiếu." in visitor.page(check).text(".facts")
    receipt = path_of(send(visitor, check))
    e164, owner = one(app, sa.select(PersonPhone.e164, PersonPhone.owner))
    assert owner == "office"
    assert e164.startswith("+84212000")
    assert "Dùng số của xã" in visitor.page(receipt).text("main")
