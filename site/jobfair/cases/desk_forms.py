"""Forms of the desk: how a call ended, and the page number of a list."""

from __future__ import annotations

from flask import Request
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, HiddenField, StringField
from wtforms.validators import AnyOf, InputRequired, Length, Optional

from jobfair.cases.calls import OUTCOME_LABELS
from jobfair.forms import Form


class OutcomeForm(Form):
    """How a call ended; ``on`` only when the person named a day."""

    outcome = HiddenField(
        validators=[
            AnyOf([str(code) for code in OUTCOME_LABELS], _l("Press how the call ended.")),
        ]
    )
    act_key = HiddenField(validators=[InputRequired(), Length(min=16, max=40)])
    on = DateField(
        _l("Call again on"),
        format=["%Y-%m-%d", "%d/%m/%Y"],
    )


class FilterNameForm(Form):
    """The name under which somebody keeps a filter."""

    name = StringField(
        _l("Name of the filter"),
        validators=[
            InputRequired(_l("Give the filter a name.")),
            Length(max=60, message=_l("At most 60 characters.")),
        ],
    )


class TaskForm(Form):
    """A task is done; ``on``: the day on which it really happened, where the task asks for it."""

    on = DateField(_l("Done on"), [Optional()], format=["%Y-%m-%d", "%d/%m/%Y"])


class TakeOverForm(Form):
    """One press: my office takes the case over."""

    act_key = HiddenField(validators=[InputRequired(), Length(min=16, max=40)])


class CodeForm(Form):
    """A new slip code: only after the identity card was seen."""

    seen = BooleanField(
        _l("I have seen the identity card"),
        validators=[InputRequired(_l("Look at the identity card first."))],
    )
    act_key = HiddenField(validators=[InputRequired(), Length(min=16, max=40)])


def read_page(request: Request) -> int:
    """The page number of the address, 1 when it is none."""
    text = request.args.get("trang", "1")
    return max(1, int(text)) if text.isdecimal() and len(text) < 6 else 1
