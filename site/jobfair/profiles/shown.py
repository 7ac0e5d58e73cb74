"""A profile as a page shows it: words only, nothing that says who it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from jobfair.agencies.order_queries import find_programme
from jobfair.agencies.queries import list_markets
from jobfair.agencies.words import Badge, Names, market_name
from jobfair.filters import in_language, show_day
from jobfair.models import JobProfile, ProfileAsk
from jobfair.profiles.places import Places
from jobfair.profiles.words import (
    FOR_BODY,
    badge_for,
    band_words,
    language_known,
    schooling_words,
    short_name,
    work_words,
)


@dataclass(frozen=True)
class Line:
    """One profile of a list."""

    id: str
    name: str
    age: str
    work: str
    schooling: str
    language: str
    wish: str
    place: str
    until: str
    badge: Badge | None = None


def _wish(profile: JobProfile, markets: Names) -> str:
    names = [market_name(markets, code) for code in profile.market_codes]
    if profile.from_on:
        names.append(_("from %(month)s", month=f"{profile.from_on:%m/%Y}"))
    return ", ".join(names)


def line_of(
    profile: JobProfile, commune: str | None, places: Places, asked: ProfileAsk | None = None
) -> Line:
    """One profile in words, with how the body's own ask stands."""
    return Line(
        id=profile.id,
        name=short_name(profile),
        age=band_words(profile.age_band),
        work=work_words(profile),
        schooling=schooling_words(profile),
        language=language_known(profile),
        wish=_wish(profile, list_markets()),
        place=places.shown(commune),
        until=show_day(profile.expires_on),
        badge=badge_for(asked.state, FOR_BODY) if asked else None,
    )


def facts_of(profile: JobProfile, line: Line) -> Sequence[tuple[str, str]]:
    """Everything the profile says, as (name, words)."""
    programme = find_programme(profile.programme_code or "")
    return [
        (_("Age"), line.age),
        (_("Work so far"), line.work),
        (_("Good at"), profile.skills),
        (_("Schooling"), line.schooling),
        (_("Foreign language"), line.language),
        (_("Wishes to go to"), line.wish),
        (_("Programme"), in_language(programme, "name") if programme else ""),
        (_("Lives in"), line.place),
        (_("Seen until"), line.until),
    ]
