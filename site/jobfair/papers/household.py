"""Who lives with the worker, whom to call, who decides (F16); never in a list.

A member who is a person of the system too can be linked, where both are in the actor's scope.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from jobfair import audit
from jobfair.access import Actor, Scope
from jobfair.cases.locking import hold_case
from jobfair.cases.owners import must_hold
from jobfair.cases.scoping import in_scope
from jobfair.database import db
from jobfair.errors import Conflict, Invalid, NotFound
from jobfair.lib.clock import now, today
from jobfair.lib.codes import new_id
from jobfair.lib.text import fold
from jobfair.models import CaseFile, HouseholdMember, Person, PersonPhone

RELATIONS: Final[dict[str, object]] = {
    "spouse": _l("Husband or wife"),
    "father": _l("Father"),
    "mother": _l("Mother"),
    "child": _l("Child"),
    "sibling": _l("Brother or sister"),
    "grandparent": _l("Grandfather or grandmother"),
    "in_law": _l("Relative by marriage"),
    "other": _l("Another relative"),
}
"""Relation to the worker -> words."""

OC: Final = frozenset("OC")
MOST_MEMBERS: Final = 20
OLDEST: Final = 110
_ALIKE: Final = 5


@dataclass(frozen=True, slots=True)
class MemberData:
    """A member as it was typed; ``phone`` in E.164 or ''."""

    name: str
    relation: str
    birth_year: int | None = None
    phone: str = ""
    call_first: bool = False
    decides: bool = False


def list_members(person_id: str) -> list[HouseholdMember]:
    """The household as it is now: who is called first, who decides, then by name."""
    return list(
        db.session.scalars(
            sa.select(HouseholdMember)
            .where(HouseholdMember.person_id == person_id, HouseholdMember.removed_at.is_(None))
            .order_by(
                HouseholdMember.call_first.desc(),
                HouseholdMember.decides.desc(),
                HouseholdMember.folded,
                HouseholdMember.id,
            )
        )
    )


def get_member(case: CaseFile, member_id: str) -> HouseholdMember:
    """A member of this case's person. Raises NotFound for any other."""
    row = db.session.get(HouseholdMember, member_id)
    if row is None or row.person_id != case.person_id or row.removed_at is not None:
        raise NotFound()
    return row


def save_member(
    case: CaseFile, data: MemberData, *, by: Actor, act_key: str, member_id: str | None = None
) -> HouseholdMember:
    """Add a member, or write one anew. One is called first: the last one who was named so.

    The same ``act_key`` again adds nobody. Raises NotFound, Forbidden, Invalid with a sentence.
    """
    must_hold(by, case, OC)
    hold_case(case)
    done = db.session.scalars(
        sa.select(HouseholdMember).where(HouseholdMember.act_key == act_key)
    ).first()
    if done is not None:
        if done.person_id != case.person_id:
            raise Conflict()
        return done
    _check(case, data, new=member_id is None)
    row = get_member(case, member_id) if member_id is not None else None
    if row is None:
        row = HouseholdMember(id=new_id(), person_id=case.person_id, act_key=act_key)
        db.session.add(row)
    row.name, row.folded, row.relation = data.name, fold(data.name), data.relation
    row.birth_year, row.phone = data.birth_year, data.phone
    row.decides, row.call_first = data.decides, data.call_first
    row.recorded_by, row.recorded_at = by.user_id, now()
    db.session.flush()
    if data.call_first:
        _only_one_first(row)
    audit.record(
        by, "household.save", "case", case.id, person_ids=[case.person_id], fields=["household"]
    )
    return row


def _check(case: CaseFile, data: MemberData, *, new: bool) -> None:
    if not data.name:
        raise Invalid(_("Write the name."))
    if data.relation not in RELATIONS:
        raise Invalid(_("Choose the relation."))
    year = today().year
    if data.birth_year is not None and not year - OLDEST <= data.birth_year <= year:
        raise Invalid(_("The year of birth cannot be right."))
    if data.call_first and not data.phone:
        raise Invalid(_("Whoever is called first needs a phone number."))
    if new and len(list_members(case.person_id)) >= MOST_MEMBERS:
        raise Invalid(_("Twenty members are recorded already."))


def _only_one_first(row: HouseholdMember) -> None:
    db.session.execute(
        sa.update(HouseholdMember)
        .where(HouseholdMember.person_id == row.person_id, HouseholdMember.id != row.id)
        .values(call_first=False)
    )


def remove_member(case: CaseFile, member_id: str, *, by: Actor) -> None:
    """Take a member out of the household. Raises NotFound, Forbidden."""
    must_hold(by, case, OC)
    hold_case(case)
    row = get_member(case, member_id)
    row.removed_at, row.linked_person_id, row.call_first = now(), None, False
    audit.record(
        by, "household.remove", "case", case.id, person_ids=[case.person_id], fields=["household"]
    )
    db.session.flush()


@dataclass(frozen=True, slots=True)
class Alike:
    """A person of the system who may be this member, with a case in the actor's scope."""

    person_id: str
    name: str
    birth_year: int
    case_id: str


def list_alike(case: CaseFile, row: HouseholdMember, scope: Scope) -> list[Alike]:
    """People in the scope with the member's name, and the year or the phone where given."""
    if row.linked_person_id is not None:
        return []
    wanted = _people(scope).where(Person.folded == row.folded, Person.id != case.person_id)
    same = []
    if row.birth_year is not None:
        same.append(Person.birth_year == row.birth_year)
    if row.phone:
        phones = sa.select(PersonPhone.person_id).where(PersonPhone.e164 == row.phone)
        same.append(Person.id.in_(phones))
    if same:
        wanted = wanted.where(sa.or_(*same))
    found = db.session.execute(wanted.order_by(Person.birth_year, Person.id).limit(_ALIKE))
    return [Alike(row[0], row[1], row[2], row[3]) for row in found]


def _people(scope: Scope) -> sa.Select[str, str, int, str]:
    return (
        sa.select(Person.id, Person.name, Person.birth_year, CaseFile.id)
        .join(CaseFile, CaseFile.person_id == Person.id)
        .where(in_scope(scope), Person.merged_into.is_(None), CaseFile.closed_at.is_(None))
    )


def link_member(case: CaseFile, member_id: str, person_id: str, *, by: Actor) -> None:
    """Say that a member is this person; '' takes the link away.

    Raises NotFound alike for a person who is not there or not in the actor's scope, Forbidden.
    """
    must_hold(by, case, OC)
    hold_case(case)
    row = get_member(case, member_id)
    if person_id:
        asked = _people(by.scope).where(Person.id == person_id, Person.id != case.person_id)
        if db.session.execute(asked.limit(1)).first() is None:
            raise NotFound()
    both = [case.person_id, person_id or str(row.linked_person_id or "")]
    row.linked_person_id = person_id or None
    audit.record(by, "household.link", "case", case.id, person_ids=both, fields=["household"])
    db.session.flush()


def linked_cases(members: list[HouseholdMember], scope: Scope) -> dict[str, str]:
    """Linked person -> the case of theirs that the scope reaches."""
    ids = [row.linked_person_id for row in members if row.linked_person_id]
    if not ids:
        return {}
    found = db.session.execute(_people(scope).where(Person.id.in_(ids)))
    return {row[0]: row[3] for row in found}
