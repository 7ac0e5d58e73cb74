"""Whom to reach today: due and overdue, called already, long silent, the clock running out."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from jobfair.access import Actor
from jobfair.cases.call_rows import CallRow, call_rows
from jobfair.cases.calls import CONTACT
from jobfair.cases.escalation import CLIMB
from jobfair.cases.scoping import in_scope
from jobfair.cases.settings import refund_days
from jobfair.cases.stages import ON_THE_CLOCK
from jobfair.database import db
from jobfair.lib import clock
from jobfair.models import (
    CaseEvent,
    CaseFile,
    Office,
    OfficeKind,
    Person,
    Placement,
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

_CENTRE = Office.kind == OfficeKind.CENTRE
_MIDNIGHT = time(0, 0)
_ORDER = (CaseFile.next_on, Person.given_folded, Person.folded, CaseFile.id)


@dataclass(frozen=True)
class Today:
    """The main column of Today."""

    calls: list[CallRow] = field(default_factory=list)
    unreached: list[CallRow] = field(default_factory=list)
    work: list[CallRow] = field(default_factory=list)
    done: list[CallRow] = field(default_factory=list)
    silent: list[tuple[CaseFile, datetime | None]] = field(default_factory=list)
    clock: list[tuple[Placement, date]] = field(default_factory=list)
    due_total: int = 0

    @property
    def person_ids(self) -> list[str]:
        """Everybody who is shown, for the audit."""
        rows = [row.case for row in (*self.calls, *self.unreached, *self.work, *self.done)]
        rows += [case for case, _ in self.silent] + [p.case for p, _ in self.clock]
        return list(dict.fromkeys(case.person_id for case in rows))


def mine(actor: Actor) -> sa.ColumnElement[bool]:
    """SQL: open cases in scope whose next step is one of the actor's offices.

    A counsellor also takes what the centre owns, whichever office of the province it is.
    """
    offices = {grant.office_id for grant in actor.grants}
    if Role.COUNSELLOR in actor.roles:  # read first: plain values lead to the index, an OR does not
        offices |= set(db.session.scalars(sa.select(Office.id).where(_CENTRE)))
    own = CaseFile.owner_office_id.in_(sorted(offices))
    return sa.and_(own, CaseFile.closed_at.is_(None), in_scope(actor.scope, known=True))


def get_today(actor: Actor) -> Today:
    """What the officer or counsellor does today; a fixed number of reads."""
    day, own = clock.today(), mine(actor)
    due = _list_cases(own, CaseFile.next_on <= day)
    done = _called_today(own, day)
    rows = {row.case.id: row for row in call_rows([*due, *done], day)}
    calls: list[CallRow] = []
    unreached: list[CallRow] = []
    work: list[CallRow] = []
    for case in due:
        at_once = case.next_step in CALL_STEPS or case.next_on == day
        to_call = unreached if rows[case.id].needs_help else calls
        (to_call if at_once else work).append(rows[case.id])
    return Today(
        calls=calls,
        unreached=unreached,
        work=work,
        done=[rows[case.id] for case in done],
        silent=_silent(own, day),
        clock=_clock_runs_out(actor, day),
        due_total=len(due) if len(due) < LIMIT else count_due(actor, day),
    )


def count_due(actor: Actor, day: date) -> int:
    """How many of the actor's cases are due or overdue."""
    query = sa.select(sa.func.count(CaseFile.id)).where(mine(actor), CaseFile.next_on <= day)
    return db.session.scalar(query) or 0


def _list_cases(*where: sa.ColumnElement[bool]) -> list[CaseFile]:
    """Cases with their person, the most urgent first."""
    first = sa.select(CaseFile.id).join(CaseFile.person).where(*where).order_by(*_ORDER)
    ids = list(db.session.scalars(first.limit(LIMIT)))  # ids alone are sorted, not whole rows
    query = (
        sa.select(CaseFile)
        .join(CaseFile.person)
        .options(contains_eager(CaseFile.person))
        .where(CaseFile.id.in_(ids))
        .order_by(*_ORDER)
    )
    return list(db.session.scalars(query)) if ids else []


def _called_today(own: sa.ColumnElement[bool], day: date) -> list[CaseFile]:
    """Cases of the actor whose call was recorded today and whose next step now lies ahead."""
    since = clock.from_local(day, _MIDNIGHT)
    contact = CaseEvent.kind == sa.literal_column(f"'{CONTACT}'")  # as the index says it
    spoken = sa.select(CaseEvent.case_id).where(contact, CaseEvent.at >= since)
    ahead = CaseFile.next_on.between(day + timedelta(days=1), day + timedelta(days=60))
    return _list_cases(own, ahead, CaseFile.id.in_(spoken))


def _silent(own: sa.ColumnElement[bool], day: date) -> list[tuple[CaseFile, datetime | None]]:
    """Cases that nothing has happened to for a month, with the moment of the last event.

    Who came to a stage since then did so by an event: those histories are not looked into.
    """
    since = clock.from_local(day - timedelta(days=SILENT_DAYS), _MIDNIGHT)
    last = (
        sa.select(CaseEvent.at)
        .where(CaseEvent.case_id == CaseFile.id, CaseEvent.kind != CLIMB)
        .order_by(CaseEvent.seq.desc())
        .limit(1)
        .scalar_subquery()
    )
    quiet = sa.func.coalesce(last, CaseFile.opened_at) < since
    old = sa.and_(CaseFile.opened_at < since, CaseFile.stage_since < since)
    cases = _list_cases(own, CaseFile.next_on > day, old, quiet)
    moments = sa.select(CaseFile.id, last).where(CaseFile.id.in_([case.id for case in cases]))
    at = dict(db.session.execute(moments).all()) if cases else {}
    return [(case, at[case.id]) for case in cases]


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
