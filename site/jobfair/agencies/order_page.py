"""The page of one order for staff: caps, what may be done now, what was done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from jobfair.access import Actor, Permission
from jobfair.agencies.cap_words import cap_sources, deposit_cap_words, fee_cap_words
from jobfair.agencies.fees import Cap, cap_in_force, list_caps, list_conditions, other_caps
from jobfair.agencies.licence import body_ok
from jobfair.agencies.order_checks import CapCheck, check_caps
from jobfair.agencies.order_facts import Fact, conditions, days_and_papers, suits
from jobfair.agencies.order_queries import list_order_acts, list_programmes, places_left
from jobfair.agencies.orders import entry_of
from jobfair.agencies.queries import list_markets
from jobfair.agencies.shown import wage_words
from jobfair.agencies.words import Badge, market_name, reader_lang, show_decimal, state_badge
from jobfair.filters import in_language, show_moment
from jobfair.lib.clock import today
from jobfair.lib.money import show_vnd
from jobfair.models import AuditEvent, JobOrder, OrderState, Programme

ACTS: dict[str, object] = {
    "job_order.create": _l("Entered"),
    "job_order.edit": _l("Changed"),
    "job_order.submitted": _l("Submitted"),
    "job_order.open": _l("Approved and published"),
    "job_order.draft": _l("Handed back"),
    "job_order.closed": _l("Closed"),
    "job_order.cancelled": _l("Cancelled"),
}


@dataclass(frozen=True)
class Caps:
    """The caps of a programme in words, with what changes them, and their sources."""

    fee: str
    deposit: str
    conditions: list[str]
    source: str


def caps_of(programme: Programme, day: date | None = None) -> Caps:
    """The caps that hold unless a condition is chosen, for the usual length of contract."""
    on, months = day or today(), programme.contract_months
    fees = list_caps(programme, "service_fee", on)
    deposits = list_caps(programme, "worker_deposit", on)
    fee, deposit = cap_in_force(fees, "", months), cap_in_force(deposits, "", months)
    rest = other_caps(fees, fee, months) + other_caps(deposits, deposit, months)
    return Caps(
        fee_cap_words(fee, months),
        deposit_cap_words(deposit),
        [_condition(cap, months) for cap in rest],
        cap_sources(fee, deposit, *rest),
    )


def _condition(cap: Cap, months: int | None) -> str:
    fee = cap.binding.kind == "service_fee"
    words = fee_cap_words(cap, months) if fee else deposit_cap_words(cap)
    return f"{in_language(cap.binding, 'condition')}: {words}"


def programme_choices() -> dict[str, list[tuple[str, str]]]:
    """Programmes by market, for a list to choose from."""
    markets = list_markets()
    found: dict[str, list[tuple[str, str]]] = {}
    for programme in list_programmes():
        name = market_name(markets, programme.market_code)
        found.setdefault(name, []).append((programme.code, in_language(programme, "name")))
    return found


def asked_state(args: Mapping[str, str]) -> OrderState | None:
    """The state the address asks for (``tinh-trang``), or None for all."""
    asked = args.get("tinh-trang", "")
    return OrderState(asked) if asked in set(OrderState) else None


@dataclass(frozen=True)
class CheckLine:
    """A declared sum beside its limit, in words. Sums in đồng; ``limit`` None without a number."""

    name: str
    sentence: str
    badge: Badge
    declared: int
    limit: int | None
    over: bool
    source: str


def check_lines(checks: tuple[CapCheck, CapCheck]) -> list[CheckLine]:
    """Service fee and deposit as a page shows them."""
    return [_check_line(check) for check in checks]


def _check_line(check: CapCheck) -> CheckLine:
    lang = reader_lang()
    declared = show_vnd(check.declared, lang)
    if check.limit is not None:
        limit = show_vnd(check.limit, lang)
        sentence = _("%(declared)s, at most %(limit)s.", declared=declared, limit=limit)
        badge = Badge("good", _("Within the limit"))
        if check.over:
            badge = Badge("bad", _("Over the limit"))
    elif check.airfare:
        sentence = _("%(declared)s, at most one one-way economy ticket.", declared=declared)
        badge = Badge("mind", _("Compare by hand")) if check.by_hand else Badge("good", _("None"))
    else:
        sentence = f"{declared}."
        badge = Badge("mind", _("The limit is not known here"))
    name = _("Service fee") if check.kind == "service_fee" else _("Deposit")
    source = check.cap.rule.source if check.cap is not None and check.cap.known else ""
    return CheckLine(name, sentence, badge, check.declared, check.limit, check.over, source)


@dataclass(frozen=True)
class OrderPage:
    """What the page shows beside the order's columns."""

    market: str
    condition: str
    state: Badge
    wage: str
    rate: str
    terms: list[Fact]
    checks: list[CheckLine]
    left: int
    body_may: bool
    acts: list[dict[str, str]]
    may: frozenset[str]  # edit, submit, approve, hand_back, close, cancel


def _may(order: JobOrder, actor: Actor) -> frozenset[str]:
    """What the actor may do with the order in its state; the rules check again."""
    enter = actor.can(Permission.ENTER_ORDER)
    approve = actor.can(Permission.APPROVE_ORDER)
    found = set()
    if order.state is OrderState.DRAFT and enter:
        found |= {"edit", "submit"}
    if order.state is OrderState.SUBMITTED and approve:
        found |= {"approve", "hand_back"}
    if order.state is OrderState.OPEN and (enter or approve):
        found |= {"close"} | ({"hand_back"} if approve else set())
    if order.state not in (OrderState.CLOSED, OrderState.CANCELLED) and (enter or approve):
        found.add("cancel")
    return frozenset(found)


def _act(event: AuditEvent) -> dict[str, str]:
    words = str(ACTS.get(event.action, event.action))
    small = ". ".join(part for part in (event.actor_name, event.reason) if part)
    good = event.action in ("job_order.open", "job_order.submitted")
    bad = event.action in ("job_order.draft", "job_order.cancelled")
    return {
        "when": show_moment(event.at),
        "iso": event.at.isoformat(),
        "text": words,
        "small": small,
        "kind": "move" if good else "bad" if bad else "",
    }


def order_page(order: JobOrder, actor: Actor, day: date) -> OrderPage:
    """Gather the page for the actor on the day."""
    named = {row.condition: row for row in list_conditions(order.programme, day)}
    row = named.get(order.fee_condition)
    return OrderPage(
        market=market_name(list_markets(), order.programme.market_code),
        condition=in_language(row, "condition") if row else "",
        state=state_badge(order.state),
        wage=wage_words(order),
        rate="" if order.currency == "VND" else show_decimal(order.rate),
        terms=[*suits(order), *conditions(order), *days_and_papers(order)],
        checks=check_lines(check_caps(order.programme, entry_of(order).amounts, day)),
        left=places_left([order])[order.id],
        body_may=body_ok(order.body, order.programme.market_code, day),
        acts=[_act(event) for event in list_order_acts(order.id)],
        may=_may(order, actor),
    )


__all__ = ["Caps", "OrderPage", "asked_state", "caps_of", "order_page", "programme_choices"]
