"""Whose cases a query may touch, as one condition on ``case_file``.

A commune sees the people whose permanent residence it is. A sending body sees a case while
the person's consent for this body is in force, and after the contract was signed on the
contract (model.md, consent purposes). The province sees all.
"""

from __future__ import annotations

from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from jobfair.access import Scope
from jobfair.cases.settings import agency_view_days
from jobfair.database import db
from jobfair.lib.clock import today
from jobfair.models import CaseFile, Person, Placement, Purpose
from jobfair.privacy.queries import people_who_agreed


def _body_sees_of_many(body_id: str, day: date) -> sa.ColumnElement[bool]:
    """The same as ``_body_sees`` by lists made once: for queries that look at many cases."""
    recently = day - timedelta(days=agency_view_days())
    own = sa.select(Placement.case_id).where(Placement.body_id == body_id)
    current = own.where(sa.or_(Placement.closed_on.is_(None), Placement.closed_on >= recently))
    by_contract = CaseFile.id.in_(own.where(Placement.contract_on.is_not(None)))
    consent = CaseFile.person_id.in_(people_who_agreed(Purpose.BODY, body_id))
    new_or_current = sa.or_(CaseFile.id.not_in(own), CaseFile.id.in_(current))
    return sa.or_(by_contract, sa.and_(consent, new_or_current))


def _body_sees(body_id: str, day: date) -> sa.ColumnElement[bool]:
    own = (
        sa.select(Placement.id)
        .where(Placement.case_id == CaseFile.id, Placement.body_id == body_id)
        .correlate(CaseFile)  # the query around may join placements of its own
    )
    recently = day - timedelta(days=agency_view_days())
    current = own.where(sa.or_(Placement.closed_on.is_(None), Placement.closed_on >= recently))
    by_contract = own.where(Placement.contract_on.is_not(None))
    consent = CaseFile.person_id.in_(people_who_agreed(Purpose.BODY, body_id))
    new_or_current = sa.or_(~own.exists(), current.exists())
    return sa.or_(by_contract.exists(), sa.and_(consent, new_or_current))


def in_scope(
    scope: Scope, day: date | None = None, *, many: bool = False, known: bool = False
) -> sa.ColumnElement[bool]:
    """SQL: the case is the scope's. Takes the day for the end of a body's view.

    ``many``: for a query that asks it of thousands of cases; ``known``: for one that finds its
    cases by something else, an office or a day: each is asked for its home, and no list of a
    commune's people is made. The meaning is the same.
    """
    if scope.province:
        return sa.true()
    ways: list[sa.ColumnElement[bool]] = []
    if scope.communes:
        home = aliased(Person)
        residents = sa.select(home.id).where(home.commune_code.in_(scope.communes))
        at_home = residents.where(home.id == CaseFile.person_id).correlate(CaseFile).exists()
        ways.append(at_home if known else CaseFile.person_id.in_(residents))
    if scope.body_id:
        sees = _body_sees_of_many if many else _body_sees
        ways.append(sees(scope.body_id, day or today()))
    return sa.or_(*ways) if ways else sa.false()


def in_scope_of(case: CaseFile, scope: Scope) -> bool:
    """Whether one case is the scope's."""
    found = sa.select(CaseFile.id).where(CaseFile.id == case.id, in_scope(scope))
    return db.session.scalars(found).first() is not None
