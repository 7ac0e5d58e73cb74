"""What every list that is taken out consists of, and the columns about a person."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from jobfair.access import Actor
from jobfair.cases.identity import open_number
from jobfair.database import db
from jobfair.geography import commune_names
from jobfair.intake.export_sheets import Column, Value
from jobfair.lib.phones import show_phone
from jobfair.models import Person, PersonPhone

BATCH: Final = 500
"""Rows that are read and written together."""

Row = list[Value]


@dataclass(frozen=True)
class Asked:
    """Whose list, narrowed to what by its address, at most how many rows, masked or not.

    ``about``: the object in the address, such as the conference of a roster.
    """

    actor: Actor
    args: MultiDict[str, str]
    most: int
    masked: bool = True
    about: str = ""


@dataclass(frozen=True)
class Listing:
    """A list: its title, columns, the key and person of each row, and how rows are read."""

    title: str
    columns: list[Column]
    keys: list[tuple[str, str]]
    read: Callable[[Sequence[str]], Iterator[Row]]

    @property
    def person_ids(self) -> list[str]:
        """Whom it names, each once, in its order."""
        return list(dict.fromkeys(person_id for _key, person_id in self.keys))

    def rows(self) -> Iterator[Row]:
        """All rows, read in batches; what was read is forgotten before the next."""
        for start in range(0, len(self.keys), BATCH):
            yield from self.read([key for key, _person in self.keys[start : start + BATCH]])
            db.session.expunge_all()


def person_columns(home: bool, masked: bool) -> list[Column]:
    """Name, year and commune; village and phone where the lists show them; more unmasked."""
    columns = [Column("name", _("Full name"), 28), Column("birth_year", _("Year of birth"), 10)]
    if not masked:
        columns.append(Column("birth_date", _("Date of birth"), 12))
        columns.append(Column("national_id", _("Identity number"), 16))
    if home:
        columns.append(Column("village", _("Village"), 22))
    columns.append(Column("commune", _("Commune or ward"), 18))
    if home:
        columns.append(Column("phone" if not masked else "phone_tail", _("Phone"), 16))
    return columns


def read_people(person_ids: Sequence[str], home: bool, masked: bool) -> dict[str, Row]:
    """Person -> the values of ``person_columns``; two reads. The caller has asked the scope."""
    found = db.session.scalars(sa.select(Person).where(Person.id.in_(person_ids)))
    phones = _first_phones(person_ids) if home else {}
    places = commune_names()
    values: dict[str, Row] = {}
    for person in found:
        row: Row = [person.name, person.birth_year or None]
        if not masked:
            row += [person.birth_date, open_number(person)]
        if home:
            row.append(person.village)
        row.append(place_name(person.commune_code, places))
        if home:
            row.append(shown_phone(phones.get(person.id, ""), masked))
        values[person.id] = row
    return values


def place_name(code: str | None, places: dict[str, str]) -> str:
    """The commune's name; a code without one is another province's."""
    return places.get(code or "") or _("another province")


def shown_phone(e164: str, masked: bool) -> str:
    """In groups, so that no program takes it for a number; masked its last three digits."""
    if not e164:
        return ""
    return f"…{e164[-3:]}" if masked else show_phone(e164)


def _first_phones(person_ids: Sequence[str]) -> dict[str, str]:
    rows = db.session.execute(
        sa.select(PersonPhone.person_id, PersonPhone.e164)
        .where(PersonPhone.person_id.in_(person_ids))
        .order_by(PersonPhone.position.desc(), PersonPhone.id.desc())
    )
    return dict(rows.all())
