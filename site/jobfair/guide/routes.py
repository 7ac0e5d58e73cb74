"""Public knowledge pages"""

from __future__ import annotations

from flask import Blueprint

from jobfair.access import Permission, public, requires
from jobfair.errors import NotFound

bp = Blueprint("guide", __name__)


@bp.route("/", methods=["GET"])
@public
def home() -> str:
    """home."""
    raise NotFound()


@bp.route("/thi-truong", methods=["GET"])
@public
def markets() -> str:
    """markets."""
    raise NotFound()


@bp.route("/thi-truong/<code>", methods=["GET"])
@public
def market(code: str) -> str:
    """market."""
    raise NotFound()


@bp.route("/gioi-thieu", methods=["GET"])
@public
def about() -> str:
    """about."""
    raise NotFound()


@bp.route("/robots.txt", methods=["GET"])
@public
def robots() -> str:
    """robots."""
    raise NotFound()


@bp.route("/sitemap.xml", methods=["GET"])
@public
def sitemap() -> str:
    """sitemap."""
    raise NotFound()


@bp.route("/manifest.webmanifest", methods=["GET"])
@public
def manifest() -> str:
    """manifest."""
    raise NotFound()


@bp.route("/can-bo/du-kien-can-kiem-tra", methods=["GET"])
@requires(Permission.SEE_FACTS)
def facts() -> str:
    """facts."""
    raise NotFound()

