"""What the calculator asks: a programme first, then the numbers of the contract."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import cast

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import SelectField
from wtforms.validators import Optional

from jobfair.agencies.fees import list_conditions
from jobfair.agencies.fields import NumberField, choices_of, needed
from jobfair.agencies.shown import CURRENCIES
from jobfair.filters import in_language
from jobfair.forms import Form
from jobfair.guide.costs import Typed
from jobfair.models import Programme
from jobfair.money.caps import Contract

_NO_CHOICE = _l("Choose one of the list.")
_MOST = 2_000_000_000
NAMES = ("months", "wage", "currency", "rate", "condition", "asked", "living")

Args = Mapping[str, str]


class CostForm(Form):
    """The numbers of one contract; sent by GET, so that an answer has an address."""

    months = NumberField(_l("Contract, months"), [needed()], least=1, most=120)
    wage = NumberField(_l("Basic wage a month"), [needed()], least=1, most=_MOST, places=2)
    currency = SelectField(
        _l("Currency"), choices=choices_of(CURRENCIES), invalid_choice_message=_NO_CHOICE
    )
    rate = NumberField(_l("VND for one unit"), [needed()], least=0, most=100_000, places=4)
    condition = SelectField(_l("Which holds?"), invalid_choice_message=_NO_CHOICE)
    asked = NumberField(_l("Service fee the company asks, VND"), [Optional()], most=_MOST)
    living = NumberField(_l("Food, room, insurance, tax a month, VND"), [Optional()], most=_MOST)

    def contract(self, programme: Programme, day: date) -> Contract:
        """The contract that was typed; a wage in đồng has the rate 1."""
        dong = self.currency.data == "VND"
        return Contract(
            programme=programme,
            signed_on=day,
            months=cast("int", self.months.data),
            wage=cast("Decimal", self.wage.data),
            rate=Decimal(1) if dong else cast("Decimal", self.rate.data),
            condition=self.condition.data if "condition" in self else "",
        )

    def typed(self) -> Typed:
        """What the reader knows beside the contract."""
        return Typed(cast("int | None", self.asked.data), cast("int | None", self.living.data))


def cost_form(args: Args, programme: Programme, day: date) -> CostForm:
    """The form for a programme, with what the address says."""
    known = {
        "currency": programme.currency or "VND",
        "months": programme.contract_months,
        "condition": "",
    }
    sent = MultiDict({name: args[name] for name in NAMES if name in args})
    if sent:
        sent = MultiDict({name: str(value or "") for name, value in known.items()} | sent.to_dict())
        if sent["currency"] == "VND":
            sent["rate"] = "1"
    form = CostForm(formdata=sent or None, meta={"csrf": False}, data=known)
    conditions = list_conditions(programme, day)
    if conditions:
        named = {row.condition: in_language(row, "condition") for row in conditions}
        form.condition.choices = choices_of({"": _("None of these"), **named})
    else:
        del form.condition
    return form
