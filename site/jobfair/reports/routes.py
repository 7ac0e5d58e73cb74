"""Targets and figures"""

from __future__ import annotations

from flask import Blueprint

from jobfair.access import Permission, requires
from jobfair.errors import NotFound

bp = Blueprint("reports", __name__)


@bp.route("/can-bo/bao-cao", methods=["GET"])
@requires(Permission.SEE_BOARD)
def board() -> str:
    """board."""
    raise NotFound()

