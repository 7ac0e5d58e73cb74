"""The ledger of promises: frozen with the interest, compared with contract and day 30 (G13).

A row is never changed; a later promise is a new row. Compared is the first promise for the
placement's job order, else the first of its body: what the person said yes to.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

import sqlalchemy as sa
from flask_babel import gettext as _

from jobfair import audit
from jobfair.access import Actor
from jobfair.cases.history import append_event, done_already
from jobfair.cases.locking import hold_case
from jobfair.cases.offices import centre_office
from jobfair.cases.owners import LETTER_ROLE, must_hold
from jobfair.cases.queries import find_departure, last_placement
from jobfair.cases.tasks import find_task, open_task
from jobfair.database import db
from jobfair.errors import Conflict, Invalid
from jobfair.lib.clock import now, today
from jobfair.models import CaseFile, Day30Answer, JobOrder, Placement, Promise, PromiseCheck
from jobfair.money.compare import Line, against_contract, against_day30, worse_lines
from jobfair.money.promise_kinds import LINE_LABELS
from jobfair.money.queries import find_terms

TASK: Final = "promise_worse"
CONTRACT, DAY30 = "contract", "day30"
FIELDS: Final = ("wage", "hours_week", "service_fee", "deposit", "months", "departure_on")


@dataclass(frozen=True, slots=True)
class PromiseData:
    """What somebody promised, as far as it was said; fee and deposit in đồng."""

    promised_by: str = ""
    wage: Decimal | None = None
    currency: str = ""
    rate: Decimal | None = None
    hours_week: Decimal | None = None
    service_fee: int | None = None
    deposit: int | None = None
    months: int | None = None
    departure_on: date | None = None


@dataclass(frozen=True, slots=True)
class Day30Data:
    """What the worker says on day 30 abroad; ``service_fee``: paid in all, in đồng."""

    asked_on: date
    wage: Decimal | None = None
    currency: str = ""
    hours_week: Decimal | None = None
    service_fee: int | None = None
    deposit: int | None = None
    note: str = ""


def freeze_orders(
    case: CaseFile,
    orders: Iterable[JobOrder],
    *,
    how: str,
    by: Actor | str,
    by_name: str = "",
    conference_id: str | None = None,
) -> None:
    """Keep what these job orders say on this day, once for each case, order and occasion.

    ``how``: door, introduced or interview. Changes nothing where the order still says what
    was kept before.
    """
    known = {(p.order_id, *_terms_of(p)) for p in list_promises(case.id)}
    for order in orders:
        mark = f"{case.id}:{order.id}:{order.version}:{how}:{conference_id or ''}"
        key = hashlib.blake2b(mark.encode(), digest_size=16).hexdigest()
        row = Promise(
            case_id=case.id,
            body_id=order.body_id,
            order_id=order.id,
            conference_id=conference_id,
            how=how,
            promised_by=order.code,
            wage=order.wage,
            currency=order.currency,
            rate=order.rate,
            service_fee=order.service_fee,
            deposit=order.deposit,
            months=order.contract_months,
            act_key=key,
            by=by.user_id if isinstance(by, Actor) else by,
            by_name=by.shown[:160] if isinstance(by, Actor) else by_name,
            at=now(),
        )
        if (order.id, *_terms_of(row)) not in known:
            db.session.add(row)
    db.session.flush()


def _terms_of(row: Promise) -> tuple[object, ...]:
    return tuple(getattr(row, name) for name in (*FIELDS, "currency"))


def add_promise(case: CaseFile, data: PromiseData, *, by: Actor, act_key: str) -> Promise | None:
    """Write down what the person was promised in words; None when it was done already.

    Officer and counsellor. Raises Forbidden, Invalid when nothing was promised.
    """
    if done_already(case, act_key):
        return None
    hold_case(case)
    letter = must_hold(by, case, frozenset("OC"))
    if all(getattr(data, name) is None for name in FIELDS):
        raise Invalid(_("Write at least one thing that was promised."))
    if data.wage is not None and not data.currency:
        raise Invalid(_("Choose the currency of the wage."))
    placement = last_placement(case)
    row = Promise(
        case_id=case.id,
        body_id=placement.body_id if placement else None,
        how="told",
        act_key=act_key,
        by=by.user_id,
        by_name=by.shown[:160],
        at=now(),
        **{name: getattr(data, name) for name in PromiseData.__dataclass_fields__},
    )
    db.session.add(row)
    append_event(case, "record", by=by, act_key=act_key, role=LETTER_ROLE[letter], reason="promise")
    audit.record(
        by, "case.promise", "case", case.id, person_ids=[case.person_id], fields=["promise"]
    )
    db.session.flush()
    if placement is not None:
        check(case, placement)
    return row


def record_day30(
    case: CaseFile, answers: Day30Data, *, by: Actor, act_key: str
) -> Day30Answer | None:
    """Keep the answer on day 30 abroad and compare it; None when it was done already.

    Raises Forbidden, Conflict before a departure or when it was answered, Invalid when
    nothing was answered or the day is in the future.
    """
    if done_already(case, act_key):
        return None
    hold_case(case)
    letter = must_hold(by, case, frozenset("OC"))
    placement = last_placement(case)
    departure = find_departure(placement.id) if placement else None
    if placement is None or departure is None or departure.undone_at is not None:
        raise Conflict(_("This person has not left yet."))
    if find_day30(placement.id) is not None:
        raise Conflict(_("The answer on day 30 is recorded already."))
    if not departure.exit_on <= answers.asked_on <= today():
        raise Invalid(_("Check the day."))
    if all(getattr(answers, n) is None for n in ("wage", "hours_week", "service_fee", "deposit")):
        raise Invalid(_("Write at least one answer."))
    row = Day30Answer(
        case_id=case.id,
        placement_id=placement.id,
        act_key=act_key,
        by=by.user_id,
        at=now(),
        **{name: getattr(answers, name) for name in Day30Data.__dataclass_fields__},
    )
    db.session.add(row)
    append_event(case, "record", by=by, act_key=act_key, role=LETTER_ROLE[letter], reason="day30")
    audit.record(by, "case.day30", "case", case.id, person_ids=[case.person_id], fields=["promise"])
    db.session.flush()
    check(case, placement)
    return row


def list_promises(case_id: str) -> list[Promise]:
    """Every promise of a case, the oldest first."""
    query = sa.select(Promise).where(Promise.case_id == case_id)
    return list(db.session.scalars(query.order_by(Promise.at, Promise.id)))


def find_day30(placement_id: str) -> Day30Answer | None:
    """The answer on day 30 of a placement, or None."""
    query = sa.select(Day30Answer).where(Day30Answer.placement_id == placement_id)
    return db.session.scalars(query).one_or_none()


def first_promise(promises: list[Promise], placement: Placement) -> Promise | None:
    """The promise that is compared: the first for the order, else the first of the body."""
    own = [p for p in promises if p.order_id and p.order_id == placement.order_id]
    of_body = [p for p in promises if p.body_id in (placement.body_id, None)]
    return next(iter(own or of_body), None)


@dataclass(frozen=True, slots=True)
class Compared:
    """A promise against the contract and day 30; ``asks_day30``: left and not asked yet."""

    promise: Promise | None
    contract: list[Line]
    day30: list[Line]
    asks_day30: bool


def compare(promises: list[Promise], placement: Placement) -> Compared:
    """The promise against the contract, and against the answer on day 30; lines may be empty."""
    promise = first_promise(promises, placement)
    signed = placement.contract_on is not None
    left = find_departure(placement.id) if signed else None
    exit_on = left.exit_on if left is not None and left.undone_at is None else None
    answer = find_day30(placement.id) if exit_on is not None else None
    asks = exit_on is not None and answer is None
    if promise is None:
        return Compared(None, [], [], asks)
    terms = find_terms(placement.id) if signed else None
    contract = against_contract(promise, placement, terms, exit_on) if signed else []
    day30 = against_day30(promise, answer, placement) if answer is not None else []
    return Compared(promise, contract, day30, asks)


def check(case: CaseFile, placement: Placement) -> None:
    """Keep the outcome of both comparisons; tell the centre once of each that is worse."""
    found = compare(list_promises(case.id), placement)
    for against, lines in ((CONTRACT, found.contract), (DAY30, found.day30)):
        if not lines:
            continue
        worse = worse_lines(lines)
        _keep(placement, against, worse)
        key = f"{TASK}:{placement.id}:{against}"
        if worse and find_task(key) is None:
            note = ", ".join(str(LINE_LABELS[name]) for name in worse)
            open_task(TASK, key, centre_office().id, case, note=note)


def _keep(placement: Placement, against: str, worse: list[str]) -> None:
    row = db.session.scalars(
        sa.select(PromiseCheck).where(
            PromiseCheck.placement_id == placement.id, PromiseCheck.against == against
        )
    ).one_or_none()
    if row is None:
        row = PromiseCheck(placement_id=placement.id, body_id=placement.body_id, against=against)
        db.session.add(row)
    row.worse, row.at = ",".join(worse), now()
    db.session.flush()
