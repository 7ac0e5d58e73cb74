"""The desk: Today, people search and the list of cases."""

from __future__ import annotations

from jobfair.access import Permission, requires
from jobfair.cases.blueprint import bp
from jobfair.errors import NotFound


@bp.route("/can-bo/", methods=["GET"])
@requires(Permission.SEE_TODAY)
def today() -> str:
    """today."""
    raise NotFound()


@bp.route("/can-bo/hom-nay/<case_id>", methods=["POST"])
@requires(Permission.NOTE_CASE)
def outcome(case_id: str) -> str:
    """outcome."""
    raise NotFound()


@bp.route("/can-bo/nguoi-lao-dong", methods=["GET"])
@requires(Permission.SEARCH_PEOPLE)
def people() -> str:
    """people."""
    raise NotFound()


@bp.route("/can-bo/ho-so", methods=["GET"])
@requires(Permission.SEE_CASE)
def case_list() -> str:
    """case_list."""
    raise NotFound()
