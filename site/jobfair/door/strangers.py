"""Reading what was asked of somebody who comes without having registered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from flask_babel import gettext as _

from jobfair.errors import Invalid
from jobfair.lib.phones import PhoneError, parse_phone
from jobfair.registration.ages import Age, judge_year

UNKNOWN_YEAR: Final = 0
"""The year of birth of somebody who only left a phone number."""


@dataclass(frozen=True)
class Stranger:
    """What was asked: the name, the commune (None: another province), a phone or the year.

    ``unread`` is what was written in the place of a phone and is none: to be asked again.
    """

    name: str
    commune_code: str | None
    e164: str = ""
    birth_year: int = UNKNOWN_YEAR
    unread: str = ""


def read_contact(typed: str, day: date) -> tuple[str, int]:
    """A phone as stored, or a year of birth: four digits are a year, anything longer a phone.

    ``day`` is the conference's. Raises Invalid with the sentence for who is too young, for an
    impossible year, and ``Unreadable`` for what is neither.
    """
    plain = "".join(typed.split())
    if len(plain) == 4 and plain.isascii() and plain.isdecimal():
        return "", _year(int(plain), day)
    try:
        return parse_phone(typed).e164, UNKNOWN_YEAR
    except PhoneError:
        raise Unreadable(_("Neither a phone number nor a year such as 2004.")) from None


class Unreadable(Invalid):
    """Neither a phone number nor a year."""


def _year(year: int, day: date) -> int:
    age = judge_year(year, day)
    if age is Age.TOO_YOUNG:
        raise Invalid(_("Under 18: welcome to listen, but not written down yet."))
    if age is Age.IMPOSSIBLE:
        raise Invalid(_("Look at the year again."))
    return year
