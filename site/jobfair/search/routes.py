"""One box over everything public (D14). A question is neither kept nor logged."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, make_response, render_template, request

from jobfair import page_cache
from jobfair.access import public
from jobfair.search.page import search_page
from jobfair.search.synonyms import read_synonyms

bp = Blueprint("search", __name__)


@bp.get("/tim")
@public
def index() -> Response:
    """What fits ``q`` in groups, or one group whole (``loai``); without a question the box."""
    page = search_page(request.args, read_synonyms(current_app.config["PROVINCE"]))
    answer = make_response(render_template("search/index.html", page=page))
    if page.typed:
        answer.headers["Cache-Control"] = "no-store"
    else:
        page_cache.keep("guide")
    return answer
