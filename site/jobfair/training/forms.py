"""Forms of a class: planning, taps, certificates. Shape only."""

from __future__ import annotations

from datetime import date
from typing import cast

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import AnyOf, InputRequired, Optional, Regexp

from jobfair.agencies.fields import DayField, LineField, NumberField, choices_of, needed
from jobfair.cases.list_choices import list_bodies
from jobfair.conferences.queries import market_names
from jobfair.forms import Form
from jobfair.language import current_language
from jobfair.lib.clock import today
from jobfair.models import ClassKind, Result, TrainingClass
from jobfair.training.rules import ClassData
from jobfair.training.words import KINDS

KEY = Regexp(r"^[0-9a-z]{16,32}$")
MOST_PLACES = 500
_CHOOSE = _l("Choose one of the list.")

WEEKDAYS = {
    "0": _l("Monday"),
    "1": _l("Tuesday"),
    "2": _l("Wednesday"),
    "3": _l("Thursday"),
    "4": _l("Friday"),
    "5": _l("Saturday"),
    "6": _l("Sunday"),
}
WORKDAYS = ["0", "1", "2", "3", "4"]


class ClassForm(Form):
    """A class, planned or changed."""

    version = HiddenField()
    kind = RadioField(
        _l("What is taught"),
        choices=choices_of(KINDS),
        validators=[InputRequired(_CHOOSE)],
        invalid_choice_message=cast("str", _CHOOSE),
    )
    title = LineField(_l("Name of the class"), 160, required=True)
    organiser = LineField(_l("Who gives it"), 160)
    body_id = SelectField(
        _l("Class of a sending body"), [Optional()], invalid_choice_message=cast("str", _CHOOSE)
    )
    market_code = SelectField(
        _l("For the market"), [Optional()], invalid_choice_message=cast("str", _CHOOSE)
    )
    place = LineField(_l("Where"), 160, required=True)
    starts_on = DayField(_l("First day"), [needed()])
    ends_on = DayField(_l("Last day"), [needed()])
    weekdays = SelectMultipleField(
        _l("On which days"),
        choices=choices_of(WEEKDAYS),
        validators=[InputRequired(_l("Tick at least one weekday."))],
    )
    capacity = NumberField(_l("Places"), [needed()], least=1, most=MOST_PLACES)

    @property
    def seen_version(self) -> int:
        """The version at which the page was opened; 0 when it is no number."""
        text = str(self.version.data or "")
        return int(text) if text.isdecimal() and text.isascii() and len(text) < 9 else 0

    def data_of(self, made: TrainingClass | None = None) -> ClassData:
        """What was typed; of a class that is there already kind and body stay."""
        kind = made.kind if made else ClassKind(self.kind.data)
        return ClassData(
            kind=kind,
            title=self.title.data,
            organiser=self.organiser.data or "",
            place=self.place.data,
            starts_on=self.starts_on.data or today(),
            ends_on=self.ends_on.data or today(),
            weekdays=frozenset(int(day) for day in self.weekdays.data or ()),
            capacity=int(self.capacity.data or 1),
            body_id=(self.body_id.data or None) if "body_id" in self else None,
            market_code=self.market_code.data or None,
        )


def class_form(made: TrainingClass | None, *, names_body: bool) -> ClassForm:
    """The form of a new class, or of one that is there; ``names_body``: for a counsellor."""
    form = ClassForm()
    none = SelectChoice("", cast("str", _l("None: for everybody")))
    if names_body and made is None:
        form.body_id.choices = [none, *(SelectChoice(i, name) for i, name in list_bodies())]
    else:
        del form["body_id"]  # type: ignore[no-untyped-call]
    if made is not None:
        del form["kind"]  # type: ignore[no-untyped-call]
    markets = market_names(current_language())
    form.market_code.choices = [none, *(SelectChoice(c, n) for c, n in markets.items())]
    if not form.is_submitted():
        _start(form, made)
    return form


def _start(form: ClassForm, made: TrainingClass | None) -> None:
    """What a form begins with."""
    form.weekdays.data = WORKDAYS
    if made is None:
        return
    form.version.data = str(made.version)
    for name in ("title", "organiser", "place", "starts_on", "ends_on", "capacity"):
        form[name].data = getattr(made, name)
    form.market_code.data = made.market_code or ""
    form.weekdays.data = sorted({str(day.on_date.weekday()) for day in made.days})


class MarkForm(Form):
    """One tap: who, on which day, present or not."""

    act_id = HiddenField(validators=[InputRequired(), KEY])
    present = HiddenField(validators=[AnyOf(("0", "1"))])
    day_id = HiddenField(validators=[InputRequired(), KEY])


class ResultForm(Form):
    """How the class ended for one person."""

    result = HiddenField(validators=[AnyOf([str(result) for result in Result])])


class CertificateForm(Form):
    """The day of issue; the numbers stand in the table."""

    issued_on = DayField(_l("Issued on"), [needed()])

    @property
    def day(self) -> date:
        """The day, once the form was found right."""
        return self.issued_on.data or today()
