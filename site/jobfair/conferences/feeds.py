"""The same conferences for machines: iCalendar, Atom, JSON, CSV. Vietnamese, one address each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from flask_babel import gettext as _
from icalendar import Alarm, Calendar, Event

from jobfair.conferences.queries import list_open, market_names, seats_left
from jobfair.conferences.showing import Communes, title_of
from jobfair.errors import NotFound
from jobfair.language import current_language
from jobfair.lib import clock
from jobfair.lib.phones import show_phone
from jobfair.models import Conference, ConferenceKind, ConferenceState

PRODUCT = "-//Len Duong//Hoi nghi//VI"


@dataclass(frozen=True)
class Wanted:
    """Which conferences a feed holds: all, or those of a commune, of a market."""

    commune: str = ""
    market: str = ""

    # Any: url_for's own signature.
    def values(self) -> dict[str, Any]:
        """The question as it stands in an address, empty ones left out."""
        pairs = {"xa": self.commune, "thi-truong": self.market}
        return {name: value for name, value in pairs.items() if value}


def read_wanted(args: Mapping[str, str]) -> Wanted:
    """Read ``xa`` and ``thi-truong``. Raises NotFound for a code that is none.

    A program that subscribes with a wrong code is told so; it would not read a sentence.
    """
    commune, market = args.get("xa", ""), args.get("thi-truong", "")
    if (commune and commune not in Communes()) or (market and market not in market_names("vi")):
        raise NotFound()
    return Wanted(commune, market)


def list_wanted(wanted: Wanted, *, called_off: bool = False) -> list[Conference]:
    """Open conferences from now on by start; the commune hosts them or is invited.

    ``called_off``: the cancelled ones too, for who has an entry that must say so (RFC 5546,
    3.2.5).
    """
    commune, market = wanted.commune or None, wanted.market or None
    return list_open(commune_code=commune, market=market, called_off=called_off)


def wanted_title(wanted: Wanted) -> str:
    """Conferences, xã Mường La, Nhật Bản."""
    parts = [_("Conferences")]
    if wanted.commune:
        parts.append(Communes().inline(wanted.commune))
    if wanted.market:
        parts.append(market_names(current_language())[wanted.market])
    return ", ".join(parts)


def feed_changed(conferences: Sequence[Conference]) -> datetime:
    """When a feed last changed; an empty one at the beginning of the day."""
    empty = clock.from_local(clock.today(), time(0, 0))
    return max((last_changed(c) for c in conferences), default=empty)


def last_changed(conference: Conference) -> datetime:
    """When the plan was last written: its making, or the day it was last checked."""
    if conference.checked_on is None:
        return conference.created_at
    checked = clock.from_local(conference.checked_on, time(0, 0))
    return max(conference.created_at, checked)


def make_calendar(
    conferences: Iterable[Conference], addresses: dict[str, str], title: str
) -> bytes:
    """RFC 5545: one event a conference, times in UTC, the UID stable, SEQUENCE the version.

    ``addresses``: conference id -> its public page. The link of an online conference is not
    public and is left out.
    """
    communes = Communes()
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", title)
    for conference in conferences:
        calendar.add_component(_event(conference, communes, addresses[conference.id]))
    return bytes(calendar.to_ical())


def _event(conference: Conference, communes: Communes, address: str) -> Event:
    cancelled = conference.state is ConferenceState.CANCELLED
    title = title_of(conference, communes)
    event = Event()
    event.add("uid", f"{conference.id}@len-duong")
    event.add("sequence", conference.version)
    event.add("dtstamp", last_changed(conference))
    event.add("dtstart", conference.starts_at)
    event.add("dtend", conference.ends_at)
    event.add("summary", _("Cancelled: %(title)s", title=title) if cancelled else title)
    event.add("location", _place(conference, communes))
    event.add("description", _description(conference))
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("url", address)
    if not cancelled:
        event.add_component(_reminder(title))
    return event


def _place(conference: Conference, communes: Communes) -> str:
    if conference.kind is ConferenceKind.ONLINE:
        return _("Online")
    commune = communes.name(conference.commune_code)
    return ", ".join(p for p in (conference.place, conference.landmark, commune) if p)


def _description(conference: Conference) -> str:
    contact = f"{conference.contact_name}, {show_phone(conference.contact_phone)}"
    lines = [conference.cancel_reason, _("Bring your identity card. Bring no money.")]
    lines.append(_("Questions: %(contact)s", contact=contact))
    return "\n".join(line for line in lines if line)


def _reminder(title: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", timedelta(days=-1))
    return alarm


def list_for_json(wanted: Wanted) -> list[dict[str, object]]:
    """Open conferences from now on by start, seats exact.

    ``commune`` is the five-digit code, ``starts_at`` ISO 8601 with Viet Nam's offset,
    ``status`` 'open' or 'full'.
    """
    found = list_wanted(wanted)
    communes = Communes()
    return [
        {
            "slug": conference.slug,
            "title": title_of(conference, communes),
            "starts_at": clock.to_local(conference.starts_at).isoformat(),
            "commune": conference.commune_code,
            "capacity": conference.capacity,
            "seats_left": seats_left(conference),
            "status": "open" if seats_left(conference) else "full",
        }
        for conference in found
    ]


COLUMNS = (
    *("slug", "title", "starts_at", "ends_at", "commune", "commune_name", "place", "landmark"),
    *("kind", "markets", "communes_invited", "capacity", "seats_left", "status", "page"),
)
"""``markets`` and ``communes_invited`` are codes with spaces between; moments are ISO 8601."""


def csv_lines(
    conferences: Iterable[Conference], addresses: Mapping[str, str]
) -> list[tuple[object, ...]]:
    """One line a conference in the order of COLUMNS; ``addresses``: id -> public page."""
    communes = Communes()
    return [
        (
            c.slug,
            title_of(c, communes),
            clock.to_local(c.starts_at).isoformat(),
            clock.to_local(c.ends_at).isoformat(),
            c.commune_code,
            communes.name(c.commune_code),
            c.place,
            c.landmark,
            c.kind.value,
            " ".join(sorted(row.market_code for row in c.markets)),
            " ".join(sorted(row.commune_code for row in c.communes)),
            c.capacity,
            seats_left(c),
            "open" if seats_left(c) else "full",
            addresses[c.id],
        )
        for c in conferences
    ]
