"""The check page: what was answered, each line with the way to change it, and the consents."""

from __future__ import annotations

from collections.abc import Callable

from flask_babel import gettext as _

from jobfair.cases.offices import office_for_person
from jobfair.language import current_language
from jobfair.lib.phones import PhoneWarning, parse_phone, show_phone
from jobfair.models import Conference, Purpose
from jobfair.privacy.notice import AT_REGISTRATION, split_lines
from jobfair.privacy.queries import find_texts
from jobfair.registration.answers import Answers, Step
from jobfair.registration.forms import OWNERS, WHOM, ConsentForm
from jobfair.registration.queries import office_number
from jobfair.registration.showing import place_name, when_line

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
    ]


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
