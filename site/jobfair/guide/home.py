"""The first page: the next conferences, the commune picker, the ways in, what nobody may ask."""

from __future__ import annotations

from flask import render_template

from jobfair import page_cache
from jobfair.conferences.listed import list_recent
from jobfair.conferences.showing import Communes, listed_cards
from jobfair.filters import Place
from jobfair.guide.home_queries import find_sending_law

NEXT = 3


def home_page() -> str:
    """Draw the first page; its free seats may be two seconds old."""
    page_cache.keep("conferences", "guide", seconds=1)
    communes, shown = Communes(), list_recent()
    return render_template(
        "guide/home.html",
        cards=listed_cards(shown[:NEXT], communes),
        total=len(shown),
        communes=communes.choices(),
        law=find_sending_law(),
        organisation=_organisation,
    )


def _organisation(place: Place) -> dict[str, object]:
    """Who runs this, as schema.org GovernmentOrganization."""
    return {
        "@context": "https://schema.org",
        "@type": "GovernmentOrganization",
        "name": place.centre,
        "parentOrganization": {"@type": "GovernmentOrganization", "name": place.department},
        "areaServed": place.name,
        "telephone": place.hotline_tel,
    }
