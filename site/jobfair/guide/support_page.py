"""Loans and support: today's table, a worked example a household, the way to the money (A8)."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template
from flask_babel import gettext as _

from jobfair import page_cache
from jobfair.agencies.words import reader_lang
from jobfair.filters import in_language, show_day
from jobfair.guide.about import office_name
from jobfair.guide.support import (
    PAGE,
    Example,
    examples,
    list_branches,
    list_direct,
    list_example_settings,
    list_fund,
    name_of,
)
from jobfair.guide.told import Source, part, together
from jobfair.lib.clock import today
from jobfair.lib.money import show_vnd
from jobfair.lib.phones import show_phone
from jobfair.models import SupportAmount
from jobfair.models.base import FactMixin
from jobfair.money.law import loan_law

MINUTE = 60
Row = tuple[str, str, str]


@dataclass(frozen=True)
class Shown:
    """One worked example in words."""

    title: str
    text: str
    bill: list[Row]
    given: str
    rest: list[tuple[str, str]]
    source: Source


def support_page() -> str:
    """Draw the page."""
    page_cache.keep("guide", seconds=MINUTE)
    day = today()
    loan, direct, fund = loan_law(day), list_direct(day), list_fund(day)
    worked = examples(day, loan)
    return render_template(
        "guide/support.html",
        loan=[_row(row) for row in loan],
        direct=[_row(row) for row in direct],
        fund=[_row(row) for row in fund],
        examples=[_shown(example) for example in worked],
        steps=part(PAGE, "step"),
        papers=part(PAGE, "paper"),
        branch=part(PAGE, "branch"),
        branches=[(office_name(one), one.phone, show_phone(one.phone)) for one in list_branches()],
    )


def dated(row: FactMixin) -> str:
    """Where an amount comes from and when it was checked, to stand beside it."""
    if row.checked_on is None:
        return row.source
    return _("%(source)s, checked on %(day)s", source=row.source, day=show_day(row.checked_on))


def _row(row: SupportAmount) -> Row:
    return name_of(row), in_language(row, "amount"), dated(row)


def _vnd(amount: int) -> str:
    return show_vnd(amount, reader_lang())


def _shown(example: Example) -> Shown:
    bill = [(name_of(line.row), _vnd(line.most), _times(line.quantity)) for line in example.lines]
    rest = [(_("Cost of this example"), _vnd(example.cost))]
    if example.given:
        rest.append((_("Support, at most"), f"− {_vnd(example.given)}"))
    rest.append((_("You may borrow up to"), _vnd(example.left)))
    rest.append((_("Pledge"), _pledge(example.collateral)))
    numbers = list(list_example_settings().values())
    return Shown(
        title=in_language(example.group, "title"),
        text=in_language(example.group, "text"),
        bill=bill,
        given=_vnd(example.given),
        rest=rest,
        source=together([*(line.row for line in example.lines), example.group, *numbers]),
    )


def _times(quantity: int) -> str:
    return f"× {quantity}" if quantity > 1 else ""


def _pledge(needed: bool | None) -> str:
    if needed is None:
        return _("not known")
    return _("needed for so large a loan") if needed else _("not needed for this loan")
