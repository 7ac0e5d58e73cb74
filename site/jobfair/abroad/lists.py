"""Lists of the time abroad: whom to ask, incidents, contracts that end; each a few reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Generic, Literal, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from jobfair.abroad.incidents import sees_incidents
from jobfair.abroad.settings import backup_days, plan_months
from jobfair.access import Actor
from jobfair.cases.scoping import in_scope
from jobfair.database import db
from jobfair.lib.clock import add_months
from jobfair.models import (
    CaseFile,
    CheckIn,
    Incident,
    JobCheck,
    Office,
    OfficeKind,
    Person,
    PersonPhone,
    ReturnPlan,
    Role,
    StayAbroad,
    StayState,
    Task,
)

PAGE_SIZE: Final = 50
Which = Literal["due", "ahead", "missed"]
T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True)
class Page(Generic[R]):
    """One page of a list, with how many there are in all."""

    rows: list[R]
    total: int
    number: int
    pages: int


def paged(query: sa.Select[T], number: int) -> Page[T]:
    """One page of a query of one entity; a page beyond the end is the last one."""
    bare = query.order_by(None).with_only_columns(sa.literal(1), maintain_column_froms=True)
    total = db.session.scalar(sa.select(sa.func.count()).select_from(bare.subquery())) or 0
    pages = max(1, -(-total // PAGE_SIZE))
    at = min(max(1, number), pages)
    rows = db.session.scalars(query.limit(PAGE_SIZE).offset((at - 1) * PAGE_SIZE)).unique()
    return Page(list(rows), total, at, pages)


def open_check_ins() -> tuple[sa.ColumnElement[bool], ...]:
    """SQL: nobody answered yet, and somebody is still to be asked."""
    return (CheckIn.answered_at.is_(None), CheckIn.skipped_at.is_(None))


def _check_ins(*where: sa.ColumnElement[bool]) -> sa.Select[CheckIn]:
    return (
        sa.select(CheckIn)
        .join(CheckIn.case)
        .join(CaseFile.person)
        .options(
            contains_eager(CheckIn.case).contains_eager(CaseFile.person),
            joinedload(CheckIn.office),
        )
        .where(*open_check_ins(), *where)
    )


def list_check_ins(actor: Actor, which: Which, day: date, page: int = 1) -> Page[CheckIn]:
    """Check-ins in scope: due by now, in the next 30 days, or missed by a first try."""
    ask = {
        "due": CheckIn.ask_on <= day,
        "ahead": CheckIn.ask_on.between(day + timedelta(days=1), day + timedelta(days=30)),
        "missed": CheckIn.tries > 0,
    }[which]
    query = _check_ins(ask, in_scope(actor.scope))
    return paged(query.order_by(CheckIn.due_on, Person.given_folded, CheckIn.id), page)


def mine_to_ask(actor: Actor, day: date) -> sa.ColumnElement[bool]:
    """SQL: check-ins that this actor's offices ask.

    The body asks first; the centre also those of a body that are overdue; the commune's
    officer those who were not reached, for the family is at home.
    """
    offices = [grant.office_id for grant in actor.grants]
    ways: list[sa.ColumnElement[bool]] = [CheckIn.office_id.in_(offices)]
    if Role.COUNSELLOR in actor.roles:
        centre = sa.select(Office.id).where(
            Office.kind.in_((OfficeKind.CENTRE, OfficeKind.DEPARTMENT))
        )
        ways.append(CheckIn.office_id.in_(centre))
        ways.append(CheckIn.due_on <= day - timedelta(days=backup_days()))
    if Role.OFFICER in actor.roles:
        ways.append(CheckIn.tries > 0)
        ways.append(CheckIn.due_on <= day - timedelta(days=backup_days()))
    return sa.or_(*ways)


def list_to_ask(actor: Actor, day: date, limit: int) -> tuple[list[CheckIn], int]:
    """Whom this actor asks today, the longest due first, and how many there are in all.

    The day of the last one that is shown comes first, with their number: names and whole rows
    are read up to that day alone.
    """
    where = (
        *open_check_ins(),
        CheckIn.ask_on <= day,
        in_scope(actor.scope, known=True),
        mine_to_ask(actor, day),
    )
    days = sa.select(CheckIn.due_on, sa.func.count().over()).join(CheckIn.case).where(*where)
    last = db.session.execute(days.order_by(CheckIn.due_on).offset(limit - 1).limit(1)).first()
    soon = CheckIn.due_on <= (last[0] if last else date.max)
    query = _check_ins(*where, soon).order_by(CheckIn.due_on, Person.given_folded, CheckIn.id)
    rows = list(db.session.scalars(query.limit(limit)))
    return rows, last[1] if last else len(rows)


def phones_of(people: list[str]) -> dict[str, list[PersonPhone]]:
    """Person -> phone numbers in their order."""
    found: dict[str, list[PersonPhone]] = {}
    rows = db.session.scalars(
        sa.select(PersonPhone)
        .where(PersonPhone.person_id.in_(people))
        .order_by(PersonPhone.position, PersonPhone.id)
    )
    for phone in rows:
        found.setdefault(phone.person_id, []).append(phone)
    return found


def _incidents(*where: sa.ColumnElement[bool]) -> sa.Select[Incident]:
    return (
        sa.select(Incident)
        .join(Incident.case)
        .join(CaseFile.person)
        .options(
            contains_eager(Incident.case).contains_eager(CaseFile.person),
            joinedload(Incident.owner_office),
        )
        .where(*where)
    )


def list_incidents(actor: Actor, which: str, day: date, page: int = 1) -> Page[Incident]:
    """Incidents the actor may see: 'open', 'late' or 'closed'."""
    state = {
        "open": Incident.closed_at.is_(None),
        "late": sa.and_(Incident.closed_at.is_(None), Incident.due_on < day),
        "closed": Incident.closed_at.is_not(None),
    }[which]
    query = _incidents(state, sees_incidents(actor))
    order = (Incident.closed_at.desc(), Incident.due_on, Incident.id)
    return paged(query.order_by(*order), page)


def list_own_incidents(actor: Actor, day: date, limit: int) -> list[Incident]:
    """Open incidents of the actor's offices; of the centre every overdue one too."""
    own: list[sa.ColumnElement[bool]] = [
        Incident.owner_office_id.in_([grant.office_id for grant in actor.grants])
    ]
    if Role.COUNSELLOR in actor.roles:
        centre = sa.select(Office.id).where(
            Office.kind.in_((OfficeKind.CENTRE, OfficeKind.DEPARTMENT))
        )
        own += [Incident.owner_office_id.in_(centre), Incident.due_on < day]
    query = _incidents(Incident.closed_at.is_(None), sees_incidents(actor), sa.or_(*own))
    return list(db.session.scalars(query.order_by(Incident.due_on, Incident.id).limit(limit)))


