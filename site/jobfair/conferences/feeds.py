"""The same conferences for machines: iCalendar, Atom, JSON. Vietnamese, one address each."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from flask_babel import gettext as _
from icalendar import Alarm, Calendar, Event

from jobfair.conferences.queries import list_open, seats_left
from jobfair.conferences.showing import Communes, title_of
from jobfair.lib import clock
from jobfair.lib.phones import show_phone
from jobfair.models import Conference, ConferenceKind, ConferenceState

PRODUCT = "-//Len Duong//Hoi nghi//VI"


def last_changed(conference: Conference) -> datetime:
    """When the plan was last written: its making, or the day it was last checked."""
    if conference.checked_on is None:
        return conference.created_at
    checked = clock.from_local(conference.checked_on, time(0, 0))
    return max(conference.created_at, checked)


def make_calendar(conferences: Iterable[Conference], addresses: dict[str, str]) -> bytes:
    """RFC 5545: one event a conference, times in UTC, the UID stable, SEQUENCE the version.

    ``addresses``: conference id -> its public page. The link of an online conference is not
    public and is left out.
    """
    communes = Communes()
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _("Conferences"))
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


def list_for_json() -> list[dict[str, object]]:
    """Open conferences from now on by start, seats exact.

    ``commune`` is the five-digit code, ``starts_at`` ISO 8601 with Viet Nam's offset,
    ``status`` 'open' or 'full'.
    """
    found = list_open()
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
