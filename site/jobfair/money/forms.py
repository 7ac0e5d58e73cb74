"""Forms of the money log and of the contract's terms: shape only."""

from __future__ import annotations

from decimal import Decimal

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, RadioField, SelectField
from wtforms.validators import InputRequired, Optional

from jobfair.agencies.fees import list_conditions
from jobfair.agencies.fields import DayField, LineField, NumberField, needed
from jobfair.cases.move_forms import CURRENCIES, options
from jobfair.cases.queries import open_placement
from jobfair.database import db
from jobfair.filters import in_language
from jobfair.forms import Form
from jobfair.lib.clock import today
from jobfair.models import CaseFile, ContractTerms, Placement, Programme
from jobfair.money.kinds import PAYEES, PAYMENT_KINDS, SAID_BY
from jobfair.money.log import DONG, MOST, PaymentData
from jobfair.money.terms import TermsData

_CHOOSE = _l("Choose one of the list.")


class PaymentForm(Form):
    """Money that the worker paid."""

    kind = RadioField(
        _l("What for"), choices=options(PAYMENT_KINDS.items()), validators=[InputRequired(_CHOOSE)]
    )
    amount = NumberField(_l("Amount"), [needed()], least=1, most=MOST, places=2)
    currency = SelectField(
        _l("Currency"),
        choices=options((code, code) for code in (DONG, *CURRENCIES[:-1])),
        invalid_choice_message=_CHOOSE,
    )
    rate = NumberField(_l("Đồng for one unit, on that day"), [Optional()], most=10**6, places=4)
    paid_on = DayField(_l("Paid on"), [needed()])
    payee = RadioField(
        _l("To whom"), choices=options(PAYEES.items()), validators=[InputRequired(_CHOOSE)]
    )
    to_whom = LineField(_l("Name of who took it"), 160, required=True)
    receipt = LineField(_l("Number of the receipt"), 60)
    said_by = RadioField(
        _l("Who says so"), choices=options(SAID_BY.items()), validators=[InputRequired(_CHOOSE)]
    )

    def data_of(self) -> PaymentData:
        """What was typed."""
        rate = self.rate.data
        return PaymentData(
            kind=str(self.kind.data),
            amount=Decimal(self.amount.data or 0),
            paid_on=self.paid_on.data or today(),
            to_whom=self.to_whom.data,
            receipt=self.receipt.data or "",
            payee=str(self.payee.data),
            said_by=str(self.said_by.data),
            currency=str(self.currency.data or DONG),
            rate=Decimal(rate) if rate is not None else None,
        )


def payment_form(case: CaseFile) -> PaymentForm:
    """The form, with the sending body's name where there is one."""
    form = PaymentForm()
    placement = open_placement(case)
    if not form.is_submitted():
        form.paid_on.data = today()
        if placement is not None:
            form.payee.data, form.to_whom.data = "body", placement.body.name
    return form


def dong(field: NumberField) -> int | None:
    """Whole đồng as typed, or None for an empty field."""
    return int(field.data) if field.data is not None else None


class TermsForm(Form):
    """What the dispatch contract says beside months and wage."""

    version = HiddenField()
    hours_week = NumberField(_l("Hours of work a week"), [Optional()], least=1, most=112, places=1)
    service_fee = NumberField(_l("Service fee in the contract"), [Optional()], most=MOST)
    deposit = NumberField(_l("Deposit in the contract"), [Optional()], most=MOST)
    departure_on = DayField(_l("Expected day of departure"), [Optional()])
    fee_condition = SelectField(
        _l("Which case of the fee rules"),
        choices=[],
        validators=[Optional()],
        invalid_choice_message=_CHOOSE,
    )
    foreign_paid = NumberField(
        _l("Part of the fee that the foreign side pays"), [Optional()], most=MOST
    )
    extension_agreed = BooleanField(_l("The dispatch contract names a fee for an extension"))
    extension_months = NumberField(_l("Months of extension"), [Optional()], most=60)

    @property
    def seen_version(self) -> int:
        """The version of the terms that the reader saw; 0 for none."""
        text = str(self.version.data or "")
        return int(text) if text.isdecimal() and text.isascii() and len(text) < 9 else 0

    def data_of(self) -> TermsData:
        """What was typed."""
        hours = self.hours_week.data
        condition = str(self.fee_condition.data or "") if "fee_condition" in self else ""
        return TermsData(
            hours_week=Decimal(hours) if hours is not None else None,
            service_fee=dong(self.service_fee),
            deposit=dong(self.deposit),
            departure_on=self.departure_on.data,
            fee_condition=condition,
            extension_agreed=bool(self.extension_agreed.data),
            extension_months=int(self.extension_months.data or 0),
            foreign_paid=int(self.foreign_paid.data or 0),
        )


def terms_form(placement: Placement, held: ContractTerms | None) -> TermsForm:
    """The form with what is recorded, else with what the job order says."""
    form = TermsForm()
    programme = db.session.get(Programme, placement.programme_code)
    rows = list_conditions(programme, placement.contract_on or today()) if programme else []
    if rows:
        named = [(row.condition, in_language(row, "condition")) for row in rows]
        form.fee_condition.choices = options(named, _("None of these"))
    else:
        del form["fee_condition"]  # type: ignore[no-untyped-call]
    if form.is_submitted():
        return form
    order = placement.order
    source = held or order
    form.version.data = str(held.version if held else 0)
    if source is not None:
        form.service_fee.data, form.deposit.data = source.service_fee, source.deposit
        if rows:
            form.fee_condition.data = source.fee_condition
    if held is not None:
        form.hours_week.data, form.departure_on.data = held.hours_week, held.departure_on
        form.extension_agreed.data = held.extension_agreed
        form.extension_months.data = held.extension_months or None
        form.foreign_paid.data = held.foreign_paid or None
    return form
