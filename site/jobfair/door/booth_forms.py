"""Forms of a table: a code, an hour for a code, a run of hours."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Final, cast

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from jobfair.agencies.fields import DayField, NumberField, needed
from jobfair.conferences.forms import OFF_LIST, ClockField
from jobfair.door.slots import LEAST_MINUTES, MOST_MINUTES
from jobfair.forms import Form
from jobfair.lib import clock

ROW_OR_SLIP: Final = _l("Row code or slip code")
_CODE = (
    InputRequired(_l("Type or scan the code of the row or of the slip.")),
    Length(max=200, message=_l("At most %(max)d characters.")),
)


class CodeForm(Form):
    """Somebody who is at the table, by a code."""

    code = StringField(ROW_OR_SLIP, _CODE)


class GiveForm(Form):
    """A free hour for somebody, by a code."""

    slot = SelectField(_l("Hour"), choices=[], invalid_choice_message=OFF_LIST)
    who = StringField(ROW_OR_SLIP, _CODE)

    def offer(self, choices: list[tuple[str, str]]) -> None:
        """The free hours: id and words."""
        self.slot.choices = [SelectChoice(*pair) for pair in choices]


class HourForm(Form):
    """One press on an hour: what is to happen, and whom the page showed in it."""

    act = HiddenField(validators=[InputRequired(), Length(max=12)])
    who = HiddenField(validators=[Length(max=24)])


class RunForm(Form):
    """Hours one after the other."""

    day = DayField(_l("Day"), [needed()])
    starts = ClockField(_l("Starts at"), [needed()])
    ends = ClockField(_l("Ends at"), [needed()])
    minutes = NumberField(
        _l("Minutes for each"), [needed()], least=LEAST_MINUTES, most=MOST_MINUTES
    )

    def times(self) -> tuple[datetime, datetime]:
        """Beginning and end in UTC."""
        day = cast("date", self.day.data)
        first, last = cast("time", self.starts.data), cast("time", self.ends.data)
        return clock.from_local(day, first), clock.from_local(day, last)
