"""The day itself"""

from __future__ import annotations

from flask import Blueprint

from jobfair.access import Permission, requires
from jobfair.errors import NotFound

bp = Blueprint("door", __name__)


@bp.route("/can-bo/hoi-nghi/<conference_id>/diem-danh", methods=["GET"])
@requires(Permission.SEE_ROSTER)
def roster(conference_id: str) -> str:
    """roster."""
    raise NotFound()


@bp.route("/can-bo/hoi-nghi/<conference_id>/diem-danh/<registration_id>", methods=["POST"])
@requires(Permission.MARK_ATTENDANCE)
def mark(conference_id: str, registration_id: str) -> str:
    """mark."""
    raise NotFound()

