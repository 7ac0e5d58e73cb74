"""The desk's form: one person on one page, for an officer who types."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional

from jobfair.forms import Form
from jobfair.models import Purpose
from jobfair.privacy.notice import AT_REGISTRATION
from jobfair.registration.answers import Answers
from jobfair.registration.births import Birth, read_birth
from jobfair.registration.fields import CommuneField, read_phone
from jobfair.registration.forms import NAME_RULES, NOTE_LENGTH, VILLAGE_RULES

# Any: WTForms says str where it takes a lazy text as well.
OWNERS: dict[str, Any] = {
    "self": _l("The worker's own"),
    "relative": _l("A relative's"),
    "village": _l("The village head's"),
    "office": _l("None: the commune office calls"),
}
HOW: dict[str, Any] = {
    "read_aloud": _l("I read it aloud, the person said yes"),
    "signed": _l("The person signed a line"),
    "witness": _l("A witness was there"),
}
LONG = _l("At most 80 characters. Shorten it.")


def choices_of(words: dict[str, Any]) -> list[SelectChoice]:
    """Code -> words as WTForms takes them."""
    return [SelectChoice(value, text) for value, text in words.items()]


def known(words: dict[str, Any], field: RadioField) -> None:
    """One of the codes. Raises ValidationError."""
    if field.data not in words:
        raise ValidationError(_("Choose one of the lines."))


class DeskForm(Form):
    """Name, birth, phone, place, three choices and how they were made."""

    name = StringField(_l("Full name"), NAME_RULES)
    birth = StringField(_l("Year of birth"))
    phone = StringField(_l("Phone number"))
    phone_owner = RadioField(
        _l("Whose number is it?"), choices=choices_of(OWNERS), default="self", validate_choice=False
    )
    phone_note = StringField(_l("Their name"), [Optional(), Length(max=NOTE_LENGTH, message=LONG)])
    village = StringField(_l("Village, hamlet or street group"), VILLAGE_RULES)
    commune = CommuneField(_l("Commune or ward"))  # type: ignore[no-untyped-call]
    consent_seat = BooleanField()
    consent_sms = BooleanField()
    consent_agencies = BooleanField()
    how = RadioField(
        _l("How did the person agree?"), choices=choices_of(HOW), validate_choice=False
    )
    witness = StringField(
        _l("Name of the witness"), [Optional(), Length(max=NOTE_LENGTH, message=LONG)]
    )

    on_day: date
    born: Birth
    e164: str | None = None

    def validate_birth(self, field: StringField) -> None:
        """As ``read_birth``."""
        self.born = read_birth(field.data, self.on_day)

    def validate_phone(self, field: StringField) -> None:
        """A number, unless the commune office is to call."""
        if self.phone_owner.data != "office":
            self.e164 = read_phone(field).e164

    def validate_phone_owner(self, field: RadioField) -> None:
        """One of the four."""
        known(OWNERS, field)

    def validate_how(self, field: RadioField) -> None:
        """One of the three; a witness is named."""
        known(HOW, field)

    def validate_consent_seat(self, field: BooleanField) -> None:
        """The only one that is needed."""
        if not field.data:
            raise ValidationError(_("Without this consent nothing may be written down."))

    def validate(self, extra_validators: dict[str, Any] | None = None) -> bool:
        """Each field, then the name of the witness where there was one."""
        valid = super().validate(extra_validators)
        if self.how.data == "witness" and not self.witness.data:
            self.witness.errors = (_("Write the name of the witness."),)
            return False
        return valid

    @property
    def named_witness(self) -> str:
        """The witness, where the person agreed before one."""
        return self.witness.data or "" if self.how.data == "witness" else ""

    @property
    def purposes(self) -> tuple[Purpose, ...]:
        """What was ticked."""
        return tuple(purpose for purpose in AT_REGISTRATION if self[str(purpose)].data)

    def answers(self, *, waits: bool) -> Answers:
        """What a form that passed says; ``waits``: into the line where there is no seat."""
        own = self.phone_owner.data == "self"
        return Answers(
            for_whom="self",
            name=self.name.data,
            birth_year=self.born.year,
            birth_date=self.born.on.isoformat() if self.born.on else None,
            phone=self.e164 or "",
            phone_owner=self.phone_owner.data,
            phone_note="" if own else self.phone_note.data or "",
            commune=self.commune.data,
            village=self.village.data or "",
            waits="together" if waits else "",
        )
