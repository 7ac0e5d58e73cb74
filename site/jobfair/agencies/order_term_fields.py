"""The fields of an order that people search by, and how the work and the interview are."""

from __future__ import annotations

from typing import cast

from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.validators import Optional

from jobfair.agencies.fields import DayField, LineField, NumberField, choices_of
from jobfair.agencies.order_terms import (
    INTERVIEWS,
    LANGUAGE_ASKED,
    OCCUPATIONS,
    OLDEST,
    SCHOOLING_ASKED,
    SEXES,
    YOUNGEST,
    OrderTerms,
)
from jobfair.forms import Form

_NO_CHOICE = _l("Choose one of the list.")
_UNSAID: dict[str, object] = {"": _l("Not stated")}


def _chosen(label: object, names: dict[str, object]) -> SelectField:
    """A list to choose from; a form that leaves it out says nothing."""
    return SelectField(
        label, choices=choices_of(names), invalid_choice_message=_NO_CHOICE, default=""
    )


class TermFields(Form):
    """Mixed into the form of an order."""

    occupation = _chosen(_l("Kind of work"), _UNSAID | OCCUPATIONS)
    age_from = NumberField(_l("Age from"), [Optional()], least=YOUNGEST, most=OLDEST)
    age_to = NumberField(_l("Age to"), [Optional()], least=YOUNGEST, most=OLDEST)
    sex = _chosen(_l("Who is taken"), SEXES)
    sex_ground = LineField(_l("Rule that lets the order state a sex"), 160)
    schooling = _chosen(_l("Schooling, at least"), _UNSAID | SCHOOLING_ASKED)
    language_level = _chosen(_l("Language, at least"), _UNSAID | LANGUAGE_ASKED)
    language_note = LineField(_l("Certificate of the language"), 80)
    physical = LineField(_l("Physical demands"), 300)
    hours = LineField(_l("Working hours"), 160)
    overtime = LineField(_l("Overtime"), 160)
    insurance = LineField(_l("Insurance"), 160)
    lodging = LineField(_l("Lodging and meals"), 160)
    interview_form = _chosen(_l("How the interview is held"), _UNSAID | INTERVIEWS)
    interview_place = LineField(_l("Place of the interview"), 160)
    departs_on = DayField(_l("Expected departure"), [Optional()])
    registration_on = DayField(_l("Registered on"), [Optional()])

    def terms(self) -> OrderTerms:
        """What was entered; a ground without a sex says nothing."""
        return OrderTerms(
            occupation=str(self.occupation.data or ""),
            age_from=cast("int | None", self.age_from.data),
            age_to=cast("int | None", self.age_to.data),
            sex=str(self.sex.data or ""),
            sex_ground=(self.sex_ground.data or "") if self.sex.data else "",
            schooling=str(self.schooling.data or ""),
            language_level=str(self.language_level.data or ""),
            language_note=self.language_note.data or "",
            physical=self.physical.data or "",
            hours=self.hours.data or "",
            overtime=self.overtime.data or "",
            insurance=self.insurance.data or "",
            lodging=self.lodging.data or "",
            interview_place=self.interview_place.data or "",
            interview_form=str(self.interview_form.data or ""),
            departs_on=self.departs_on.data,
            registration_on=self.registration_on.data,
        )
