"""The journey"""

from __future__ import annotations

from flask import Blueprint

from jobfair.access import Permission, requires
from jobfair.errors import NotFound

bp = Blueprint("cases", __name__)


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

