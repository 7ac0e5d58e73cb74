"""Whom to reach today: due and overdue, called already, long silent, the clock running out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import takewhile
from typing import Final

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import contains_eager

from jobfair.access import Actor
from jobfair.cases.calls import CONTACT, TRIES_BEFORE_HELP, CallOutcome
from jobfair.cases.scoping import in_scope
from jobfair.cases.settings import refund_days
from jobfair.cases.stages import ON_THE_CLOCK
from jobfair.database import db
from jobfair.lib import clock
from jobfair.lib.codes import new_form_key
from jobfair.models import (
    Attendance,
    CaseEvent,
    CaseFile,
    Office,
    OfficeKind,
    Person,
    PersonPhone,
    Placement,
    Registration,
    Role,
)

LIMIT: Final = 50
SILENT_DAYS: Final = 30
CLOCK_WARNS_DAYS: Final = 30
CALL_STEPS: Final = frozenset(
    {
        "call_before_conference",
        "call_back",
        "call_no_show",
        "counsel",
        "check_in",
        "contract_end",
        "return_help",
        "find",
        "family",
    }
)
"""Steps that are done by speaking with the person; the others are work on the case."""

PHONE_OWNERS: Final = {
    "relative": _l("a relative's"),
    "village": _l("the village head's"),
    "office": _l("the commune office's"),
}
"""Whose number it is, when it is not the person's own."""

_MIDNIGHT = time(0, 0)
_ORDER = (CaseFile.next_on, Person.given_folded, Person.folded, CaseFile.id)


@dataclass(frozen=True)
class CallRow:
    """One person to call, with what is known before dialling."""

    case: CaseFile
    phones: list[PersonPhone]
    contacts: list[CaseEvent]
    attendance: Attendance | None
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


@dataclass(frozen=True)
class Today:
    """The main column of Today."""

    calls: list[CallRow] = field(default_factory=list)
    work: list[CallRow] = field(default_factory=list)
    done: list[CallRow] = field(default_factory=list)
    silent: list[tuple[CaseFile, datetime | None]] = field(default_factory=list)
    clock: list[tuple[Placement, date]] = field(default_factory=list)
    due_total: int = 0

    @property
    def person_ids(self) -> list[str]:
        """Everybody who is shown, for the audit."""
        rows = [row.case for row in (*self.calls, *self.work, *self.done)]
        rows += [case for case, _ in self.silent] + [p.case for p, _ in self.clock]
        return list(dict.fromkeys(case.person_id for case in rows))


def mine(actor: Actor) -> sa.ColumnElement[bool]:
    """SQL: open cases in scope whose next step is one of the actor's offices.

    A counsellor also takes what the centre owns, whichever office of the province it is.
    """
    offices = [grant.office_id for grant in actor.grants]
    own: sa.ColumnElement[bool] = CaseFile.owner_office_id.in_(offices)
    if Role.COUNSELLOR in actor.roles:
        centre = sa.select(Office.id).where(Office.kind == OfficeKind.CENTRE)
        own = sa.or_(own, CaseFile.owner_office_id.in_(centre))
    return sa.and_(own, CaseFile.closed_at.is_(None), in_scope(actor.scope))


def get_today(actor: Actor) -> Today:
    """What the officer or counsellor does today; a fixed number of reads."""
    day = clock.today()
    due = _list_cases(mine(actor), CaseFile.next_on <= day)
    done = _called_today(actor, day)
    rows = {row.case.id: row for row in call_rows([*due, *done], day)}
    calls: list[CallRow] = []
    work: list[CallRow] = []
    for case in due:
        at_once = case.next_step in CALL_STEPS or case.next_on == day
        (calls if at_once else work).append(rows[case.id])
    return Today(
        calls=calls,
        work=work,
        done=[rows[case.id] for case in done],
        silent=_silent(actor, day),
        clock=_clock_runs_out(actor, day),
        due_total=len(due) if len(due) < LIMIT else count_due(actor, day),
    )


def count_due(actor: Actor, day: date) -> int:
    """How many of the actor's cases are due or overdue."""
    query = sa.select(sa.func.count(CaseFile.id)).where(mine(actor), CaseFile.next_on <= day)
    return db.session.scalar(query) or 0


def _list_cases(*where: sa.ColumnElement[bool]) -> list[CaseFile]:
    """Cases with their person, the most urgent first."""
    query = (
        sa.select(CaseFile)
        .join(CaseFile.person)
        .options(contains_eager(CaseFile.person))
        .where(*where)
        .order_by(*_ORDER)
        .limit(LIMIT)
    )
    return list(db.session.scalars(query))


def _called_today(actor: Actor, day: date) -> list[CaseFile]:
    """Cases of the actor whose call was recorded today and whose next step now lies ahead."""
    since = clock.from_local(day, _MIDNIGHT)
    spoken = sa.exists().where(
        CaseEvent.case_id == CaseFile.id, CaseEvent.kind == CONTACT, CaseEvent.at >= since
    )
    ahead = CaseFile.next_on.between(day + timedelta(days=1), day + timedelta(days=60))
    return _list_cases(mine(actor), ahead, spoken)


def call_rows(cases: Sequence[CaseFile], day: date) -> list[CallRow]:
    """The cases with phones, contacts so far and what was said at the last conference."""
    if not cases:
        return []
    people = [case.person_id for case in cases]
    phones = _phones(people)
    contacts = _contacts([case.id for case in cases])
    said = _attendances(people)
    return [
        CallRow(
            case=case,
            phones=phones.get(case.person_id, []),
            contacts=contacts.get(case.id, []),
            attendance=said.get(case.person_id),
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


def _silent(actor: Actor, day: date) -> list[tuple[CaseFile, datetime | None]]:
    """Cases that nothing has happened to for a month, with the moment of the last event."""
    since = clock.from_local(day - timedelta(days=SILENT_DAYS), _MIDNIGHT)
    last = (
        sa.select(sa.func.max(CaseEvent.at))
        .where(CaseEvent.case_id == CaseFile.id)
        .scalar_subquery()
    )
    rows = db.session.execute(
        sa.select(CaseFile, last)
        .join(CaseFile.person)
        .options(contains_eager(CaseFile.person))
        .where(mine(actor), CaseFile.next_on > day, CaseFile.opened_at < since)
        .where(sa.or_(last.is_(None), last < since))
        .order_by(*_ORDER)
        .limit(LIMIT)
    )
    return [(case, moment) for case, moment in rows]


def _clock_runs_out(actor: Actor, day: date) -> list[tuple[Placement, date]]:
    """Selected, not gone, and the 180 days end within a month or are over; with the last day."""
    limit = timedelta(days=refund_days())
    rows = db.session.scalars(
        sa.select(Placement)
        .join(Placement.case)
        .join(CaseFile.person)
        .options(contains_eager(Placement.case).contains_eager(CaseFile.person))
        .where(Placement.closed_on.is_(None), CaseFile.stage.in_(ON_THE_CLOCK))
        .where(Placement.selected_on <= day + timedelta(days=CLOCK_WARNS_DAYS) - limit)
        .where(CaseFile.closed_at.is_(None), in_scope(actor.scope))
        .order_by(Placement.selected_on, Person.given_folded, Placement.id)
        .limit(LIMIT)
    )
    return [(p, p.selected_on + limit) for p in rows if p.selected_on is not None]
