"""Conferences: the public list, one conference, calendar files and feeds."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from flask import Blueprint, Response, jsonify, render_template, request, url_for

from jobfair import page_cache
from jobfair.access import public
from jobfair.conferences.feeds import last_changed, list_for_json, make_calendar
from jobfair.conferences.listing import make_listing, read_question
from jobfair.conferences.page import event_data, make_page
from jobfair.conferences.queries import (
    get_public_conference,
    list_open,
    market_names,
)
from jobfair.conferences.showing import Communes, title_of
from jobfair.conferences.text_codes import text_code, text_number
from jobfair.htmx import wants_fragment
from jobfair.language import current_language, one_address
from jobfair.lib import clock
from jobfair.models import Conference

bp = Blueprint("conferences", __name__)


@bp.route("/hoi-nghi", methods=["GET"])
@public
def index() -> str:
    """The open conferences from now on, narrowed by the filters of the address."""
    communes, markets = Communes(), market_names(current_language())
    question = read_question(request.args, communes, markets)
    if not question.q:
        page_cache.keep("conferences", seconds=1)
    template = "conferences/_results.html" if wants_fragment() else "conferences/index.html"
    return render_template(
        template,
        question=question,
        listing=make_listing(question, communes, markets),
        commune_name=communes.inline(question.commune) if question.commune else "",
        communes=communes.choices(),
        markets=list(markets.items()),
    )


@bp.route("/hoi-nghi/<slug>", methods=["GET"])
@public
def show(slug: str) -> str:
    """One published conference, whatever became of it since."""
    conference = get_public_conference(slug)
    page = make_page(conference)
    page_cache.show_seats(conference.seats_taken, conference.capacity, conference.waiting)
    seconds = 60.0 if page.why else min(60.0, _seconds_to(conference.starts_at))
    page_cache.keep("conferences", "agencies", seconds=seconds, watch_conference=slug)
    return render_template(
        "conferences/show.html",
        conference=conference,
        page=page,
        facts=page.facts,
        text_number=text_number(),
        text_code=partial(text_code, conference.slug),
        event=partial(event_data, conference, page, request.base_url),
    )


def _seconds_to(moment: datetime) -> float:
    return (moment - clock.now()).total_seconds()


@bp.route("/hoi-nghi/<slug>.ics", methods=["GET"])
@public
@one_address
def calendar(slug: str) -> Response:
    """One conference for the calendar of a phone."""
    page_cache.keep("conferences", seconds=60)
    conference = get_public_conference(slug)
    return _calendar([conference], f"{conference.slug}.ics")


@bp.route("/hoi-nghi.ics", methods=["GET"])
@public
@one_address
def feed_ics() -> Response:
    """All open conferences as a calendar to subscribe to."""
    page_cache.keep("conferences", seconds=60)
    return _calendar(list_open(), "hoi-nghi.ics")


def _calendar(conferences: list[Conference], name: str) -> Response:
    addresses = {c.id: _address(c) for c in conferences}
    answer = Response(make_calendar(conferences, addresses), mimetype="text/calendar")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _address(conference: Conference) -> str:
    return url_for("conferences.show", slug=conference.slug, _external=True)


@bp.route("/hoi-nghi.atom", methods=["GET"])
@public
@one_address
def feed_atom() -> Response:
    """All open conferences as an Atom feed (RFC 4287)."""
    page_cache.keep("conferences", seconds=60)
    communes, found = Communes(), list_open()
    entries: list[dict[str, Any]] = [  # Any: what a template reads
        {
            "conference": c,
            "title": title_of(c, communes),
            "updated": last_changed(c).isoformat(),
            "address": _address(c),
        }
        for c in found
    ]
    updated = max((last_changed(c) for c in found), default=clock.now()).isoformat()
    text = render_template("conferences/feed.xml", entries=entries, updated=updated)
    return Response(text, mimetype="application/atom+xml")


@bp.route("/hoi-nghi.json", methods=["GET"])
@public
@one_address
def feed_json() -> Response:
    """All open conferences with exact seats; names of the fields are promised to the outside."""
    return jsonify(list_for_json())
