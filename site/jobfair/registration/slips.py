"""What the worker changes on the own slip: the seat, the phone, the consents."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta

from flask_babel import lazy_gettext as _l

from jobfair import audit
from jobfair.cases import consents
from jobfair.cases.history import WORKER, append_event, find_event
from jobfair.cases.locking import hold_case
from jobfair.cases.offices import office_for_person
from jobfair.cases.settings import get_number
from jobfair.cases.tasks import has_open_task, open_task
from jobfair.cases.worker import may_withdraw, withdraw_by_worker
from jobfair.database import db
from jobfair.errors import Conflict
from jobfair.lib.clock import add_working_days, now, today
from jobfair.lib.codes import new_id
from jobfair.lib.phones import show_phone
from jobfair.models import (
    CaseFile,
    Purpose,
    Registration,
    RegistrationState,
    Stage,
)
from jobfair.privacy.rules import (
    give_consent,
    needs_confirming,
    was_given,
    withdraw_consent,
)
from jobfair.registration.queries import get_case_of
from jobfair.registration.waiting import hand_on, leave

SEAT_CANCELLED = "Hủy chỗ ở hội nghị."
CONSENT_WITHDRAWN = "Rút lại đồng ý giữ dữ liệu."
CAME_HOME = "Người lao động báo đã về nước."
WANTS_JOB = "Muốn tìm việc ở quê."
WITHDRAW_DAYS = 15

ABROAD = (Stage.DEPARTED, Stage.WORKING, Stage.EXTENDED, Stage.ABSCONDED)
"""Stages at which "I am back" is news to the office."""

CHOICES_ON_SLIP = (Purpose.SMS, Purpose.AGENCIES, Purpose.AGENCY_PHONE)
"""Purposes given and withdrawn by one press; the seat's own goes through its page."""

NAME_FIRST = _l("First let the companies see your name, then your number.")
STARTED = _l("The conference has begun, so the seat cannot be given back.")


def may_cancel(registration: Registration) -> bool:
    """Whether there is a seat, or a place in line, that can still be given back."""
    conference = registration.conference
    live = registration.state in (RegistrationState.HELD, RegistrationState.WAITING)
    return live and conference is not None and conference.starts_at > now()


def cancel_seat(registration: Registration) -> bool:
    """Give the seat back; False when it was given back before. Raises Conflict after the start.

    The seat goes to the first who waits, else it is free. The case keeps going: the office
    calls and asks what comes next.
    """
    if registration.state is RegistrationState.CANCELLED:
        return False
    conference = registration.conference
    if conference is None or not may_cancel(registration):
        raise Conflict(STARTED)
    if not leave(registration):
        return False
    hand_on(conference.id)
    _call_about(registration.case_id, SEAT_CANCELLED, f"cancel:{registration.id}")
    audit.record(
        WORKER,
        "registration.cancel",
        "registration",
        registration.id,
        person_ids=[registration.person_id],
        fields=["state"],
    )
    return True


def _call_about(case_id: str | None, note: str, act_key: str) -> None:
    """A line in the history and, while the case is at its start, a call as the next step."""
    case = db.session.get(CaseFile, case_id) if case_id else None
    if case is None or case.closed_at is not None or find_event(act_key):
        return
    hold_case(case)
    append_event(case, "note", by=WORKER, act_key=act_key, note=note)
    if case.stage is Stage.INTEREST:
        case.next_step, case.next_on = "call_back", add_working_days(today(), 1)
    db.session.flush()


def withdraw_everything(registration: Registration, lang: str) -> None:
    """Take the seat's own consent back: the seat goes, the journey stops, data are erased.

    Law 91/2025/QH15, Decree 356/2025/NĐ-CP: within 15 days, a task of the office. From
    selection on money is at stake, so stopping is a request and an officer calls first.
    """
    if may_cancel(registration):
        cancel_seat(registration)
    for purpose in (Purpose.SEAT, *CHOICES_ON_SLIP, Purpose.PROFILE):
        withdraw_consent(registration.person_id, purpose, lang=lang, how="web", by=WORKER)
    case = get_case_of(registration)
    if case.closed_at is None and may_withdraw(case):
        withdraw_by_worker(case, act_key=f"withdraw:{registration.id}")
    days = get_number("clock.request_withdraw_days", WITHDRAW_DAYS)
    due = today() + timedelta(days=days)
    _ask(registration, "withdraw_request", f"erase:{registration.id}", CONSENT_WITHDRAWN, due)


def set_consent(registration: Registration, purpose: Purpose, give: bool, lang: str) -> None:
    """Give or withdraw one of the purposes of the slip. Raises Conflict for any other.

    The phone is shown to companies only beside the name: it goes when the name goes.
    """
    if purpose not in CHOICES_ON_SLIP:
        raise Conflict()
    person_id = registration.person_id
    if give:
        if purpose is Purpose.AGENCY_PHONE and not was_given(person_id, Purpose.AGENCIES):
            raise Conflict(NAME_FIRST)
        unsure = needs_confirming(person_id)
        give_consent(person_id, purpose, lang=lang, how="web", by=WORKER, provisional=unsure)
        return
    withdraw_consent(person_id, purpose, lang=lang, how="web", by=WORKER)
    if purpose is Purpose.AGENCIES:
        withdraw_consent(person_id, Purpose.AGENCY_PHONE, lang=lang, how="web", by=WORKER)


def withdraw_from_body(registration: Registration, body_id: str, lang: str) -> None:
    """Close a named body's view; after the contract it rests on the contract instead."""
    consents.withdraw_by_worker(get_case_of(registration), body_id, lang=lang)


def ask_new_phone(registration: Registration, e164: str) -> None:
    """Ask for another number: a task, since the officer calls the old one first.

    Asking twice for the same number leaves one task.
    """
    mark = hashlib.sha256(e164.encode()).hexdigest()[:12]
    note = f"Số mới: {show_phone(e164)}. Gọi số cũ hỏi lại trước khi đổi."
    key = f"phone:{registration.id}:{mark}"
    _ask(registration, "phone_change", key, note, add_working_days(today(), 2))


def may_come_home(registration: Registration) -> bool:
    """Whether the slip offers "I am back": abroad as far as the office knows, not said yet."""
    case = get_case_of(registration)
    return case.stage in ABROAD and not has_open_task(case, "came_home")


def said_home(registration: Registration) -> bool:
    """Whether "I am back" was said and the office has not called yet."""
    return has_open_task(get_case_of(registration), "came_home")


def come_home(registration: Registration, *, wants_job: bool) -> None:
    """The worker says: back in the country. A call of the office; it moves no stage.

    Pressing twice leaves one task. Raises Conflict at any other stage.
    """
    case = get_case_of(registration)
    if case.stage not in ABROAD:
        raise Conflict()
    if has_open_task(case, "came_home"):
        return
    hold_case(case)
    note = f"{CAME_HOME} {WANTS_JOB}" if wants_job else CAME_HOME
    append_event(case, "note", by=WORKER, act_key=f"home:{new_id()}", note=note)
    due = add_working_days(today(), 1)
    _ask(registration, "came_home", f"home:{case.id}:{case.stage}", note, due)


def _ask(registration: Registration, kind: str, key: str, note: str, due: date) -> None:
    office = office_for_person(registration.person.commune_code)
    open_task(kind, key, office.id, get_case_of(registration), note=note, due=due)
    audit.record(
        WORKER,
        f"registration.{kind}",
        "registration",
        registration.id,
        person_ids=[registration.person_id],
    )
