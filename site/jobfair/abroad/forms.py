"""Forms of the time abroad: shape only."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from jobfair.abroad.check_ins import Answer
from jobfair.abroad.incidents import IncidentData
from jobfair.abroad.words import (
    INCIDENT_KINDS,
    INCIDENT_OUTCOMES,
    OUTCOMES,
    SEVERITIES,
    TOLD_BY,
    TOLD_HOW,
)
from jobfair.agencies.fields import DayField, NumberField, at_most, choices_of, needed
from jobfair.cases.move_forms import SeenForm
from jobfair.forms import Form
from jobfair.lib.clock import today

CHOOSE = _l("Choose one of the list.")
KINDS = {code: kind.label for code, kind in INCIDENT_KINDS.items()}
OWNER_WORDS = {
    "centre": _l("The employment service centre"),
    "commune": _l("The person's commune"),
    "body": _l("The sending body"),
}


class TapForm(Form):
    """One tap: the outcome of asking, with the once-only key of the row."""

    outcome = StringField(validators=[Length(max=16)])
    act_key = StringField(validators=[Length(min=16, max=40)])


class CheckInForm(Form):
    """What came of asking, in full."""

    outcome = RadioField(
        _l("What did you hear?"),
        choices=choices_of(OUTCOMES),
        validators=[InputRequired(_l("Choose one of the answers."))],
    )
    about = SelectField(
        _l("What is the problem about?"),
        choices=choices_of({"": _l("Nothing"), **KINDS}),
        validators=[Optional()],
    )
    note = TextAreaField(_l("Note"), validators=[Optional(), at_most(300)])
    wage = NumberField(_l("Wage a month"), [Optional()], most=10**11)
    hours = NumberField(_l("Hours a week"), [Optional()], most=140, places=1)
    deductions = NumberField(_l("Taken off a month"), [Optional()], most=10**11)

    def data_of(self, currency: str) -> Answer:
        """What was typed."""
        return Answer(
            outcome=str(self.outcome.data),
            about=str(self.about.data or ""),
            note=str(self.note.data or ""),
            wage=self.wage.data if "wage" in self else None,
            hours=self.hours.data if "hours" in self else None,
            deductions=self.deductions.data if "deductions" in self else None,
            currency=currency if "wage" in self else "",
        )


class IncidentForm(Form):
    """Something went wrong."""

    kind = RadioField(
        _l("What happened?"), choices=choices_of(KINDS), validators=[InputRequired(CHOOSE)]
    )
    severity = RadioField(
        _l("How urgent?"), choices=choices_of(SEVERITIES), validators=[InputRequired(CHOOSE)]
    )
    told_by = SelectField(_l("Who told it?"), choices=choices_of(TOLD_BY))
    told_how = SelectField(_l("How?"), choices=choices_of(TOLD_HOW))
    told_on = DayField(_l("Told on"), [needed()])
    text = TextAreaField(_l("What happened, in a few words"), validators=[needed(), at_most(500)])
    due_on = DayField(_l("To be done by"), [Optional()])
    owner = SelectField(_l("Who looks after it?"), choices=choices_of(OWNER_WORDS))

    def data_of(self) -> IncidentData:
        """What was typed."""
        return IncidentData(
            kind=str(self.kind.data),
            severity=str(self.severity.data),
            told_by=str(self.told_by.data),
            told_how=str(self.told_how.data),
            told_on=self.told_on.data or today(),
            due_on=self.due_on.data,
            text=str(self.text.data or ""),
            owner=str(self.owner.data),
        )


class StepForm(Form):
    """What was done about an incident; perhaps somebody else goes on."""

    text = TextAreaField(_l("What was done?"), validators=[needed(), at_most(500)])
    hand_to = SelectField(
        _l("Hand it to"), choices=choices_of({"": _l("Stays here"), **OWNER_WORDS})
    )


class CloseForm(SeenForm):
    """How an incident ended."""

    outcome = RadioField(
        _l("How did it end?"),
        choices=choices_of(INCIDENT_OUTCOMES),
        validators=[InputRequired(_l("Choose how it ended."))],
    )
    what = TextAreaField(_l("What was done?"), validators=[needed(), at_most(500)])
