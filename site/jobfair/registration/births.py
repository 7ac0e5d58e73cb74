"""A birth in one field, as an officer types it: a year, or at eighteen the whole date."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from wtforms import ValidationError

from jobfair.lib.clock import show_date
from jobfair.registration.ages import Age, adult_from, judge_year
from jobfair.registration.fields import digits_of

_SIGNS = re.compile(r"[./\\,\-\u2010-\u2015 ]+")


@dataclass(frozen=True)
class Birth:
    """What is kept: the year, and the date only where eighteen years had to be shown."""

    year: int
    on: date | None = None


def read_birth(typed: str | None, on_day: date) -> Birth:
    """Read 2004, 5/3/2008 or 05032008 for a conference on ``on_day``.

    Raises ValidationError with a sentence for whoever is too young, for what is no date, and
    for the year of eighteen without day and month.
    """
    parts = _parts(typed or "")
    if not parts:
        raise ValidationError(_("Write the year of birth, such as 2004."))
    if not all(part.isascii() and part.isdecimal() for part in parts):
        raise ValidationError(_("Digits only: 2004, or 5/3/2008."))
    if len(parts) not in (1, 3) or len(parts[-1]) != 4:
        raise ValidationError(_("Digits only: 2004, or 5/3/2008."))
    year = int(parts[-1])
    age = judge_year(year, on_day)
    if age is Age.IMPOSSIBLE:
        raise ValidationError(_("Look at the year again."))
    if age is Age.TOO_YOUNG:
        raise ValidationError(
            _("Under 18: too early to register. Ask the person to come back then.")
        )
    born = _date(parts) if len(parts) == 3 else None
    return Birth(year, _at_eighteen(born, on_day)) if age is Age.ASK_DAY else Birth(year)


def _parts(typed: str) -> list[str]:
    """Day, month and year, or the year alone."""
    parts = [part for part in _SIGNS.split(digits_of(typed.replace(" ", "/"))) if part]
    if len(parts) == 1 and len(parts[0]) == 8:
        whole = parts[0]
        return [whole[:2], whole[2:4], whole[4:]]
    return parts


def _date(parts: list[str]) -> date:
    day, month, year = (int(part) for part in parts)
    try:
        return date(year, month, day)
    except ValueError:
        raise ValidationError(_("There is no such day. Look at it again.")) from None


def _at_eighteen(born: date | None, on_day: date) -> date:
    if born is None:
        raise ValidationError(_("18 this year: write day, month and year, such as 5/3/2008."))
    first = adult_from(born)
    if first > on_day:
        raise ValidationError(
            _("18 only from %(day)s on. Choose a later conference.", day=show_date(first))
        )
    return born
