"""Possibly the same person: found at registration, shown to staff only, decided by staff only.

A registration never joins a person by itself (model, "Person, registration, case"). A phone is
shared by a family, so a number alone says nothing: the given name or the year must agree too.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from jobfair.database import db
from jobfair.lib.clock import add_working_days, now
from jobfair.lib.codes import new_id
from jobfair.lib.text import fold, fold_given
from jobfair.models import DuplicatePair, Person, PersonPhone, Task

MOST = 5
DUE_WORKING_DAYS = 3
FOLDED_LENGTH, GIVEN_LENGTH = 120, 60  # of the columns; ligatures grow when folded


@dataclass(frozen=True)
class Typed:
    """What a registration says about a person, with its search keys."""

    name: str
    birth_year: int
    commune_code: str | None
    e164: str
    shared_office: bool = False  # the number is the commune office's own

    @property
    def folded(self) -> str:
        """The key of the whole name."""
        return fold(self.name)[:FOLDED_LENGTH]

    @property
    def given_folded(self) -> str:
        """The key of the given name."""
        return fold_given(self.name)[:GIVEN_LENGTH]


def find_similar(typed: Typed) -> list[tuple[str, str]]:
    """Ids of persons who may be the same, each with why; at most five, the newest first.

    Why: ``name_year_commune`` (folded name, year, commune) or ``phone``.
    """
    same = sa.and_(
        Person.folded == typed.folded,
        Person.birth_year == typed.birth_year,
        Person.commune_code.is_(None)
        if typed.commune_code is None
        else Person.commune_code == typed.commune_code,
    )
    query = (
        sa.select(Person.id, sa.literal("name_year_commune"), Person.created_at)
        .where(same, Person.merged_into.is_(None))
        .limit(MOST)
    )
    rows = list(db.session.execute(query))
    if not typed.shared_office:
        alike = sa.or_(
            Person.birth_year == typed.birth_year, Person.given_folded == typed.given_folded
        )
        by_phone = (
            sa.select(Person.id, sa.literal("phone"), Person.created_at)
            .join(PersonPhone, PersonPhone.person_id == Person.id)
            .where(PersonPhone.e164 == typed.e164, PersonPhone.owner != "office")
            .where(alike, Person.merged_into.is_(None))
            .limit(MOST)
        )
        rows += db.session.execute(by_phone)
    newest = sorted(rows, key=lambda row: row[2], reverse=True)
    found: dict[str, str] = {}
    for person_id, why, _created in sorted(newest, key=lambda row: row[1] == "phone"):
        found.setdefault(person_id, why)
    return list(found.items())[:MOST]


def note_similar(
    person_id: str,
    case_id: str,
    similar: list[tuple[str, str]],
    *,
    office_id: str,
    day: date,
) -> None:
    """Write a pair for each and one task for the office that answers for the new person."""
    if not similar:
        return
    pairs = [
        {
            "id": new_id(),
            "person_a": min(person_id, other),
            "person_b": max(person_id, other),
            "why": why,
            "found_at": now(),
            "decided": "",
        }
        for other, why in similar
    ]
    db.session.execute(sa.insert(DuplicatePair), pairs)
    db.session.execute(
        sa.insert(Task).values(
            id=new_id(),
            key=f"duplicate:{person_id}",
            kind="duplicate",
            office_id=office_id,
            person_id=person_id,
            case_id=case_id,
            note="",
            due_on=add_working_days(day, DUE_WORKING_DAYS),
            created_at=now(),
        )
    )
