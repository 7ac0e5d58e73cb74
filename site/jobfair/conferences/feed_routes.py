"""Conferences for machines: calendars, Atom, JSON, CSV; whole, of one commune, of one market."""

from __future__ import annotations

from typing import Any

from flask import Response, render_template, request, url_for

from jobfair import page_cache
from jobfair.access import public
from jobfair.conferences.blueprint import bp
from jobfair.conferences.feeds import (
    COLUMNS,
    Wanted,
    csv_lines,
    feed_changed,
    last_changed,
    list_for_json,
    list_wanted,
    make_calendar,
    read_wanted,
    wanted_title,
)
from jobfair.conferences.kit import kit_of, why_no_kit
from jobfair.conferences.kit_print import draw_card
from jobfair.conferences.queries import get_public_conference, get_with_lists
from jobfair.conferences.showing import Communes, title_of
from jobfair.errors import NotFound
from jobfair.kept import kept_as
from jobfair.language import one_address
from jobfair.machine_files import csv_file, csv_text, json_file, licence_note, licensed, unchanged
from jobfair.models import Conference

MINUTE = 60
SEATS = 2  # seconds that free seats of a list may be old


@bp.get("/hoi-nghi/<slug>.ics")
@public
@one_address
def calendar(slug: str) -> Response:
    """One conference for the calendar of a phone."""
    page_cache.keep("conferences", seconds=MINUTE)
    conference = get_public_conference(slug)
    return _calendar([conference], f"{conference.slug}.ics")


@bp.get("/hoi-nghi/<slug>.png")
@public
@one_address
def card(slug: str) -> Response:
    """The picture beside a shared address. Raises NotFound where nobody should come any more.

    It is drawn once until a plan changes: what stands behind ``?`` makes no new one.
    """
    conference = get_public_conference(slug)
    if why_no_kit(conference):
        raise NotFound()
    page_cache.keep("conferences", "guide", seconds=MINUTE)
    picture = kept_as(
        "conferences.card",
        conference.id,
        sections=("conferences", "guide"),
        make=lambda: draw_card(kit_of(get_with_lists(slug))),
    )
    return Response(picture, mimetype="image/png")


@bp.get("/hoi-nghi.ics")
@public
@one_address
def feed_ics() -> Response:
    """Conferences as a calendar to subscribe to, those called off as such; ``xa``,
    ``thi-truong`` narrow it."""
    page_cache.keep("conferences", seconds=MINUTE)
    wanted = read_wanted(request.args)
    return _calendar(list_wanted(wanted, called_off=True), "hoi-nghi.ics", wanted)


def _calendar(conferences: list[Conference], name: str, wanted: Wanted | None = None) -> Response:
    addresses = {c.id: _address(c) for c in conferences}
    title = wanted_title(wanted or Wanted())
    answer = Response(make_calendar(conferences, addresses, title), mimetype="text/calendar")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return licensed(answer)


def _address(conference: Conference) -> str:
    return url_for("conferences.show", slug=conference.slug, _external=True)


@bp.get("/hoi-nghi.atom")
@public
@one_address
def feed_atom() -> Response:
    """Open conferences as an Atom feed (RFC 4287); ``xa``, ``thi-truong`` narrow it."""
    page_cache.keep("conferences", seconds=MINUTE)
    wanted = read_wanted(request.args)
    communes, found = Communes(), list_wanted(wanted)
    entries: list[dict[str, Any]] = [  # Any: what a template reads
        {
            "conference": c,
            "title": title_of(c, communes),
            "updated": last_changed(c).isoformat(),
            "address": _address(c),
        }
        for c in found
    ]
    text = render_template(
        "conferences/feed.xml",
        entries=entries,
        title=wanted_title(wanted),
        own=url_for("conferences.feed_atom", _external=True, **wanted.values()),
        page=url_for("conferences.index", _external=True, **wanted.values()),
        updated=feed_changed(found).isoformat(),
        rights=licence_note(),
    )
    return licensed(Response(text, mimetype="application/atom+xml"))


@bp.get("/hoi-nghi.json")
@public
@one_address
def feed_json() -> Response:
    """Open conferences with exact seats; names of the fields are promised to the outside."""
    return unchanged(json_file(list_for_json(read_wanted(request.args))))


@bp.get("/hoi-nghi.csv")
@public
@one_address
def feed_csv() -> Response:
    """Open conferences as a file; ``xa``, ``thi-truong`` narrow it."""
    page_cache.keep("conferences", seconds=SEATS)
    found = list_wanted(read_wanted(request.args))
    lines = csv_lines(found, {c.id: _address(c) for c in found})
    return csv_file(csv_text(COLUMNS, lines), "hoi-nghi.csv")
