"""What other sites may take: the list of files and feeds, and a page to put into a frame."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for

from jobfair import page_cache
from jobfair.access import public
from jobfair.conferences.feeds import read_wanted, wanted_title
from jobfair.conferences.listed import list_recent
from jobfair.conferences.queries import market_names
from jobfair.conferences.showing import Communes, listed_cards
from jobfair.language import current_language
from jobfair.machine_files import reader_note
from jobfair.open_data.listing import FILES, data_set
from jobfair.security import framed

bp = Blueprint("open_data", __name__)

SHOWN = 6
"""Conferences in a frame."""


@bp.get("/du-lieu")
@public
def index() -> str:
    """Every file and feed with its licence note, and the line to put on a commune's site."""
    page_cache.keep("guide", seconds=60)
    communes = Communes()
    wanted = read_wanted(request.args)
    return render_template(
        "open_data/index.html",
        files=FILES,
        note=reader_note(),
        wanted=wanted,
        place=communes.inline(wanted.commune) if wanted.commune else "",
        communes=communes.choices(),
        markets=list(market_names(current_language()).items()),
        frame=url_for("open_data.conferences", _external=True, **wanted.values()),
        data=data_set(),
    )


@bp.get("/nhung/hoi-nghi")
@public
@framed
def conferences() -> str:
    """The next conferences for a frame on another site; ``xa``, ``thi-truong`` narrow it."""
    page_cache.keep("conferences", seconds=2)
    wanted = read_wanted(request.args)
    found = list_recent(wanted.commune or None, wanted.market or None)
    return render_template(
        "open_data/frame.html",
        title=wanted_title(wanted),
        cards=listed_cards(found[:SHOWN], Communes()),
        total=len(found),
        more=url_for("conferences.index", _external=True, **wanted.values()),
    )
