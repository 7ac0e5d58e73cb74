"""One conference as the public reads it: seats, guests, agenda, facts for search engines."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flask_babel import gettext as _

from jobfair.agencies.rules import licence_status
from jobfair.conferences.guests import list_codes, list_guests
from jobfair.conferences.queries import (
    market_names,
    nearest_with_distance,
    seats_left,
)
from jobfair.conferences.rules import WhyClosed, why_closed
from jobfair.conferences.showing import (
    Badge,
    Card,
    Communes,
    market_words,
    near_cards,
    seats_badge,
    share_words,
    title_of,
)
from jobfair.filters import Place, in_language, show_day, show_time
from jobfair.kept import kept_as
from jobfair.language import current_language
from jobfair.lib import clock
from jobfair.models import Conference, ConferenceGuest, ConferenceKind

_AGENDA_LINE = re.compile(r"(\d{1,2})[:hg.](\d{2})\s*[-–:]?\s+(.+)")


@dataclass(frozen=True)
class GuestRow:
    """One who comes: a sending body with its licence badge, or a text."""

    name: str
    line: str = ""
    slug: str | None = None
    badge: Badge | None = None
    lang: str | None = None  # set where the words are not of the page's language
    table: str = ""  # Bàn 2

    @property
    def at_table(self) -> str:
        """The name with its table, where only one line is free: Công ty A (Bàn 2)."""
        return f"{self.name} ({self.table})" if self.table else self.name


@dataclass(frozen=True)
class Facts:
    """What the plan, the guests' licences and the day decide, whatever becomes of the seats."""

    title: str
    commune: str
    when: str
    online: bool
    markets: str
    invited: list[str]
    guests: list[GuestRow]
    agenda: list[tuple[str, str]]
    bring: list[str]
    about: str
    share: str


@dataclass(frozen=True)
class ConferencePage:
    """Everything the page shows that is not a plain column."""

    facts: Facts
    why: WhyClosed | None
    left: int
    badge: Badge
    near: list[Card]


def make_page(conference: Conference) -> ConferencePage:
    """Gather what the page of one conference shows. Seats are exact at this moment."""
    why, left = why_closed(conference), seats_left(conference)
    near: list[Card] = []
    if why is not None:
        found = nearest_with_distance(conference.commune_code, conference.id)
        near = near_cards(found, Communes())
    return ConferencePage(
        facts=kept_as(
            "conference.facts",
            conference.id,
            sections=("conferences", "agencies", "guide"),
            make=lambda: _facts(conference),
        ),
        why=why,
        left=left,
        badge=page_badge(conference, why, left),
        near=near,
    )


def _facts(conference: Conference) -> Facts:
    communes, names = Communes(), market_names(current_language())
    markets, invited = list_codes(conference.id)
    return Facts(
        title=title_of(conference, communes),
        commune=communes.name(conference.commune_code),
        when=when(conference),
        online=conference.kind is ConferenceKind.ONLINE,
        markets=market_words(markets, names),
        invited=[communes.name(code) for code in invited],
        guests=[guest_row(guest, names) for guest in list_guests(conference.id)],
        agenda=agenda_lines(conference.agenda),
        bring=[line for line in conference.bring.splitlines() if line],
        about=describe(conference),
        share=share_words(conference),
    )


def when(conference: Conference) -> str:
    """8:00 to 11:00."""
    start, end = show_time(conference.starts_at), show_time(conference.ends_at)
    return _("%(start)s to %(end)s", start=start, end=end)


def page_badge(conference: Conference, why: WhyClosed | None, left: int) -> Badge:
    """The state in one badge: free seats while they can be asked for, else why not."""
    if why == "cancelled":
        return ("bad", _("Cancelled"), None)
    if why == "past":
        return ("plain", _("Already held"), "check")
    if why == "closed":
        return ("plain", _("Registration closed"), "lock")
    return seats_badge(left, conference.capacity)


def agenda_lines(agenda: str) -> list[tuple[str, str]]:
    """Lines such as "08:00 Điểm danh" as (8:00, words); without a time the first is empty."""
    lines = []
    for line in filter(None, agenda.splitlines()):
        found = _AGENDA_LINE.fullmatch(line)
        timed = (f"{int(found[1])}:{found[2]}", found[3]) if found else ("", line)
        lines.append(timed)
    return lines


def guest_row(guest: ConferenceGuest, names: dict[str, str]) -> GuestRow:
    """One guest in the reader's language; an order is shown while its body may work."""
    english = current_language() == "en"
    table = _("Table %(number)s", number=guest.booth) if guest.booth else ""
    if guest.body is None:
        lang = None if not english or guest.text_en else "vi"
        return GuestRow(in_language(guest, "text"), lang=lang, table=table)
    name = guest.body.name_en if english and guest.body.name_en else guest.body.name
    status = licence_status(guest.body, clock.today())
    line = ""
    if guest.order is not None and status.in_force:
        market = names.get(guest.order.programme.market_code, "")
        line = f"{market}: {in_language(guest.order, 'title')}"
    return GuestRow(name, line, guest.body.slug, licence_badge(status.status), table=table)


def licence_badge(status: str) -> Badge:
    """The licence of a guest in a word (B2)."""
    badges: dict[str, Badge] = {
        "licensed": ("good", _("Licence in force"), None),
        "suspended": ("bad", _("Licence suspended"), None),
        "revoked": ("bad", _("Licence revoked"), None),
        "returned": ("bad", _("Licence returned"), None),
    }
    return badges.get(status, ("bad", _("No licence in force"), None))


def describe(conference: Conference) -> str:
    """One sentence for search results and shared links: day, time, place, seats."""
    online = conference.kind is ConferenceKind.ONLINE
    return _(
        "%(day)s, %(when)s, %(place)s. Listening and registering cost nothing.",
        day=show_day(conference.starts_at),
        when=when(conference),
        place=_("online") if online else conference.place,
    )


def event_data(
    conference: Conference, page: ConferencePage, address: str, organiser: Place
) -> dict[str, object]:
    """The conference as schema.org Event. ``address``: its page; ``organiser``: the province.

    The link of an online conference is not public: it stands on the slip.
    """
    facts = page.facts
    mode = "Online" if facts.online else "Offline"
    status = "EventCancelled" if page.why == "cancelled" else "EventScheduled"
    place: dict[str, object] = {"@type": "VirtualLocation", "url": address}
    if not facts.online:
        place = {
            "@type": "Place",
            "name": conference.place,
            "address": {
                "@type": "PostalAddress",
                "streetAddress": conference.place,
                "addressLocality": facts.commune,
                "addressRegion": organiser.name,
                "addressCountry": "VN",
            },
        }
        if conference.map_url:
            place["hasMap"] = conference.map_url
    return {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": facts.title,
        "description": facts.about,
        "startDate": clock.to_local(conference.starts_at).isoformat(),
        "endDate": clock.to_local(conference.ends_at).isoformat(),
        "eventStatus": f"https://schema.org/{status}",
        "eventAttendanceMode": f"https://schema.org/{mode}EventAttendanceMode",
        "location": place,
        "organizer": {"@type": "Organization", "name": organiser.centre},
        "maximumAttendeeCapacity": conference.capacity,
        "remainingAttendeeCapacity": page.left if page.why in (None, "full") else 0,
        "isAccessibleForFree": True,
        "inLanguage": "vi",
        "url": address,
    }
