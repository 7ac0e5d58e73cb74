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
from jobfair.guide.costs import Costs, Typed, count
from jobfair.guide.programme_parts import income_source
from jobfair.guide.told import ANY, Source, part, together
from jobfair.lib.clock import today
from jobfair.lib.money import show_vnd
from jobfair.models import Programme
from jobfair.money.caps import Contract, Limit

Line = tuple[str, str, str, str]
"""Name, amount, what to know, the id of its source ('' where the reader typed it)."""
FEE, DEPOSIT, FUND, WAGE = "nguon-phi", "nguon-ky-quy", "nguon-quy", "nguon-luong"


def cost_page() -> str | tuple[str, int]:
    """The programmes, the form of one, or its answer; 422 where a number is no number."""
    programme = queries.find_programme(request.args.get("programme", "")[:40])
    if programme is None:
        return render_template("guide/costs.html", programme=None, choices=programme_choices())
    day = today()
    form = cost_form(request.args, programme, day)
    if "wage" not in request.args:
        usual = usual_contract(programme, day)
        answer = _answer(count(usual, Typed()), usual, "VND", guessed=True) if usual else None
        return _draw(programme, form, answer)
    if not form.validate():
        return _draw(programme, form, None), 422
    contract = form.contract(programme, day)
    answer = _answer(count(contract, form.typed()), contract, str(form.currency.data))
    return _draw(programme, form, answer)


def usual_contract(programme: Programme, day: date) -> Contract | None:
    """A contract of the usual length at the low end of the income; None without these numbers."""
    lowest = programme.income_min_million
    if lowest is None or programme.contract_months is None:
        return None
    return Contract(
        programme=programme,
        signed_on=day,
        months=programme.contract_months,
        wage=lowest * 1_000_000,
        rate=Decimal(1),
    )


# Any: what the template shows.
def _answer(
    costs: Costs, contract: Contract, currency: str, *, guessed: bool = False
) -> dict[str, Any]:
    programme = contract.programme
    return {
        "guessed": guessed,
        "costs": costs,
        "cap": _cap_words(costs),
        "cap_months": _months(costs.fee),
        "title": _title(costs),
        "before": _before(costs),
        "month": _month(costs, contract, currency, guessed=guessed),
        "taken": part("costs", "deduction", (programme.code, programme.market_code, ANY)),
        "sources": _sources(costs, programme if guessed else None),
    }


def _sources(costs: Costs, programme: Programme | None) -> list[tuple[str, str, Source]]:
    """Id, name and source of every number that nobody typed; of the income where it was used."""
    limits = [
        (FEE, _("Service fee"), costs.fee),
        (DEPOSIT, _("Deposit"), costs.deposit),
        (FUND, _("Overseas employment fund"), costs.fund),
    ]
    found = [(key, name, together([one.rule])) for key, name, one in limits if one.rule]
    if programme is not None:
        days = (programme.checked_on, programme.check_again_on)
        found.append((WAGE, _("Income"), Source(income_source(programme), *days)))
    return found


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
    if not costs.kept_known:
        return ngettext(
            "After %(num)s month you keep at most %(sum)s",
            "After %(num)s months you keep at most %(sum)s",
            costs.months,
            sum=sum_words(costs.left_in_all),
        )
    return ngettext(
        "After %(num)s month you keep about %(sum)s",
        "After %(num)s months you keep about %(sum)s",
        costs.months,
        sum=sum_words(costs.left_in_all),
    )


def _full(amount: int) -> str:
    return show_vnd(amount, reader_lang())


def _before(costs: Costs) -> list[Line]:
    """What is to be paid before departure: name, at most how much, what to know, its source."""
    asked = costs.typed.asked is not None and not costs.over
    fee = costs.fee_paid if costs.fee_known else None
    return [
        (
            _("Service fee"),
            _("not known") if fee is None else _full(fee),
            _("as asked") if asked else _("at most, by law"),
            FEE if costs.fee.rule else "",
        ),
        (
            _("Deposit"),
            _deposit(costs.deposit),
            _("comes back when the contract is fulfilled"),
            DEPOSIT if costs.deposit.rule else "",
        ),
        (
            _("Overseas employment fund"),
            _("not known") if costs.fund.most is None else _full(costs.fund.most),
            "",
            FUND if costs.fund.rule else "",
        ),
    ]


def _deposit(limit: Limit) -> str:
    if limit.airfare:
        return _("one ticket at most")
    return _("not known") if limit.most is None else _full(limit.most)


def _month(costs: Costs, contract: Contract, currency: str, *, guessed: bool) -> list[Line]:
    """A month: basic wage, or the low end of the income; what is spent."""
    if guessed:
        return [(_("Income"), _full(costs.wage), _("the low end, as a guide"), WAGE)]
    unit = str(CURRENCIES.get(currency, currency))
    wage = f"{show_decimal(contract.wage or Decimal(0), grouped=True)} {unit}"
    rate = "" if currency == "VND" else f" × {show_decimal(contract.rate or Decimal(0))}"
    lines = [(_("Basic wage"), _full(costs.wage), f"{wage}{rate}", "")]
    if costs.typed.living is not None:
        spent = f"− {_full(costs.typed.living)}"
        lines.append((_("Food, room, insurance, tax"), spent, _("you typed"), ""))
    return lines
