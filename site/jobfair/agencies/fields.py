"""Fields with a sentence of their own: days, whole numbers, sums as people write them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, cast

from flask_babel import lazy_gettext as _l
from wtforms import Field, Form, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional, ValidationError
from wtforms.widgets import DateInput, TextInput

from jobfair.lib.clock import parse_date

FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2099, 12, 31)

_GROUPED = re.compile(r"\d{1,3}([.,]\d{3})+")
_PLAIN = re.compile(r"\d{1,12}([.,]\d{1,4})?")


def needed(message: object = None) -> InputRequired:
    """The field must be filled in; the sentence says so."""
    return InputRequired(message or _l("Fill this in."))


def at_most(characters: int) -> Length:
    """A limit of the text's length, with its sentence."""
    return Length(max=characters, message=_l("At most %(max)d characters."))


class DayField(Field):
    """A day: yyyy-mm-dd from the browser's own control, or dd/mm/yyyy as people type it."""

    widget = DateInput()

    # Any: WTForms' own signature.
    def __init__(self, label: object, validators: Sequence[Any] = (), **kwargs: Any) -> None:
        super().__init__(label, validators, **kwargs)  # type: ignore[no-untyped-call]

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return self.data.isoformat() if isinstance(self.data, date) else ""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read the day. Raises ValueError with a sentence for no day and for a far year."""
        self.data: date | None = None
        if not valuelist or not valuelist[0].strip():
            return
        try:
            day = parse_date(valuelist[0])
        except ValueError:
            raise ValueError(_l("Write the day as day/month/year.")) from None
        if not FIRST_DAY <= day <= LAST_DAY:
            raise ValueError(_l("Check the year."))
        self.data = day


def read_number(text: str) -> Decimal | None:
    """Read a number as it is written in Viet Nam: 180.000, 91 800 000, 18,125. None if it is none.

    Groups of three behind dots are thousands. A comma is a decimal comma, several commas are
    thousands as in English.
    """
    bare = re.sub(r"[\s\u00a0]", "", text)
    if _GROUPED.fullmatch(bare) and ("." in bare or bare.count(",") > 1):
        return Decimal(re.sub("[.,]", "", bare))
    if _PLAIN.fullmatch(bare):
        return Decimal(bare.replace(",", "."))
    both = re.fullmatch(r"(\d{1,3}(?:\.\d{3})+),(\d{1,4})", bare)
    return Decimal(both[1].replace(".", "") + "." + both[2]) if both else None


class NumberField(Field):
    """A number within bounds; ``places`` decimals. Whole numbers come out as int."""

    widget = TextInput()

    # Any: WTForms' own signature.
    def __init__(
        self,
        label: object = None,
        validators: Sequence[Any] = (),
        *,
        least: int = 0,
        most: int = 10**12,
        places: int = 0,
        **kwargs: Any,
    ) -> None:
        super().__init__(label, validators, **kwargs)  # type: ignore[no-untyped-call]
        self.least, self.most, self.places = least, most, places

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        if self.data is None:
            return ""
        return f"{Decimal(self.data).normalize():f}".replace(".", ",")

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read the number. Raises ValueError with a sentence."""
        self.data: int | Decimal | None = None
        if not valuelist or not valuelist[0].strip():
            return
        number = read_number(valuelist[0][:40])
        if number is None or number != round(number, self.places):
            raise ValueError(_l("Write a number in digits."))
        self.data = number if self.places else int(number)

    def pre_validate(self, form: Form) -> None:
        """Raise ValidationError outside the bounds."""
        if isinstance(self.data, int | Decimal) and not self.least <= self.data <= self.most:
            message = _l("Between %(least)s and %(most)s.", least=self.least, most=self.most)
            raise ValidationError(message)


class LineField(StringField):
    """One line of text with its limit; empty is '' and never None."""

    # Any: WTForms' own signature.
    def __init__(self, label: object, limit: int, *, required: bool = False, **kwargs: Any) -> None:
        first = needed() if required else Optional()
        super().__init__(  # type: ignore[no-untyped-call]
            label, [first, at_most(limit)], **kwargs
        )
        self.data: str


def choices_of(names: Mapping[str, object]) -> list[SelectChoice]:
    """Options of a select from value -> words."""
    return [SelectChoice(value, cast("str", words)) for value, words in names.items()]
