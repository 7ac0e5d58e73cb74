"""Register of sending bodies"""

from __future__ import annotations

from flask import Blueprint

from jobfair.access import public
from jobfair.errors import NotFound

bp = Blueprint("agencies", __name__)


@bp.route("/doanh-nghiep", methods=["GET"])
@public
def index() -> str:
    """index."""
    raise NotFound()


@bp.route("/doanh-nghiep/<slug>", methods=["GET"])
@public
def show(slug: str) -> str:
    """show."""
    raise NotFound()


@bp.route("/doanh-nghiep.csv", methods=["GET"])
@public
def register_csv() -> str:
    """register_csv."""
    raise NotFound()
