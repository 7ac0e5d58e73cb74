"""Rows that mean a case in the actor's scope: found by identity number, or name, year and more."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _
from wtforms import ValidationError

from jobfair.intake.handling import Ground, Verdict, refused
from jobfair.intake.lines import Line
from jobfair.intake.matching import Who, find_cases
from jobfair.intake.values import birth_text, number_text, phone_text
from jobfair.lib.clock import today
from jobfair.lib.phones import PhoneError, parse_phone
from jobfair.lib.text import clean
from jobfair.models import CaseFile
from jobfair.registration.births import read_birth
from jobfair.registration.paper_forms import commune_reader
from jobfair.registration.showing import commune_choices


@dataclass(frozen=True)
class Found:
    """The one case that a row means."""

    case: CaseFile
    person_id: str


def find_rows(lines: list[Line], ground: Ground) -> list[tuple[Line, Found | Verdict]]:
    """Each row with its case, or with why there is none; what is outside the scope is absent."""
    read = [_read(line, ground) for line in lines]
    who = [one for one in read if isinstance(one, Who)]
    cases = iter(find_cases(who, ground.by.scope) if who else [])
    return [
        (line, one if isinstance(one, Verdict) else _only(line, next(cases), ground))
        for line, one in zip(lines, read, strict=True)
    ]


def _only(line: Line, cases: list[CaseFile], ground: Ground) -> Found | Verdict:
    if len(cases) == 1:
        return Found(cases[0], cases[0].person_id)
    if cases:
        sentence = _("Several people have this name and year. Add the phone or identity number.")
        return refused(ground, line, "name", sentence)
    return refused(ground, line, "name", _("Nobody like this is among your open cases."))


def _read(line: Line, ground: Ground) -> Who | Verdict:
    cells = line.cells
    name = clean(cells.get("name", ""), 100)
    if not name:
        return refused(ground, line, "name", _("Write the full name."))
    field = next((f for f in ("birth", "men", "women") if cells.get(f, "").strip()), "birth")
    try:
        text = birth_text(cells.get(field, ""), from_1904=ground.from_1904)
        year = read_birth(text, today()).year
    except ValidationError as error:
        return refused(ground, line, field, error)
    commune = commune_reader(commune_choices())(clean(cells.get("commune", ""), 80))
    return Who(name, year, commune, _phone(cells), number_text(cells.get("number", "")))


def _phone(cells: dict[str, str]) -> str:
    """The number where it can be read: here it only helps to tell people apart."""
    try:
        return parse_phone(phone_text(cells.get("phone", ""))).e164
    except PhoneError:
        return ""
