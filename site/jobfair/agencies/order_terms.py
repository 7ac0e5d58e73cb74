"""Whom an order suits and how the work is: what is structured beside the agency's own text.

Fields of domain 3.3. '' or None: the order does not say, and nobody guesses.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from jobfair.agencies.refusal import Refused
from jobfair.models import InterviewForm, LanguageLevel, Occupation, Schooling

YOUNGEST, OLDEST = 18, 65
"""Ages that an order may name: nobody is sent before 18 (Law 69/2020/QH14 Art. 44)."""

OCCUPATIONS: Final[dict[str, object]] = {
    Occupation.FOOD: _l("Food processing"),
    Occupation.ELECTRONICS: _l("Electronics"),
    Occupation.GARMENT: _l("Sewing, weaving"),
    Occupation.MECHANICS: _l("Mechanics, welding"),
    Occupation.FACTORY: _l("Other factory work"),
    Occupation.BUILDING: _l("Building"),
    Occupation.FARM: _l("Farming, livestock"),
    Occupation.FISHERY: _l("Fish farming"),
    Occupation.SEA: _l("Work at sea"),
    Occupation.CARE: _l("Care of the old and sick"),
    Occupation.HOME: _l("Housework"),
    Occupation.HOTEL: _l("Hotel, kitchen, cleaning"),
    Occupation.DRIVING: _l("Driving, machines"),
    Occupation.OTHER: _l("Other work"),
}

SCHOOLINGS: Final[dict[str, object]] = {
    Schooling.NONE: _l("Primary school not finished"),
    Schooling.PRIMARY: _l("Primary school"),
    Schooling.LOWER: _l("Lower secondary school"),
    Schooling.UPPER: _l("Upper secondary school"),
    Schooling.INTERMEDIATE: _l("Vocational school"),
    Schooling.COLLEGE: _l("College"),
    Schooling.UNIVERSITY: _l("University"),
}

SCHOOLING_ASKED: Final[dict[str, object]] = {
    **SCHOOLINGS,
    Schooling.NONE: _l("No schooling asked for"),
}

LANGUAGE_LEVELS: Final[dict[str, object]] = {
    LanguageLevel.NONE: _l("Not a word yet"),
    LanguageLevel.BASIC: _l("Greetings, short sentences"),
    LanguageLevel.EVERYDAY: _l("Everyday talk"),
    LanguageLevel.WORK: _l("Enough to work in it"),
}

LANGUAGE_ASKED: Final[dict[str, object]] = {
    **LANGUAGE_LEVELS,
    LanguageLevel.NONE: _l("None before the selection"),
}

SEXES: Final[dict[str, object]] = {"": _l("Men and women"), "M": _l("Men"), "F": _l("Women")}

INTERVIEWS: Final[dict[str, object]] = {
    InterviewForm.IN_PERSON: _l("In person"),
    InterviewForm.ONLINE: _l("By video call"),
    InterviewForm.BOTH: _l("In person and by video call"),
}


@dataclass(frozen=True, kw_only=True)
class OrderTerms:
    """The structured part of an order, as entered."""

    occupation: str = ""
    age_from: int | None = None
    age_to: int | None = None
    sex: str = ""
    sex_ground: str = ""
    schooling: str = ""
    language_level: str = ""
    language_note: str = ""
    physical: str = ""
    hours: str = ""
    overtime: str = ""
    insurance: str = ""
    lodging: str = ""
    interview_place: str = ""
    interview_form: str = ""
    departs_on: date | None = None
    registration_on: date | None = None


def refuse_terms(terms: OrderTerms, deadline: date, day: date) -> None:
    """Raise Refused for ages the wrong way round, a sex without its ground, days that cannot be."""
    if terms.age_from and terms.age_to and terms.age_from > terms.age_to:
        raise Refused("age_to", _("The highest age lies below the lowest."))
    if terms.sex and not terms.sex_ground:
        raise Refused("sex_ground", _("Name the rule or permit that lets the order state a sex."))
    if terms.departs_on is not None and terms.departs_on <= deadline:
        raise Refused("departs_on", _("The departure comes after the deadline for applying."))
    if terms.registration_on is not None and terms.registration_on > day:
        raise Refused("registration_on", _("The registration cannot come from a day to come."))


def age_words(age_from: int | None, age_to: int | None) -> str:
    """ "18 to 35 years", or what there is of it; '' when the order does not say."""
    if age_from and age_to:
        return _("%(least)s to %(most)s years", least=age_from, most=age_to)
    if age_from:
        return _("from %(least)s years", least=age_from)
    return _("up to %(most)s years", most=age_to) if age_to else ""


def word(names: dict[str, object], value: str) -> str:
    """The word of a value; '' for one that is not stated."""
    return str(names.get(value, ""))


def language_words(level: str, note: str) -> str:
    """How far in the language, with the certificate asked for."""
    return " · ".join(part for part in (word(LANGUAGE_ASKED, level), note) if part)
