"""Forms of the return, of limits and of work across the border: shape only."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Optional

from jobfair.abroad.border import MOST_PEOPLE, BorderData
from jobfair.abroad.returns import MOST_LOAN, JobData, PlanData
from jobfair.abroad.words import JOB_EVIDENCE, JOB_OUTCOMES, PASS_KINDS, PLAN_WORK, WISHES
from jobfair.agencies.fields import (
    DayField,
    LineField,
    NumberField,
    at_most,
    choices_of,
    needed,
)
from jobfair.cases.move_forms import SeenForm
from jobfair.conferences.queries import market_names
from jobfair.forms import Form
from jobfair.language import current_language
from jobfair.lib.clock import today
from jobfair.models import BorderWork, JobCheck, ReturnPlan

CHOOSE = _l("Choose one of the list.")
NEIGHBOURS = ("CN", "LA")


class PlanForm(Form):
    """What the worker wants after the contract."""

    wish = RadioField(
        _l("After the contract"), choices=choices_of(WISHES), validators=[InputRequired(CHOOSE)]
    )
    home_on = DayField(_l("Comes home about"), [Optional()])
    work = SelectField(
        _l("Which work at home?"), choices=choices_of({"": _l("Not asked"), **PLAN_WORK})
    )
    work_text = LineField(_l("In a few words"), 200)
    loan_left = NumberField(_l("Loan still to pay back"), [Optional()], most=MOST_LOAN)
    training = BooleanField(_l("Wants to learn something before or after"))
    training_text = LineField(_l("What"), 200)

    def data_of(self) -> PlanData:
        """What was typed."""
        loan = self.loan_left.data
        return PlanData(
            wish=str(self.wish.data),
            home_on=self.home_on.data,
            work=str(self.work.data or ""),
            work_text=self.work_text.data,
            loan_left=int(loan) if loan is not None else None,
            training=bool(self.training.data),
            training_text=self.training_text.data,
        )


def plan_form(held: ReturnPlan | None) -> PlanForm:
    """The form, with what is known already."""
    form = PlanForm()
    if held is not None and not form.is_submitted():
        for name in ("wish", "home_on", "work", "work_text", "loan_left", "training_text"):
            form[name].data = getattr(held, name)
        form.training.data = held.training
    return form


class JobForm(Form):
    """What a check of work at home found."""

    outcome = RadioField(
        _l("Work at home"), choices=choices_of(JOB_OUTCOMES), validators=[InputRequired(CHOOSE)]
    )
    work = LineField(_l("Which work, for whom"), 200)
    evidence = SelectField(
        _l("How do you know?"), choices=choices_of({"": _l("Nothing seen"), **JOB_EVIDENCE})
    )
    evidence_ref = LineField(_l("Number or note of the proof"), 120)

    def data_of(self) -> JobData:
        """What was typed."""
        return JobData(
            str(self.outcome.data),
            str(self.evidence.data or ""),
            self.evidence_ref.data,
            self.work.data,
        )


def job_form(held: JobCheck) -> JobForm:
    """The form, with what was recorded before."""
    form = JobForm()
    if held.outcome and not form.is_submitted():
        for name in ("outcome", "work", "evidence", "evidence_ref"):
            form[name].data = getattr(held, name)
    return form


class LimitForm(Form):
    """A limit of the radar."""

    market = SelectField(_l("Market"), choices=[])
    programme = SelectField(_l("Programme"), choices=[], validate_choice=True)
    rate_percent = NumberField(_l("Rate of contracts that ended"), [Optional()], most=100, places=1)
    people = NumberField(_l("Number of people"), [Optional()], most=10_000)
    source = LineField(_l("Document or decision"), 300)


class BorderForm(SeenForm):
    """A group that works across the border for a short time."""

    commune_code = SelectField(_l("Commune or ward"), choices=[])
    market_code = SelectField(_l("Country"), choices=[])
    place = LineField(_l("District or town there"), 160, required=True)
    employer = LineField(_l("Employer"), 160, required=True)
    work = LineField(_l("Work"), 160, required=True)
    pass_kind = SelectField(_l("Crosses with"), choices=choices_of(PASS_KINDS))
    from_on = DayField(_l("From"), [needed()])
    to_on = DayField(_l("Until"), [needed()])
    people = NumberField(_l("People"), [needed()], least=1, most=MOST_PEOPLE)
    women = NumberField(_l("Of them women"), [Optional()], most=MOST_PEOPLE)
    names = TextAreaField(_l("Names, one a line"), validators=[Optional(), at_most(20_000)])
    back_on = DayField(_l("Everybody home on"), [Optional()])
    note = LineField(_l("Note"), 300)

    def data_of(self) -> BorderData:
        """What was typed."""
        women = self.women.data
        return BorderData(
            commune_code=str(self.commune_code.data),
            market_code=str(self.market_code.data),
            place=self.place.data,
            employer=self.employer.data,
            work=self.work.data,
            pass_kind=str(self.pass_kind.data),
            from_on=self.from_on.data or today(),
            to_on=self.to_on.data or today(),
            people=int(self.people.data or 0),
            women=int(women) if women is not None else None,
            back_on=self.back_on.data if "back_on" in self else None,
            note=self.note.data,
            names=str(self.names.data or ""),
        )


def border_form(communes: dict[str, str], held: BorderWork | None) -> BorderForm:
    """The form with the communes that the reader answers for; of a group what is known."""
    form = BorderForm()
    names = market_names(current_language())
    markets = {code: names[code] for code in NEIGHBOURS if code in names} | names
    form.commune_code.choices = choices_of(communes)
    form.market_code.choices = choices_of(markets)
    if held is not None and not form.is_submitted():
        for name in BorderData.__slots__:
            if name != "names":
                form[name].data = getattr(held, name)
        form.version.data = str(held.version)
        form.names.data = "\n".join(
            f"{row.name}, {row.birth_year}" if row.birth_year else row.name for row in held.names
        )
    return form
