"""Two people side by side: what differs, what would move, what stands in the way."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from flask_babel import gettext as _

from jobfair.access import Actor
from jobfair.cases.duplicates import get_pair
from jobfair.cases.joined import rows_in_words
from jobfair.cases.merge_rows import count_rows
from jobfair.cases.merges import obstacles, survivor_of
from jobfair.cases.opening import find_open_case
from jobfair.cases.search import persons_within
from jobfair.database import db
from jobfair.filters import show_day
from jobfair.geography import commune_names
from jobfair.models import CaseFile, DuplicatePair, Person, PersonMerge, PersonPhone


@dataclass(frozen=True)
class Difference:
    """One line of the comparison: a choice's code ('' when there is nothing to choose)."""

    code: str
    label: str
    kept: str
    gone: str

    @property
    def differs(self) -> bool:
        """Whether one of the two values has to be chosen."""
        return bool(self.code) and bool(self.gone) and self.kept != self.gone

    @property
    def offer(self) -> str:
        """The words of the box that takes the newer file's value."""
        return f"{self.label}: {self.gone}"


@dataclass(frozen=True)
class Compared:
    """A pair as its page shows it; ``gone`` is None when one of the two is not the actor's."""

    pair: DuplicatePair
    kept: Person
    gone: Person | None
    rows: list[Difference]
    cases: dict[str, CaseFile]
    moves: list[tuple[str, int]]
    goes_on: CaseFile | None
    blocked: list[str]
    merge_id: str | None


def compare(pair_id: str, by: Actor) -> Compared:
    """The pair for this actor. Raises NotFound when neither is the actor's."""
    pair = get_pair(pair_id, by)
    people = db.session.scalars(
        sa.select(Person).where(
            Person.id.in_((pair.person_a, pair.person_b)), persons_within(by.scope)
        )
    ).all()
    kept, *others = sorted(people, key=lambda one: (one.created_at, one.id))
    gone = others[0] if others else None
    cases = {one.id: case for one in people if (case := find_open_case(one.id)) is not None}
    both = [cases[one.id] for one in people if one.id in cases]
    merge_id = db.session.scalars(
        sa.select(PersonMerge.id).where(
            PersonMerge.pair_id == pair.id, PersonMerge.undone_at.is_(None)
        )
    ).first()
    return Compared(
        pair=pair,
        kept=kept,
        gone=gone,
        rows=_rows(kept, gone),
        cases=cases,
        moves=rows_in_words(count_rows(gone.id)) if gone is not None else [],
        goes_on=survivor_of(*both)[0] if len(both) == 2 else None,
        blocked=obstacles(kept, gone) if gone is not None and merge_id is None else [],
        merge_id=merge_id,
    )


def _rows(kept: Person, gone: Person | None) -> list[Difference]:
    other = _values(gone) if gone is not None else {}
    tails = _tails([one.id for one in (kept, gone) if one is not None])
    rows = [
        Difference(code, label, value, other.get((code, label), ""))
        for (code, label), value in _values(kept).items()
    ]
    theirs = tails.get(gone.id, "") if gone is not None else ""
    return [*rows, Difference("", _("Phone"), tails.get(kept.id, ""), theirs)]


def _values(person: Person) -> dict[tuple[str, str], str]:
    """Code of the choice and its label -> the value in words."""
    code = person.commune_code
    home = commune_names().get(code, code) if code else _("another province")
    birth = show_day(person.birth_date) if person.birth_date else str(person.birth_year or "")
    sex = {"F": _("Female"), "M": _("Male")}.get(person.sex, "")
    return {
        ("name", _("Name")): person.name,
        ("birth", _("Date or year of birth")): birth,
        ("sex", _("Sex")): sex,
        ("home", _("Commune")): home,
        ("village", _("Village")): person.village,
        ("", _("Identity number")): person.national_id_masked,
        ("", _("Registered on")): show_day(person.created_at),
    }


def _tails(people: list[str]) -> dict[str, str]:
    """Person -> the last three digits of each number."""
    rows = db.session.execute(
        sa.select(PersonPhone.person_id, PersonPhone.tail)
        .where(PersonPhone.person_id.in_(people))
        .order_by(PersonPhone.position, PersonPhone.id)
    )
    found: dict[str, list[str]] = {}
    for person_id, tail in rows:
        found.setdefault(person_id, []).append(f"…{tail}")
    return {person_id: ", ".join(tails) for person_id, tails in found.items()}


def sides_of_merge(row: PersonMerge) -> list[tuple[Person, CaseFile | None]]:
    """The file that stayed and the one that went, each with its newest case."""
    sides = []
    for person_id in (row.kept_id, row.gone_id):
        case = db.session.scalars(
            sa.select(CaseFile)
            .where(CaseFile.person_id == person_id)
            .order_by(CaseFile.closed_at.is_not(None), CaseFile.opened_at.desc(), CaseFile.id)
        ).first()
        sides.append((db.session.get_one(Person, person_id), case))
    return sides
