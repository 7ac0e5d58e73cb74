"""People search: one box, no accents; by name, phone, slip code or national id.

A name is looked up in two halves that follow each other: first those whose given name begins
with the last word typed, then the rest. Each half can be read in the order of an index, so a
page costs the same at a thousand people and at a million.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, joinedload, selectinload

from jobfair.access import Actor, Scope
from jobfair.cases.scoping import in_scope
from jobfair.cases.search_terms import LONGEST as LONGEST
from jobfair.cases.search_terms import (
    Wanted,
    dialect,
    holds,
    narrowed,
    phone_condition,
)
from jobfair.cases.search_terms import read_query as read_query
from jobfair.cases.search_terms import sees_home as sees_home
from jobfair.database import db
from jobfair.keys import keys
from jobfair.lib.crypto import blind_index
from jobfair.lib.text import like_escape
from jobfair.models import (
    CaseFile,
    Consent,
    Person,
    PersonPhone,
    Placement,
    Purpose,
    Registration,
    Role,
    Stage,
)

PAGE_SIZE = 50
_ORDER = (Person.given_folded, Person.folded, Person.birth_year, Person.id)
_IDENTIFIERS = frozenset({Role.OFFICER, Role.COUNSELLOR})


@dataclass(frozen=True)
class Found:
    """One person of a list, with the case that is open or was the last."""

    person_id: str
    case_id: str | None
    name: str
    birth_year: int
    village: str
    commune_code: str | None
    phone_tail: str
    stage: Stage | None
    next_step: str | None
    next_on: date | None


@dataclass(frozen=True)
class PeoplePage:
    """Up to ``limit`` people in order, and whether more follow."""

    rows: list[Found]
    more: bool


def may_identify(actor: Actor) -> bool:
    """Whether a full national id may be looked up: officer and counsellor, exact only."""
    return bool(actor.roles & _IDENTIFIERS)


def search_people(
    q: str, scope: Scope, limit: int = PAGE_SIZE, offset: int = 0, *, by_national_id: bool = False
) -> PeoplePage:
    """People within the scope who match, best first, in an order that stays.

    A slip code that exists gives its person alone. Digits: the end of a phone number (three or
    more), a whole number in any writing, or with ``by_national_id`` twelve digits exactly.
    A sending body, which sees no phone in lists, finds nobody by digits.
    Words: each begins a word of the name, accents and case ignored; names written just as
    typed come first, then those whose given name begins with the last word.
    """
    ids = search_ids(q, scope, limit + 1, offset, by_national_id=by_national_id)
    return PeoplePage(list_found(ids[:limit], scope), len(ids) > limit)


def search_ids(
    q: str, scope: Scope, limit: int, offset: int = 0, *, by_national_id: bool = False
) -> list[str]:
    """The ids of the people whom ``search_people`` finds, in its order."""
    wanted = read_query(q)
    inside = [Person.merged_into.is_(None), persons_within(scope)]
    ids: list[str] = []
    if wanted.slip_code:
        ids = _by_slip(wanted.slip_code, inside)
    if not ids and wanted.digits and sees_home(scope):
        ids = _by_digits(wanted.digits, inside, by_national_id, limit, offset)
    elif not ids and wanted.words:
        ids = _by_name(wanted, inside, limit, offset)
    return ids


def persons_within(scope: Scope) -> sa.ColumnElement[bool]:
    """SQL on ``person``: residents of the scope's communes, the people a body may see, or all."""
    if scope.province:
        return sa.true()
    ways: list[sa.ColumnElement[bool]] = []
    if scope.communes:
        ways.append(Person.commune_code.in_(scope.communes))
    if scope.body_id:
        ways.append(Person.id.in_(_shown_to(scope.body_id)))
    return sa.or_(*ways) if ways else sa.false()


def _shown_to(body_id: str) -> sa.Select[str]:
    """People of the body's cases; first narrowed to those it ever had to do with."""
    asked = sa.select(Consent.person_id).where(
        Consent.purpose == Purpose.BODY, Consent.body_id == body_id
    )
    placed = sa.select(Placement.case_id).where(Placement.body_id == body_id)
    known = sa.or_(CaseFile.person_id.in_(asked), CaseFile.id.in_(placed))
    return sa.select(CaseFile.person_id).where(known, in_scope(Scope(body_id=body_id)))


def _by_slip(code: str, inside: list[sa.ColumnElement[bool]]) -> list[str]:
    query = (
        sa.select(Person.id)
        .join(Registration, Registration.person_id == Person.id)
        .where(Registration.slip_code == code, *inside)
    )
    return list(db.session.scalars(query))


