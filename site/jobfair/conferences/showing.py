"""Conferences in the reader's words: names of communes, titles, seats, rows of a list."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from jobfair.conferences import queries
from jobfair.conferences.listed import Listed
from jobfair.conferences.queries import Near, market_names, seats_left
from jobfair.filters import (
    show_day_short,
    show_month_tile,
    show_time,
    show_weekday,
    show_weekday_tile,
)
from jobfair.kept import kept
from jobfair.language import current_language
from jobfair.lib import clock
from jobfair.lib.text import fold, without_marks
from jobfair.models import Conference, ConferenceKind, ConferenceState

FEW_SEATS = 5
Badge = tuple[str, str, str | None]
"""Kind, words and, where the kind's own sign does not do, the sign."""


class Communes:
    """Today's communes, names in the reader's language, choices by district."""

    def __init__(self) -> None:
        self._by_code, self._choices = _read_communes()

    def __contains__(self, code: object) -> bool:
        return code in self._by_code

    def name(self, code: str) -> str:
        """Xã Mường La, or Mường La commune; an unknown code as it is."""
        name, short = self._by_code.get(code, (code, code))
        if current_language() != "en" or name == short:
            return name
        ward = name.startswith("Phường")
        return _("%(name)s ward", name=short) if ward else _("%(name)s commune", name=short)

    def inline(self, code: str) -> str:
        """As ``name``, for the middle of a sentence: xã Mường La."""
        name = self.name(code)
        return name if current_language() == "en" else f"{name[:1].lower()}{name[1:]}"

    def short(self, code: str) -> str:
        """Mường La; an unknown code as it is."""
        return self._by_code.get(code, (code, code))[1]

    def choices(self) -> dict[str, list[tuple[str, str]]]:
        """Former district -> (code, short name), both in the order of the alphabet."""
        return self._choices


_Names = dict[str, tuple[str, str]]
_Groups = dict[str, list[tuple[str, str]]]


@kept("guide")
def _read_communes() -> tuple[_Names, _Groups]:
    rows = queries.commune_rows()
    groups: _Groups = {}
    for code, _name, short, district in rows:
        groups.setdefault(district, []).append((code, short))
    ordered = {
        district: sorted(groups[district], key=lambda choice: fold(choice[1]))
        for district in sorted(groups, key=lambda d: fold(d.split(" ", 1)[-1]))
    }
    return {code: (name, short) for code, name, short, _district in rows}, ordered


def title_of(conference: Conference, communes: Communes) -> str:
    """The full title with its commune, in the reader's language."""
    place = communes.inline(conference.commune_code)
    if current_language() == "en":
        title = conference.title_en or kind_label(conference.kind)
    else:
        title = conference.title_vi
    if fold(communes.short(conference.commune_code)) in fold(title):
        return title
    if current_language() == "en":
        return f"{title}, {place}"
    return f"{title} {place}"


def place_line(conference: Conference, communes: Communes) -> str:
    """Where people come, with the commune unless the place names it already."""
    place = conference.place
    if fold(communes.short(conference.commune_code)) in fold(place):
        return place
    return ", ".join(filter(None, (place, communes.inline(conference.commune_code))))


def kind_label(kind: ConferenceKind) -> str:
    """What kind of event it is, in the reader's language."""
    labels = {
        ConferenceKind.HALL: _("Recruitment conference"),
        ConferenceKind.CLUSTER: _("Conference of several communes"),
        ConferenceKind.ONLINE: _("Online conference"),
        ConferenceKind.FAIR: _("Job fair"),
    }
    return labels[kind]


def about_line(conference: Conference) -> str:
    """Which conference a question belongs to: "xã Mường La, thứ Tư 25/11"."""
    weekday = show_weekday(conference.starts_at)
    if current_language() == "vi":
        weekday = f"{weekday[:1].lower()}{weekday[1:]}"
    place = Communes().inline(conference.commune_code)
    return f"{place}, {weekday} {show_day_short(conference.starts_at)}"


def share_words(conference: Conference) -> str:
    """What a shared message says before the address: without marks it is one cheap SMS."""
    words = _(
        "Work abroad: %(about)s, %(time)s. Free.",
        about=about_line(conference),
        time=show_time(conference.starts_at),
    )
    return without_marks(words)


def seats_badge(left: int, capacity: int | None = None) -> Badge:
    """Free seats as a badge; with the capacity both numbers (the page, not the list)."""
    if left <= 0:
        return ("bad", _("No seats left, waiting list open"), None)
    kind = "good" if left > FEW_SEATS else "mind"
    if capacity is not None:
        return (kind, _("%(left)s of %(all)s seats left", left=left, all=capacity), None)
    return (kind, ngettext("%(num)s seat left", "%(num)s seats left", left), None)


