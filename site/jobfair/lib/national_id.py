"""The personal identification number (số định danh, căn cước): 12 digits PPP C YY RRRRRR.

PPP is the province where the birth was registered, C the century and sex, YY the year of
birth, then six random digits; there is no check digit (Decree 137/2015/NĐ-CP). Papers hold
mistakes, so what does not agree is a warning for the officer and never a refusal.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final, Literal

IdWarning = Literal["prefix", "sex", "year"]

# Codes of the 63 provinces and cities of before July 2025; a number keeps the code for life.
_PROVINCES: Final = frozenset(
    re.findall(
        "...",
        "001002004006008010011012014015017019020022024025026027030031033034035036037038040042"
        "044045046048049051052054056058060062064066067068070072074075077079080082083084086087"
        "089091092093094095096",
    )
)
_SIGNS: Final = re.compile(r"[\s.\u2010-\u2015\u2212-]+")
_LONGEST_INPUT: Final = 60


class NationalIdError(ValueError):
    """The text is not exactly 12 digits."""


@dataclass(frozen=True, slots=True)
class NationalId:
    """A number of 12 digits, the form that may be shown, and what does not agree.

    `warnings` holds 'prefix' (no such province; invented people have 000), 'sex' and
    'year' (not the ones given, or a century that has not come).
    """

    digits: str
    masked: str
    warnings: tuple[IdWarning, ...] = ()

    def __repr__(self) -> str:
        """Show the masked form only: a traceback is no place for the number."""
        return f"NationalId({self.masked!r}, warnings={self.warnings!r})"


def mask_national_id(digits: str) -> str:
    """Give the number as it is shown: three digits, six stars, three digits."""
    return f"{digits[:3]}{'*' * (len(digits) - 6)}{digits[-3:]}"


def _find_warnings(digits: str, birth_year: int | None, sex: str) -> tuple[IdWarning, ...]:
    found: list[IdWarning] = []
    century_and_sex = int(digits[3])
    year = 1900 + 100 * (century_and_sex // 2) + int(digits[4:6])
    written_sex = "F" if century_and_sex % 2 else "M"
    if digits[:3] not in _PROVINCES:
        found.append("prefix")
    if sex and sex != written_sex:
        found.append("sex")
    if century_and_sex > 3 or (birth_year is not None and birth_year != year):
        found.append("year")
    return tuple(found)


def parse_national_id(raw: str, birth_year: int | None = None, sex: str = "") -> NationalId:
    """Read a personal identification number; spaces, dots and dashes do not matter.

    `birth_year` (four digits) and `sex` ('M', 'F', '' when nobody asked) are compared where
    they are known. Raises NationalIdError only when what is left is not exactly 12 digits;
    a nine-digit identity card of the old kind, no longer valid since 2025, is one of those.
    """
    plain = _SIGNS.sub("", unicodedata.normalize("NFKC", raw[: _LONGEST_INPUT + 1]))
    if len(raw) > _LONGEST_INPUT or not re.fullmatch(r"[0-9]{12}", plain):
        raise NationalIdError("not exactly 12 digits")
    return NationalId(plain, mask_national_id(plain), _find_warnings(plain, birth_year, sex))
