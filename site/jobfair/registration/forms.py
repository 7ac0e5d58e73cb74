"""The forms of this room: shape, limits, and a sentence for every way to get it wrong."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from jobfair.forms import Form
from jobfair.lib.phones import Phone
from jobfair.registration.ages import Age, judge_year
from jobfair.registration.fields import (
    CommuneField,
    PlaceField,
    WithYear,
    digits_of,
    read_phone,
)
from jobfair.registration.places import MORE, Finder

NAME_LENGTH, VILLAGE_LENGTH, NOTE_LENGTH = 100, 80, 80

# Any: WTForms says str where it takes a lazy text as well.
WHOM: dict[str, Any] = {
    "self": _l("For me"),
    "child": _l("For my child"),
    "relative": _l("For someone in the family"),
}
OWNERS: dict[str, Any] = {
    "relative": _l("A relative"),
    "village": _l("The head of the village"),
    "office": _l("Nobody: let the commune office call"),
}


def _has_letter(_form: object, field: StringField) -> None:
    if not any(ch.isalpha() for ch in field.data or ""):
        raise ValidationError(_("Write the name with letters."))


NAME_RULES = (
    InputRequired(_l("Write the full name.")),
    Length(max=NAME_LENGTH, message=_l("A name has at most 100 characters. Shorten it.")),
    _has_letter,
)
VILLAGE_RULES = (
    Optional(),
    Length(max=VILLAGE_LENGTH, message=_l("At most 80 characters. Shorten it.")),
)


SHORT = Length(max=4, message=_l("Write the day and the month in digits."))


class WhomForm(Form):
    """Question 1: for whom."""

    for_whom = RadioField(
        _l("Who is this registration for?"),
        choices=[SelectChoice(value, words) for value, words in WHOM.items()],
        default="self",
        validate_choice=False,
    )

    def validate_for_whom(self, field: RadioField) -> None:
        """One of the three; an officer signs in instead."""
        if field.data not in WHOM:
            raise ValidationError(_("Choose one of the lines."))


class NameForm(Form):
    """Question 2: the name, taken as it is written."""

    name = StringField(_l("What is the full name?"), NAME_RULES)


class YearForm(WithYear):
    """Question 3: the year of birth, four digits in one field."""

    birth_year = StringField(_l("In which year were you born?"))

    def validate_birth_year(self, field: StringField) -> None:
        """As ``check_year``."""
        self.check_year(field)

    @property
    def year(self) -> int:
        """The year of a form that passed."""
        return int(digits_of(self.birth_year.data))


class BirthdayForm(WithYear):
    """Asked at eighteen only: day and month."""

    birth_day = StringField(_l("Day"), [SHORT])
    birth_month = StringField(_l("Month"), [SHORT])
    year: int

    def validate(self, extra_validators: object = None) -> bool:
        """The two boxes together, after each by itself."""
        valid = super().validate()
        self.check_day(self.year, self.birth_day, self.birth_month)
        return valid and self.born_on is not None


class PhoneForm(Form):
    """Question 4: a number that reaches the person; the family's one will do."""

    phone = StringField(_l("Which phone number reaches you?"))
    number: Phone

    def validate_phone(self, field: StringField) -> None:
        """A number as people write it."""
        self.number = read_phone(field)


class BorrowedPhoneForm(Form):
    """Question 4 for who has no phone: whose number may be called."""

    phone_owner = RadioField(
        _l("Whose phone may we call?"),
        choices=[SelectChoice(value, words) for value, words in OWNERS.items()],
        default="relative",
        validate_choice=False,
    )
    phone = StringField(_l("The phone number"))
    phone_note = StringField(
        _l("Whose phone is it?"),
        [Optional(), Length(max=NOTE_LENGTH, message=_l("At most 80 characters. Shorten it."))],
    )
    number: Phone | None = None

    def validate_phone_owner(self, field: RadioField) -> None:
        """One of the three."""
        if field.data not in OWNERS:
            raise ValidationError(_("Choose one of the lines."))

    def validate_phone(self, field: StringField) -> None:
        """A number, unless the commune office is to call."""
        if self.phone_owner.data != "office":
            self.number = read_phone(field)


class PlaceForm(Form):
    """Question 5: the commune of permanent residence, and the village when known."""

    commune = PlaceField(_l("In which commune do you live?"))
    village = StringField(_l("Village, hamlet or street group"), VILLAGE_RULES)
    finder: Finder | None = None  # the page that leads to every commune, when it was asked for

    @property
    def asks_more(self) -> bool:
        """Whether none of the rows fits: the next page leads to every commune."""
        return bool(self.commune.data == MORE)


class ConsentForm(Form):
    """The check page: three choices, none ticked beforehand."""

    consent_seat = BooleanField()
    consent_sms = BooleanField()
    consent_agencies = BooleanField()

    def validate_consent_seat(self, field: BooleanField) -> None:
        """The only one the seat needs."""
        if not field.data:
            raise ValidationError(_("To hold the seat, tick this line. The others are free."))


class CallBackForm(WithYear):
    """Call me back: no conference nearby, one page."""

    name = StringField(_l("Full name"), NAME_RULES)
    birth_year = StringField(_l("Year of birth"))
    birth_day = StringField(_l("Day"), [SHORT])
    birth_month = StringField(_l("Month"), [SHORT])
    phone = StringField(_l("Phone number"))
    commune = CommuneField(_l("Commune or ward"))  # type: ignore[no-untyped-call]
    village = StringField(_l("Village, hamlet or street group"), VILLAGE_RULES)
    consent_seat = BooleanField(_l("Keep my name and number to call me"))
    number: Phone
    ask_day = False

    def validate_birth_year(self, field: StringField) -> None:
        """As ``check_year``; at eighteen the page comes back with day and month."""
        self.check_year(field)
        self.ask_day = judge_year(self.year, self.on_day) is Age.ASK_DAY

    @property
    def year(self) -> int:
        """The year of a form that passed."""
        return int(digits_of(self.birth_year.data))

    def validate_phone(self, field: StringField) -> None:
        """A number as people write it."""
        self.number = read_phone(field)

    def validate_consent_seat(self, field: BooleanField) -> None:
        """Without it nobody may keep the number."""
        if not field.data:
            raise ValidationError(_("Tick this line so that we may call you."))

    def validate(self, extra_validators: object = None) -> bool:
        """Each field, then at eighteen the day and month."""
        valid = super().validate()
        self.born_on = None
        if not self.ask_day:
            return valid
        self.check_day(self.year, self.birth_day, self.birth_month)
        return valid and self.born_on is not None


class SlipForm(Form):
    """Phone and slip code. Without a token: every failure is the same bytes, for everyone."""

    class Meta(Form.Meta):
        """Looking up changes nothing of the person's."""

        csrf = False

    phone = StringField(_l("Phone number"))
    code = StringField(_l("Slip code"))


class BackHomeForm(Form):
    """I am back: and whether work near home is wanted."""

    wants_job = BooleanField(_l("I want to find work at home"))


class NewPhoneForm(Form):
    """Ask for another phone number; an officer calls the old one first."""

    phone = StringField(_l("The new phone number"))
    number: Phone

    def validate_phone(self, field: StringField) -> None:
        """A number as people write it."""
        self.number = read_phone(field)