def _by_digits(
    digits: str,
    inside: list[sa.ColumnElement[bool]],
    by_national_id: bool,
    limit: int,
    offset: int,
) -> list[str]:
    """Both readings of twelve digits hold: 84 and a landline, or a national id."""
    ways: list[sa.ColumnElement[bool]] = []
    phone = phone_condition(digits)
    if phone is not None:
        ways.append(Person.id.in_(sa.select(PersonPhone.person_id).where(phone)))
    if by_national_id and len(digits) == 12:
        mark = blind_index(keys().hmac_key, "national_id", digits)
        ways.append(Person.national_id_hmac == mark)
    if not ways:
        return []
    query = sa.select(Person.id).where(sa.or_(*ways), *inside)
    return list(db.session.scalars(query.order_by(*_ORDER).limit(limit).offset(offset)))


def _by_name(
    wanted: Wanted, inside: list[sa.ColumnElement[bool]], limit: int, offset: int
) -> list[str]:
    last = wanted.words[-1]
    called = _begins(Person.given_folded, last)
    matches = [*inside, *(holds(word) for word in wanted.words)]
    first = sa.select(Person.id).where(called, *matches)
    order = (*_as_typed(wanted.typed), *_ORDER)
    ids = list(db.session.scalars(first.order_by(*order).limit(limit).offset(offset)))
    if len(ids) == limit:
        return ids
    skip = 0
    if offset and not ids:
        counted = sa.select(sa.func.count()).select_from(first.subquery())
        skip = offset - (db.session.scalar(counted) or 0)
    rest = sa.select(Person.id).where(sa.not_(called), *matches, *narrowed(wanted.words))
    rest = rest.order_by(*order).limit(limit - len(ids)).offset(skip)
    return ids + list(db.session.scalars(rest))


def _begins(column: InstrumentedAttribute[str], word: str) -> sa.ColumnElement[bool]:
    """The column begins with the word: a range on SQLite, whose LIKE would use no index."""
    if dialect() == "sqlite":
        return sa.and_(column >= word, column < word[:-1] + chr(ord(word[-1]) + 1))
    return column.like(f"{like_escape(word)}%", escape="\\")


def _as_typed(typed: str) -> tuple[sa.ColumnElement[int], ...]:
    """Names that hold the text with its accents first; nothing when it was typed without."""
    if typed.isascii():
        return ()
    writings = dict.fromkeys((typed, typed.title(), typed.upper(), typed.lower()))
    same = [Person.name.like(f"%{like_escape(w)}%", escape="\\") for w in writings]
    return (sa.case((sa.or_(*same), 0), else_=1),)


def list_found(ids: list[str], scope: Scope) -> list[Found]:
    """The people of the ids, in that order, with one phone and one case each (three reads)."""
    if not ids:
        return []
    people = {p.id: p for p in db.session.scalars(sa.select(Person).where(Person.id.in_(ids)))}
    home = sees_home(scope)
    tails, cases = _tails(ids) if home else {}, _cases(ids, scope)
    return [_found(people[i], home, tails.get(i, ""), cases.get(i)) for i in ids if i in people]


def _found(person: Person, home: bool, tail: str, case: CaseFile | None) -> Found:
    return Found(
        person_id=person.id,
        case_id=case.id if case else None,
        name=person.name,
        birth_year=person.birth_year,
        village=person.village if home else "",
        commune_code=person.commune_code,
        phone_tail=tail,
        stage=case.stage if case else None,
        next_step=case.next_step if case else None,
        next_on=case.next_on if case else None,
    )


def _tails(ids: list[str]) -> dict[str, str]:
    """Person -> last three digits of the first number."""
    rows = db.session.execute(
        sa.select(PersonPhone.person_id, PersonPhone.tail)
        .where(PersonPhone.person_id.in_(ids))
        .order_by(PersonPhone.position.desc(), PersonPhone.id.desc())
    )
    return dict(rows.all())


def _cases(ids: list[str], scope: Scope) -> dict[str, CaseFile]:
    """Person -> the open case, else the one opened last, of those in scope."""
    rows = db.session.scalars(
        sa.select(CaseFile)
        .where(CaseFile.person_id.in_(ids), in_scope(scope))
        .order_by(CaseFile.closed_at.is_(None), CaseFile.opened_at, CaseFile.id)
    )
    return {case.person_id: case for case in rows}


def list_cases_of(rows: list[Found], scope: Scope) -> list[CaseFile]:
    """The cases of a list's people, with person and placements, for their next steps."""
    ids = [row.case_id for row in rows if row.case_id]
    query = sa.select(CaseFile).where(CaseFile.id.in_(ids), in_scope(scope))
    query = query.options(joinedload(CaseFile.person))
    return list(
        db.session.scalars(
            query.options(selectinload(CaseFile.placements).joinedload(Placement.body))
        )
    )
