"""Consent by purpose: append-only, the last word holds, a provisional one holds a seat only."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from jobfair.errors import Unavailable
from jobfair.lib.clock import now
from jobfair.models import (
    AuditEvent,
    Consent,
    ConsentText,
    Person,
    Purpose,
    SendingBody,
)
from jobfair.privacy.queries import find_texts, list_last_consents, people_who_agreed
from jobfair.privacy.rules import (
    consent_in_force,
    current_text,
    give_consent,
    needs_confirming,
    was_given,
    withdraw_consent,
)

pytestmark = pytest.mark.both


@pytest.fixture
def person(session: Session) -> str:
    made = Person(name="Vì Thị Ón", birth_year=1999, commune_code="03808")
    session.add(made)
    session.flush()
    return made.id


def give(person: str, purpose: Purpose, **more: object) -> Consent:
    return give_consent(person, purpose, lang="vi", how="web", by="worker", **more)  # type: ignore[arg-type]


def take_back(person: str, purpose: Purpose, **more: object) -> Consent | None:
    return withdraw_consent(person, purpose, lang="vi", how="web", by="worker", **more)  # type: ignore[arg-type]


def test_nothing_is_agreed_to_by_silence(person: str) -> None:
    assert not any(consent_in_force(person, purpose) for purpose in Purpose)


def test_each_purpose_stands_by_itself(person: str) -> None:
    give(person, Purpose.SMS)
    assert consent_in_force(person, Purpose.SMS)
    assert not consent_in_force(person, Purpose.SEAT)


def test_the_last_word_holds_and_nothing_is_overwritten(person: str, session: Session) -> None:
    give(person, Purpose.SMS)
    take_back(person, Purpose.SMS)
    assert not consent_in_force(person, Purpose.SMS)
    give(person, Purpose.SMS)
    assert consent_in_force(person, Purpose.SMS)
    rows = session.execute(sa.select(Consent.given, Consent.seq).order_by(Consent.seq)).all()
    assert rows == [(True, 1), (False, 2), (True, 3)]


def test_two_acts_of_one_moment_keep_their_order(
    person: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    still = now()
    monkeypatch.setattr("jobfair.privacy.rules.now", lambda: still)
    give(person, Purpose.AGENCIES)
    take_back(person, Purpose.AGENCIES)
    assert not consent_in_force(person, Purpose.AGENCIES)


def test_giving_again_writes_nothing(person: str, session: Session) -> None:
    assert give(person, Purpose.SMS).id == give(person, Purpose.SMS).id
    assert take_back(person, Purpose.BANK) is None
    assert session.scalar(sa.select(sa.func.count()).select_from(Consent)) == 1


def test_a_body_is_named(person: str, session: Session) -> None:
    one, two = session.scalars(sa.select(SendingBody.id).order_by(SendingBody.name)).all()
    give(person, Purpose.BODY, body_id=one)
    assert consent_in_force(person, Purpose.BODY, one)
    assert not consent_in_force(person, Purpose.BODY, two)
    assert not consent_in_force(person, Purpose.BODY)
    take_back(person, Purpose.BODY, body_id=two)
    assert consent_in_force(person, Purpose.BODY, one)


def test_a_provisional_consent_holds_the_seat_and_opens_nothing(person: str) -> None:
    for purpose in (Purpose.SEAT, Purpose.SMS, Purpose.AGENCIES):
        give(person, purpose, provisional=True)
    assert consent_in_force(person, Purpose.SEAT)
    assert needs_confirming(person)
    assert not consent_in_force(person, Purpose.SMS)
    assert not consent_in_force(person, Purpose.AGENCIES)
    assert was_given(person, Purpose.AGENCIES)
    give(person, Purpose.SEAT)
    give(person, Purpose.AGENCIES)
    assert not needs_confirming(person)
    assert consent_in_force(person, Purpose.AGENCIES)


def test_a_list_of_those_who_agreed(person: str, session: Session) -> None:
    other = Person(name="Lò Văn Hặc", birth_year=1980, commune_code="03808")
    session.add(other)
    session.flush()
    give(person, Purpose.AGENCIES)
    give(other.id, Purpose.AGENCIES)
    take_back(other.id, Purpose.AGENCIES)
    give(other.id, Purpose.SMS, provisional=True)
    give(other.id, Purpose.SEAT, provisional=True)
    assert session.scalars(people_who_agreed(Purpose.AGENCIES)).all() == [person]
    assert session.scalars(people_who_agreed(Purpose.SMS)).all() == []
    assert session.scalars(people_who_agreed(Purpose.SEAT)).all() == [other.id]


def test_the_words_in_force_are_the_newest_version(person: str, session: Session) -> None:
    assert current_text(Purpose.SEAT, "vi").lang == "vi"
    assert current_text(Purpose.SEAT, "en").lang == "en"
    session.add(
        ConsentText(purpose=Purpose.SEAT, version=2, lang="vi", title="Giữ chỗ", text="Câu mới.")
    )
    session.flush()
    assert current_text(Purpose.SEAT, "vi").version == 2
    newest = current_text(Purpose.SEAT, "en")
    assert (newest.version, newest.lang) == (2, "vi")
    assert give(person, Purpose.SEAT).text_version == 2


def test_all_purposes_have_words_in_both_languages(session: Session) -> None:
    for lang in ("vi", "en"):
        texts = find_texts(lang)
        assert set(texts) == set(Purpose)
        assert {text.lang for text in texts.values()} == {lang}


def test_without_words_nothing_can_be_agreed_to(person: str, session: Session) -> None:
    session.execute(sa.delete(ConsentText))
    with pytest.raises(Unavailable):
        give(person, Purpose.SEAT)


def test_the_audit_names_the_purpose(person: str, session: Session) -> None:
    give(person, Purpose.BANK)
    take_back(person, Purpose.BANK)
    session.flush()
    rows = session.execute(
        sa.select(AuditEvent.action, AuditEvent.fields, AuditEvent.person_ids)
        .where(AuditEvent.object_kind == "consent")
        .order_by(AuditEvent.written)
    ).all()
    assert rows == [
        ("consent.give", "consent_bank", person),
        ("consent.withdraw", "consent_bank", person),
    ]


def test_last_words_by_purpose(person: str) -> None:
    give(person, Purpose.SMS)
    give(person, Purpose.SEAT)
    take_back(person, Purpose.SMS)
    last = [(row.purpose, row.given) for row in list_last_consents(person)]
    assert last == [(Purpose.SEAT, True), (Purpose.SMS, False)]
