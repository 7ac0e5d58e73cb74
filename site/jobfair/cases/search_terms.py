"""What stands in the search box, taken apart, and the conditions on people that follow from it."""

from __future__ import annotations

import re
from dataclasses import dataclass

import sqlalchemy as sa

from jobfair.access import Scope
from jobfair.database import db
from jobfair.lib.codes import normalise_slip_code
from jobfair.lib.phones import PhoneError, parse_phone
from jobfair.lib.text import clean, fold, like_escape
from jobfair.models import Person, PersonPhone, Registration

LONGEST = 100
DENSE = 2000
"""From so many trigram hits on, walking the index in order is quicker than looking them up."""

_SIGNS = re.compile(r"[\s.\-()+]")


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


def sees_home(scope: Scope) -> bool:
    """Whether lists show village and phone tail: to commune and province, not to a body."""
    return scope.province or bool(scope.communes)


def phone_condition(digits: str) -> sa.ColumnElement[bool] | None:
    """A number that ends with these digits, or is the whole number; None for too few digits."""
    if len(digits) < 3 or len(digits) > 15:
        return None
    if len(digits) > 8:
        try:
            return PersonPhone.e164 == parse_phone(digits).e164
        except PhoneError:
            pass
    ends = PersonPhone.e164.like(f"%{digits}")
    return sa.and_(PersonPhone.tail == digits[-3:], ends)


def holds(word: str) -> sa.ColumnElement[bool]:
    """A word of the folded name begins with it."""
    return (" " + Person.folded).like(f"% {like_escape(word)}%", escape="\\")


def narrowed(words: tuple[str, ...]) -> list[sa.ColumnElement[bool]]:
    """Use the trigrams of the longer words where they leave few; else walk the index in order."""
    long = [word for word in words if len(word) >= 3]
    if not long:
        return []
    if dialect() != "sqlite":
        return [Person.folded.like(f"%{like_escape(word)}%", escape="\\") for word in long]
    table = sa.table("person_search", sa.column("id"), sa.column("person_search"))
    phrase = " ".join(f'"{word}"' for word in long)
    hits = sa.select(table.c.id).where(table.c.person_search.op("MATCH")(phrase))
    probe = sa.select(sa.func.count()).select_from(hits.limit(DENSE).subquery())
    if (db.session.scalar(probe) or 0) >= DENSE:
        return []
    return [Person.id.in_(hits)]


def dialect() -> str:
    """The database's: 'sqlite' or 'postgresql'."""
    return db.session.get_bind().dialect.name


def matching(q: str, scope: Scope) -> sa.Select[str]:
    """Ids of the people whom the box means, whatever their order and place.

    A slip code, the end of a phone number where the scope sees phones, or words of the name.
    """
    wanted = read_query(q)
    people = sa.select(Person.id)
    phone = phone_condition(wanted.digits) if wanted.digits and sees_home(scope) else None
    if phone is not None:
        return sa.select(PersonPhone.person_id).where(phone)
    if not wanted.words:
        return people.where(sa.false())
    named = [*(holds(word) for word in wanted.words), *narrowed(wanted.words)]
    if wanted.slip_code is None:
        return people.where(*named)
    owner = sa.select(Registration.person_id).where(Registration.slip_code == wanted.slip_code)
    return people.where(sa.or_(Person.id.in_(owner), sa.and_(*named)))
