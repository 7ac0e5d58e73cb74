"""What is entered of job orders: shape only, the rules check the world."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import cast

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, TextAreaField
from wtforms.validators import Optional, Regexp

from jobfair.accounts.audit_fields import learn_form
from jobfair.agencies.attempts import VersionedForm
from jobfair.agencies.fees import list_conditions
from jobfair.agencies.fields import DayField, LineField, NumberField, at_most, choices_of, needed
from jobfair.agencies.order_term_fields import TermFields
from jobfair.agencies.orders import Approval, OrderEntry
from jobfair.agencies.queries import list_public_bodies
from jobfair.agencies.shown import CURRENCIES, name_of
from jobfair.filters import in_language
from jobfair.forms import Form
from jobfair.lib.clock import today
from jobfair.models import JobOrder, Programme

_NO_CHOICE = _l("Choose one of the list.")
_MOST_DONG = 2_000_000_000


class OrderForm(TermFields, VersionedForm):
    """A job order (domain 3.3). Wage in its currency, sums in đồng."""

    body_id = SelectField(_l("Sending body"), invalid_choice_message=_NO_CHOICE)
    code = LineField(_l("Order code"), 30, required=True)
    title_vi = LineField(_l("Work, in Vietnamese"), 160, required=True)
    title_en = LineField(_l("Work, in English"), 160)
    employer = LineField(_l("Receiving company"), 160, required=True)
    work_address = LineField(_l("Place of work"), 200)
    quantity = NumberField(_l("Number of people"), [needed()], least=1, most=5000)
    requirements = TextAreaField(_l("Requirements"), [Optional(), at_most(1500)])
    contract_months = NumberField(_l("Contract, months"), [needed()], least=1, most=120)
    wage = NumberField(_l("Basic wage a month"), [needed()], least=1, most=10**9, places=2)
    currency = SelectField(
        _l("Currency"), choices=choices_of(CURRENCIES), invalid_choice_message=_NO_CHOICE
    )
    rate = NumberField(_l("VND for one unit"), [needed()], least=0, most=100_000, places=4)
    fee_condition = SelectField(_l("Which holds?"), invalid_choice_message=_NO_CHOICE)
    service_fee = NumberField(_l("Service fee, VND"), [needed()], most=_MOST_DONG)
    deposit = NumberField(_l("Deposit, VND"), [needed()], most=_MOST_DONG)
    other_costs = TextAreaField(_l("Other costs"), [Optional(), at_most(1500)])
    deadline = DayField(_l("Deadline for applying"), [needed()])
    interview_on = DayField(_l("Interview"), [Optional()])
    registration_no = LineField(_l("Contract registration number"), 60)

    def validate_code(self, field: LineField) -> None:
        """Codes stand in addresses: letters, digits and hyphens."""
        Regexp(r"^[A-Za-z0-9][A-Za-z0-9-]*$", message=_l("Letters, digits and hyphens only."))(
            self, field
        )

    def entry(self) -> OrderEntry:
        """What was entered; a wage in đồng has the rate 1."""
        currency = str(self.currency.data)
        condition = self.fee_condition.data if "fee_condition" in self else ""
        return OrderEntry(
            code=self.code.data.upper(),
            title_vi=self.title_vi.data,
            title_en=self.title_en.data or "",
            employer=self.employer.data,
            work_address=self.work_address.data or "",
            quantity=cast("int", self.quantity.data),
            requirements=self.requirements.data or "",
            contract_months=cast("int", self.contract_months.data),
            wage=cast("Decimal", self.wage.data),
            currency=currency,
            rate=Decimal(1) if currency == "VND" else cast("Decimal", self.rate.data),
            service_fee=cast("int", self.service_fee.data),
            deposit=cast("int", self.deposit.data),
            fee_condition=str(condition or ""),
            other_costs=self.other_costs.data or "",
            deadline=cast("date", self.deadline.data),
            interview_on=self.interview_on.data,
            registration_no=self.registration_no.data or "",
            **asdict(self.terms()),
        )


def _offer(form: OrderForm, programme: Programme) -> None:
    """Ask which condition holds, where one changes the programme's caps."""
    conditions = list_conditions(programme, today())
    if not conditions:
        del form.fee_condition
        return
    named = {row.condition: in_language(row, "condition") for row in conditions}
    form.fee_condition.choices = choices_of({"": _l("None of these"), **named})


def new_order_form(programme: Programme, *, choose_body: bool) -> OrderForm:
    """The form of a new order for a programme; the province chooses the body."""
    form = OrderForm(currency=programme.currency, contract_months=programme.contract_months)
    _offer(form, programme)
    if choose_body:
        form.body_id.choices = choices_of({b.id: name_of(b) for b in list_public_bodies()})
    else:
        del form.body_id
    return form


def order_form(order: JobOrder) -> OrderForm:
    """The form filled with what stands at a draft."""
    form = OrderForm(obj=order)
    del form.body_id
    _offer(form, order.programme)
    return form


class ApprovalForm(VersionedForm):
    """The reply to the contract registration (phiếu trả lời)."""

    approval_no = LineField(_l("Number of the reply"), 60, required=True)
    approval_on = DayField(_l("Reply of"), [needed()])
    approved_quantity = NumberField(_l("Approved number of people"), [needed()], most=5000)

    def entry(self) -> Approval:
        """What was entered."""
        return Approval(
            self.approval_no.data,
            cast("date", self.approval_on.data),
            cast("int", self.approved_quantity.data),
        )


class ReasonForm(Form):
    """Why."""

    reason = TextAreaField(_l("Reason"), [needed(_l("Say why.")), at_most(300)])


learn_form(OrderForm)
