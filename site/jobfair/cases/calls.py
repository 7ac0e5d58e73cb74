"""What came of a call, and the next step that follows from it.

Every act carries a once-only key: a second tap, a repeat after a lost answer and two tabs
leave one event in the history.
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from typing import Final

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from jobfair import audit
from jobfair.access import Actor
from jobfair.cases.history import append_event, done_already
from jobfair.cases.locking import hold_case
from jobfair.cases.next_steps import AFTER
from jobfair.database import db
from jobfair.errors import Conflict, Invalid
from jobfair.lib.clock import now, to_local, today
from jobfair.models import (
    CaseEvent,
    CaseFile,
    Conference,
    ConferenceState,
    Registration,
    RegistrationState,
)

CONTACT: Final = "contact"
"""The kind of event that says somebody was called or met."""

SPOKE_DAYS, LATER_DAYS, FARTHEST_DAYS = 7, 3, 365
CHOOSE_A_DAY: Final = _l("Choose a day after today, within a year.")
TRIES_BEFORE_HELP: Final = 3
"""After so many calls without an answer somebody else is asked: a relative, the village head."""

_CALLS: Final = frozenset({"call_before_conference", "call_back", "call_no_show"})


class CallOutcome(StrEnum):
    """How a call ended; kept as the reason of the event."""

    SPOKE = "spoke"
    NO_ANSWER = "no_answer"
    LATER = "later"


OUTCOME_LABELS: Final = {
    CallOutcome.SPOKE: _l("Spoke"),
    CallOutcome.NO_ANSWER: _l("No answer"),
    CallOutcome.LATER: _l("Call later"),
}
"""Outcome -> the word on its button."""


def record_call(
    case: CaseFile,
    outcome: CallOutcome,
    *,
    act_key: str,
    by: Actor,
    on: date | None = None,
) -> CaseFile:
    """Write the call into the history of a case in scope and set what comes next.

    Spoke: the conference's day when a seat is held, else in 7 days. No answer: tomorrow.
    Later: ``on``, else in 3 days, but not after that conference. The same ``act_key`` again
    changes nothing. Raises Conflict for a closed case, Invalid for a day that is not within a
    year from tomorrow.
    """
    hold_case(case)
    if done_already(case, act_key):
        return case
    step, next_on = _after_call(case, outcome, on)
    append_contact(case, str(outcome), step=step, next_on=next_on, act_key=act_key, by=by)
    return case


def append_contact(
    case: CaseFile, reason: str, *, step: str, next_on: date, act_key: str, by: Actor
) -> CaseEvent:
    """Add one contact to the history of a held case and set its next step and day.

    ``reason`` is a code of CONTACT_LABELS. Raises Conflict for a closed case.
    """
    if case.closed_at is not None:
        raise Conflict(_l("This case is closed. Open its page to see why."))
    case.next_step, case.next_on, case.next_note = step, next_on, ""
    event = append_event(case, CONTACT, by=by, act_key=act_key, reason=reason)
    audit.record(
        by,
        "case.contact",
        "case",
        case.id,
        person_ids=[case.person_id],
        fields=("next_step", "next_on"),
    )
    return event


def _after_call(case: CaseFile, outcome: CallOutcome, on: date | None) -> tuple[str, date]:
    tomorrow = today() + timedelta(days=1)
    step = case.next_step or AFTER.get(case.stage, ("call_back",))[0]
    if outcome is CallOutcome.NO_ANSWER:
        return step, tomorrow
    ahead = next_conference_day(case.person_id)
    if outcome is CallOutcome.LATER:
        return step, _chosen_day(on, ahead)
    if ahead is not None:
        return "counsel", max(ahead, tomorrow)
    if step in _CALLS:
        step = AFTER.get(case.stage, ("call_back",))[0]
    return step, today() + timedelta(days=SPOKE_DAYS)


def _chosen_day(on: date | None, ahead: date | None) -> date:
    """The day that was named; else in three days, but not after the conference ahead."""
    day = today()
    later = day + timedelta(days=LATER_DAYS)
    usual = later if ahead is None else max(min(later, ahead), day + timedelta(days=1))
    chosen = on or usual
    if not day < chosen <= day + timedelta(days=FARTHEST_DAYS):
        raise Invalid(CHOOSE_A_DAY)
    return chosen


def next_conference_day(person_id: str) -> date | None:
    """The day of the nearest conference ahead at which the person holds a seat, or None."""
    starts_at = db.session.scalar(
        sa.select(sa.func.min(Conference.starts_at))
        .join(Registration, Registration.conference_id == Conference.id)
        .where(
            Registration.person_id == person_id,
            Registration.state == RegistrationState.HELD,
            Conference.state != ConferenceState.CANCELLED,
            Conference.starts_at > now(),
        )
    )
    return to_local(starts_at).date() if starts_at else None


CONTACT_LABELS: Final = {
    **{str(outcome): label for outcome, label in OUTCOME_LABELS.items()},
    "came": _l("Came to the conference"),
    "no_show": _l("Did not come to the conference"),
    "door_counsel": _l("At the conference: wants to go"),
    "door_family": _l("At the conference: asks the family first"),
    "door_later": _l("At the conference: not now"),
}
"""Reason of a contact event -> how the history words it."""
