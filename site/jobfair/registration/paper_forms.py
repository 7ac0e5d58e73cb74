"""Forms of the paper: how many sheets, and a sheet of twenty rows on one screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from jobfair.forms import Form
from jobfair.lib.text import fold
from jobfair.models import Purpose
from jobfair.privacy.notice import AT_REGISTRATION
from jobfair.registration.answers import Answers
from jobfair.registration.births import Birth, read_birth
from jobfair.registration.desk_forms import LONG, OWNERS, choices_of
from jobfair.registration.fields import CommuneField, read_phone
from jobfair.registration.forms import NAME_RULES, VILLAGE_LENGTH
from jobfair.registration.paper import MOST_SHEETS
from jobfair.registration.showing import Choices

TEXTS = ("name", "birth", "phone", "village", "commune")
TICKS = ("consent_seat", "consent_sms", "consent_agencies")
IF_FULL: dict[str, Any] = {
    "line": _l("Into the waiting line"),
    "leave": _l("Leave the row, I ask the person"),
}


class SheetsForm(Form):
    """How many sheets to print."""

    count = SelectField(
        _l("How many sheets?"),
        choices=[
            SelectChoice(str(n), _l("%(num)s of 20 rows", num=n))  # type: ignore[arg-type]
            for n in range(1, MOST_SHEETS + 1)
        ],
        default="1",
    )


class SheetForm(Form):
    """What holds for every row of the sheet."""

    commune = CommuneField(_l("Commune of the people on this sheet"))  # type: ignore[no-untyped-call]
    if_full = RadioField(
        _l("When the seats run out"),
        choices=choices_of(IF_FULL),
        default="line",
        validate_choice=False,
    )

    def validate_if_full(self, field: RadioField) -> None:
        """One of the two."""
        if field.data not in IF_FULL:
            raise ValidationError(_("Choose one of the lines."))


@dataclass(frozen=True)
class Ground:
    """What a row is read by: the day, the sheet's commune, the communes it may name instead."""

    on_day: date
    commune: str
    named: Callable[[str], str | None]


def commune_reader(choices: Choices) -> Callable[[str], str | None]:
    """A function from a typed name, without regard to accents, to the code that is offered."""
    known = {fold(words): code for offered in choices.values() for code, words in offered}

    def read(typed: str) -> str | None:
        folded = fold(typed)
        for prefix in ("", "xa ", "phuong "):
            if folded.startswith(prefix) and folded.removeprefix(prefix) in known:
                return known[folded.removeprefix(prefix)]
        return None

    return read


class RowForm(Form):
    """One row. Its token is the sheet's; its errors stand at the row."""

    class Meta(Form.Meta):
        """The sheet carries the token."""

        csrf = False

    name = StringField(_l("Full name"), NAME_RULES)
    birth = StringField(_l("Year of birth"))
    phone = StringField(_l("Phone number"))
    phone_owner = SelectField(
        _l("Whose number is it?"), choices=choices_of(OWNERS), default="self", validate_choice=False
    )
    village = StringField(_l("Village"), [Length(max=VILLAGE_LENGTH, message=LONG)])
    commune = StringField(_l("Another commune"))
    consent_seat = BooleanField()
    consent_sms = BooleanField()
    consent_agencies = BooleanField()

    ground: Ground
    born: Birth
    e164: str = ""
    commune_code: str

    @property
    def filled(self) -> bool:
        """Whether anything was typed or ticked in this row."""
        return any(self[name].data for name in (*TEXTS, *TICKS))

    def validate_birth(self, field: StringField) -> None:
        """As ``read_birth``."""
        self.born = read_birth(field.data, self.ground.on_day)

    def validate_phone(self, field: StringField) -> None:
        """A number, unless the commune office is to call."""
        if self.phone_owner.data != "office":
            self.e164 = read_phone(field).e164

    def validate_phone_owner(self, field: SelectField) -> None:
        """One of the four."""
        if field.data not in OWNERS:
            raise ValidationError(_("Choose one of the lines."))

    def validate_commune(self, field: StringField) -> None:
        """Empty for the sheet's; else a name that the page offers."""
        named = self.ground.named(field.data) if field.data else self.ground.commune
        if not named:
            raise ValidationError(_("Choose the commune from the list."))
        self.commune_code = named

    def validate_consent_seat(self, field: BooleanField) -> None:
        """The only one that is needed."""
        if not field.data:
            raise ValidationError(_("Box 1 is not ticked, so nothing may be written down."))

    @property
    def sentences(self) -> list[str]:
        """What is wrong in this row, one sentence a field."""
        return [str(errors[0]) for errors in self.errors.values() if errors]

    @property
    def purposes(self) -> tuple[Purpose, ...]:
        """What was ticked."""
        return tuple(purpose for purpose in AT_REGISTRATION if self[str(purpose)].data)

    def answers(self, *, waits: bool) -> Answers:
        """What a row that passed says."""
        return Answers(
            for_whom="self",
            name=self.name.data,
            birth_year=self.born.year,
            birth_date=self.born.on.isoformat() if self.born.on else None,
            phone=self.e164,
            phone_owner=self.phone_owner.data,
            commune=self.commune_code,
            village=self.village.data or "",
            waits="together" if waits else "",
        )
