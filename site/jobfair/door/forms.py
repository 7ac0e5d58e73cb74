"""Forms of the door: three fields for who came without a seat, and single taps."""

from __future__ import annotations

from datetime import date
from typing import cast

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import AnyOf, InputRequired, Length, Regexp

from jobfair.door.strangers import UNKNOWN_YEAR, Stranger, read_contact
from jobfair.errors import Invalid
from jobfair.forms import Form
from jobfair.registration.answers import OTHER_PROVINCE
from jobfair.registration.fields import CommuneField, read_phone
from jobfair.registration.forms import NAME_RULES

KEY = Regexp(r"^[0-9a-z]{16,32}$")


PHONE_OF = {
    "self": _l("The worker's own"),
    "relative": _l("A relative's"),
    "village": _l("The village head's"),
}
"""Whose number it may be, as kept with the number."""


class MarkForm(Form):
    """One tap: the state that is wanted, and the once-only key of the tap."""

    act_id = HiddenField(validators=[InputRequired(), KEY])
    present = HiddenField(validators=[AnyOf(("0", "1"))])


class OutcomeForm(Form):
    """One tap on what was said: ``market:+JP``, ``market:-JP``, ``doubt:debt``, ``said:later``."""

    act_id = HiddenField(validators=[InputRequired(), KEY])
    said = HiddenField(validators=[Regexp(r"^(market:[+-][A-Z-]{2,12}|(doubt|said):[a-z]{0,24})$")])

    @property
    def parts(self) -> tuple[str, str]:
        """What kind of answer, and its code."""
        kind, _colon, code = (self.said.data or "").partition(":")
        return kind, code


class WalkInForm(Form):
    """Name, phone or year of birth, commune."""

    name = StringField(_l("Full name"), NAME_RULES)
    contact = StringField(
        _l("Phone number or year of birth"),
        [
            InputRequired(_l("Write the phone number, or the year of birth.")),
            Length(max=40, message=_l("Write the phone number, or the year of birth.")),
        ],
    )
    commune = CommuneField(_l("Commune of permanent residence"))  # type: ignore[no-untyped-call]
    form_key = HiddenField(validators=[InputRequired(), KEY])

    day: date
    e164: str = ""
    birth_year: int = UNKNOWN_YEAR

    def validate_contact(self, field: StringField) -> None:
        """Four digits are a year of birth, anything longer a phone number."""
        try:
            self.e164, self.birth_year = read_contact(field.data or "", self.day)
        except Invalid as problem:
            raise ValidationError(str(problem.message)) from None

    def stranger(self) -> Stranger:
        """What the rule needs; only after the form was found right."""
        elsewhere = self.commune.data == OTHER_PROVINCE
        code = None if elsewhere else str(self.commune.data)
        return Stranger(str(self.name.data), code, self.e164, self.birth_year)


class PhoneForm(Form):
    """Another number for somebody at the door."""

    phone = StringField(
        _l("The new phone number"),
        [
            InputRequired(_l("Write the phone number.")),
            Length(max=40, message=_l("Write the phone number.")),
        ],
    )
    owner = RadioField(
        _l("Whose number is it?"),
        choices=[
            SelectChoice(code, cast("str", words))  # a lazy text is one, once it is drawn
            for code, words in PHONE_OF.items()
        ],
        default="self",
    )
    e164: str = ""

    def validate_phone(self, field: StringField) -> None:
        """Any writing of a number that can be called."""
        self.e164 = read_phone(field).e164
