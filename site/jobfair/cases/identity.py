"""The full form at the desk: birth date, sex, identity number, household; and reading back.

The number is sealed and unique by its HMAC; ethnic group and household are sealed. Both are
read back one case at a time, with a reason that the audit keeps (trust rules).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import IntegrityError

from jobfair import audit
from jobfair.access import Actor, Permission
from jobfair.cases.history import append_event, done_already
from jobfair.cases.locking import hold_case
from jobfair.cases.offices import centre_office
from jobfair.cases.owners import LETTER_ROLE, must_hold
from jobfair.cases.tasks import open_task
from jobfair.database import db
from jobfair.errors import Forbidden, Invalid
from jobfair.keys import keys
from jobfair.lib.clock import now, today
from jobfair.lib.crypto import blind_index
from jobfair.lib.national_id import NationalIdError, parse_national_id
from jobfair.models import CaseFile, DuplicatePair, EthnicGroup, Person, PersonFlag, Role

HOUSEHOLDS: Final[dict[str, object]] = {
    "poor": _l("Poor household"),
    "near_poor": _l("Near-poor household"),
    "just_escaped": _l("Household that has just left poverty"),
    "merit": _l("Family of people with merit"),
}
"""Household category -> words."""

ETHNIC = "ethnic_group"
HIDDEN: Final = ("national_id", "flags")
"""What is read back with a reason only."""

FLAG_READERS: Final = frozenset({Role.OFFICER, Role.LEADER})
"""Who reads ethnic group and household back, with a reason; the others see figures only."""

LEAST_REASON = 10


@dataclass(frozen=True, slots=True)
class IdentityData:
    """The registration form as it was typed; empty fields change nothing."""

    birth_date: date | None = None
    sex: str = ""
    national_id: str = ""
    identity_seen: bool = False
    ethnic_group: str = ""
    household: str = ""
    certificate: str = ""
    year: int = 0


def save_identity(case: CaseFile, data: IdentityData, *, by: Actor, act_key: str) -> bool:
    """Write the registration form. Officer and counsellor; flags only the officer.

    Gives False when the identity number is another person's: everything else is saved, the
    pair is noted for the centre to compare, and neither is told about the other.
    Raises Forbidden, Invalid for a number that is none or a birth date that cannot be.
    """
    if done_already(case, act_key):
        return True
    hold_case(case)
    letter = must_hold(by, case, frozenset("OC"))
    if (data.ethnic_group or data.household) and letter != "O":
        raise Forbidden(_("The commune's officer writes ethnic group and household."))
    person = case.person
    fields = [*_write_basics(person, data, by), *_write_flags(person, data, by)]
    free = _write_number(case, data.national_id) if data.national_id else True
    if data.national_id and free:
        fields.append("national_id")
    append_event(
        case, "record", by=by, act_key=act_key, role=LETTER_ROLE[letter], reason="identity"
    )
    audit.record(by, "person.identity", "person", person.id, person_ids=[person.id], fields=fields)
    db.session.flush()
    return free


def _write_basics(person: Person, data: IdentityData, by: Actor) -> list[str]:
    fields = []
    if data.birth_date is not None:
        if data.birth_date >= today() or today().year - data.birth_date.year > 100:
            raise Invalid(_("Check the date of birth."))
        person.birth_date, person.birth_year = data.birth_date, data.birth_date.year
        fields.append("birth_date")
    if data.sex in ("M", "F"):
        person.sex = data.sex
        fields.append("sex")
    if data.identity_seen and person.identity_seen_on is None:
        person.identity_seen_on, person.identity_seen_by = today(), by.user_id
        fields.append("identity_seen")
    return fields


def number_mark(digits: str) -> bytes:
    """The blind index by which an identity number is found and kept unique."""
    return blind_index(keys().hmac_key, "national_id", digits)


def _other_holder(person: Person, mark: bytes) -> str | None:
    """The id of another person with this number."""
    return db.session.scalars(
        sa.select(Person.id).where(
            Person.national_id_hmac == mark, Person.merged_into.is_(None), Person.id != person.id
        )
    ).first()


def _write_number(case: CaseFile, typed: str) -> bool:
    """Seal the number; False when it is another person's."""
    person = case.person
    try:
        number = parse_national_id(typed, person.birth_year, person.sex)
    except NationalIdError:
        raise Invalid(_("The identity number has 12 digits.")) from None
    mark = number_mark(number.digits)
    if _other_holder(person, mark) is None:
        try:
            with db.session.begin_nested():
                person.national_id_hmac = mark
        except IntegrityError:  # somebody else wrote the same number this very moment
            db.session.refresh(person)
    other = _other_holder(person, mark)
    if other is not None:
        _note_pair(case, other)
        return False
    person.national_id_enc = keys().cipher().seal(number.digits, f"person.national_id.{person.id}")
    person.national_id_masked = number.masked
    return True


