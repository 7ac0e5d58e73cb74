"""What the acts at a door share, and what closing the attendance does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from jobfair import audit
from jobfair.access import Actor
from jobfair.cases.calls import CONTACT, CallOutcome, append_contact
from jobfair.cases.history import done_already
from jobfair.cases.locking import hold_case
from jobfair.database import db
from jobfair.errors import Conflict, NotFound
from jobfair.lib import clock
from jobfair.models import (
    LISTED,
    Attendance,
    CaseEvent,
    CaseFile,
    Conference,
    ConferenceState,
    Registration,
    RegistrationState,
    Stage,
)

AFTER_DAYS: Final = 3
"""Days after the conference on which whoever was missing is called."""

EARLY: Final = frozenset({Stage.INTEREST, Stage.REGISTERED, Stage.COUNSELLED, Stage.SCREENED})
"""Stages whose next step a conference decides; later ones have a sending body's."""


def conference_day(conference: Conference) -> date:
    """The day of the conference in Viet Nam."""
    return clock.to_local(conference.starts_at).date()


def lock(conference: Conference, registration_id: str) -> Registration:
    """The registration, held so that two officers go one by one. Raises NotFound, Conflict."""
    if conference.state is ConferenceState.CANCELLED:
        raise Conflict(_l("This conference was cancelled. Nobody is marked."))
    found = db.session.scalars(
        sa.select(Registration)
        .where(
            Registration.id == registration_id,
            Registration.conference_id == conference.id,
            Registration.state.in_(LISTED),
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise NotFound()
    return found


def find_attendance(registration: Registration) -> Attendance | None:
    """The attendance of a registration as it stands now, or None."""
    return db.session.scalars(
        sa.select(Attendance)
        .where(Attendance.registration_id == registration.id)
        .execution_options(populate_existing=True)
    ).one_or_none()


def lock_own_case(registration: Registration) -> CaseFile | None:
    """The registration's case, held; at the door its scope stands for the person's."""
    if registration.case_id is None:
        return None
    case = db.session.get_one(CaseFile, registration.case_id)
    hold_case(case)
    return case


def days_after(conference: Conference, days: int) -> date:
    """So many days after the conference, but not before tomorrow."""
    on = conference_day(conference) + timedelta(days=days)
    return max(on, clock.today() + timedelta(days=1))


def note_act(by: Actor, action: str, registration: Registration, fields: tuple[str, ...]) -> None:
    """Write the act into the audit: fields by name, never a value."""
    audit.record(
        by,
        action,
        "registration",
        registration.id,
        person_ids=[registration.person_id],
        fields=fields,
    )


@dataclass(frozen=True)
class Closed:
    """How many were found missing and how many came without saying what comes next."""

    missing: int
    came: int

    @property
    def all(self) -> int:
        """Everybody who was given a next step."""
        return self.missing + self.came


def close_attendance(conference: Conference, *, by: Actor) -> Closed:
    """After the end: everybody on the list gets a next step; asking again changes nothing.

    Who held a seat and did not come is called three days after the conference; who came and
    said nothing is called back then too. Raises Conflict before the end.
    """
    if conference.ends_at > clock.now() or conference.state is ConferenceState.CANCELLED:
        raise Conflict(_l("The conference is not over yet."))
    on, missing, came = days_after(conference, AFTER_DAYS), 0, 0
    for registration_id, present, case in _to_close(conference):
        reason, step = ("came", "call_back") if present else ("no_show", "call_no_show")
        key = f"{reason}:{registration_id}"
        if done_already(case, key):
            continue
        append_contact(case, reason, step=step, next_on=on, act_key=key, by=by)
        came, missing = came + present, missing + (not present)
    if came or missing:
        audit.record(by, "door.close", "conference", conference.id, fields=("next_step",))
    return Closed(missing, came)


def _spoken_since(conference: Conference) -> sa.ColumnElement[bool]:
    """SQL: somebody has spoken with the person at the door, or since the conference began."""
    return sa.exists().where(
        CaseEvent.case_id == CaseFile.id,
        CaseEvent.kind == CONTACT,
        CaseEvent.reason != CallOutcome.NO_ANSWER,
        sa.or_(CaseEvent.at >= conference.starts_at, CaseEvent.reason.like("door!_%", escape="!")),
    )


def _to_close(conference: Conference) -> list[tuple[str, bool, CaseFile]]:
    """Seats whose case still waits for this conference, each case held."""
    rows = db.session.execute(
        sa.select(Registration.id, sa.func.coalesce(Attendance.present, sa.false()), CaseFile)
        .select_from(Registration)
        .join(CaseFile, CaseFile.id == Registration.case_id)
        .outerjoin(Attendance, Attendance.registration_id == Registration.id)
        .where(
            Registration.conference_id == conference.id,
            Registration.state == RegistrationState.HELD,
            CaseFile.closed_at.is_(None),
            CaseFile.stage.in_(EARLY),
            ~_spoken_since(conference),
        )
        .order_by(CaseFile.id)
        .with_for_update(of=CaseFile)
        .execution_options(populate_existing=True)
    )
    return [(registration_id, bool(present), case) for registration_id, present, case in rows]
