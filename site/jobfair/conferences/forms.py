"""What an officer fills in about a conference: shape only, the rules check the world."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import time
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    Field,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Optional, ValidationError
from wtforms.widgets import TimeInput

from jobfair.agencies.fields import DayField, NumberField, at_most, needed
from jobfair.conferences.maps import LONGEST_LINK, NoMap, map_link
from jobfair.forms import Form
from jobfair.lib.phones import PhoneError, parse_phone
from jobfair.models import ConferenceKind

MOST_SEATS = 2000
LONGEST_LINE = 160
_TIME = re.compile(r"(\d{1,2})\s*(?:[:.]|h|giờ)\s*(\d{2})?", re.IGNORECASE)
OFF_LIST = _l("Choose one of the list.")
_PART_OFF_LIST = _l("Something chosen is not in the list any more. Choose again.")

KINDS = {
    ConferenceKind.HALL: _l("In a village hall"),
    ConferenceKind.CLUSTER: _l("For several communes"),
    ConferenceKind.FAIR: _l("A job fair"),
    ConferenceKind.ONLINE: _l("Over the network"),
}


class ClockField(Field):
    """A time of day: 08:00 from the browser's own control, 8:00 or 8h30 as people type it."""

    widget = TimeInput()

    # Any: WTForms' own signature.
    def __init__(self, label: object, validators: Sequence[Any] = (), **kwargs: Any) -> None:
        super().__init__(label, validators, **kwargs)  # type: ignore[no-untyped-call]

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return f"{self.data:%H:%M}" if isinstance(self.data, time) else ""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read the time. Raises ValueError with a sentence."""
        self.data: time | None = None
        text = valuelist[0].strip() if valuelist else ""
        if not text:
            return
        found = _TIME.fullmatch(text[:12])
        if not found or int(found[1]) > 23 or int(found[2] or 0) > 59:
            raise ValueError(_l("Write the time as 8:00."))
        self.data = time(int(found[1]), int(found[2] or 0))


_KIND_CHOICES = [
    SelectChoice(kind.value, words)  # type: ignore[arg-type]  # WTForms draws a lazy text as well
    for kind, words in KINDS.items()
]


class LineField(StringField):
    """One line of text with its limit; spaces alone are nothing.

    ``required=None``: needed or not, another answer decides, so its label does not say "if any".
    """

    # Any: WTForms' own signature.
    def __init__(
        self, label: object, limit: int, *, required: bool | None = False, **kwargs: Any
    ) -> None:
        first = [DataRequired(_l("Fill this in."))] if required else [Optional()]
        super().__init__(  # type: ignore[no-untyped-call]
            label, [*([] if required is None else first), at_most(limit)], **kwargs
        )
        self.data: str


def _choices(label: object) -> SelectMultipleField:
    return SelectMultipleField(
        label, [Optional()], choices=[], invalid_choice_message=lambda _n: str(_PART_OFF_LIST)
    )


class PlanForm(Form):
    """A conference: create, edit, copy."""

    version = HiddenField()
    title_vi = LineField(_l("Title"), 160, required=True)
    title_en = LineField(_l("Title in English"), 160)
    kind = RadioField(
        _l("Kind of conference"),
        [needed()],
        choices=_KIND_CHOICES,
        invalid_choice_message=OFF_LIST,
    )
    commune = SelectField(_l("Host commune"), choices=[], invalid_choice_message=OFF_LIST)
    day = DayField(_l("Day"), [needed()])
    starts = ClockField(_l("Starts at"), [needed()])
    ends = ClockField(_l("Ends at"), [needed()])
    place = LineField(_l("Place"), LONGEST_LINE, required=None)
    landmark = LineField(_l("Landmark"), LONGEST_LINE)
    map_url = LineField(_l("On the map"), LONGEST_LINK)
    online_url = LineField(_l("Link of the meeting"), 200)
    try_day = DayField(_l("Day of the test call"), [Optional()])
    try_hour = ClockField(_l("Hour of the test call"), [Optional()])
    capacity = NumberField(_l("Seats"), [needed()], least=1, most=MOST_SEATS)
    contact_name = LineField(_l("Who answers questions"), 120, required=True)
    contact_phone = LineField(_l("Phone for questions"), 60, required=True)
    agenda = TextAreaField(_l("What happens"), [Optional(), at_most(2000)])
    bring = TextAreaField(_l("Also to bring"), [Optional(), at_most(600)])
    markets = _choices(_l("Countries spoken of"))
    orders = _choices(_l("Companies with a job order"))
    bodies = _choices(_l("Companies without an order"))
    guest_texts = TextAreaField(_l("Others who come"), [Optional(), at_most(1500)])
    communes = _choices(_l("Further communes invited"))

    @property
    def online(self) -> bool:
        """Whether the kind chosen is an online conference."""
        return bool(self.kind.data == ConferenceKind.ONLINE.value)

    @property
    def opened_at(self) -> int:
        """The version the page was opened at; 0 when it is no number."""
        text = str(self.version.data or "")
        return int(text) if text.isdecimal() and text.isascii() and len(text) < 9 else 0

    def validate_contact_phone(self, field: Field) -> None:
        """A number that can be called; kept as E.164."""
        try:
            field.data = parse_phone(field.data or "").e164
        except PhoneError:
            raise ValidationError(_l("Check the phone number. It has 10 digits.")) from None

    def validate_commune(self, field: Field) -> None:
        """One of the list, not the line that says "choose"."""
        if not field.data:
            raise ValidationError(OFF_LIST)

    def validate_map_url(self, field: Field) -> None:
        """A map's link, when there is one; a point becomes a link."""
        try:
            field.data = map_link(field.data) if field.data else ""
        except NoMap as no:
            raise ValidationError(str(no)) from None

    def validate_online_url(self, field: Field) -> None:
        """A safe link, when there is one."""
        if field.data and not re.fullmatch(r"https://[^\s<>\"']+", field.data):
            raise ValidationError(_l("The link begins with https:// and has no spaces."))

    def validate_guest_texts(self, field: Field) -> None:
        """Each line within the limit."""
        if any(len(part) > LONGEST_LINE for line in _lines(field) for part in line.split("|")):
            raise ValidationError(_l("One line is too long: at most 160 characters."))

    def validate(self, extra_validators: dict[str, Any] | None = None) -> bool:
        """Beside the fields: a place for every conference that is not online."""
        valid = super().validate(extra_validators)
        if not self.online and not self.place.data:
            self.place.errors = (_l("Say where people should come."),)
            valid = False
        return self._try_is_whole() and valid

    def _try_is_whole(self) -> bool:
        """A test call has a day and an hour, or neither."""
        if (self.try_day.data is None) is (self.try_hour.data is None):
            return True
        empty = self.try_day if self.try_day.data is None else self.try_hour
        empty.errors = (*empty.errors, _l("Write both the day and the hour of the test call."))
        return False

    def texts(self) -> list[tuple[str, str]]:
        """Others who come: Vietnamese and, behind a bar, English."""
        pairs = [line.partition("|") for line in _lines(self.guest_texts)]
        return [(vi.strip(), en.strip()) for vi, _bar, en in pairs if vi.strip()]


def _lines(field: Field) -> list[str]:
    return [line for line in str(field.data or "").splitlines() if line.strip()]


class CancelForm(Form):
    """Calling a conference off."""

    cancel_reason = LineField(_l("Why is it cancelled?"), 240, required=True)
