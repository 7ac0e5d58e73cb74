"""What a body's licence history says on a day; computed from the events, never stored.

Law 69/2020/QH14 Art. 10-16 (licence, suspension, revocation, return), Art. 35 and 42 (units,
agreements and investors, which work under an assignment instead of a licence).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from jobfair.lib.text import clean
from jobfair.models import BodyKind, LicenceEvent, LicenceKind, SendingBody

Status = Literal["licensed", "suspended", "revoked", "returned", "none"]

_ENDS: dict[LicenceKind, Status] = {
    LicenceKind.REVOKED: "revoked",
    LicenceKind.RETURNED: "returned",
}


@dataclass(frozen=True)
class LicenceStatus:
    """The licence (or assignment) on one day.

    ``status``: 'licensed' in force (an assignment too), 'suspended' for every market,
    'revoked', 'returned', 'none' when nothing is in force. ``suspended_markets``: codes of the
    markets that are closed one by one. ``event``: the document that decides, ``since`` and
    ``until`` its days; of 'none' the document that ran out, if there was one.
    """

    status: Status
    suspended_markets: tuple[str, ...] = ()
    event: LicenceEvent | None = None
    since: date | None = None
    until: date | None = None

    @property
    def in_force(self) -> bool:
        """Whether the body may work at least in some markets."""
        return self.status == "licensed"


def _covers(event: LicenceEvent, day: date) -> bool:
    return event.from_day <= day and (event.until_day is None or event.until_day >= day)


def _order(event: LicenceEvent) -> tuple[date, date, bool, str]:
    """Later documents decide; of two on one day the stricter one."""
    return (event.from_day, event.document_on, event.kind in _ENDS, event.id or "")


def grant_kind(kind: BodyKind) -> LicenceKind:
    """What lets this kind of body work: a licence for enterprises, else an assignment."""
    return LicenceKind.LICENSED if kind is BodyKind.ENTERPRISE else LicenceKind.ASSIGNED


def _last_ending(body: SendingBody, day: date, market_code: str | None) -> LicenceEvent | None:
    """The last revocation or return for all markets, or for this one."""
    return max(
        (
            event
            for event in body.licence_events
            if event.kind in _ENDS
            and event.from_day <= day
            and event.market_code in (None, market_code)
        ),
        key=_order,
        default=None,
    )


def _grants(body: SendingBody, day: date, market_code: str | None) -> list[LicenceEvent]:
    """Grants that had begun by the day, later than the last ending, the deciding one last.

    A licence is for every market; an assignment may be for one.
    """
    ending = _last_ending(body, day, market_code)
    wanted = grant_kind(body.kind)
    found = [
        event
        for event in body.licence_events
        if event.kind is wanted
        and event.from_day <= day
        and (ending is None or _order(event) > _order(ending))
        and (market_code is None or event.market_code in (None, market_code))
    ]
    return sorted(found, key=lambda event: (_covers(event, day), _order(event)))


def _suspensions(body: SendingBody, day: date) -> list[LicenceEvent]:
    found = [
        event
        for event in body.licence_events
        if event.kind is LicenceKind.SUSPENDED and _covers(event, day)
    ]
    return sorted(found, key=lambda event: (event.until_day or date.max, _order(event)))


def closing_event(body: SendingBody, market_code: str, day: date) -> LicenceEvent | None:
    """The document that closes this market to the body on the day, or None.

    A revocation or return, else the suspension that lasts longest, else the grant that ran out.
    """
    grants = _grants(body, day, market_code)
    if not grants:
        return _last_ending(body, day, market_code)
    covering = [e for e in _suspensions(body, day) if e.market_code in (None, market_code)]
    if covering:
        return covering[-1]
    return None if _covers(grants[-1], day) else grants[-1]


def body_ok(body: SendingBody, market_code: str, day: date) -> bool:
    """Whether the body may send people to the market on the day (model.md, gate body_ok).

    Enterprise: licence in force and no suspension covering the market or all. Public unit,
    agreement, investor: an assignment in force for the market or all, and not suspended.
    """
    grants = _grants(body, day, market_code)
    in_force = bool(grants) and _covers(grants[-1], day)
    return in_force and closing_event(body, market_code, day) is None


def _closed_markets(body: SendingBody, day: date) -> tuple[str, ...]:
    """Markets that a document of their own closes, by code."""
    kinds = {LicenceKind.SUSPENDED, *_ENDS}
    named = {e.market_code for e in body.licence_events if e.market_code and e.kind in kinds}
    return tuple(sorted(code for code in named if not body_ok(body, code, day)))


def licence_status(body: SendingBody, day: date) -> LicenceStatus:
    """What the history says on the day. Reads ``body.licence_events`` only."""
    grants = _grants(body, day, None)
    if not grants:
        ending = _last_ending(body, day, None)
        if ending is None:
            return LicenceStatus("none")
        return LicenceStatus(_ENDS[ending.kind], (), ending, ending.from_day)
    last = grants[-1]
    if not _covers(last, day):
        return LicenceStatus("none", (), last, last.from_day, last.until_day)
    everywhere = [event for event in _suspensions(body, day) if event.market_code is None]
    if everywhere:
        event = everywhere[-1]
        return LicenceStatus("suspended", (), event, event.from_day, event.until_day)
    closed = _closed_markets(body, day)
    return LicenceStatus("licensed", closed, last, last.from_day, last.until_day)


PROVINCIAL_LETTERS = "SLĐTBXH"
"""In the number of a provincial job-introduction licence: no licence to send people abroad."""


def is_job_service_licence(number: str) -> bool:
    """Whether the number is a provincial job-introduction licence (…/SLĐTBXH-GP).

    Such a licence does not allow sending people abroad. Case, spaces and the stroke of the
    letter đ do not matter.
    """
    plain = clean(number).upper().replace("Đ", "D").replace("Ð", "D").replace(" ", "")
    return "SLDTBXH" in plain