def case_incidents(case: CaseFile, actor: Actor) -> list[Incident]:
    """Incidents of one case that the actor may see, open ones first."""
    query = _incidents(Incident.case_id == case.id, sees_incidents(actor))
    order = (Incident.closed_at.is_not(None), Incident.due_on, Incident.id)
    return list(db.session.scalars(query.order_by(*order)))


@dataclass(frozen=True)
class Ending:
    """A contract that ends soon, with the plan if there is one."""

    stay: StayAbroad
    plan: ReturnPlan | None
    days: int


def list_endings(actor: Actor, day: date, page: int = 1) -> Page[Ending]:
    """Contracts in scope that end within the months of the plan, or ended unanswered."""
    query = (
        sa.select(StayAbroad)
        .join(StayAbroad.case)
        .join(CaseFile.person)
        .options(contains_eager(StayAbroad.case).contains_eager(CaseFile.person))
        .where(
            StayAbroad.undone_at.is_(None),
            StayAbroad.state == StayState.ABROAD,
            StayAbroad.end_on <= add_months(day, plan_months()),
            in_scope(actor.scope),
        )
    )
    found = paged(query.order_by(StayAbroad.end_on, Person.given_folded, StayAbroad.id), page)
    plans = {
        plan.placement_id: plan
        for plan in db.session.scalars(
            sa.select(ReturnPlan).where(
                ReturnPlan.placement_id.in_([stay.placement_id for stay in found.rows])
            )
        )
    }
    rows = [
        Ending(stay, plans.get(stay.placement_id), (stay.end_on - day).days)
        for stay in found.rows
        if stay.end_on is not None
    ]
    return Page(rows, found.total, found.number, found.pages)


def list_job_checks(actor: Actor, day: date, page: int = 1) -> Page[JobCheck]:
    """Checks of work at home in scope that are due and not answered."""
    query = (
        sa.select(JobCheck)
        .join(JobCheck.case)
        .join(CaseFile.person)
        .options(contains_eager(JobCheck.case).contains_eager(CaseFile.person))
        .where(
            JobCheck.undone_at.is_(None),
            JobCheck.recorded_at.is_(None),
            JobCheck.due_on <= day,
            in_scope(actor.scope),
        )
    )
    return paged(query.order_by(JobCheck.due_on, Person.given_folded, JobCheck.id), page)


def list_said_home(actor: Actor) -> list[Task]:
    """Open tasks "I am back": the worker says so on the slip, the office confirms by a step."""
    return list(
        db.session.scalars(
            sa.select(Task)
            .join(CaseFile, CaseFile.id == Task.case_id)
            .where(Task.kind == "came_home", Task.done_at.is_(None), in_scope(actor.scope))
            .order_by(Task.due_on, Task.id)
            .limit(PAGE_SIZE)
        )
    )
