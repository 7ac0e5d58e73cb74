"""Conferences: public listings"""

from __future__ import annotations

from flask import Blueprint

from jobfair.access import public
from jobfair.errors import NotFound

bp = Blueprint("conferences", __name__)


@bp.route("/hoi-nghi", methods=["GET"])
@public
def index() -> str:
    """index."""
    raise NotFound()


@bp.route("/hoi-nghi/<slug>", methods=["GET"])
@public
def show(slug: str) -> str:
    """show."""
    raise NotFound()


@bp.route("/hoi-nghi/<slug>.ics", methods=["GET"])
@public
def calendar(slug: str) -> str:
    """calendar."""
    raise NotFound()


@bp.route("/hoi-nghi.ics", methods=["GET"])
@public
def feed_ics() -> str:
    """feed_ics."""
    raise NotFound()


@bp.route("/hoi-nghi.atom", methods=["GET"])
@public
def feed_atom() -> str:
    """feed_atom."""
    raise NotFound()


@bp.route("/hoi-nghi.json", methods=["GET"])
@public
def feed_json() -> str:
    """feed_json."""
    raise NotFound()
