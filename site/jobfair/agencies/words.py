"""Names of kinds and states, and the badge of a licence: one place for each word."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from jobfair.agencies.licence import LicenceStatus, grant_kind, licence_status
from jobfair.filters import in_language
from jobfair.language import current_language
from jobfair.lib.money import Lang, show_million, show_vnd
from jobfair.models import BodyKind, LicenceEvent, LicenceKind, Market, OrderState, SendingBody

BODY_KINDS: dict[BodyKind, object] = {
    BodyKind.ENTERPRISE: _l("Service enterprise"),
    BodyKind.PUBLIC_UNIT: _l("Public unit"),
    BodyKind.AGREEMENT: _l("Agreement between localities"),
    BodyKind.INVESTOR: _l("Investor abroad"),
}

LICENCE_KINDS: dict[LicenceKind, object] = {
    LicenceKind.LICENSED: _l("Licence granted"),
    LicenceKind.ASSIGNED: _l("Assigned the task"),
    LicenceKind.SUSPENDED: _l("Suspended"),
    LicenceKind.REVOKED: _l("Licence revoked"),
    LicenceKind.RETURNED: _l("Licence returned"),
}

CONTACT_NAMES: dict[str, object] = {
    "phone": _l("Phone"),
    "account": _l("Bank account"),
    "web": _l("Website"),
}

ORDER_STATES: dict[OrderState, tuple[str, object]] = {
    OrderState.DRAFT: ("", _l("Draft")),
    OrderState.SUBMITTED: ("mind", _l("Waiting for approval")),
    OrderState.OPEN: ("good", _l("Recruiting")),
    OrderState.CLOSED: ("plain", _l("Closed")),
    OrderState.CANCELLED: ("bad", _l("Cancelled")),
}


def reader_lang() -> Lang:
    """The reader's language as lib.money takes it."""
    return "en" if current_language() == "en" else "vi"


@dataclass(frozen=True)
class Badge:
    """A state in a word: kind of ``ui.badge`` and text."""

    kind: str
    text: str


def show_decimal(number: Decimal, *, grouped: bool = False) -> str:
    """2,1 in Vietnamese, 2.1 in English, without needless zeros; thousands in groups if asked."""
    text = f"{number.normalize():,f}" if grouped else f"{number.normalize():f}"
    return text if reader_lang() == "en" else text.translate(str.maketrans(",.", ".,"))


def sum_words(dong: int) -> str:
    """91,8 triệu đồng; 91.8 million VND; small sums in full."""
    shown = show_million(dong, reader_lang()) if dong else show_vnd(dong, reader_lang())
    return f"{shown} đồng" if shown.endswith("triệu") else shown


def state_badge(state: OrderState) -> Badge:
    """The state of an order in a word."""
    kind, text = ORDER_STATES[state]
    return Badge(kind, str(text))


Names = dict[str, Market]


def market_name(markets: Names, code: str | None) -> str:
    """The market's name in the reader's language; its code when it is unknown."""
    if code is None:
        return _("every market")
    return in_language(markets[code], "name") if code in markets else code


def badge_of(body: SendingBody, status: LicenceStatus, markets: Names) -> Badge:
    """The state of a licence in a few words, markets by name."""
    assigned = grant_kind(body.kind) is LicenceKind.ASSIGNED
    if status.status == "licensed" and status.suspended_markets:
        names = ", ".join(market_name(markets, code) for code in status.suspended_markets)
        return Badge("mind", _("Suspended for %(markets)s", markets=names))
    if status.status == "licensed":
        return Badge("good", _("Assignment in force") if assigned else _("Licence in force"))
    if status.status == "suspended":
        return Badge("bad", _("Suspended"))
    if status.status == "revoked":
        return Badge("bad", _("Assignment revoked") if assigned else _("Licence revoked"))
    if status.status == "returned":
        return Badge("bad", _("Assignment returned") if assigned else _("Licence returned"))
    if status.event is not None:
        return Badge("bad", _("Assignment ran out") if assigned else _("Licence ran out"))
    return Badge("bad", _("No assignment") if assigned else _("No licence"))


def licence_badge(body: SendingBody, day: date, markets: Names) -> Badge:
    """As ``badge_of`` for the day's status; other rooms ask this one."""
    return badge_of(body, licence_status(body, day), markets)


def event_words(body: SendingBody, event: LicenceEvent, markets: Names) -> str:
    """What a document did: "Suspended, Taiwan"."""
    assigned = grant_kind(body.kind) is LicenceKind.ASSIGNED
    names = {
        LicenceKind.REVOKED: _("Assignment revoked") if assigned else _("Licence revoked"),
        LicenceKind.RETURNED: _("Assignment returned") if assigned else _("Licence returned"),
    }
    words = names.get(event.kind) or str(LICENCE_KINDS[event.kind])
    if event.market_code is not None:
        return f"{words}: {market_name(markets, event.market_code)}"
    if event.kind is LicenceKind.SUSPENDED:
        return f"{words}: {market_name(markets, None)}"
    return words
