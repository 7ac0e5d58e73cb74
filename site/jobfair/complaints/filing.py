"""Sending a complaint: kept once, with an office that answers for it and a day to answer by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from jobfair import audit, throttle
from jobfair.agencies.check import look_up
from jobfair.agencies.check_queries import list_keys
from jobfair.cases.offices import centre_office, department_office
from jobfair.complaints import settings
from jobfair.complaints.events import add_event
from jobfair.complaints.sealing import (
    SEALED,
    follow_code_of,
    follow_hash,
    phone_hash,
    receipt_of,
    seal_text,
)
from jobfair.database import db
from jobfair.lib.clock import now, today
from jobfair.lib.codes import derived_key, new_id, new_slip_code
from jobfair.models import Complaint, ComplaintAbout, ComplaintState, Office
from jobfair.working_days import working_day

KIND: Final = "complaint"
"""The object's name in the audit."""

PER_PHONE: Final = 5
"""Complaints of one phone in an hour."""

WITHOUT_PHONE: Final = 120
"""Complaints without a phone in an hour, of everybody together: what a flood would send."""

FOR_LEADER: Final = frozenset({ComplaintAbout.STAFF})
"""The department's own: whoever is complained about does not look after it."""

TRIES: Final = 5


@dataclass(frozen=True)
class Said:
    """What somebody wrote; ``phone`` in E.164, '' for nobody's; ``body_id`` of a chosen body."""

    about: ComplaintAbout
    text: str
    body_id: str | None = None
    body_name: str = ""
    numbers: str = ""
    name: str = ""
    phone: str = ""
    lang: str = "vi"


def find_sent(form_key: str) -> Complaint | None:
    """What this form sent before, or None."""
    return db.session.scalars(
        sa.select(Complaint).where(Complaint.form_key == form_key)
    ).one_or_none()


def file_complaint(form_key: str, said: Said) -> Complaint:
    """Keep a complaint; the same key again gives the one that is there, whatever it says.

    Raises TooMany (429) when a phone, or everybody without one, sends too many in an hour.
    """
    done = find_sent(form_key)
    if done is not None:
        return done
    if said.phone:
        throttle.spend("complaint", said.phone, PER_PHONE)
    else:
        throttle.spend("complaint", "without a phone", WITHOUT_PHONE)
    try:
        with db.session.begin_nested():
            return _write(form_key, said)
    except IntegrityError:
        done = find_sent(form_key)  # the same form came twice at one moment
        if done is None:
            raise
        return done


def _write(form_key: str, said: Said) -> Complaint:
    complaint_id, day = new_id(), today()
    complaint = Complaint(
        id=complaint_id,
        number=_free_number(),
        form_key=form_key,
        receipt=receipt_of(complaint_id),
        about=said.about,
        body_id=said.body_id or _body_named(said.body_name),
        state=ComplaintState.RECEIVED,
        lang=said.lang,
        owner_office_id=_owner(said.about).id,
        received_at=now(),
        take_by=working_day(day, settings.take_days()),
        due_on=day + timedelta(days=settings.answer_days()),
    )
    for field in SEALED:
        seal_text(complaint, field, getattr(said, field))
    if said.phone:
        complaint.phone_hmac = phone_hash(said.phone)
    else:
        complaint.follow_hmac = follow_hash(follow_code_of(complaint_id))
    db.session.add(complaint)
    db.session.flush()
    add_event(complaint, "receive", by="public", act_key=derived_key(form_key, "receive"))
    audit.record("public", f"{KIND}.receive", KIND, complaint.id)
    return complaint


def _owner(about: ComplaintAbout) -> Office:
    return department_office() if about in FOR_LEADER else centre_office()


def _free_number() -> str:
    """Not sequential, easy to read aloud, with a check letter."""
    for _try in range(TRIES):
        number = new_slip_code()
        taken = db.session.scalar(sa.select(Complaint.id).where(Complaint.number == number))
        if taken is None:
            return number
    raise RuntimeError("no free number")  # 29 to the power of 7 numbers are free


def _body_named(name: str) -> str | None:
    """The one body that is called exactly so (name, short name, licence), else None."""
    found = look_up(name, list_keys()) if name else None
    ids = found.body_ids if found else []
    return ids[0] if len(ids) == 1 else None
