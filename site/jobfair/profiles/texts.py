"""Free text of a profile: no number to call, no name, no village may slip into it."""

from __future__ import annotations

import re
from typing import Final

from flask_babel import gettext as _

from jobfair.lib.text import fold, given_name
from jobfair.models import Person

_DIGITS: Final = re.compile(r"\d(?:[\s.,()/_-]*\d){4,}")
"""Five digits in a row, whatever stands between them: a phone or identity number."""

_ELSEWHERE: Final = re.compile(r"@|https?:|www\.|zalo|facebook|\.(com|vn|net)\b", re.IGNORECASE)


def fault_in(text: str, person: Person) -> str | None:
    """The sentence that says what may not stand in the text; None when it tells nobody's name."""
    if _DIGITS.search(text):
        return _("Leave long numbers out: no phone number, no identity number.")
    if _ELSEWHERE.search(text):
        return _("Leave addresses of the net out. Companies ask through the centre.")
    folded = f" {fold(text)} "
    whole = fold(person.name).split()
    names = {" ".join(whole), " ".join(whole[-2:])} if len(whole) > 1 else set()
    if any(f" {name} " in folded for name in names) or _calls(text, given_name(person.name)):
        return _("Leave your name out.")
    village = fold(person.village)
    if len(village) > 2 and f" {village} " in folded:
        return _("Leave the village out.")
    return None


def _calls(text: str, given: str) -> bool:
    """Whether a given name stands there as a name is written: Páo, not páo."""
    return bool(given) and re.search(rf"(?<!\w){re.escape(given)}(?!\w)", text) is not None
