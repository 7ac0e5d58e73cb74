"""What several forms of this room share: a year judged on a day, a phone, a commune."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from wtforms import RadioField, SelectField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice

from jobfair.forms import Form
from jobfair.lib.clock import show_date
from jobfair.lib.phones import Phone, PhoneError, PhoneProblem, parse_phone
from jobfair.registration.ages import ADULT_YEARS, Age, adult_from, judge_year
from jobfair.registration.places import MORE, is_place

LONGEST_TYPED = 120  # of a phone or code, before it is read


def digits_of(text: str | None) -> str:
    """Give the text with full-width and other digits as 0-9 and without spaces."""
    return "".join(unicodedata.normalize("NFKC", text or "").split())


class WithYear(Form):
    """A year of birth that is judged on a day: of the conference, or today."""

    on_day: date
    adult_year: int | None = None  # of the eighteenth birthday, where it is too early
    adult_on: date | None = None  # the day itself, where day and month were asked

    def check_year(self, field: StringField) -> None:
        """Four digits, alive, and not younger than the law allows."""
        typed = digits_of(field.data)
        if not typed:
            raise ValidationError(_("Write the year of birth, such as 2004."))
        if len(typed) != 4 or not (typed.isascii() and typed.isdecimal()):
            raise ValidationError(_("A year has 4 digits, such as 2004."))
        age = judge_year(int(typed), self.on_day)
        if age is Age.TOO_YOUNG:
            self.adult_year = int(typed) + ADULT_YEARS
        if age is Age.IMPOSSIBLE:
            raise ValidationError(_("Look at the year again."))
        if age is Age.TOO_YOUNG:
            raise ValidationError(_("Under 18 one cannot register yet. Call us to prepare."))

    def check_day(self, year: int, day: StringField, month: StringField) -> None:
        """A day that exists and on which the person is eighteen in time; errors go to ``day``."""
        self.born_on: date | None = None
        typed = [digits_of(field.data) for field in (day, month)]
        if not all(part.isascii() and part.isdecimal() for part in typed):
            day.errors = (_("Write the day and the month in digits."),)
            return
        try:
            born = date(year, int(typed[1]), int(typed[0]))
        except ValueError:
            day.errors = (_("There is no such day. Look at it again."),)
            return
        if adult_from(born) > self.on_day:
            self.adult_on = adult_from(born)
            first = show_date(self.adult_on)
            text = _("You are 18 from %(day)s on. Choose a later conference.", day=first)
            day.errors = (text,)
            return
        self.born_on = born


def _count_digits(text: str) -> int:
    return sum(ch.isdecimal() for ch in text)


def phone_sentence(error: PhoneError, typed: str) -> str:
    """What is wrong with the number and what a right one looks like."""
    if error.code is PhoneProblem.EMPTY:
        return _("Write a phone number.")
    if error.code in (PhoneProblem.TOO_SHORT, PhoneProblem.TOO_LONG):
        return ngettext(
            "This number has %(num)s digit. A mobile number has 10.",
            "This number has %(num)s digits. A mobile number has 10.",
            _count_digits(typed),
        )
    if error.code is PhoneProblem.NOT_A_NUMBER:
        return _("Write digits only, such as 095 0000 123.")
    return _("A Vietnamese number begins with 0, a foreign one with +.")


def read_phone(field: StringField) -> Phone:
    """The number of a field. Raises ValidationError with the sentence for what is wrong."""
    typed = (field.data or "")[:LONGEST_TYPED]
    try:
        return parse_phone(typed)
    except PhoneError as error:
        field.data = in_groups(typed) if len(typed) < LONGEST_TYPED else field.data
        raise ValidationError(phone_sentence(error, typed)) from None


def in_groups(typed: str) -> str:
    """Digits by threes, to be looked over again; what holds anything else stays as typed."""
    digits = "".join(typed.split())
    if not (digits.isascii() and digits.isdecimal()):
        return typed
    return " ".join(digits[at : at + 3] for at in range(0, len(digits), 3))


class CommuneField(SelectField):
    """A select in which one option is marked though a commune near stands in two groups."""

    # Any: WTForms' own choice objects.
    def iter_groups(self) -> Iterator[tuple[str | None, list[Any]]]:
        """As WTForms; after the first marked option no other is."""
        marked = False
        for name, group in super().iter_groups():  # type: ignore[no-untyped-call]
            kept = [c._replace(selected=c.selected and not marked) for c in group]
            marked = marked or any(c.selected for c in kept)
            yield name, kept

    def offer(self, groups: Mapping[str, Sequence[tuple[str, str]]], empty: str) -> None:
        """Offer the groups' (code, words), after a first option that is no answer."""
        inside = [
            SelectChoice(code, words, optgroup=name)
            for name, choices in groups.items()
            for code, words in choices
        ]
        self.choices = [SelectChoice("", empty), *inside]

    def pre_validate(self, form: object) -> None:
        """A code the page offers, or another province. Raises ValidationError."""
        self.data = (self.data or "").strip()
        if not self.data or self.data not in {choice.value for choice in self.choices}:
            raise ValidationError(_("Choose the commune from the list."))


class PlaceField(RadioField):
    """Big rows of a few communes. Any commune of the province is taken, whatever is offered."""

    # Any: WTForms takes a lazy label, and hands more to its fields.
    def __init__(self, label: Any, **bound: Any) -> None:
        super().__init__(label, validate_choice=False, **bound)  # type: ignore[no-untyped-call]
        self.type = "RadioField"  # drawn as one

    def offer(self, rows: Mapping[str, str]) -> None:
        """Offer code -> words, in this order."""
        self.choices = [SelectChoice(code, words) for code, words in rows.items()]

    def pre_validate(self, form: object) -> None:
        """A commune of today, another province, or the way to more. Raises ValidationError."""
        self.data = (self.data or "").strip()
        if self.data != MORE and not is_place(self.data):
            raise ValidationError(_("Choose the commune from the list."))
