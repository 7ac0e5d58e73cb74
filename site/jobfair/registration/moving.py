"""Another conference for the same person: the new seat first, then the old one is handed on.

Both conferences' rows are locked in the order of their ids, so that two people who change
places never wait for each other, and a seat that is refused leaves the old one untouched.
"""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from jobfair import audit
from jobfair.cases.history import WORKER, append_event
from jobfair.cases.locking import hold_case
from jobfair.conferences.interviews import free_slots_of
from jobfair.conferences.rules import why_closed
from jobfair.database import db
from jobfair.errors import Conflict
from jobfair.keys import keys
from jobfair.lib.clock import now, to_local, today
from jobfair.lib.codes import new_id, new_slip_code, receipt_for
from jobfair.messages.outbox import enqueue
from jobfair.models import (
    LISTED,
    Conference,
    ConferenceState,
    OutboxMessage,
    Purpose,
    Registration,
    RegistrationState,
    Stage,
)
from jobfair.privacy.rules import consent_in_force
from jobfair.registration.queries import get_case_of
from jobfair.registration.rows import DAYS_BEFORE, REMINDER, derived_key, reminder_at
from jobfair.registration.rules import NoSeat
from jobfair.registration.waiting import hand_on

MOVED = "Đổi sang hội nghị khác."
ALREADY = _l("You already have a seat at this conference.")
NOT_NOW = _l("This slip cannot go to another conference. Please call an officer.")
LIVE = (RegistrationState.HELD, RegistrationState.WAITING)


def did_not_come(registration: Registration) -> bool:
    """Whether the conference went by without this person: its record stays as it is."""
    conference = registration.conference
    if conference is None or registration.state not in LIVE or _is_off(conference):
        return False
    came = registration.attendance is not None and registration.attendance.present
    return conference.starts_at <= now() and not came


def may_move(registration: Registration) -> bool:
    """Whether the slip may go to another conference.

    A seat ahead always may. Once it was given back, called off or missed, only who has not
    gone further and still lets the office keep the data.
    """
    conference = registration.conference
    if registration.state in LIVE and conference is not None and not _is_off(conference):
        if conference.starts_at > now():
            return True
        if not did_not_come(registration):
            return False
    elif registration.state is RegistrationState.WALK_IN:
        return False
    case = get_case_of(registration)
    free = case.closed_at is None and case.stage is Stage.INTEREST
    return free and consent_in_force(registration.person_id, Purpose.SEAT)


def _is_off(conference: Conference) -> bool:
    return conference.state is ConferenceState.CANCELLED


def move_seat(registration: Registration, to: Conference, *, may_wait: bool = False) -> str:
    """Take a seat at ``to``, then free the old one; gives the slip code to go on with.

    Who missed a conference gets a slip of its own for the new one. ``may_wait``: into the line
    where there is no seat. Pressing twice changes nothing. Raises NoSeat when ``to`` takes
    nobody now, Conflict when the person has a seat there or the slip may not move.
    """
    _hold(registration.conference_id, to.id)
    db.session.refresh(registration, ["state", "conference_id", "waiting_no"])
    if registration.conference_id == to.id and registration.state in LIVE:
        return registration.slip_code
    if not may_move(registration):
        raise Conflict(NOT_NOW)
    before = _sent_before(registration, to)
    if before is not None:
        return before
    why = why_closed(to)
    if why is not None and not (why == "full" and may_wait):
        raise NoSeat(why)
    missed = did_not_come(registration)
    old_id = None if missed else _free(registration)
    moved = _again(registration, to) if missed else registration
    _sit(moved, to, in_line=why == "full")
    for changed in (old_id, to.id if moved.waiting_no else None):
        if changed is not None:
            hand_on(changed)
    _tell_office(moved, to)
    _remind(moved, to)
    _note(moved)
    return moved.slip_code


