"""One programme: pay, cost, caps, who it suits, papers, waiting, what comes after it (A5, A11)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from flask import render_template, request, url_for
from flask_babel import gettext as _

from jobfair.agencies.cap_words import cap_note, deposit_cap_words, fee_cap_words
from jobfair.agencies.fees import (
    DONG,
    Cap,
    cap_in_force,
    list_caps,
    list_conditions,
    other_caps,
)
from jobfair.agencies.queries import list_open_orders
from jobfair.agencies.words import reader_lang
from jobfair.filters import in_language
from jobfair.guide import queries
from jobfair.guide.around import next_conferences, recruiters
from jobfair.guide.programme_parts import cost_lines, income_source, parts_of
from jobfair.guide.told import Source, together
from jobfair.guide.words import income_range, lower_first
from jobfair.lib.clock import today
from jobfair.lib.money import show_million
from jobfair.models import Market, Programme

REFERENCE, UNCERTAIN = "K", "U"
NO_BREAK = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True)
class CapLines:
    """What a company may take, in words: allowed and forbidden."""

    fee: str
    allowed: list[str]
    forbidden: list[str]
    when: str  # the condition under which this holds, '' when it holds without one
    lower: list[str]  # conditions that would lower it, each with its cap
    notes: list[str]
    source: Source
    choices: list[tuple[str, str, bool]]  # label, address, current


def _chosen(programme: Programme, day: date) -> str:
    """The condition the reader says is theirs (``dieu-kien``); '' when unanswered or unknown."""
    asked = request.args.get("dieu-kien", "")
    return asked if asked in {row.condition for row in list_conditions(programme, day)} else ""


def cap_lines(programme: Programme, day: date) -> CapLines:
    """The caps of a programme for its usual length of contract, and what would change them."""
    condition, months = _chosen(programme, day), programme.contract_months
    fees = list_caps(programme, "service_fee", day)
    deposits = list_caps(programme, "worker_deposit", day)
    fee = cap_in_force(fees, condition, months)
    deposit = cap_in_force(deposits, condition, months)
    allowed, forbidden = _sorted(fee, deposit, months)
    held = [cap for cap in (fee, deposit) if cap is not None and cap.condition]
    rest = [] if condition else other_caps(fees, fee, months)
    return CapLines(
        fee_cap_words(fee, months),
        allowed,
        [*forbidden, _("No broker's fee."), _("Nothing for taking part in the selection.")],
        in_language(held[0].binding, "condition") if held else "",
        [f"{in_language(c.binding, 'condition')}: {fee_cap_words(c, months)}" for c in rest],
        [note for cap in (fee, deposit) if cap and not cap.nothing and (note := cap_note(cap))],
        together(cap.rule for cap in (fee, deposit) if cap is not None and cap.known),
        _choices(programme, condition, day, has_general=any(not c.condition for c in fees)),
    )


def _sorted(
    fee: Cap | None, deposit: Cap | None, months: int | None
) -> tuple[list[str], list[str]]:
    allowed: list[str] = []
    forbidden: list[str] = []
    for cap, words in ((fee, fee_cap_words(fee, months)), (deposit, deposit_cap_words(deposit))):
        nothing = cap is not None and cap.known and cap.nothing
        (forbidden if nothing else allowed).append(words)
    return allowed, forbidden


def _choices(
    programme: Programme, current: str, day: date, *, has_general: bool
) -> list[tuple[str, str, bool]]:
    """The conditions as links, with the way back to no answer."""
    conditions = list_conditions(programme, day)
    if not conditions:
        return []
    here = url_for("guide.market", code=programme.code)
    unanswered = _("None of these") if has_general else _("Not chosen yet")
    choices = [(unanswered, here, not current)]
    for row in conditions:
        address = f"{here}?{urlencode({'dieu-kien': row.condition})}"
        choices.append((in_language(row, "condition"), address, row.condition == current))
    return choices


def _deposit_number(programme: Programme, day: date) -> tuple[str, str] | None:
    """Number and unit of the deposit's cap, where it is a sum without a condition."""
    cap = cap_in_force(list_caps(programme, "worker_deposit", day), "", programme.contract_months)
    if cap is None or not cap.known or cap.unit != DONG or cap.condition:
        return None
    if cap.nothing:
        return "0", _("đồng")
    number, _space, unit = show_million(int(cap.rule.max_total or 0), reader_lang()).partition(" ")
    return number, _("million đồng").replace(" ", NO_BREAK) if unit else _("đồng")


def money_lines(programme: Programme, day: date) -> list[tuple[str, str, str]]:
    """The numbers people look for first: name, number, unit."""
    lines = []
    income = income_range([programme])
    if income:
        lines.append((_("Pay a month"), income, _("million đồng").replace(" ", NO_BREAK)))
    deposit = _deposit_number(programme, day)
    if deposit is not None:
        lines.append((_("Deposit, at most"), *deposit))
    return lines


def condition_facts(programme: Programme) -> list[tuple[str, str]]:
    """Whom it suits and how long it takes."""
    names = (
        (_("Age"), "age"),
        (_("Schooling"), "education"),
        (_("Health and looks"), "physical"),
        (_("Language"), "language"),
        (_("Contract"), "contract"),
        (_("Usual time until departure"), "process"),
        (_("How to go"), "channel"),
    )
    return [(name, in_language(programme, stem)) for name, stem in names]


def reference_notes(programme: Programme) -> list[str]:
    """How sure the numbers are, in words for everybody; '' marks stay with the staff."""
    marks = {programme.facts_mark, programme.income_mark, programme.mark}
    notes = []
    if marks & {REFERENCE, UNCERTAIN}:
        notes.append(_("Pay, age, cost and time are a guide: they differ by job order."))
    if UNCERTAIN in marks:
        notes.append(_("Part of this could not be checked yet. Ask an officer before you decide."))
    return notes


def _ending(programme: Programme, day: date) -> tuple[str, str] | None:
    """What to say of a programme that ends: kind of notice and title."""
    if programme.accepts_until is None:
        return None
    shown = f"{programme.accepts_until:%d/%m/%Y}"
    if programme.accepts_until < day:
        return "danger", _("This programme took people until %(day)s", day=shown)
    return "mind", _("This programme takes people until %(day)s", day=shown)


def _back(market: Market, siblings: Sequence[Programme]) -> tuple[str, str]:
    if len(siblings) > 1:
        return url_for("guide.market", code=market.code), in_language(market, "name")
    return url_for("guide.markets"), _("All markets")


def programme_page(programme: Programme, market: Market) -> str:
    """Draw the page of a programme."""
    day = today()
    orders = list_open_orders(day, market=market.code)
    apart, money_source = cost_lines(programme)
    return render_template(
        "guide/programme.html",
        programme=programme,
        market_name=in_language(market, "name"),
        market=market,
        name=lower_first(in_language(programme, "name")),
        back=_back(market, queries.list_programmes(market.code)),
        money=money_lines(programme, day),
        caps=cap_lines(programme, day),
        apart=apart,
        money_source=money_source,
        income_source=income_source(programme),
        said=parts_of(programme),
        conditions=condition_facts(programme),
        papers=[line for line in in_language(programme, "papers").splitlines() if line],
        notes=reference_notes(programme),
        ending=_ending(programme, day),
        recruiters=recruiters([o for o in orders if o.programme_code == programme.code]),
        conferences=next_conferences(market.code),
    )
