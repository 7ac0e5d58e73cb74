"""One person to call, with what is known before dialling."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import takewhile
from typing import Final

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from jobfair.cases.calls import CONTACT, TRIES_BEFORE_HELP, CallOutcome
from jobfair.database import db
from jobfair.lib import clock
from jobfair.lib.codes import new_form_key
from jobfair.models import (
    Attendance,
    CaseEvent,
    CaseFile,
    Conference,
    ConferenceState,
    PersonPhone,
    Registration,
    RegistrationState,
)

PHONE_OWNERS: Final = {
    "relative": _l("a relative's"),
    "village": _l("the village head's"),
    "office": _l("the commune office's"),
}
"""Whose number it is, when it is not the person's own."""


@dataclass(frozen=True)
class CallRow:
    """One person to call, with what is known before dialling."""

    case: CaseFile
    phones: list[PersonPhone]
    contacts: list[CaseEvent]
    attendance: Attendance | None
    meeting: Conference | None
    day: date
    act_key: str = field(default_factory=new_form_key)

    @property
    def tries(self) -> int:
        """Calls without an answer since somebody last spoke with the person."""
        missed = takewhile(lambda e: e.reason == CallOutcome.NO_ANSWER, reversed(self.contacts))
        return sum(1 for _ in missed)

    @property
    def needs_help(self) -> bool:
        """Whether it is time to ask a relative, the village head or another office."""
        return self.tries >= TRIES_BEFORE_HELP

    @property
    def said_markets(self) -> list[str]:
        """Codes of the markets named at the last conference."""
        text = self.attendance.outcome_markets if self.attendance else ""
        return [code for code in text.split(",") if code]

    @property
    def doubt(self) -> str:
        """Code of the doubt named at the last conference, or an empty text."""
        return self.attendance.doubt if self.attendance else ""

    @property
    def late(self) -> int:
        """Days overdue; 0 when due today or later."""
        return max(0, (self.day - self.case.next_on).days) if self.case.next_on else 0

    @property
    def done(self) -> CaseEvent | None:
        """Today's contact after which the next step lies ahead, or None while it is due."""
        if not self.contacts or (self.case.next_on and self.case.next_on <= self.day):
            return None
        last = self.contacts[-1]
        return last if clock.to_local(last.at).date() == self.day else None


def call_rows(cases: Sequence[CaseFile], day: date) -> list[CallRow]:
    """The cases with phones, contacts so far and what was said at the last conference."""
    if not cases:
        return []
    people = [case.person_id for case in cases]
    phones = _phones(people)
    contacts = _contacts([case.id for case in cases])
    said, meetings = _attendances(people), _meetings(people)
    return [
        CallRow(
            case=case,
            phones=phones.get(case.person_id, []),
            contacts=contacts.get(case.id, []),
            attendance=said.get(case.person_id),
            meeting=meetings.get(case.person_id),
            day=day,
        )
        for case in cases
    ]


def get_call_row(case: CaseFile) -> CallRow:
    """One case as a row of the call list."""
    return call_rows([case], clock.today())[0]


def _phones(people: list[str]) -> dict[str, list[PersonPhone]]:
    found: dict[str, list[PersonPhone]] = {}
    for phone in db.session.scalars(
        sa.select(PersonPhone)
        .where(PersonPhone.person_id.in_(people))
        .order_by(PersonPhone.position, PersonPhone.id)
    ):
        found.setdefault(phone.person_id, []).append(phone)
    return found


def _contacts(cases: list[str]) -> dict[str, list[CaseEvent]]:
    """Case -> its contacts, oldest first."""
    found: dict[str, list[CaseEvent]] = {}
    for event in db.session.scalars(
        sa.select(CaseEvent)
        .where(CaseEvent.case_id.in_(cases), CaseEvent.kind == CONTACT)
        .order_by(CaseEvent.seq)
    ):
        found.setdefault(event.case_id, []).append(event)
    return found


def _attendances(people: list[str]) -> dict[str, Attendance]:
    """Person -> the last conference that the person came to."""
    rows = db.session.execute(
        sa.select(Registration.person_id, Attendance)
        .join(Attendance, Attendance.registration_id == Registration.id)
        .where(Registration.person_id.in_(people), Attendance.present.is_(True))
        .order_by(Attendance.at, Attendance.id)
    )
    return dict(rows.all())


def _meetings(people: list[str]) -> dict[str, Conference]:
    """Person -> the next conference at which a seat is held."""
    rows = db.session.execute(
        sa.select(Registration.person_id, Conference)
        .join(Conference, Conference.id == Registration.conference_id)
        .where(Registration.person_id.in_(people), Registration.state == RegistrationState.HELD)
        .where(Conference.ends_at > clock.now(), Conference.state != ConferenceState.CANCELLED)
        .order_by(Conference.starts_at.desc(), Conference.id)
    )
    return dict(rows.all())