def _hold(*conference_ids: str | None) -> None:
    """Lock the rows of both conferences, the lower id first, and read them again."""
    db.session.scalars(
        sa.select(Conference)
        .where(Conference.id.in_([one for one in conference_ids if one is not None]))
        .order_by(Conference.id)
        .with_for_update(key_share=True)  # as in ``waiting``: sendings under way go on
        .execution_options(populate_existing=True)
    ).all()


def _sent_before(registration: Registration, to: Conference) -> str | None:
    """The slip that this very press made before. Raises Conflict for another seat there."""
    there = db.session.scalars(
        sa.select(Registration).where(
            Registration.person_id == registration.person_id,
            Registration.conference_id == to.id,
            Registration.state.in_(LISTED),
        )
    ).first()
    if there is None:
        return None
    if there.form_key == _key(registration, to):
        return there.slip_code
    raise Conflict(ALREADY)


def _free(registration: Registration) -> str | None:
    """Count the old seat, or place in line, as free; the id of the conference to hand on."""
    conference = registration.conference
    if conference is None or registration.state not in LIVE:
        return None
    if registration.state is RegistrationState.HELD:
        conference.seats_taken -= 1
    else:
        conference.waiting -= 1
    free_slots_of(registration.id)
    return conference.id


def _key(registration: Registration, to: Conference) -> str:
    """The once-only key of the slip that follows a missed conference."""
    return derived_key(registration.form_key, to.id)


def _again(old: Registration, to: Conference) -> Registration:
    """A new slip of the same person and journey; what was typed goes along."""
    made = Registration(
        id=new_id(),
        form_key=_key(old, to),
        slip_code=new_slip_code(),
        lang=old.lang,
        for_whom=old.for_whom,
        person_id=old.person_id,
        case_id=old.case_id,
        typed_name=old.typed_name,
        typed_birth_year=old.typed_birth_year,
        typed_phone=old.typed_phone,
        typed_commune=old.typed_commune,
        typed_village=old.typed_village,
    )
    made.receipt = receipt_for(made.id, keys().receipt_key)
    db.session.add(made)
    return made


def _sit(registration: Registration, to: Conference, *, in_line: bool) -> None:
    """On a seat, or at the end of the line."""
    if in_line:
        to.waiting += 1
        to.waiting_last += 1
        registration.state, registration.waiting_no = RegistrationState.WAITING, to.waiting_last
    else:
        to.seats_taken += 1
        registration.state, registration.waiting_no = RegistrationState.HELD, None
    registration.conference_id, registration.cancelled_at = to.id, None
    db.session.flush()
    db.session.refresh(registration, ["conference"])


def _tell_office(registration: Registration, to: Conference) -> None:
    """A line in the history and, at the start of the journey, the call before that day."""
    case = get_case_of(registration)
    if case.closed_at is not None:
        return
    hold_case(case)
    append_event(case, "note", by=WORKER, act_key=f"move:{new_id()}", note=MOVED)
    if case.stage is Stage.INTEREST:
        before = to_local(to.starts_at).date() - timedelta(days=DAYS_BEFORE)
        case.next_step, case.next_on = "call_before_conference", max(today(), before)
    db.session.flush()


def _remind(registration: Registration, to: Conference) -> None:
    """The message of the old day does not go out; one of the new day does, where agreed."""
    db.session.execute(
        sa.update(OutboxMessage)
        .where(
            OutboxMessage.key.startswith(f"{REMINDER}:{registration.id}", autoescape=True),
            OutboxMessage.done_at.is_(None),
        )
        .values(done_at=now())
        .execution_options(synchronize_session=False)
    )
    held = registration.state is RegistrationState.HELD
    if held and consent_in_force(registration.person_id, Purpose.SMS):
        ids = {"registration": registration.id, "conference": to.id}
        key = f"{REMINDER}:{registration.id}:{new_id()}"
        enqueue(key, REMINDER, ids, reminder_at(to.starts_at, now()))


def _note(registration: Registration) -> None:
    audit.record(
        WORKER,
        "registration.move",
        "registration",
        registration.id,
        person_ids=[registration.person_id],
        fields=["conference"],
    )
