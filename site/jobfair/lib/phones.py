"""Phone numbers as people in Vietnam write them, stored as E.164.

A phone is shared by a family: it never identifies a person. Carrier prefixes change and
numbers are ported, so an unknown prefix is a warning and never a refusal.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, Literal

import phonenumbers

Kind = Literal["mobile", "landline", "foreign"]

# Prefixes in use: Viettel, VinaPhone, MobiFone, Vietnamobile, Gmobile, and the virtual
# networks iTel (087) and Wintel (055, which the phonenumbers library does not know).
_CARRIERS: Final = re.compile(
    r"03[2-9]|086|09[678]|08[1-58]|09[14]|07[06-9]|089|09[03]|05[268]|092|059|099|087|055"
)
# Eleven-digit mobile numbers of before September 2018 still stand in old lists.
_OLD_MOBILE: Final = (
    {f"016{n}": f"03{n}" for n in range(2, 10)}
    | {"0120": "070", "0121": "079", "0122": "077", "0126": "076", "0128": "078"}
    | {"0123": "083", "0124": "084", "0125": "085", "0127": "081", "0129": "082"}
)
_INVENTED: Final = re.compile(r"0950000\d{3}|0212000\d{4}")
_MOBILE: Final = re.compile(r"0[35789]\d{8}")
_LANDLINE: Final = re.compile(r"02\d{8,9}")
# The two cities with a three-digit area code and eight digits behind it.
_CITY_AREAS: Final = ("024", "028")
_SIGNS: Final = re.compile(r"[\s.,;:/_()\[\]\u2010-\u2015\u2212·•-]+")
_LONGEST_INPUT: Final = 60
_HIDDEN: Final = "•"


class PhoneProblem(StrEnum):
    """Why a text is no phone number; the form turns it into a sentence."""

    EMPTY = "empty"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    NOT_A_NUMBER = "not_a_number"
    NOT_VIETNAMESE_FORM = "not_vietnamese_form"


class PhoneWarning(StrEnum):
    """What to ask about a number that was accepted."""

    UNKNOWN_PREFIX = "unknown_prefix"
    OLD_NUMBER = "old_number"
    ZERO_ADDED = "zero_added"


class PhoneError(ValueError):
    """The text is no phone number; `code` says why."""

    def __init__(self, code: str) -> None:
        """Keep the reason; the text itself is personal data and is not kept."""
        super().__init__(str(code))
        self.code: Final = PhoneProblem(code)


@dataclass(frozen=True, slots=True)
class Phone:
    """One accepted number.

    `e164` is stored ("+84950000123"), `national` is dialled in Vietnam ("0950000123", of a
    foreign number the e164 itself), `tail` is the last three digits, `warning` is a key of
    PhoneWarning or None. Printing it shows the tail only.
    """

    e164: str = field(repr=False)
    national: str = field(repr=False)
    tail: str
    kind: Kind
    warning: PhoneWarning | None = None


def _digits(raw: str) -> str:
    """Give the digits with at most one plus in front; letters O count as 0."""
    plain = _SIGNS.sub("", unicodedata.normalize("NFKC", raw[: _LONGEST_INPUT + 1]))
    plain = "".join(
        str(unicodedata.decimal(ch)) if ch.isdecimal() else ch
        for ch in plain
        if unicodedata.category(ch) != "Cf"
    )
    if not plain:
        raise PhoneError("empty")
    plain = plain.replace("O", "0").replace("o", "0")
    if not re.fullmatch(r"\+?\d+", plain):
        raise PhoneError("not_a_number")
    if len(raw) > _LONGEST_INPUT:
        raise PhoneError("too_long")
    return plain


def _foreign(e164: str) -> Phone:
    """Read a number of another country, already written as +<country code>."""
    try:
        number = phonenumbers.parse(e164, None)
    except phonenumbers.NumberParseException as problem:
        raise PhoneError(_PARSE_PROBLEMS.get(problem.error_type, "not_a_number")) from None
    reason = phonenumbers.is_possible_number_with_reason(number)
    if reason in _LENGTH_PROBLEMS:
        raise PhoneError(_LENGTH_PROBLEMS[reason])
    written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    known = phonenumbers.is_valid_number(number)
    warning = None if known else PhoneWarning.UNKNOWN_PREFIX
    return Phone(written, written, written[-3:], "foreign", warning)


_PARSE_PROBLEMS: Final[dict[int, str]] = {
    phonenumbers.NumberParseException.TOO_SHORT_AFTER_IDD: "too_short",
    phonenumbers.NumberParseException.TOO_SHORT_NSN: "too_short",
    phonenumbers.NumberParseException.TOO_LONG: "too_long",
}
_LENGTH_PROBLEMS: Final[dict[int, str]] = {
    phonenumbers.ValidationResult.TOO_SHORT: "too_short",
    phonenumbers.ValidationResult.TOO_LONG: "too_long",
    phonenumbers.ValidationResult.INVALID_LENGTH: "not_a_number",
    phonenumbers.ValidationResult.INVALID_COUNTRY_CODE: "not_a_number",
}


def _national(digits: str) -> tuple[str, PhoneWarning | None]:
    """Give the number as dialled in Vietnam, with the zero in front, and what was changed."""
    if digits.startswith("84") and len(digits) in {11, 12, 13}:
        rest = digits[2:]
        digits = rest if rest.startswith("0") else "0" + rest
    elif re.fullmatch(r"[35789]\d{8}|2\d{9}", digits):
        # A spreadsheet took the number for an amount and dropped the zero.
        return "0" + digits, PhoneWarning.ZERO_ADDED
    if len(digits) == 11 and digits[:4] in _OLD_MOBILE:
        return _OLD_MOBILE[digits[:4]] + digits[4:], PhoneWarning.OLD_NUMBER
    return digits, None


def _known(national: str, kind: Kind) -> bool:
    if _INVENTED.fullmatch(national) or (kind == "mobile" and _CARRIERS.match(national)):
        return True
    return kind == "landline" and phonenumbers.is_valid_number(
        phonenumbers.PhoneNumber(country_code=84, national_number=int(national))
    )


def _vietnamese(digits: str) -> Phone:
    national, changed = _national(digits)
    kind: Kind
    if _MOBILE.fullmatch(national):
        kind = "mobile"
    elif _LANDLINE.fullmatch(national):
        kind = "landline"
    elif len(national) < 10:
        raise PhoneError("too_short")
    elif len(national) > 11 or re.match("0[35789]", national):
        raise PhoneError("too_long")
    else:
        raise PhoneError("not_vietnamese_form")
    warning = changed or (None if _known(national, kind) else PhoneWarning.UNKNOWN_PREFIX)
    return Phone("+84" + national[1:], national, national[-3:], kind, warning)


def parse_phone(raw: str) -> Phone:
    """Read a phone number as somebody typed it.

    Takes spaces, dots, dashes and brackets; +84, 84 and 0084; eleven-digit mobile numbers
    of before 2018, which are converted; the letter O for 0; a number whose first zero a
    spreadsheet dropped; other countries as +<code> or 00<code>. A mobile number of the
    form 0[35789] and eight digits is never refused for its prefix.

    Raises PhoneError with a code of PhoneProblem.
    """
    digits = _digits(raw)
    if digits.startswith("00"):
        digits = "+" + digits[2:]
    if not digits.startswith("+"):
        return _vietnamese(digits)
    if not digits.startswith("+84"):
        return _foreign(digits)
    rest = digits[3:]
    return _vietnamese(rest if rest.startswith("0") else "0" + rest)


def _groups(e164: str) -> list[str]:
    """Give the groups in which the number is read aloud."""
    if not e164.startswith("+84"):
        try:
            number = phonenumbers.parse(e164, None)
        except phonenumbers.NumberParseException:
            return [e164]
        shown = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
        return shown.replace("-", " ").split()
    national = "0" + e164[3:]
    if _MOBILE.fullmatch(national):
        return [national[:3], national[3:7], national[7:]]
    if national.startswith(_CITY_AREAS):
        return [national[:3], national[3:7], national[7:]]
    return [national[:4], national[4:7], national[7:]]


def show_phone(e164: str) -> str:
    """Give a stored number as it is read: "095 0000 123", "0212 000 0001"."""
    return " ".join(_groups(e164))


def mask_phone(e164: str) -> str:
    """Give a stored number with only its first group and last three digits: "095 •••• 123"."""
    head, *others = _groups(e164)
    rest = " ".join(others)
    hidden = re.sub(r"\d(?=(?:\D*\d){3})", _HIDDEN, rest)
    return f"{head} {hidden}".strip()


def phone_tail(e164: str) -> str:
    """Give the last three digits of a stored number, enough to tell two people apart."""
    return e164[-3:]