def _note_pair(case: CaseFile, other: str) -> None:
    """Two people with one number: a pair for the centre to compare, once."""
    first, second = sorted((case.person_id, other))
    known = sa.select(DuplicatePair).where(
        DuplicatePair.person_a == first, DuplicatePair.person_b == second
    )
    if db.session.scalars(known).first() is None:
        pair = DuplicatePair(person_a=first, person_b=second, why="national_id", found_at=now())
        db.session.add(pair)
    open_task("duplicate", f"duplicate:{first}:{second}", centre_office().id, case)


def _write_flags(person: Person, data: IdentityData, by: Actor) -> list[str]:
    fields = []
    if data.ethnic_group:
        if db.session.get(EthnicGroup, data.ethnic_group) is None:
            raise Invalid(_("Choose an ethnic group of the list."))
        _write_flag(person, ETHNIC, data.ethnic_group, "", 0, by)
        fields.append(ETHNIC)
    if data.household:
        if data.household not in HOUSEHOLDS:
            raise Invalid(_("Choose a household category of the list."))
        year = data.year or today().year
        _write_flag(person, "household", data.household, data.certificate, year, by)
        fields.append("household")
    return fields


def _write_flag(
    person: Person, flag: str, value: str, certificate: str, year: int, by: Actor
) -> None:
    row = db.session.scalars(
        sa.select(PersonFlag).where(
            PersonFlag.person_id == person.id, PersonFlag.flag == flag, PersonFlag.year == year
        )
    ).one_or_none()
    if row is None:
        row = PersonFlag(person_id=person.id, flag=flag, year=year, value_enc=b"")
        db.session.add(row)
        db.session.flush()
    row.value_enc = keys().cipher().seal(value, f"person_flag.value.{row.id}")
    row.certificate, row.recorded_by, row.recorded_at = certificate, by.user_id, now()


def said(free: bool) -> str:
    """The sentence after the form: whether the number could be taken."""
    if free:
        return _("The registration form is recorded.")
    return _(
        "Recorded, but not the identity number: another person has it. Check the number;"
        " if it is right, the centre will compare the two people."
    )


def has_flags(person_id: str) -> bool:
    """Whether ethnic group or household is recorded, without saying which."""
    found = sa.select(PersonFlag.id).where(PersonFlag.person_id == person_id).limit(1)
    return db.session.scalars(found).first() is not None


def may_reveal(by: Actor, what: str) -> bool:
    """Whether the actor may read this back at all: 'national_id' or 'flags'."""
    if not by.can(Permission.UNMASK):
        return False
    return what == "national_id" or bool(by.roles & FLAG_READERS)


def reveal(case: CaseFile, what: str, *, by: Actor, reason: str) -> list[tuple[str, str]]:
    """Read a hidden field back: pairs of a name and the value in clear.

    ``what``: 'national_id' or 'flags'. The view is audited with its reason before anything is
    read. Raises Forbidden, Invalid for a reason of fewer than 10 characters.
    """
    if not may_reveal(by, what):
        raise Forbidden()
    if len(reason) < LEAST_REASON:
        raise Invalid(_("Write the reason in at least 10 characters."))
    audit.record_view(
        by,
        f"view.{what}",
        "case",
        case.id,
        person_ids=[case.person_id],
        fields=[what],
        reason=reason,
    )
    return reveal_number(case.person) if what == "national_id" else _flags(case.person_id)


def reveal_number(person: Person) -> list[tuple[str, str]]:
    """The identity number in clear; the caller has audited who reads it and why."""
    digits = open_number(person)
    return [(_("Identity number"), digits)] if digits else []


def open_number(person: Person) -> str:
    """The number's digits, '' for none; the caller has audited who reads it and why."""
    if person.national_id_enc is None:
        return ""
    return keys().cipher().open(person.national_id_enc, f"person.national_id.{person.id}")


def _flags(person_id: str) -> list[tuple[str, str]]:
    rows = db.session.scalars(
        sa.select(PersonFlag)
        .where(PersonFlag.person_id == person_id)
        .order_by(PersonFlag.flag, PersonFlag.year.desc())
    )
    shown = []
    for row in rows:
        value = keys().cipher().open(row.value_enc, f"person_flag.value.{row.id}")
        if row.flag == ETHNIC:
            group = db.session.get(EthnicGroup, value)
            shown.append((_("Ethnic group"), group.name if group else value))
        else:
            year = f" ({row.year})" if row.year else ""
            shown.append((_("Household"), f"{HOUSEHOLDS.get(value, value)}{year}"))
    return shown
