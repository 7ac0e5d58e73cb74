"""What somebody shows without a name, for which order a body asks, what was answered."""

from __future__ import annotations

from datetime import date
from typing import Any, Final, cast

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired, Optional, ValidationError

from jobfair.agencies.fields import LineField, NumberField, choices_of
from jobfair.agencies.order_queries import list_programmes
from jobfair.agencies.order_terms import LANGUAGE_LEVELS, OCCUPATIONS, SCHOOLINGS
from jobfair.agencies.queries import list_markets
from jobfair.cases.consents import WAYS
from jobfair.filters import in_language
from jobfair.forms import Form
from jobfair.lib.clock import add_months, today
from jobfair.models import JobOrder, JobProfile
from jobfair.profiles.rules import MOST_MARKETS, Entry
from jobfair.profiles.words import LANGUAGES

_NO_CHOICE = _l("Choose one of the list.")
_UNSAID: Final[dict[str, object]] = {"": _l("I leave this out")}
MONTHS_AHEAD: Final = 12
MOST_YEARS: Final = 40


def _chosen(label: object, names: dict[str, object]) -> SelectField:
    return SelectField(
        label, choices=choices_of(names), invalid_choice_message=_NO_CHOICE, default=""
    )


def months_ahead() -> dict[str, str]:
    """First day of a month -> 03/2027, from the next month on."""
    first = today().replace(day=1)
    days = [add_months(first, n) for n in range(1, MONTHS_AHEAD + 1)]
    return {day.isoformat(): f"{day:%m/%Y}" for day in days}


class ProfileForm(Form):
    """Nothing in it says who somebody is; the rule looks at the free text again."""

    work = _chosen(_l("What you have worked as"), _UNSAID | OCCUPATIONS)
    work_years = NumberField(_l("For how many years"), [Optional()], most=MOST_YEARS)
    skills = LineField(_l("What you are good at"), 200)
    schooling = _chosen(_l("How far you went to school"), _UNSAID | SCHOOLINGS)
    language = _chosen(_l("Which foreign language you know"), _UNSAID | LANGUAGES)
    language_level = _chosen(_l("How well you know it"), _UNSAID | LANGUAGE_LEVELS)
    markets = SelectMultipleField(_l("Where you wish to go"), choices=[], validate_choice=False)
    programme = _chosen(_l("A programme, if you know one"), {})
    from_on = _chosen(_l("From when you can go"), {})

    # Any: WTForms' own signature.
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        markets = {code: in_language(row, "name") for code, row in list_markets().items()}
        self.markets.choices = choices_of(markets)
        programmes = {row.code: in_language(row, "name") for row in list_programmes()}
        self.programme.choices = choices_of({"": _l("None yet"), **programmes})
        self.from_on.choices = choices_of({"": _l("At any time"), **months_ahead()})

    def validate_markets(self, field: SelectMultipleField) -> None:
        """Three at most, of those that are offered."""
        if not set(field.data or []) <= set(list_markets()):
            raise ValidationError(cast("str", _NO_CHOICE))
        if len(field.data or []) > MOST_MARKETS:
            raise ValidationError(_("Choose three markets at most."))

    def entry(self) -> Entry:
        """What was entered."""
        month = self.from_on.data
        return Entry(
            work=self.work.data or "",
            work_years=cast("int | None", self.work_years.data),
            skills=self.skills.data or "",
            schooling=self.schooling.data or "",
            language=self.language.data or "",
            language_level=self.language_level.data or "",
            markets=tuple(self.markets.data or ()),
            programme_code=self.programme.data or None,
            from_on=date.fromisoformat(month) if month else None,
        )


class DeskProfileForm(ProfileForm):
    """The same on the person's behalf: how it was agreed to, and before whom."""

    how = RadioField(
        _l("How"), choices=choices_of(WAYS), validators=[InputRequired(_l("Choose how."))]
    )
    note = LineField(_l("Witness or note"), 160)


# Any: values of the fields, by name.
def values_of(profile: JobProfile | None) -> dict[str, Any]:
    """What stands in a profile, for the form of the next one; a month that is over is left out."""
    if profile is None:
        return {}
    month = profile.from_on.isoformat() if profile.from_on else ""
    return {
        "work": profile.work,
        "work_years": profile.work_years,
        "skills": profile.skills,
        "schooling": profile.schooling,
        "language": profile.language,
        "language_level": profile.language_level,
        "markets": profile.market_codes,
        "programme": profile.programme_code or "",
        "from_on": month if month in months_ahead() else "",
    }


class AskForm(Form):
    """For which of the body's own orders."""

    order_id = SelectField(
        _l("For which order"),
        choices=[],
        validators=[InputRequired(_NO_CHOICE)],
        invalid_choice_message=_NO_CHOICE,
    )


def ask_form(orders: list[JobOrder]) -> AskForm:
    """The form with the orders that may be named."""
    form = AskForm()
    named = {order.id: f"{order.code}: {in_language(order, 'title')}" for order in orders}
    form.order_id.choices = choices_of({"": _l("Choose an order"), **named})
    return form


class AnswerForm(Form):
    """What the person said when the centre asked."""

    said = RadioField(
        _l("What did the person say?"),
        choices=choices_of(
            {"yes": _l("Yes, this company may see my file"), "no": _l("No, not yet")}
        ),
        validators=[InputRequired(_l("Choose the answer."))],
    )
    how = RadioField(
        _l("How"), choices=choices_of(WAYS), validators=[InputRequired(_l("Choose how."))]
    )
    note = LineField(_l("Witness or note"), 160)
