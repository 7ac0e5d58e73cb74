"""What a page says of a body and its orders, in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from jobfair.agencies.fees import Cap, cap_in_force, dong_cap, list_caps
from jobfair.agencies.licence import LicenceStatus, grant_kind, licence_status
from jobfair.agencies.order_facts import suits_line
from jobfair.agencies.order_queries import places_left
from jobfair.agencies.words import (
    Badge,
    Names,
    badge_of,
    event_words,
    market_name,
    show_decimal,
    sum_words,
)
from jobfair.filters import in_language, show_day
from jobfair.language import current_language
from jobfair.models import (
    BodyContact,
    Introduction,
    JobOrder,
    LicenceEvent,
    LicenceKind,
    SendingBody,
)

CURRENCIES: dict[str, object] = {
    "JPY": _l("yen"),
    "TWD": _l("Taiwan dollars"),
    "KRW": _l("won"),
    "USD": _l("US dollars"),
    "EUR": _l("euros"),
    "CNY": _l("yuan"),
    "MYR": _l("ringgit"),
    "AUD": _l("Australian dollars"),
    "VND": _l("dong"),
}


def days_between(since: date | None, until: date | None) -> str:
    """ "From 10/01/2026 to 31/12/2026", or what there is of it."""
    if since and until:
        return _("From %(since)s to %(until)s", since=show_day(since), until=show_day(until))
    if since:
        return _("From %(since)s", since=show_day(since))
    return _("Until %(until)s", until=show_day(until)) if until else ""


def name_of(body: SendingBody) -> str:
    """The body's name, in English where it has one and the reader reads English."""
    return body.name_en if current_language() == "en" and body.name_en else body.name


def introduction_on(body: SendingBody, day: date) -> Introduction | None:
    """The province's introduction that holds on the day, the latest of several."""
    holding = [
        made
        for made in body.introductions
        if made.from_day <= day and (made.until_day is None or made.until_day >= day)
    ]
    return holding[-1] if holding else None


@dataclass(frozen=True)
class BodyLine:
    """A body in a list."""

    body: SendingBody
    name: str
    status: LicenceStatus
    badge: Badge
    days: str
    introduced: bool


def body_line(body: SendingBody, day: date, markets: Names) -> BodyLine:
    """A body as a list shows it on the day."""
    status = licence_status(body, day)
    return BodyLine(
        body,
        name_of(body),
        status,
        badge_of(body, status, markets),
        days_between(status.since, status.until),
        introduction_on(body, day) is not None,
    )


@dataclass(frozen=True)
class OrderLine:
    """An order in a list: what is asked, paid and left."""

    order: JobOrder
    title: str
    market: str
    line: str
    fee: str
    badge: Badge
    suits: str = ""


def wage_words(order: JobOrder) -> str:
    """180.000 yen (about 30,6 million đồng); a wage in đồng only once."""
    dong = sum_words(int(order.wage * order.rate))
    if order.currency == "VND":
        return dong
    unit = str(CURRENCIES.get(order.currency, order.currency))
    about = _("about %(sum)s", sum=dong)
    return f"{show_decimal(order.wage, grouped=True)} {unit} ({about})"


def fee_words(order: JobOrder, cap: Cap | None) -> str:
    """The service fee beside the law's limit, both in đồng; nothing where nothing is known."""
    limit = None
    if cap is not None and cap.known:
        limit = dong_cap(cap, order.contract_months, order.wage, order.rate)
    asked = sum_words(order.service_fee)
    if limit is None:
        return _("Service fee: %(fee)s. The limit is not known here.", fee=asked)
    if limit == 0:
        return _("No service fee may be taken.")
    return _("Service fee: %(fee)s, at most %(most)s by law.", fee=asked, most=sum_words(limit))


def _seats(left: int) -> Badge:
    if left <= 0:
        return Badge("plain", _("No places left"))
    kind = "good" if left > 3 else "mind"
    return Badge(kind, ngettext("%(num)s place left", "%(num)s places left", left))


