"""The calculator's page: choose, type, read (A6)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from flask import render_template, request
from flask_babel import gettext as _
from flask_babel import ngettext

from jobfair.agencies.order_page import programme_choices
from jobfair.agencies.shown import CURRENCIES
from jobfair.agencies.words import reader_lang, show_decimal, sum_words
from jobfair.filters import in_language
from jobfair.guide import queries
from jobfair.guide.cost_form import CostForm, cost_form
from jobfair.guide.costs import Costs, count
from jobfair.lib.clock import today
from jobfair.lib.money import show_vnd
from jobfair.models import Programme
from jobfair.money.caps import Contract, Limit

Line = tuple[str, str, str]


def cost_page() -> str | tuple[str, int]:
    """The programmes, the form of one, or its answer; 422 where a number is no number."""
    programme = queries.find_programme(request.args.get("programme", "")[:40])
    if programme is None:
        return render_template("guide/costs.html", programme=None, choices=programme_choices())
    day = today()
    form = cost_form(request.args, programme, day)
    if "wage" not in request.args:
        return _draw(programme, form, None)
    if not form.validate():
        return _draw(programme, form, None), 422
    contract = form.contract(programme, day)
    return _draw(programme, form, _answer(count(contract, form.typed()), contract, form))


# Any: what the template shows.
def _answer(costs: Costs, contract: Contract, form: CostForm) -> dict[str, Any]:
    return {
        "costs": costs,
        "cap": _cap_words(costs),
        "cap_months": _months(costs.fee),
        "title": _title(costs),
        "before": _before(costs),
        "month": _month(costs, contract, str(form.currency.data)),
        "source": _source(costs),
    }


def _source(costs: Costs) -> tuple[str, date | None, date | None]:
    """What the limits rest on, since when it is known, until when: the earliest of each."""
    checked = [rule.checked_on for rule in costs.rules if rule.checked_on]
    again = [rule.check_again_on for rule in costs.rules if rule.check_again_on]
    text = "; ".join(rule.source for rule in costs.rules)
    return text, min(checked, default=None), min(again, default=None)


def _draw(programme: Programme, form: CostForm, answer: dict[str, Any] | None) -> str:
    market = queries.get_market(programme.market_code)
    name = f"{in_language(market, 'name')}: {in_language(programme, 'name')}"
    values = {"costs": None} | (answer or {})
    return render_template("guide/costs.html", programme=programme, name=name, form=form, **values)


def _months(limit: Limit) -> str:
    """Months of basic wage for a machine: '3', '1.5'; '' where no rule counts in them."""
    if limit.months is not None:
        return f"{round(limit.months, 4).normalize():f}"
    return "0" if limit.most == 0 else ""


def _cap_words(costs: Costs) -> str:
    """The law's limit of the service fee."""
    if costs.fee.most is None:
        return _("The limit is not known here. Ask an officer.")
    if costs.fee.most == 0:
        return _("No service fee may be taken.")
    return _(
        "At most %(sum)s: %(months)s months of basic wage.",
        sum=sum_words(costs.fee.most),
        months=show_decimal(round(costs.fee.months or Decimal(0), 2)),
    )


def _title(costs: Costs) -> str:
    if costs.left_in_all is None:
        return _("What the company may ask of you")
    if costs.left_in_all <= 0:
        return _("This wage does not cover what you would spend")
    return ngettext(
        "After %(num)s month you keep about %(sum)s",
        "After %(num)s months you keep about %(sum)s",
        costs.months,
        sum=sum_words(costs.left_in_all),
    )


def _full(amount: int) -> str:
    return show_vnd(amount, reader_lang())


def _before(costs: Costs) -> list[Line]:
    """What is to be paid before departure: name, at most how much, what to know."""
    asked = costs.typed.asked is not None and not costs.over
    fee = costs.fee_paid if costs.fee.most is not None or asked else None
    return [
        (
            _("Service fee"),
            _("not known") if fee is None else _full(fee),
            _("as asked") if asked else _("at most, by law"),
        ),
        (_("Deposit"), _deposit(costs.deposit), _("comes back when the contract is fulfilled")),
        (
            _("Overseas employment fund"),
            _("not known") if costs.fund.most is None else _full(costs.fund.most),
            "",
        ),
    ]


def _deposit(limit: Limit) -> str:
    if limit.airfare:
        return _("one ticket at most")
    return _("not known") if limit.most is None else _full(limit.most)


def _month(costs: Costs, contract: Contract, currency: str) -> list[Line]:
    """A month: basic wage, what is spent."""
    unit = str(CURRENCIES.get(currency, currency))
    wage = f"{show_decimal(contract.wage or Decimal(0), grouped=True)} {unit}"
    rate = "" if currency == "VND" else f" × {show_decimal(contract.rate or Decimal(0))}"
    lines = [(_("Basic wage"), _full(costs.wage), f"{wage}{rate}")]
    if costs.typed.living is not None:
        spent = f"− {_full(costs.typed.living)}"
        lines.append((_("Food, room, insurance, tax"), spent, _("you typed")))
    return lines
