"""Promises: what was told, the answer on day 30, and how each body keeps them."""

from __future__ import annotations

from decimal import Decimal

from flask import render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, TextAreaField
from wtforms.validators import Optional

from jobfair import audit
from jobfair.access import Permission, requires, signed_in
from jobfair.agencies.fields import DayField, LineField, NumberField, at_most, needed
from jobfair.cases.attempts import Answer, answer, form_key, open_case_page
from jobfair.cases.move_forms import CURRENCIES, options
from jobfair.cases.owners import must_hold
from jobfair.cases.queries import last_placement
from jobfair.forms import Form
from jobfair.lib.clock import today
from jobfair.money import promises
from jobfair.money.blueprint import bp
from jobfair.money.forms import dong
from jobfair.money.log import MOST
from jobfair.money.promise_shares import LEAST, list_shares
from jobfair.money.promises import Day30Data, PromiseData

BOTH = ["GET", "POST"]
OC = frozenset("OC")


class _WageForm(Form):
    """What a promise and an answer have in common."""

    wage = NumberField(_l("Basic wage a month"), [Optional()], least=1, most=10**9, places=2)
    currency = SelectField(
        _l("Currency"),
        choices=options(((c, c) for c in CURRENCIES), _l("Choose")),
        validators=[Optional()],
        invalid_choice_message=_l("Choose one of the list."),
    )
    hours_week = NumberField(_l("Hours of work a week"), [Optional()], least=1, most=112, places=1)
    service_fee = NumberField(_l("Service fee"), [Optional()], most=MOST)
    deposit = NumberField(_l("Deposit"), [Optional()], most=MOST)

    def decimal(self, name: str) -> Decimal | None:
        """A field's number, or None."""
        value = self[name].data
        return Decimal(value) if value is not None else None


class PromiseForm(_WageForm):
    """What the person was promised in words."""

    promised_by = LineField(_l("Who promised it"), 160, required=True)
    months = NumberField(_l("Length"), [Optional()], least=1, most=120)
    departure_on = DayField(_l("Expected day of departure"), [Optional()])

    def data_of(self) -> PromiseData:
        """What was typed."""
        months = dong(self.months)
        return PromiseData(
            promised_by=self.promised_by.data,
            wage=self.decimal("wage"),
            currency=str(self.currency.data or ""),
            hours_week=self.decimal("hours_week"),
            service_fee=dong(self.service_fee),
            deposit=dong(self.deposit),
            months=months,
            departure_on=self.departure_on.data,
        )


class Day30Form(_WageForm):
    """What the worker says on day 30 abroad."""

    asked_on = DayField(_l("Asked on"), [needed()])
    note = TextAreaField(_l("Note"), validators=[Optional(), at_most(300)])

    def data_of(self) -> Day30Data:
        """What was typed."""
        return Day30Data(
            asked_on=self.asked_on.data or today(),
            wage=self.decimal("wage"),
            currency=str(self.currency.data or ""),
            hours_week=self.decimal("hours_week"),
            service_fee=dong(self.service_fee),
            deposit=dong(self.deposit),
            note=str(self.note.data or ""),
        )


@bp.route("/can-bo/ho-so/<case_id>/loi-hua", methods=BOTH)
@requires(Permission.RECORD_FACT)
def promise(case_id: str) -> Answer:
    """Write down what the person was promised."""
    case, actor = open_case_page(case_id)
    must_hold(actor, case, OC)
    form, key = PromiseForm(), form_key()
    return answer(
        "money/promise.html",
        form,
        case,
        actor,
        lambda: promises.add_promise(case, form.data_of(), by=actor, act_key=key),
        lambda: _("The promise is recorded. Nobody can change it."),
        key=key,
    )


@bp.route("/can-bo/ho-so/<case_id>/ngay-30", methods=BOTH)
@requires(Permission.RECORD_FACT)
def day30(case_id: str) -> Answer:
    """The answer on day 30 abroad."""
    case, actor = open_case_page(case_id)
    must_hold(actor, case, OC)
    form, key = Day30Form(), form_key()
    if not form.is_submitted():
        placement = last_placement(case)
        form.asked_on.data = today()
        form.currency.data = placement.currency if placement else ""
    return answer(
        "money/day30.html",
        form,
        case,
        actor,
        lambda: promises.record_day30(case, form.data_of(), by=actor, act_key=key),
        lambda: _("The answer on day 30 is recorded."),
        key=key,
    )


@bp.get("/can-bo/loi-hua")
@requires(Permission.SEE_BOARD)
def promise_shares() -> str:
    """How each sending body keeps what was promised; no names of people."""
    audit.record_view(signed_in(), "view.promises", "sending_body")
    return render_template("money/promise_shares.html", shares=list_shares(), least=LEAST)