def order_lines(orders: Sequence[JobOrder], markets: Names, day: date) -> list[OrderLine]:
    """Orders as public lists show them."""
    left = places_left(orders)
    programmes = {order.programme_code: order.programme for order in orders}
    caps = {code: list_caps(one, "service_fee", day) for code, one in programmes.items()}
    lines = []
    for order in orders:
        cap = cap_in_force(caps[order.programme_code], order.fee_condition, order.contract_months)
        parts = (
            _("%(months)s months", months=order.contract_months),
            _("basic wage %(wage)s", wage=wage_words(order)),
        )
        lines.append(
            OrderLine(
                order,
                in_language(order, "title"),
                market_name(markets, order.programme.market_code),
                " · ".join(parts),
                fee_words(order, cap),
                _seats(left[order.id]),
                suits_line(order),
            )
        )
    return lines


@dataclass(frozen=True)
class BodyPage:
    """Everything the page of one body shows beside its columns."""

    line: BodyLine
    licence: str
    introduction: Introduction | None
    introduction_days: str
    suspensions: list[str]
    phones: list[BodyContact]
    accounts: list[BodyContact]
    sites: list[BodyContact]
    history: list[dict[str, str]]
    orders: list[OrderLine]


def body_page(
    body: SendingBody,
    contacts: Sequence[BodyContact],
    orders: Sequence[JobOrder],
    markets: Names,
    day: date,
) -> BodyPage:
    """Gather the page of one body on the day."""
    line = body_line(body, day, markets)
    made = introduction_on(body, day)
    return BodyPage(
        line=line,
        licence=_licence_days(body, line.status),
        introduction=made,
        introduction_days=days_between(made.from_day, made.until_day) if made else "",
        suspensions=_suspensions(body, day, markets),
        phones=[c for c in contacts if c.kind == "phone"],
        accounts=[c for c in contacts if c.kind == "account"],
        sites=[c for c in contacts if c.kind == "web"],
        history=history_of(body, markets),
        orders=order_lines(orders, markets, day),
    )


def _licence_days(body: SendingBody, status: LicenceStatus) -> str:
    """When the licence that stands (or stood) was granted."""
    grants = [event for event in body.licence_events if event.kind is grant_kind(body.kind)]
    if not grants:
        return ""
    shown = [_("granted on %(day)s", day=show_day(grants[0].document_on))]
    shown += [_("granted again on %(day)s", day=show_day(e.document_on)) for e in grants[1:]]
    if status.in_force and status.until:
        shown.append(_("until %(day)s", day=show_day(status.until)))
    words = ", ".join(shown)
    return words[:1].upper() + words[1:]


def running_suspensions(body: SendingBody, day: date) -> list[LicenceEvent]:
    """Suspensions in force on the day or to come."""
    return [
        event
        for event in body.licence_events
        if event.kind is LicenceKind.SUSPENDED
        and (event.until_day is None or event.until_day >= day)
    ]


def _suspensions(body: SendingBody, day: date, markets: Names) -> list[str]:
    """Each with its market and days."""
    return [
        f"{event_words(body, event, markets)}. {days_between(event.from_day, event.until_day)}."
        for event in running_suspensions(body, day)
    ]


def history_of(body: SendingBody, markets: Names) -> list[dict[str, str]]:
    """Documents and introductions for ``journey.timeline``, the latest first."""
    dated = [
        (event.from_day, event.id, _event_entry(body, event, markets))
        for event in body.licence_events
    ]
    dated += [(made.from_day, made.id, _introduction_entry(made)) for made in body.introductions]
    return [entry for _day, _id, entry in sorted(dated, key=lambda row: row[:2], reverse=True)]


def _event_entry(body: SendingBody, event: LicenceEvent, markets: Names) -> dict[str, str]:
    number, day = event.document_no, show_day(event.document_on)
    document = _("Document %(number)s of %(day)s", number=number, day=day)
    return {
        "when": days_between(event.from_day, event.until_day),
        "text": event_words(body, event, markets),
        "small": f"{document}. {event.note}" if event.note else document,
        "kind": "move" if event.kind is grant_kind(body.kind) else "bad",
    }


def _introduction_entry(made: Introduction) -> dict[str, str]:
    return {
        "when": days_between(made.from_day, made.until_day),
        "text": _("Introduced by the province"),
        "small": _("Decision %(number)s", number=made.decision_no),
        "kind": "",
    }
