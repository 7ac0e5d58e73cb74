"""Warnings for everybody: the list, and one that can be passed on (A10)."""

from __future__ import annotations

from typing import cast

from flask import Blueprint, Flask, Response, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask_babel import gettext as _

from jobfair import page_cache
from jobfair.access import public
from jobfair.agencies import warning_queries as queries
from jobfair.agencies.jsonld import article
from jobfair.agencies.misses import init_misses
from jobfair.agencies.paging import page_of
from jobfair.agencies.warning_words import mark_lines
from jobfair.language import one_address
from jobfair.lib.text import clean, without_marks
from jobfair.models import WarningState

bp = Blueprint("warnings", __name__)

A_PAGE = 20
A_FEED = 50
MINUTE = 60


@bp.record_once
def _set_up(state: BlueprintSetupState) -> None:
    init_misses(cast(Flask, state.app))


@bp.get("/canh-bao")
@public
def index() -> str:
    """Published warnings, the newest first, found without accents or by a number."""
    q = clean(request.args.get("q", ""), 100)
    page = page_of(queries.count_warnings(q), A_PAGE)
    if not q:
        page_cache.keep("agencies", seconds=MINUTE)
    warnings = queries.list_warnings(q, limit=A_PAGE, offset=page.offset)
    return render_template(
        "agencies/warnings.html", warnings=warnings, lines=mark_lines, q=q, page=page
    )


@bp.get("/canh-bao/<slug>")
@public
def show(slug: str) -> str:
    """One warning; of one that was withdrawn only that it was."""
    warning = queries.get_public_warning(slug)
    page_cache.keep("agencies", seconds=MINUTE)
    if warning.state is WarningState.WITHDRAWN:
        return render_template("agencies/warning_withdrawn.html", warning=warning)
    address = url_for("warnings.show", slug=slug, _external=True)
    return render_template(
        "agencies/warning.html",
        warning=warning,
        lines=mark_lines(warning),
        data=article(warning, address),
        address=address,
        share_words=without_marks(_("Warning: %(title)s", title=warning.title)),
    )


@bp.get("/canh-bao.atom")
@public
@one_address
def feed() -> Response:
    """The newest warnings as a feed."""
    page_cache.keep("agencies", seconds=MINUTE)
    warnings = queries.list_warnings(limit=A_FEED)
    text = render_template("agencies/warnings.xml", warnings=warnings, lines=mark_lines)
    return Response(text, content_type="application/atom+xml; charset=utf-8")