def state_badge(conference: Conference, left: int, at: datetime) -> Badge:
    """Where a conference stands for staff: draft, open, full, going on, over, cancelled."""
    if conference.state is ConferenceState.CANCELLED:
        return ("bad", _("Cancelled"), None)
    if conference.state is ConferenceState.DRAFT:
        return ("plain", _("Draft"), "pencil")
    if conference.ends_at <= at:
        return ("plain", _("Already held"), "check")
    if conference.starts_at <= at:
        return ("", _("Going on now"), "people")
    if conference.state is ConferenceState.CLOSED:
        return ("plain", _("Registration closed"), "lock")
    return (
        ("mind", _("Seats full"), None) if left <= 0 else ("good", _("Taking registrations"), None)
    )


@dataclass(frozen=True)
class Card:
    """One row of a list."""

    slug: str
    title: str
    starts_at: datetime
    lines: tuple[str, str]
    badges: tuple[Badge, ...]

    @property
    def day(self) -> int:
        """The day of the month in Viet Nam."""
        return clock.to_local(self.starts_at).day

    @property
    def weekday(self) -> str:
        """Thứ Tư, or Wed."""
        return show_weekday_tile(self.starts_at)

    @property
    def month(self) -> str:
        """tháng 11, or Nov."""
        return show_month_tile(self.starts_at)


def cards(
    conferences: Iterable[Conference],
    communes: Communes,
    names: Mapping[str, str] | None = None,
) -> list[Card]:
    """Rows of conferences that are loaded already, with seats that are exact now."""
    return listed_cards([listed_of(c, seats_left(c)) for c in conferences], communes, names)


def listed_cards(
    listed: Iterable[Listed],
    communes: Communes,
    names: Mapping[str, str] | None = None,
    distances: Mapping[str, float | None] | None = None,
) -> list[Card]:
    """Rows of a list, made once for the same facts and seats."""
    if distances is None and names is None:
        return list(_plain_cards(tuple(listed), current_language()))
    names = market_names(current_language()) if names is None else names
    return [_card(one, communes, names, (distances or {}).get(one.id)) for one in listed]


@kept("conferences", "guide")
def _plain_cards(listed: tuple[Listed, ...], lang: str) -> tuple[Card, ...]:
    communes, names = Communes(), market_names(lang)
    return tuple(_card(one, communes, names, None) for one in listed)


def near_cards(near: Sequence[Near], communes: Communes) -> list[Card]:
    """Rows of the nearest conferences, each with its distance."""
    distances = {n.conference.id: n.km for n in near}
    return listed_cards([n.conference for n in near], communes, distances=distances)


def listed_of(conference: Conference, left: int) -> Listed:
    """A loaded conference as lists read it."""
    plain = ("id", "slug", "kind", "title_vi", "title_en", "commune_code", "starts_at")
    return Listed(
        **{name: getattr(conference, name) for name in (*plain, "place", "landmark")},
        left=left,
        market_codes=tuple(row.market_code for row in conference.markets),
        invited=tuple(row.commune_code for row in conference.communes),
    )


def _card(one: Listed, communes: Communes, names: Mapping[str, str], km: float | None) -> Card:
    online = one.kind is ConferenceKind.ONLINE
    title = communes.name(one.commune_code)
    where = [show_time(one.starts_at), one.place]
    badges: list[Badge] = [seats_badge(one.left)]
    if online:
        title = _("Online, by %(commune)s", commune=title)
        badges.append(("", _("Online"), "globe"))
        where.pop()
    elif one.kind is ConferenceKind.FAIR:
        title = _("Job fair, %(commune)s", commune=title)
    if km is not None:
        badges.append(("", distance_words(km), "pin"))
    return Card(
        slug=one.slug,
        title=title,
        starts_at=one.starts_at,
        lines=(" · ".join(where), market_words(one.market_codes, names)),
        badges=tuple(badges),
    )


def distance_words(km: float) -> str:
    """About 12 km away, as the crow flies; the host's own commune counts as here."""
    if km < 1:
        return _("Same commune")
    return _("About %(km)s km away", km=round(km))


def market_line(conference: Conference, names: Mapping[str, str]) -> str:
    """Nhật Bản, Đài Loan; in the register's order."""
    return market_words([m.market_code for m in conference.markets], names)


def market_words(codes: Collection[str], names: Mapping[str, str]) -> str:
    """The names of market codes, in the register's order."""
    return ", ".join(name for code, name in names.items() if code in codes)
