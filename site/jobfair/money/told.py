"""What the timeline tells of money: payments, promises, support. Of loans it tells no sums."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, time
from decimal import Decimal
from typing import Final

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import ngettext

from jobfair.cases.hooks import TELLS, TIMELINE, Happening
from jobfair.cases.sight import Sight
from jobfair.database import db
from jobfair.filters import show_number
from jobfair.language import current_language
from jobfair.lib.clock import from_local
from jobfair.lib.money import show_vnd
from jobfair.lib.text import lower_first
from jobfair.models import (
    CaseEvent,
    CaseFile,
    Day30Answer,
    Payment,
    Promise,
    SupportItem,
)
from jobfair.money.kinds import FLAGS, PAYMENT_KINDS
from jobfair.money.promise_kinds import HOW
from jobfair.money.promises import list_promises
from jobfair.money.queries import list_payments
from jobfair.money.support import list_support, names_beside_sums

TOLD: Final = "told"
NOON: Final = time(12, 0)


def tell_money(case: CaseFile, sight: Sight, events: Sequence[CaseEvent]) -> Mapping[str, str]:
    """Payments that the role sees; promises and support for everybody but a sending body."""
    reasons = {event.reason for event in events if event.kind == "record"}
    told: dict[str, str] = {}
    if "payment" in reasons:
        told |= {row.act_key: _paid(row) for row in list_payments(case, sight)}
    if sight.body_id is not None:
        return told
    if "promise" in reasons:
        told |= {
            row.act_key: _("Promised: %(what)s", what=_promised(row))
            for row in list_promises(case.id)
            if row.how == TOLD
        }
    if "day30" in reasons:
        rows = sa.select(Day30Answer).where(Day30Answer.case_id == case.id)
        told |= {row.act_key: _day30(row) for row in db.session.scalars(rows)}
    if "support" in reasons:
        items = list_support(case.id)
        names = names_beside_sums(items)
        told |= {
            item.act_key: _("Support planned: %(what)s", what=_item(item, names, item.planned))
            for item in items
        }
    return told


def _dong(sum_: int) -> str:
    return show_vnd(sum_, "en" if current_language() == "en" else "vi")


def _paid(row: Payment) -> str:
    receipt = _("receipt %(number)s", number=row.receipt) if row.receipt else _("no receipt")
    parts = [_dong(row.amount), row.to_whom, receipt, str(FLAGS.get(row.flag, ""))]
    what = str(PAYMENT_KINDS.get(row.kind, row.kind))
    return _(
        "Paid for %(what)s: %(how)s", what=lower_first(what), how=", ".join(filter(None, parts))
    )


def _promised(row: Promise) -> str:
    parts = []
    if row.wage is not None:
        wage, currency = show_number(Decimal(row.wage)), row.currency
        parts.append(_("%(wage)s %(currency)s a month", wage=wage, currency=currency))
    if row.months is not None:
        parts.append(ngettext("%(num)s month", "%(num)s months", row.months))
    if row.service_fee is not None:
        parts.append(_("fee %(sum)s", sum=_dong(row.service_fee)))
    if row.promised_by:
        parts.append(row.promised_by)
    return ", ".join(parts)


def _day30(row: Day30Answer) -> str:
    """What came, as the worker said it."""
    parts = []
    if row.wage is not None:
        wage, currency = show_number(Decimal(row.wage)), row.currency
        parts.append(_("%(wage)s %(currency)s a month", wage=wage, currency=currency))
    if row.hours_week is not None:
        parts.append(_("%(hours)s hours a week", hours=show_number(row.hours_week)))
    if row.service_fee is not None:
        parts.append(_("fee %(sum)s", sum=_dong(row.service_fee)))
    return _("What came, on day 30: %(what)s", what=", ".join(parts))


def promises_frozen(case: CaseFile, sight: Sight) -> list[Happening]:
    """What job orders promised on the day of the interest; not for a sending body."""
    if sight.body_id is not None:
        return []
    return [
        Happening(
            row.at,
            _("Promised: %(what)s", what=_promised(row)),
            ", ".join(filter(None, (str(HOW.get(row.how, "")), row.by_name))),
            topic="money",
        )
        for row in list_promises(case.id)
        if row.how != TOLD
    ]


def _item(item: SupportItem, names: dict[str, str], sum_: int) -> str:
    return f"{names.get(item.item, item.item)}, {_dong(sum_)}"


def support_settled(case: CaseFile, sight: Sight) -> list[Happening]:
    """The decision and the payment of each item, on their days; not for a sending body."""
    if sight.body_id is not None:
        return []
    items = list_support(case.id)
    names = names_beside_sums(items)
    found = []
    for item in items:
        if item.decided is not None and item.decided_on is not None:
            what = _("Support decided: %(what)s", what=_item(item, names, item.decided))
            found.append(_on_day(item.decided_on, what, item.decision_no))
        if item.paid is not None and item.paid_on is not None:
            what = _("Support paid: %(what)s", what=_item(item, names, item.paid))
            found.append(_on_day(item.paid_on, what))
    return found


def _on_day(day: date, text: str, number: str = "") -> Happening:
    small = _("document %(number)s", number=number) if number else ""
    return Happening(from_local(day, NOON), text, small, topic="money", day_only=True)


TELLS.append(tell_money)
TIMELINE.extend((promises_frozen, support_settled))
