"""The worker's pages in words: where and when, choices, why a conference takes nobody now."""

from __future__ import annotations

import segno
from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from markupsafe import Markup

from jobfair.conferences.queries import nearest_with_distance, seats_left
from jobfair.conferences.rules import WhyClosed
from jobfair.conferences.showing import Card, Communes, near_cards
from jobfair.conferences.showing import about_line as about_line
from jobfair.errors import Conflict
from jobfair.filters import show_day_short, show_time, show_weekday
from jobfair.geography import nearest_first
from jobfair.models import Conference, ConferenceKind
from jobfair.registration.answers import OTHER_PROVINCE, Answers

NEAR = 6
NEAR_SHOWN, MOST_LOOKED_AT = 3, 200

# Choices of a select: a group's name -> (value, words).
Choices = dict[str, list[tuple[str, str]]]

_TITLES = {
    "full": _l("All seats are taken"),
    "past": _l("This conference has begun or is over"),
    "cancelled": _l("This conference is cancelled"),
    "closed": _l("Registration is closed here"),
}
_KEPT = _l("Your answers are kept. Choose another conference, no need to type again.")
_CHOOSE = _l("Choose another conference below, or let us call you.")


def when_line(conference: Conference) -> str:
    """Wednesday 25/11, 8:00."""
    at = conference.starts_at
    return f"{show_weekday(at)} {show_day_short(at)}, {show_time(at)}"


def is_online(conference: Conference) -> bool:
    """Whether there is a link instead of a place."""
    return conference.kind is ConferenceKind.ONLINE


def commune_choices(near_code: str | None = None) -> Choices:
    """Today's communes for a select: first those near ``near_code``, then by former district.

    Another province comes last.
    """
    communes = Communes()
    groups: Choices = {}
    if near_code and near_code in communes:
        near = nearest_first(near_code)[:NEAR]
        groups[_("Near the conference")] = [(c.code, c.short_name) for c in near]
    for district, choices in communes.choices().items():
        groups[district] = choices
    groups[_("Elsewhere")] = [(OTHER_PROVINCE, _("Another province"))]
    return groups


def place_name(commune: str | None) -> str:
    """The full name of an answered commune, in the reader's language."""
    if commune is None or commune == OTHER_PROVINCE:
        return _("Another province")
    return Communes().name(commune)


def no_seat(
    conference: Conference,
    why: WhyClosed,
    form_key: str | None = None,
    answers: Answers | None = None,
) -> Conflict:
    """The 409: why, the nearest next conferences by distance and date, then the waiting line.

    With answers the links carry the same form there, so nothing is typed again.
    """
    carried = form_key if answers is not None else None
    people = len(answers.people) if answers else 1
    links = near_links(conference, carried, answers)
    if why == "full":
        links.append((_("Stand in the waiting line here"), line_address(conference, carried)))
    links.append((_("Let an officer call me back"), url_for("registration.call_back")))
    links.append((_("All conferences"), url_for("conferences.index")))
    title: object = _TITLES[why]
    if why == "full" and 0 < seats_left(conference) < people:
        title = short_line(seats_left(conference), people)
    return Conflict(_KEPT if carried else _CHOOSE, title=title, suggestions=links)


def short_line(free: int, people: int) -> str:
    """How many seats there are for how many people."""
    seats = ngettext("%(num)s seat left", "%(num)s seats left", free)
    return _("%(seats)s, you are %(people)s people", seats=seats, people=people)


def line_address(conference: Conference, form_key: str | None) -> str:
    """The page of the waiting line, for a form under way or a new one."""
    if form_key is None:
        return url_for("registration.line_start", slug=conference.slug)
    return url_for("registration.line_join", slug=conference.slug, form_key=form_key)


def near_links(
    conference: Conference, form_key: str | None, answers: Answers | None
) -> list[tuple[str, str]]:
    """The nearest other conferences with seats for everybody of the form."""
    home = answers.commune if answers and answers.commune else conference.commune_code
    people = len(answers.people) if answers else 1
    near = nearest_with_distance(home, conference.id, limit=MOST_LOOKED_AT)
    near = [one for one in near if one.conference.left >= people][:NEAR_SHOWN]
    return [(_label(card), _address(card.slug, form_key)) for card in near_cards(near, Communes())]


def _label(card: Card) -> str:
    day = f"{show_weekday(card.starts_at)} {show_day_short(card.starts_at)}"
    parts = [f"{card.title}, {day}, {show_time(card.starts_at)}", *(b[1] for b in card.badges)]
    return " · ".join(parts)


def _address(slug: str, form_key: str | None) -> str:
    if form_key is None:
        return url_for("conferences.show", slug=slug)
    return url_for("registration.send", slug=slug, form_key=form_key)


def slip_qr(slip_code: str) -> Markup:
    """The slip's address as a picture; it opens nothing without the phone number."""
    address = url_for("registration.slip", code=slip_code, _external=True)
    drawn = segno.make(address, micro=False).svg_inline(
        border=2, omitsize=True, svgclass=None, lineclass=None, dark="#000", light="#fff"
    )
    return Markup(drawn)  # noqa: S704 - made of digits and path commands only
