"""The rows that one person of a sending makes, beginning to end, looked up beforehand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from jobfair import audit
from jobfair.cases.history import WORKER
from jobfair.cases.opening import opening_rows
from jobfair.keys import keys
from jobfair.lib import clock
from jobfair.lib.codes import derived_key as derived_key
from jobfair.lib.codes import new_id, receipt_for
from jobfair.messages.outbox import message_row
from jobfair.models import Conference, Purpose, RegistrationState
from jobfair.registration.answers import Answers
from jobfair.registration.duplicates import Typed
from jobfair.registration.queries import office_id_for, text_versions
from jobfair.registration.sending import Sending
from jobfair.registration.writing import Human, Row

DAYS_BEFORE = 2  # the office calls two days before the conference
CALL_BACK_WORKING_DAYS = 1  # a promise of three days, kept over a weekend
REMINDER = "conference_reminder"
MORNING, NIGHT = time(7, 0), time(21, 0)  # Decree 91/2020/NĐ-CP: messages by day only


def key_of(form_key: str, number: int) -> str:
    """The once-only key of one of a family: the form's own for the first, from 0."""
    if number == 0:
        return form_key
    return derived_key(form_key, str(number))


def human_rows(conference: Conference | None, sending: Sending, number: int) -> Human:
    """Everything that one person writes, with the reads it needs; 0 is the first of a family."""
    answers = sending.answers.people[number]
    starts_at = conference.starts_at if conference else None
    registration = _registration_row(conference, sending, answers, number)
    office_id = office_id_for(answers.commune_code)
    case, event = opening_rows(
        office_id=office_id,
        next_step="call_before_conference" if conference else "call_back",
        next_on=_call_on(starts_at),
        commune_code=answers.commune_code,
        act_key=f"open:{registration['form_key']}",
        **_opened_by(sending),
    )
    typed = _typed(sending, answers)
    person_id, case_id = registration["person_id"], registration["case_id"]
    return Human(
        registration=registration,
        first={
            "person": [_person_row(registration, answers, typed)],
            "person_phone": [_phone_row(person_id, sending.e164, answers)],
            "case_file": [case | {"id": case_id, "person_id": person_id}],
        },
        then={
            "case_event": [event | {"case_id": case_id}],
            "consent": _consent_rows(registration, sending),
            "audit_event": [_audit_row(registration, sending)],
            "outbox_message": _message_rows(registration, sending, starts_at),
        },
        typed=typed,
        office_id=office_id,
    )


def _opened_by(sending: Sending) -> dict[str, str]:
    if sending.desk is None:
        return {"by": WORKER, "by_name": "", "role": WORKER}
    by = sending.desk.by
    return {"by": by.user_id, "by_name": by.shown[:160], "role": str(by.main_grant.role)}


def _typed(sending: Sending, answers: Answers) -> Typed:
    return Typed(
        name=answers.name or "",
        birth_year=answers.birth_year or 0,
        commune_code=answers.commune_code,
        e164=sending.e164,
        shared_office=answers.phone_owner == "office",
    )


def _phone_row(person_id: str, e164: str, answers: Answers) -> Row:
    return {
        "person_id": person_id,
        "e164": e164,
        "tail": e164[-3:],
        "owner": answers.phone_owner,
        "note": answers.phone_note,
    }


def _audit_row(registration: Row, sending: Sending) -> Row:
    return audit.event_row(
        sending.desk.by if sending.desk else "public",
        "registration.create",
        "registration",
        registration["id"],
        person_ids=[registration["person_id"]],
        fields=["name", "birth_year", "phone", "commune", "village"],
    )


def _person_row(registration: Row, answers: Answers, typed: Typed) -> Row:
    return {
        "id": registration["person_id"],
        "name": typed.name,
        "folded": typed.folded,
        "given_folded": typed.given_folded,
        "birth_year": typed.birth_year,
        "birth_date": answers.born_on,
        "commune_code": typed.commune_code,
        "other_province": typed.commune_code is None,
        "village": answers.village,
        "created_at": registration["created_at"],
    }


def _registration_row(
    conference: Conference | None, sending: Sending, answers: Answers, number: int
) -> Row:
    registration_id, family = new_id(), len(sending.answers.people) > 1
    return {
        "id": registration_id,
        "conference_id": conference.id if conference else None,
        "person_id": new_id(),
        "case_id": new_id(),
        "form_key": key_of(sending.form_key, number),
        "slip_code": sending.desk.slip_code if sending.desk else "",
        "receipt": receipt_for(registration_id, keys().receipt_key),
        "typed_name": answers.name,
        "typed_birth_year": answers.birth_year,
        "typed_phone": sending.e164,
        "typed_commune": answers.commune,
        "typed_village": answers.village,
        "channel": sending.channel,
        "for_whom": answers.for_whom or "self",
        "registered_by": sending.consent_by or None,
        "family_key": derived_key(sending.form_key, "family") if family else None,
        "state": RegistrationState.HELD if conference else RegistrationState.CALL_BACK,
        "lang": sending.lang,
        "created_at": clock.now(),
    }


def _consent_rows(registration: Row, sending: Sending) -> list[Row]:
    """One row a purpose. For an adult registered by one of the family it is provisional.

    Whoever agreed at a desk, aloud, by hand or before a witness, agreed in person.
    """
    versions = text_versions(sending.lang)
    desk, for_whom = sending.desk, registration["for_whom"]
    others = for_whom != "self"
    return [
        {
            "person_id": registration["person_id"],
            "purpose": purpose,
            "given": True,
            "provisional": others and desk is None,
            "text_version": versions[purpose][0],
            "lang": versions[purpose][1],
            "how": desk.how if desk else sending.channel,
            "by": sending.consent_by,
            "note": desk.witness[:160] if desk else f"for_whom={for_whom}" if others else "",
            "at": registration["created_at"],
            "seq": 1,
        }
        for purpose in sending.purposes
    ]


def _call_on(starts_at: datetime | None) -> date:
    """Two days before the conference, not before today; a call back on the next working day."""
    if starts_at is None:
        return clock.add_working_days(clock.today(), CALL_BACK_WORKING_DAYS)
    before = clock.to_local(starts_at).date() - timedelta(days=DAYS_BEFORE)
    return max(clock.today(), before)


def _message_rows(registration: Row, sending: Sending, starts_at: datetime | None) -> Sequence[Row]:
    """A message the day before, only where the person has agreed to messages."""
    agreed = Purpose.SMS in sending.purposes and registration["for_whom"] == "self"
    if starts_at is None or not agreed:
        return ()
    ids = {"registration": registration["id"], "conference": registration["conference_id"]}
    key = f"{REMINDER}:{registration['id']}"
    return (message_row(key, REMINDER, ids, reminder_at(starts_at, clock.now())),)


def reminder_at(starts_at: datetime, now: datetime) -> datetime:
    """07:00 of the day before; when that has passed, now by day, else 07:00 of the day itself.

    Takes and gives moments in UTC.
    """
    day = clock.to_local(starts_at).date()
    eve = clock.from_local(day - timedelta(days=1), MORNING)
    if eve > now:
        return eve
    if MORNING <= clock.to_local(now).time() < NIGHT:
        return now
    return max(now, clock.from_local(day, MORNING))
