"""A note on the case with the next step it leads to, and another phone number."""

from __future__ import annotations

from datetime import date, timedelta

from flask_babel import gettext as _

from jobfair import audit
from jobfair.access import Actor, Permission
from jobfair.cases.history import append_event, done_already
from jobfair.cases.locking import hold_case, lock_case
from jobfair.cases.next_steps import NEXT_STEPS
from jobfair.cases.owners import LETTER_ROLE, must_hold
from jobfair.database import db
from jobfair.errors import Conflict, Forbidden, Invalid
from jobfair.lib.clock import today
from jobfair.lib.phones import Phone
from jobfair.models import CaseFile, PersonPhone

PHONE_OWNERS = ("self", "relative", "village", "office")
FARTHEST = timedelta(days=366)


def add_note(
    case: CaseFile,
    *,
    by: Actor,
    version: int,
    act_key: str,
    note: str,
    next_step: str = "",
    next_on: date | None = None,
) -> CaseFile:
    """Write a note; with a step and a day also what comes next and when.

    Raises Stale, Forbidden, Invalid for an empty note, Conflict for a step on a closed case.
    """
    if done_already(case, act_key):
        return case
    lock_case(case, version, act_key)
    if not by.can(Permission.NOTE_CASE):
        raise Forbidden()
    if not note:
        raise Invalid(_("Write a few words."))
    if next_step or next_on:
        _set_step(case, next_step, next_on)
    append_event(case, "note", by=by, act_key=act_key, note=note)
    audit.record(by, "case.note", "case", case.id, person_ids=[case.person_id])
    db.session.flush()
    return case


def _set_step(case: CaseFile, next_step: str, next_on: date | None) -> None:
    if case.closed_at is not None:
        raise Conflict(_("A closed case has no next step."))
    if next_step and next_step not in NEXT_STEPS:
        raise Invalid(_("Choose a step of the list."))
    if next_on is not None and not today() <= next_on <= today() + FARTHEST:
        raise Invalid(_("The day lies between today and a year from now."))
    case.next_step = next_step or case.next_step
    case.next_on = next_on or case.next_on


def add_phone(
    case: CaseFile, phone: Phone, owner: str, note: str, *, by: Actor, act_key: str
) -> CaseFile:
    """Add a number at which the person is reached, and whose it is; it becomes the first.

    The same number again changes its owner. Raises Forbidden, Invalid for an unknown owner.
    """
    if done_already(case, act_key):
        return case
    hold_case(case)
    letter = must_hold(by, case, frozenset("OC"))
    if owner not in PHONE_OWNERS:
        raise Invalid(_("Choose whose number it is."))
    person = case.person
    held = next((row for row in person.phones if row.e164 == phone.e164), None)
    first = min((row.position for row in person.phones), default=0) - 1
    if held is None:
        held = PersonPhone(e164=phone.e164, tail=phone.tail)
        person.phones.append(held)
    held.owner, held.note, held.position = owner, note, first
    append_event(case, "record", by=by, act_key=act_key, role=LETTER_ROLE[letter], reason="phone")
    audit.record(by, "person.phone", "person", person.id, person_ids=[person.id], fields=["phone"])
    db.session.flush()
    return case
