"""People search: one box, no accents; by name, phone, slip code or national id.

A name is looked up in two halves that follow each other: first those whose given name begins
with the last word typed, then the rest. Each half can be read in the order of an index, so a
page costs the same at a thousand people and at a million.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from jobfair.access import Actor, Scope
from jobfair.cases.scoping import in_scope
from jobfair.database import db
from jobfair.keys import keys
from jobfair.lib.codes import normalise_slip_code
from jobfair.lib.crypto import blind_index
from jobfair.lib.phones import PhoneError, parse_phone
from jobfair.lib.text import clean, fold, like_escape
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
LONGEST = 100
DENSE = 2000
"""From so many trigram hits on, walking the index in order is quicker than looking them up."""

_SIGNS = re.compile(r"[\s.\-()+]")
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


@dataclass(frozen=True)
class Wanted:
    """What was typed, read as each thing that it may be."""

    words: tuple[str, ...]
    typed: str
    digits: str
    slip_code: str | None

    @property
    def nothing(self) -> bool:
        """Whether there is too little to look for."""
        return not self.words and len(self.digits) < 3


def read_query(q: str) -> Wanted:
    """Take what stands in the box (at most 100 characters of it) apart."""
    typed = clean(q, LONGEST)
    plain = _SIGNS.sub("", typed)
    digits = plain if plain.isdecimal() and plain.isascii() else ""
    words = () if digits else tuple(dict.fromkeys(fold(typed).split()))
    return Wanted(words, typed, digits, normalise_slip_code(typed))


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
    wanted = read_query(q)
    inside = [Person.merged_into.is_(None), persons_within(scope)]
    ids: list[str] = []
    if wanted.slip_code:
        ids = _by_slip(wanted.slip_code, inside)
    if not ids and wanted.digits and sees_home(scope):
        ids = _by_digits(wanted.digits, inside, by_national_id, limit + 1, offset)
    elif not ids and wanted.words:
        ids = _by_name(wanted, inside, limit + 1, offset)
    return PeoplePage(list_found(ids[:limit], scope), len(ids) > limit)


def sees_home(scope: Scope) -> bool:
    """Whether lists show village and phone tail: to commune and province, not to a body."""
    return scope.province or bool(scope.communes)


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
    phone = _phone_condition(digits)
    if phone is not None:
        ways.append(Person.id.in_(sa.select(PersonPhone.person_id).where(phone)))
    if by_national_id and len(digits) == 12:
        mark = blind_index(keys().hmac_key, "national_id", digits)
        ways.append(Person.national_id_hmac == mark)
    if not ways:
        return []
    query = sa.select(Person.id).where(sa.or_(*ways), *inside)
    return list(db.session.scalars(query.order_by(*_ORDER).limit(limit).offset(offset)))


def _phone_condition(digits: str) -> sa.ColumnElement[bool] | None:
    if len(digits) < 3 or len(digits) > 15:
        return None
    if len(digits) > 8:
        try:
            return PersonPhone.e164 == parse_phone(digits).e164
        except PhoneError:
            pass
    ends = PersonPhone.e164.like(f"%{digits}")
    return sa.and_(PersonPhone.tail == digits[-3:], ends)


def _by_name(
    wanted: Wanted, inside: list[sa.ColumnElement[bool]], limit: int, offset: int
) -> list[str]:
    last = wanted.words[-1]
    called = _begins(Person.given_folded, last)
    matches = [*inside, *(_holds(word) for word in wanted.words)]
    first = sa.select(Person.id).where(called, *matches)
    order = (*_as_typed(wanted.typed), *_ORDER)
    ids = list(db.session.scalars(first.order_by(*order).limit(limit).offset(offset)))
    if len(ids) == limit:
        return ids
    skip = 0
    if offset and not ids:
        counted = sa.select(sa.func.count()).select_from(first.subquery())
        skip = offset - (db.session.scalar(counted) or 0)
    rest = sa.select(Person.id).where(sa.not_(called), *matches, *_narrowed(wanted.words))
    rest = rest.order_by(*order).limit(limit - len(ids)).offset(skip)
    return ids + list(db.session.scalars(rest))


def _holds(word: str) -> sa.ColumnElement[bool]:
    """A word of the folded name begins with it."""
    return (" " + Person.folded).like(f"% {like_escape(word)}%", escape="\\")


def _begins(column: InstrumentedAttribute[str], word: str) -> sa.ColumnElement[bool]:
    """The column begins with the word: a range on SQLite, whose LIKE would use no index."""
    if _dialect() == "sqlite":
        return sa.and_(column >= word, column < word[:-1] + chr(ord(word[-1]) + 1))
    return column.like(f"{like_escape(word)}%", escape="\\")


def _as_typed(typed: str) -> tuple[sa.ColumnElement[int], ...]:
    """Names that hold the text with its accents first; nothing when it was typed without."""
    if typed.isascii():
        return ()
    writings = dict.fromkeys((typed, typed.title(), typed.upper(), typed.lower()))
    same = [Person.name.like(f"%{like_escape(w)}%", escape="\\") for w in writings]
    return (sa.case((sa.or_(*same), 0), else_=1),)


def _narrowed(words: tuple[str, ...]) -> list[sa.ColumnElement[bool]]:
    """Use the trigrams of the longer words where they leave few; else walk the index in order."""
    long = [word for word in words if len(word) >= 3]
    if not long:
        return []
    if _dialect() != "sqlite":
        return [Person.folded.like(f"%{like_escape(word)}%", escape="\\") for word in long]
    table = sa.table("person_search", sa.column("id"), sa.column("person_search"))
    phrase = " ".join(f'"{word}"' for word in long)
    hits = sa.select(table.c.id).where(table.c.person_search.op("MATCH")(phrase))
    probe = sa.select(sa.func.count()).select_from(hits.limit(DENSE).subquery())
    if (db.session.scalar(probe) or 0) >= DENSE:
        return []
    return [Person.id.in_(hits)]


def _dialect() -> str:
    return db.session.get_bind().dialect.name


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
