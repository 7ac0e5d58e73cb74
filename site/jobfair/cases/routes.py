"""The case page and everything that is done on it."""

from __future__ import annotations

from jobfair.access import Permission, requires
from jobfair.cases import desk_routes as desk_routes  # hangs its pages on the same blueprint
from jobfair.cases.blueprint import bp as bp
from jobfair.errors import NotFound


@bp.route("/can-bo/ho-so/<case_id>", methods=["GET"])
@requires(Permission.SEE_CASE)
def case_page(case_id: str) -> str:
    """case_page."""
    raise NotFound()


@bp.route("/can-bo/ho-so/<case_id>/chuyen", methods=["POST"])
@requires(Permission.MOVE_CASE)
def move(case_id: str) -> str:
    """move."""
    raise NotFound()
