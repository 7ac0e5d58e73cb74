"""Somebody who comes without having registered: three fields, no seat, never refused."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from jobfair import audit
from jobfair.access import Actor
from jobfair.cases.offices import office_for_person
from jobfair.cases.opening import open_case
from jobfair.database import db
from jobfair.door.rules import AFTER_DAYS, conference_day
from jobfair.door.strangers import Stranger
from jobfair.errors import Conflict
from jobfair.keys import keys
from jobfair.lib import clock
from jobfair.lib.codes import new_id, new_slip_code, receipt_for
from jobfair.models import (
    CaseFile,
    Conference,
    ConferenceState,
    Office,
    Person,
    PersonPhone,
    Purpose,
    Registration,
    RegistrationState,
)
from jobfair.privacy.rules import give_consent
from jobfair.registration.duplicates import Typed, find_similar, note_similar

CODE_TRIES: Final = 3


def add_walk_in(
    conference: Conference, stranger: Stranger, *, form_key: str, lang: str, by: Actor
) -> Registration:
    """Write the person down with a case that is called back; takes no seat.

    The officer has read the consent aloud before. The same ``form_key`` again gives the first
    one's registration. Never joins a person known already: a possible duplicate becomes a task.
    Raises Conflict for a cancelled conference.
    """
    if conference.state is ConferenceState.CANCELLED:
        raise Conflict()
    known = _find(form_key)
    if known is not None:
        return known
    similar = find_similar(
        Typed(stranger.name, stranger.birth_year, stranger.commune_code, stranger.e164)
    )
    registration = _insert_once(conference, stranger, form_key, lang, by)
    if registration is None:
        return _find(form_key) or _clash()
    case = _open(conference, registration, by)
    if stranger.unread:
        case.next_note = _(
            "Written at the door in place of a phone: %(text)s", text=stranger.unread
        )
    give_consent(registration.person_id, Purpose.SEAT, lang=lang, how="read_aloud", by=by)
    new = {"person_id": registration.person_id, "case_id": case.id}
    note_similar(new, similar, office_id=case.owner_office_id or "", day=clock.today())
    audit.record(
        by,
        "door.walk_in",
        "registration",
        registration.id,
        person_ids=[registration.person_id],
        fields=("name", "phone", "birth_year", "commune"),
    )
    return registration


def _clash() -> Registration:
    raise Conflict()


def _find(form_key: str) -> Registration | None:
    return db.session.scalars(
        sa.select(Registration).where(Registration.form_key == form_key)
    ).one_or_none()


def _insert_once(
    conference: Conference, stranger: Stranger, form_key: str, lang: str, by: Actor
) -> Registration | None:
    """Insert person, registration and attendance; None when the key was used meanwhile."""
    for _try in range(CODE_TRIES):
        try:
            with db.session.begin_nested():
                registration = _build(conference, stranger, form_key, lang, by)
                db.session.add(registration)
            return registration
        except IntegrityError:
            if _find(form_key) is not None:
                return None
    return None


def _build(
    conference: Conference, stranger: Stranger, form_key: str, lang: str, by: Actor
) -> Registration:
    registration_id = new_id()
    return Registration(
        id=registration_id,
        conference_id=conference.id,
        person=_person(stranger),
        form_key=form_key,
        slip_code=new_slip_code(),
        receipt=receipt_for(registration_id, keys().receipt_key),
        typed_name=stranger.name,
        typed_birth_year=stranger.birth_year,
        typed_phone=stranger.e164,
        typed_commune=stranger.commune_code or "other",
        channel="door",
        registered_by=by.user_id,
        state=RegistrationState.WALK_IN,
        lang=lang,
    )


def _person(stranger: Stranger) -> Person:
    person = Person(
        name=stranger.name,
        birth_year=stranger.birth_year,
        commune_code=stranger.commune_code,
        other_province=stranger.commune_code is None,
    )
    if stranger.e164:
        person.phones = [PersonPhone(e164=stranger.e164, tail=stranger.e164[-3:])]
    return person


def _open(conference: Conference, registration: Registration, by: Actor) -> CaseFile:
    """A case at the office of the person's commune: call back three days after."""
    office: Office = office_for_person(registration.person.commune_code)
    on = conference_day(conference) + timedelta(days=AFTER_DAYS)
    case = open_case(
        registration.person,
        office_id=office.id,
        next_step="call_back",
        next_on=max(on, clock.today() + timedelta(days=1)),
        commune_code=registration.person.commune_code,
        act_key=f"open:{registration.form_key}",
        by=by.user_id,
        by_name=by.shown[:160],
        role=str(by.main_grant.role),
    )
    registration.case_id = case.id
    db.session.flush()
    return case
