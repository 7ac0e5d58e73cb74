"""Forms of loans: shape only."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField
from wtforms.validators import InputRequired

from jobfair.agencies.fields import DayField, NumberField, needed
from jobfair.cases.move_forms import options
from jobfair.forms import Form
from jobfair.lib.clock import today
from jobfair.money.loan_kinds import REFUSALS
from jobfair.money.loan_queries import list_branches
from jobfair.money.loans import LoanData
from jobfair.money.log import MOST

_CHOOSE = _l("Choose one of the list.")


class AskForm(Form):
    """A request for a loan."""

    branch_id = SelectField(
        _l("Branch of the bank"),
        choices=[],
        validators=[InputRequired(_CHOOSE)],
        invalid_choice_message=_CHOOSE,
    )
    asked_on = DayField(_l("Asked on"), [needed()])
    need = NumberField(_l("What going costs in all"), [needed()], least=1, most=MOST)
    amount = NumberField(_l("Sum asked for"), [needed()], least=1, most=MOST)

    def data_of(self) -> LoanData:
        """What was typed."""
        return LoanData(
            branch_id=str(self.branch_id.data or ""),
            asked_on=self.asked_on.data or today(),
            need=int(self.need.data or 0),
            amount=int(self.amount.data or 0),
        )


def ask_form() -> AskForm:
    """The form with the branches there are."""
    form = AskForm()
    form.branch_id.choices = options((office.id, office.name) for office in list_branches())
    if not form.is_submitted():
        form.asked_on.data = today()
    return form


class ApproveForm(Form):
    """The sum that the branch approves."""

    amount = NumberField(_l("Sum approved"), [needed()], least=1, most=MOST)


class RefuseForm(Form):
    """Why the branch refuses."""

    reason = RadioField(
        _l("Reason"), choices=options(REFUSALS.items()), validators=[InputRequired(_CHOOSE)]
    )


class RepayForm(Form):
    """A part of the principal that came back."""

    amount = NumberField(_l("Repaid"), [needed()], least=1, most=MOST)
    on = DayField(_l("Day"), [needed()])
