"""Answering a check-in: one tap by an office, or the worker's own answer on the slip."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Final

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from jobfair import audit
from jobfair.abroad.incidents import (
    IncidentData,
    find_told_by_worker,
    open_incident,
    told_again,
)
from jobfair.abroad.settings import PROMISES_DAY, retry_days
from jobfair.abroad.words import INCIDENT_KINDS, OUTCOMES, PROBLEMS
from jobfair.access import Actor, Scope
from jobfair.cases.owners import must_hold, standing_of
from jobfair.cases.queries import last_placement
from jobfair.cases.scoping import in_scope
from jobfair.database import db
from jobfair.errors import Conflict, Invalid, NotFound
from jobfair.filters import show_moment
from jobfair.lib.clock import add_working_days, now, today
from jobfair.models import CaseFile, CheckIn, CheckInAnswer
from jobfair.money.promises import Day30Data, find_day30, record_day30

LETTERS: Final = frozenset("OCA")
WORKER: Final = "worker"
EARLY_DAYS: Final = 7
"""The worker's own answer may come so many days before a check-in is due."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of asking. Money a month in the contract's currency, hours a week."""

    outcome: str
    about: str = ""
    note: str = ""
    wage: Decimal | int | None = None
    hours: Decimal | int | None = None
    deductions: Decimal | int | None = None
    currency: str = ""


def second_key(act_key: str) -> str:
    """The once-only key of what follows from an act, at most 40 characters."""
    return hashlib.sha256(act_key.encode()).hexdigest()[:40]


def get_check_in(check_id: str, scope: Scope) -> CheckIn:
    """A check-in of a case in scope, with case and person. Raises NotFound for any other."""
    found = db.session.scalars(
        sa.select(CheckIn)
        .join(CheckIn.case)
        .where(CheckIn.id == check_id, in_scope(scope))
        .options(joinedload(CheckIn.case).joinedload(CaseFile.person), joinedload(CheckIn.office))
    ).one_or_none()
    if found is None:
        raise NotFound()
    return found


def list_answers(check: CheckIn) -> list[CheckInAnswer]:
    """Every try and answer of a check-in, oldest first."""
    return list(
        db.session.scalars(
            sa.select(CheckInAnswer)
            .where(CheckInAnswer.check_in_id == check.id)
            .order_by(CheckInAnswer.at, CheckInAnswer.id)
        )
    )


def answer_check_in(check: CheckIn, data: Answer, *, by: Actor, act_key: str) -> CheckIn:
    """Record what came of asking. Not reached: asked again in some working days.

    A problem opens an incident at once, so that somebody owns it. The same ``act_key`` again
    changes nothing. Raises Forbidden for who is not body, centre or commune of the person,
    Invalid for an unknown answer, Conflict when somebody answered before or nobody is asked.
    """
    must_hold(by, check.case, LETTERS)
    if not _begin(check, data, act_key):
        return check
    _write(check, data, by=by.user_id, by_name=by.shown, act_key=act_key)
    audit.record(by, "abroad.check_in", "case", check.case_id, person_ids=[check.case.person_id])
    _compare(check, data, by, second_key(f"{act_key}.{PROMISES_DAY}"))
    if data.outcome in PROBLEMS:
        told_by = "family" if data.outcome == "family_problem" else "worker"
        open_incident(
            check.case,
            IncidentData(
                kind=data.about or "unclear",
                told_by=told_by,
                told_how="phone",
                text=data.note or _("Asked on day %(day)s: there is a problem.", day=check.day),
            ),
            by=by,
            act_key=second_key(act_key),
            check_in_id=check.id,
        )
    return check


def _compare(check: CheckIn, data: Answer, by: Actor, act_key: str) -> None:
    """Hand wage and hours of day 30 to the ledger of promises, which compares them.

    Not what a sending body writes: it may not answer for the worker about its own promise.
    """
    asked = check.day == PROMISES_DAY and data.outcome != "not_reached"
    if not asked or (data.wage is None and data.hours is None):
        return
    if not standing_of(by, check.case).letters & frozenset("OC"):
        return
    placement = last_placement(check.case)
    if placement is None or placement.id != check.placement_id or find_day30(placement.id):
        return
    answers = Day30Data(
        asked_on=today(),
        wage=_exact(data.wage),
        currency=data.currency[:3],
        hours_week=_exact(data.hours),
        note=data.note,
    )
    record_day30(check.case, answers, by=by, act_key=act_key)


def answer_by_worker(case: CaseFile, data: Answer, *, act_key: str) -> CheckIn | None:
    """The worker's own answer on the slip; fills the row that is due, if one is.

    A call for help opens an incident whether or not one is due. The same ``act_key`` again
    changes nothing. Raises Invalid for anything but "fine" and "problem".
    """
    if data.outcome not in ("fine", "problem") or (data.about and not _offered(data.about)):
        raise Invalid()
    check = find_due(case)
    if check is not None and _begin(check, data, act_key):
        _write(check, data, by=WORKER, by_name="", act_key=act_key)
    if data.outcome == "problem":
        _call_for_help(case, data, check, second_key(act_key))
    audit.record(WORKER, "abroad.check_in", "case", case.id, person_ids=[case.person_id])
    db.session.flush()
    return check


def _call_for_help(case: CaseFile, data: Answer, check: CheckIn | None, act_key: str) -> None:
    """One incident a kind while it is open, however often the worker asks."""
    kind = data.about or "unclear"
    known = find_told_by_worker(case, kind)
    if known is not None and known.act_key != act_key:
        told_again(known, act_key)
        return
    told = IncidentData(kind, told_by=WORKER, told_how="slip", text=data.note)
    open_incident(case, told, by=WORKER, act_key=act_key, check_in_id=check.id if check else None)


def find_due(case: CaseFile) -> CheckIn | None:
    """The first check-in of the case that may be answered now, or None."""
    return db.session.scalars(
        sa.select(CheckIn)
        .where(
            CheckIn.case_id == case.id,
            CheckIn.answered_at.is_(None),
            CheckIn.skipped_at.is_(None),
            CheckIn.due_on <= today() + timedelta(days=EARLY_DAYS),
        )
        .order_by(CheckIn.due_on)
        .limit(1)
    ).first()


def _offered(about: str) -> bool:
    return about in INCIDENT_KINDS and bool(INCIDENT_KINDS[about].public)


def _begin(check: CheckIn, data: Answer, act_key: str) -> bool:
    """Hold the row; False when this very answer is there already."""
    db.session.execute(sa.select(CheckIn.id).where(CheckIn.id == check.id).with_for_update())
    db.session.refresh(check)
    done = db.session.scalars(
        sa.select(CheckInAnswer).where(CheckInAnswer.act_key == act_key)
    ).first()
    if done is not None:
        if done.check_in_id != check.id:
            raise Conflict()
        return False
    if data.outcome not in OUTCOMES or (data.about and data.about not in INCIDENT_KINDS):
        raise Invalid(_("Choose one of the answers."))
    if check.answered_at is not None:
        said = OUTCOMES.get(check.outcome, "")
        when = show_moment(check.answered_at)
        raise Conflict(_("Answered already on %(when)s: %(what)s.", when=when, what=said))
    if check.skipped_at is not None:
        raise Conflict(_("Nobody is asked this any more."))
    return True


def _write(check: CheckIn, data: Answer, *, by: str, by_name: str, act_key: str) -> None:
    db.session.add(
        CheckInAnswer(
            check_in_id=check.id,
            outcome=data.outcome,
            about=data.about,
            note=data.note[:300],
            act_key=act_key,
            by=by,
            by_name=by_name[:160],
            at=now(),
        )
    )
    check.outcome = data.outcome
    if data.outcome == "not_reached":
        check.tries += 1
        check.ask_on = add_working_days(today(), max(1, retry_days()))
    else:
        check.answered_at = now()
        if check.day == PROMISES_DAY:
            check.wage, check.hours = _exact(data.wage), _exact(data.hours)
            check.deductions, check.currency = _exact(data.deductions), data.currency[:3]
    db.session.flush()
    _follow_case(check)


def _exact(number: Decimal | int | None) -> Decimal | None:
    return Decimal(number) if number is not None else None


def _follow_case(check: CheckIn) -> None:
    """While "ask how they are" is the case's own next step, its day is the next one to ask."""
    case = check.case
    if case.next_step != "check_in" or case.closed_at is not None:
        return
    ahead = db.session.scalar(
        sa.select(sa.func.min(CheckIn.ask_on)).where(
            CheckIn.case_id == case.id,
            CheckIn.answered_at.is_(None),
            CheckIn.skipped_at.is_(None),
        )
    )
    if ahead is not None and ahead > today():
        case.next_on = ahead
