"""Conferences in the reader's words: names of communes, titles, seats, rows of a list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from jobfair.conferences import queries
from jobfair.conferences.queries import Near, commune_rows, market_names, seats_left
from jobfair.filters import show_time
from jobfair.language import current_language
from jobfair.lib.text import fold
from jobfair.models import Conference, ConferenceKind, ConferenceState

FEW_SEATS = 5
Badge = tuple[str, str, str | None]
"""Kind, words and, where the kind's own sign does not do, the sign."""


class Communes:
    """Today's communes, read once a page: names in the reader's language, choices by district."""

    def __init__(self, rows: Sequence[tuple[str, str, str, str]] | None = None) -> None:
        self.rows = commune_rows() if rows is None else rows
        self._by_code = {code: (name, short) for code, name, short, _district in self.rows}

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
        groups: dict[str, list[tuple[str, str]]] = {}
        for code, _name, short, district in self.rows:
            groups.setdefault(district, []).append((code, short))
        return {
            district: sorted(groups[district], key=lambda choice: fold(choice[1]))
            for district in sorted(groups, key=lambda d: fold(d.split(" ", 1)[-1]))
        }


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


def kind_label(kind: ConferenceKind) -> str:
    """What kind of event it is, in the reader's language."""
    labels = {
        ConferenceKind.HALL: _("Recruitment conference"),
        ConferenceKind.CLUSTER: _("Conference of several communes"),
        ConferenceKind.ONLINE: _("Online conference"),
        ConferenceKind.FAIR: _("Job fair"),
    }
    return labels[kind]


def seats_badge(left: int, capacity: int | None = None) -> Badge:
    """Free seats as a badge; with the capacity both numbers (the page, not the list)."""
    if left <= 0:
        return ("bad", _("No seats left"), None)
    kind = "good" if left > FEW_SEATS else "mind"
    if capacity is not None:
        return (kind, _("%(left)s of %(all)s seats left", left=left, all=capacity), None)
    return (kind, ngettext("%(num)s seat left", "%(num)s seats left", left), None)


def state_badge(conference: Conference, left: int, at: datetime) -> Badge:
    """Where a conference stands for staff: draft, open, full, over, cancelled."""
    if conference.state is ConferenceState.CANCELLED:
        return ("bad", _("Cancelled"), None)
    if conference.state is ConferenceState.DRAFT:
        return ("plain", _("Draft"), "pencil")
    if conference.starts_at <= at:
        return ("plain", _("Already held"), "check")
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
    lines: tuple[str, ...]
    badges: tuple[Badge, ...]


def cards(
    conferences: Iterable[Conference],
    communes: Communes,
    names: Mapping[str, str] | None = None,
    distances: Mapping[str, float | None] | None = None,
) -> list[Card]:
    """Rows of a list, with seats that are exact now; two queries whatever their number."""
    shown = list(conferences)
    names = market_names(current_language()) if names is None else names
    line = queries.waiting_among([c.id for c in shown])
    return [
        _card(c, communes, names, seats_left(c, line), (distances or {}).get(c.id)) for c in shown
    ]


def near_cards(near: Sequence[Near], communes: Communes) -> list[Card]:
    """Rows of the nearest conferences, each with its distance."""
    distances = {n.conference.id: n.km for n in near}
    return cards([n.conference for n in near], communes, distances=distances)


def _card(
    conference: Conference,
    communes: Communes,
    names: Mapping[str, str],
    left: int,
    km: float | None,
) -> Card:
    online = conference.kind is ConferenceKind.ONLINE
    title = communes.name(conference.commune_code)
    where = [show_time(conference.starts_at), _("Online") if online else conference.place]
    badges: list[Badge] = [seats_badge(left)]
    if online:
        title = _("Online, by %(commune)s", commune=title)
        badges.append(("", _("Online"), "globe"))
        where.pop()
    elif conference.kind is ConferenceKind.FAIR:
        title = _("Job fair, %(commune)s", commune=title)
    if km is not None:
        badges.append(("", distance_words(km), "pin"))
    return Card(
        slug=conference.slug,
        title=title,
        starts_at=conference.starts_at,
        lines=(" · ".join(where), market_line(conference, names)),
        badges=tuple(badges),
    )


def distance_words(km: float) -> str:
    """About 12 km away, as the crow flies; the host's own commune counts as here."""
    if km < 1:
        return _("Same commune")
    return _("About %(km)s km away", km=round(km))


def market_line(conference: Conference, names: Mapping[str, str]) -> str:
    """Nhật Bản, Đài Loan; in the register's order."""
    wanted = {m.market_code for m in conference.markets}
    return ", ".join(name for code, name in names.items() if code in wanted)
