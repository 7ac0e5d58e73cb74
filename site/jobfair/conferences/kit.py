"""The facts of one conference from which everything that announces it is written (A13, J8).

Poster, leaflet, card, loudspeaker, Zalo and text message read this record and nothing else, so
day, hour, place and phone are the same in all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from flask import url_for
from flask_babel import gettext as _

from jobfair.conferences.guests import list_guests
from jobfair.conferences.page import guest_row
from jobfair.conferences.queries import market_names
from jobfair.conferences.showing import Communes, market_line, place_line, title_of
from jobfair.conferences.text_codes import text_code, text_number
from jobfair.errors import Conflict
from jobfair.filters import province, show_day, show_time, show_weekday
from jobfair.language import answering_in
from jobfair.lib import clock, spoken
from jobfair.lib.phones import show_phone
from jobfair.models import Conference, ConferenceKind, ConferenceState

LANG = "vi"
"""What is printed and read out is Vietnamese, whatever the officer reads."""

WhyNone = Literal["cancelled", "past"]


@dataclass(frozen=True)
class Kit:
    """What is said about a conference, in Vietnamese."""

    title: str
    host: str  # the office that holds it
    province: str
    commune: str  # Xã Mường La
    weekday: str  # Thứ Tư
    day: str  # 25/11/2026
    hour: str  # 8:00 sáng
    spoken_day: str  # thứ Tư, ngày hai mươi lăm tháng mười một
    spoken_hour: str  # tám giờ sáng
    place: str
    landmark: str
    online: bool
    contact: str
    phone: str  # 0212 000 0001
    spoken_phone: str
    markets: str
    guests: tuple[str, ...]  # no body whose licence is not in force
    text_code: str  # DK ML2511; '' while no number receives text messages
    text_number: str
    address: str  # of the registration, which the QR code opens
    mark: str  # Bản 3, làm ngày 23/11/2026
    draft: bool

    @property
    def when(self) -> str:
        """Thứ Tư 25/11/2026, 8:00 sáng."""
        return f"{self.weekday} {self.day}, {self.hour}"


def kit_of(conference: Conference) -> Kit:
    """The facts, as the plan stands now. Reads the database; needs a request for the address."""
    with answering_in(LANG):
        return _gather(conference)


def _gather(conference: Conference) -> Kit:
    communes, names, starts = Communes(), market_names(LANG), conference.starts_at
    online = conference.kind is ConferenceKind.ONLINE
    rows = [guest_row(guest, names) for guest in list_guests(conference.id)]
    number, phone = text_number(), show_phone(conference.contact_phone)
    return Kit(
        title=title_of(conference, communes),
        host=conference.host_office.name,
        province=province().name,
        commune=communes.name(conference.commune_code),
        weekday=show_weekday(starts),
        day=show_day(starts),
        hour=f"{show_time(starts)} {spoken.part_of_day(clock.to_local(starts).time())}",
        spoken_day=spoken.day(starts),
        spoken_hour=spoken.hour(starts),
        place=_("Over the network") if online else place_line(conference, communes),
        landmark="" if online else conference.landmark,
        online=online,
        contact=conference.contact_name,
        phone=phone,
        spoken_phone=spoken.phone(phone),
        markets=market_line(conference, names),
        guests=tuple(row.at_table for row in rows if row.badge is None or row.badge[0] == "good"),
        text_code=f"DK {text_code(conference.slug)}" if number else "",
        text_number=number,
        address=url_for("registration.start", slug=conference.slug, _external=True),
        mark=version_mark(conference),
        draft=conference.state is ConferenceState.DRAFT,
    )


def version_mark(conference: Conference) -> str:
    """Which state of the plan a sheet shows, and the day it was made: an old one is known."""
    return _(
        "Version %(number)s, made on %(day)s",
        number=conference.version,
        day=show_day(clock.today()),
    )


def why_no_kit(conference: Conference) -> WhyNone | None:
    """Why nothing may announce it any more: cancelled, or begun already."""
    if conference.state is ConferenceState.CANCELLED:
        return "cancelled"
    return "past" if conference.starts_at <= clock.now() else None


def check_has_kit(conference: Conference) -> None:
    """Raises Conflict for a conference that nobody should be called to."""
    why = why_no_kit(conference)
    if why == "cancelled":
        raise Conflict(_("This conference is cancelled. There is no poster for it."))
    if why == "past":
        raise Conflict(_("This conference is over. There is no poster for it."))
