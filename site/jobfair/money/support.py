"""Support items per person: planned, decided, paid, by the table valid on the day (G9)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from jobfair import audit
from jobfair.access import Actor
from jobfair.accounts.audit_fields import learn
from jobfair.accounts.audit_words import ACTIONS
from jobfair.cases.history import append_event, done_already
from jobfair.cases.locking import hold_case
from jobfair.cases.owners import LETTER_ROLE, must_hold
from jobfair.cases.record_kinds import PLAIN_LABELS
from jobfair.database import db
from jobfair.errors import Conflict, Invalid, NotFound
from jobfair.filters import in_language
from jobfair.lib.clock import now, today
from jobfair.models import CaseFile, SupportAmount, SupportItem, SupportState
from jobfair.money.law import LOAN_ROWS, groups_of, list_amounts
from jobfair.money.log import MOST

SOURCES: Final[dict[str, object]] = {
    "state": _l("State budget"),
    "province": _l("Budget of the province"),
    "fund40": _l("Overseas employment fund"),
    "other": _l("Another source"),
}
"""Where the money comes from -> words."""

SUPPORT_STATES: Final[dict[str, tuple[str, object]]] = {
    SupportState.PLANNED: ("mind", _l("Planned")),
    SupportState.DECIDED: ("good", _l("Decided")),
    SupportState.PAID: ("good", _l("Paid")),
    SupportState.REFUSED: ("bad", _l("Refused")),
}
"""State -> kind of badge, words."""

AT_MOST: Final = (", nhiều nhất", ", at most")
"""How the names of the table mark a ceiling."""

WHO: Final = "direct_support_groups"
_NO_ITEMS: Final = frozenset({*LOAN_ROWS, WHO})
PLAIN_LABELS["support"] = _l("Support")
learn([("support", _l("support"))])
ACTIONS.update(
    {
        "case.support": _l("recorded support"),
        "case.support_state": _l("recorded what became of support"),
    }
)


@dataclass(frozen=True, slots=True)
class SupportData:
    """A planned item as typed; ``amount`` in đồng for all of ``quantity``."""

    item: str
    on_date: date
    amount: int
    quantity: int = 1
    money_source: str = "state"


def list_items(day: date) -> list[SupportAmount]:
    """What the table of the day offers to a person; loans have a page of their own."""
    return [row for row in list_amounts(day) if row.item not in _NO_ITEMS]


def most_of(row: SupportAmount, quantity: int) -> int | None:
    """The most đồng for so many courses, days or months; None where the table has no number."""
    return int(row.most * quantity) if row.most is not None else None


def plan(case: CaseFile, data: SupportData, *, by: Actor, act_key: str) -> SupportItem | None:
    """Plan one item by the table valid on its day; None when it was done already.

    Officer and counsellor. Raises Forbidden, Invalid for an item that the table of the day
    does not have, or a sum above it.
    """
    if done_already(case, act_key):
        return None
    hold_case(case)
    letter = must_hold(by, case, frozenset("OC"))
    row = next((r for r in list_items(data.on_date) if r.item == data.item), None)
    if row is None:
        raise Invalid(_("The table of that day does not have this item."))
    if data.money_source not in SOURCES or not 1 <= data.quantity <= 1000:
        raise Invalid(_("Check what was chosen and how many."))
    most = most_of(row, data.quantity)
    if not 0 < data.amount <= (most if most is not None else MOST):
        raise Invalid(_("The sum is above the table. Check it and how many."))
    item = SupportItem(
        case_id=case.id,
        item=data.item,
        on_date=data.on_date,
        state=SupportState.PLANNED,
        money_source=data.money_source,
        quantity=data.quantity,
        planned=data.amount,
        act_key=act_key,
        recorded_by=by.user_id,
        recorded_at=now(),
    )
    db.session.add(item)
    append_event(case, "record", by=by, act_key=act_key, role=LETTER_ROLE[letter], reason="support")
    audit.record(
        by, "case.support", "case", case.id, person_ids=[case.person_id], fields=["support"]
    )
    db.session.flush()
    return item


def get_item(case: CaseFile, item_id: str) -> SupportItem:
    """One item of this case. Raises NotFound."""
    found = db.session.get(SupportItem, item_id)
    if found is None or found.case_id != case.id:
        raise NotFound()
    return found


def settle(
    case: CaseFile,
    item: SupportItem,
    state: SupportState,
    *,
    amount: int,
    on: date,
    by: Actor,
    number: str = "",
) -> SupportItem:
    """Write the decision, the payment or the refusal; the same again changes nothing.

    Raises Forbidden, Conflict for a step back, Invalid for a sum above what was planned or
    decided, for a decision without its number, or for a day in the future.
    """
    hold_case(case)
    must_hold(by, case, frozenset("OC"))
    db.session.refresh(item)
    if item.state is state:
        return item
    _may_become(item, state)
    if on > today():
        raise Invalid(_("The day is in the future."))
    if state is SupportState.DECIDED:
        if not number:
            raise Invalid(_("Write the number of the decision."))
        item.decided, item.decided_on, item.decision_no = _sum(amount, item.planned), on, number
    elif state is SupportState.PAID:
        item.paid, item.paid_on = _sum(amount, item.decided or 0), on
    item.state, item.changed_at = state, now()
    audit.record(
        by, "case.support_state", "case", case.id, person_ids=[case.person_id], fields=["support"]
    )
    db.session.flush()
    return item


def _may_become(item: SupportItem, state: SupportState) -> None:
    steps = {
        SupportState.PLANNED: {SupportState.DECIDED, SupportState.REFUSED},
        SupportState.DECIDED: {SupportState.PAID, SupportState.REFUSED},
    }
    if state not in steps.get(item.state, set()):
        raise Conflict(
            _("This item is already at: %(state)s.", state=SUPPORT_STATES[item.state][1])
        )


def _sum(amount: int, most: int) -> int:
    if not 0 < amount <= most:
        raise Invalid(_("The sum is above what was planned or decided."))
    return amount


def names_beside_sums(items: Sequence[SupportItem]) -> dict[str, str]:
    """Item -> its name without the mark of a ceiling, which beside a sum would mislead."""
    if not items:
        return {}
    wanted = SupportAmount.item.in_({item.item for item in items})
    rows = db.session.scalars(
        sa.select(SupportAmount).where(wanted).order_by(SupportAmount.valid_from)
    )
    return {row.item: _plain(in_language(row, "name")) for row in rows}


def _plain(name: str) -> str:
    for ending in AT_MOST:
        name = name.removesuffix(ending)
    return name


def list_support(case_id: str) -> list[SupportItem]:
    """The items of a case, oldest first."""
    query = sa.select(SupportItem).where(SupportItem.case_id == case_id)
    return list(db.session.scalars(query.order_by(SupportItem.recorded_at, SupportItem.id)))


def sums_of(items: list[SupportItem]) -> tuple[int, int, int]:
    """Planned, decided and paid of the items that were not refused, in đồng."""
    alive = [item for item in items if item.state is not SupportState.REFUSED]
    planned, decided = sum(i.planned for i in alive), sum(i.decided or 0 for i in alive)
    return planned, decided, sum(i.paid or 0 for i in alive)


def may_get(case: CaseFile, day: date) -> list[tuple[SupportAmount, frozenset[str]]]:
    """What a person may get by the table of the day, each with the groups it rests on.

    Opens the sealed flags: the caller has audited the reason. Rows that name no group
    rest on none and are everybody's.
    """
    groups = groups_of([case.person_id], day)[case.person_id]
    found = []
    for row in list_items(day):
        why = groups.any_of(row)
        if why or not row.for_groups:
            found.append((row, why))
    return found
