"""Conferences: the public list, one conference; files and feeds hang on the same blueprint."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from flask import render_template, request

from jobfair import page_cache
from jobfair.access import public
from jobfair.conferences import feed_routes as feed_routes  # hangs its files on the blueprint
from jobfair.conferences import staff_routes as staff_routes  # the other blueprint
from jobfair.conferences.blueprint import bp as bp
from jobfair.conferences.listing import make_listing, read_question
from jobfair.conferences.page import event_data, make_page
from jobfair.conferences.queries import get_public_conference, market_names
from jobfair.conferences.showing import Communes
from jobfair.conferences.text_codes import text_code, text_number
from jobfair.htmx import wants_fragment
from jobfair.language import current_language
from jobfair.lib import clock


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
