"""The check page: what was answered, each line with the way to change it, and the consents."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from flask_babel import gettext as _

from jobfair.cases.offices import office_for_person
from jobfair.language import current_language
from jobfair.lib.clock import show_date
from jobfair.lib.phones import PhoneWarning, parse_phone, show_phone
from jobfair.models import Conference, Purpose
from jobfair.privacy.notice import AT_REGISTRATION, split_lines
from jobfair.privacy.queries import find_texts
from jobfair.registration.answers import MOST_PEOPLE, Answers, Step, TooYoung, too_young
from jobfair.registration.forms import OWNERS, WHOM, ConsentForm
from jobfair.registration.queries import office_number
from jobfair.registration.showing import line_address, place_name, short_line, when_line
from jobfair.registration.under_way import UnderWay

FAMILY = "nguoi-nha"
"""The part of the page where one of the family can be left out."""

# Name, value, a small line or None, the address that changes it or None.
Fact = tuple[str, str, str | None, str | None]


def number_of(answers: Answers) -> str:
    """The number to store, E.164: the answered one, or that of the office that answers."""
    if answers.phone_owner == "office" or not answers.phone:
        return office_number(answers.commune_code)[1]
    return answers.phone


def facts(answers: Answers, conference: Conference, to: Callable[[Step], str]) -> list[Fact]:
    """The lines to look over; ``to`` gives the address of a question."""
    born = answers.born_on
    year = born.strftime("%d/%m/%Y") if born else str(answers.birth_year)
    borrowed = answers.phone_owner != "self"
    return [
        (_("Conference"), place_name(conference.commune_code), when_line(conference), None),
        (_("For whom"), str(WHOM[answers.for_whom or "self"]), None, to(Step.WHOM)),
        (_("Full name"), answers.name or "", None, to(Step.NAME)),
        (_("Born") if born else _("Year of birth"), year, None, to(Step.YEAR)),
        (
            _("Phone"),
            show_phone(number_of(answers)),
            _phone_line(answers),
            to(Step.BORROWED if borrowed else Step.PHONE),
        ),
        (
            _("Commune, village"),
            place_name(answers.commune),
            answers.village or None,
            to(Step.PLACE),
        ),
        *_member_facts(answers),
    ]


def _member_facts(answers: Answers) -> list[Fact]:
    """The rest of the family; the lines lead to where one of them can be left out."""
    lines: list[Fact] = []
    for number, one in enumerate(answers.members, start=2):
        born = date.fromisoformat(one.birth_date) if one.birth_date else None
        year = show_date(born) if born else str(one.birth_year)
        label = _("Person %(number)s", number=number)
        lines.append((label, one.name, _("Born %(when)s", when=year), f"#{FAMILY}"))
    return lines


# Any: what a template takes.
def young_ones(form: UnderWay) -> list[dict[str, Any]]:
    """Who of the family stands in the way at this conference, and why."""
    return [
        {"number": one.number, "asks_day": one.asks_day, "sentence": _young_sentence(one)}
        for one in too_young(form.answers, form.day)
    ]


def _young_sentence(one: TooYoung) -> str:
    if one.asks_day:
        return _("We need the day of birth of %(name)s.", name=one.name)
    return _("%(name)s is not 18 on the day of this conference.", name=one.name)


def checked(form: UnderWay) -> dict[str, Any]:
    """Everything the page shows beside its form."""
    answers, conference = form.answers, form.conference
    may_add = form.people < MOST_PEOPLE
    return {
        "facts": facts(answers, conference, form.address),
        "answers": answers,
        "conference": conference,
        "young": young_ones(form),
        "more_url": form.address(Step.MORE_NAME) if may_add else None,
        "adding_url": form.address(Step.MORE_YEAR),
        "line_url": line_address(conference, form.key),
        "short": form.is_short,
        "short_line": short_line(form.free, form.people),
    }


def _phone_line(answers: Answers) -> str | None:
    """Whose number it is, or a word about one that looks odd."""
    if answers.phone_owner == "office":
        name = office_for_person(answers.commune_code).name
        return _("Number of %(office)s. Use it to look up the slip.", office=name)
    if answers.phone_owner != "self":
        owner = str(OWNERS[answers.phone_owner])
        return f"{owner}: {answers.phone_note}" if answers.phone_note else owner
    if parse_phone(answers.phone or "").warning is PhoneWarning.UNKNOWN_PREFIX:
        return _("This prefix is new to us. Look at the number again.")
    return None


def consent_words() -> dict[str, tuple[str, str]]:
    """Field name -> title and sentences of the consent texts in force."""
    texts = find_texts(current_language(), AT_REGISTRATION)
    return {
        str(purpose): (text.title, " ".join(split_lines(text.text)))
        for purpose, text in texts.items()
    }


def purposes_of(form: ConsentForm) -> tuple[Purpose, ...]:
    """The purposes that were ticked."""
    return tuple(purpose for purpose in AT_REGISTRATION if form[str(purpose)].data)
