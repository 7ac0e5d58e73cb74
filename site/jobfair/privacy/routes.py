"""Privacy notice"""

from __future__ import annotations

from flask import Blueprint

from jobfair.access import public
from jobfair.errors import NotFound

bp = Blueprint("privacy", __name__)


@bp.route("/quyen-rieng-tu", methods=["GET"])
@public
def notice() -> str:
    """notice."""
    raise NotFound()

