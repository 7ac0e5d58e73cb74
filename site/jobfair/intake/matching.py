"""Who a row means: somebody who is here already, perhaps somebody, or a case in one's scope."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from jobfair.access import Scope
from jobfair.cases.identity import number_mark
from jobfair.cases.scoping import in_scope
from jobfair.database import db
from jobfair.lib.text import fold, fold_given
from jobfair.models import CaseFile, Person, PersonPhone, Placement


@dataclass(frozen=True)
class Who:
    """What a row says of a person; empty where the list does not say it."""

    name: str
    year: int
    commune: str | None = None
    e164: str = ""
    number: str = ""

    @property
    def folded(self) -> str:
        """The key of the whole name."""
        return fold(self.name)


@dataclass(frozen=True)
class Match:
    """A person who is here: surely the same, or perhaps; ``why``: number, name or phone."""

    person_id: str
    sure: bool
    why: str
    name: str = ""


@dataclass
class _Known:
    person: Person
    phones: frozenset[str]


def find_people(wanted: Sequence[Who]) -> list[Match | None]:
    """For each the person who is the same or may be; three reads, whatever their number."""
    found = _load(wanted)
    by_name, by_phone, by_number = defaultdict(list), defaultdict(list), {}
    for known in found:
        by_name[known.person.folded].append(known)
        for e164 in known.phones:
            by_phone[e164].append(known)
        if known.person.national_id_hmac is not None:
            by_number[bytes(known.person.national_id_hmac)] = known
    return [
        _judge(
            who,
            by_number.get(number_mark(who.number)) if who.number else None,
            by_name[who.folded],
            by_phone[who.e164] if who.e164 else [],
        )
        for who in wanted
    ]


def _load(wanted: Sequence[Who]) -> list[_Known]:
    phones = {who.e164 for who in wanted if who.e164}
    marks = [number_mark(who.number) for who in wanted if who.number]
    owners = sa.select(PersonPhone.person_id).where(
        PersonPhone.e164.in_(phones), PersonPhone.owner != "office"
    )
    ways = [Person.folded.in_({who.folded for who in wanted})]
    if phones:
        ways.append(Person.id.in_(owners))
    if marks:
        ways.append(Person.national_id_hmac.in_(marks))
    people: dict[str, Person] = {}
    for way in ways:
        query = sa.select(Person).where(way, Person.merged_into.is_(None))
        people |= {person.id: person for person in db.session.scalars(query)}
    numbers = defaultdict(set)
    rows = db.session.execute(
        sa.select(PersonPhone.person_id, PersonPhone.e164).where(
            PersonPhone.person_id.in_(people), PersonPhone.owner != "office"
        )
    )
    for person_id, e164 in rows:
        numbers[person_id].add(e164)
    return [_Known(person, frozenset(numbers[key])) for key, person in people.items()]


def _judge(
    who: Who, holder: _Known | None, named: list[_Known], called: list[_Known]
) -> Match | None:
    if holder is not None:
        same = holder.person.folded == who.folded or holder.person.birth_year == who.year
        return Match(holder.person.id, same, "number", holder.person.name)
    for known in named:
        person = known.person
        if person.birth_year == who.year and person.commune_code == who.commune:
            sure = who.e164 in known.phones or not who.e164
            return Match(person.id, sure, "name", person.name)
    for known in called:
        person = known.person
        given = person.given_folded == fold_given(who.name)
        if given or person.birth_year == who.year:
            return Match(person.id, False, "phone", person.name)
    return None


def find_cases(wanted: Sequence[Who], scope: Scope) -> list[list[CaseFile]]:
    """For each the open cases of the scope that it may mean; three reads at most.

    By identity number where the list has one and we do, else by name and year, narrowed by
    commune and phone where the list says them.
    """
    marks = {number_mark(who.number): who for who in wanted if who.number}
    query = (
        sa.select(CaseFile)
        .join(CaseFile.person)
        .where(
            in_scope(scope),
            CaseFile.merged_into_id.is_(None),
            CaseFile.closed_at.is_(None),
            sa.or_(
                Person.folded.in_({who.folded for who in wanted}),
                Person.national_id_hmac.in_(list(marks)),
            ),
        )
        .options(joinedload(CaseFile.person).selectinload(Person.phones))
        .options(selectinload(CaseFile.placements).joinedload(Placement.body))
        .order_by(CaseFile.id)
    )
    cases = list(db.session.scalars(query))
    return [_narrow(who, cases) for who in wanted]


def _narrow(who: Who, cases: list[CaseFile]) -> list[CaseFile]:
    if who.number:
        mark = number_mark(who.number)
        same = [case for case in cases if case.person.national_id_hmac == mark]
        if same:
            return same
    found = [
        case
        for case in cases
        if case.person.folded == who.folded and case.person.birth_year == who.year
    ]
    if who.commune:
        found = [case for case in found if case.person.commune_code == who.commune]
    if who.e164 and len(found) > 1:
        by_phone = [c for c in found if who.e164 in {p.e164 for p in c.person.phones}]
        found = by_phone or found
    return found
