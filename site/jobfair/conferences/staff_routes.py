"""Conferences: planning"""

from __future__ import annotations

from flask import Blueprint

from jobfair.access import Permission, requires
from jobfair.errors import NotFound

bp = Blueprint("conferences_staff", __name__)


@bp.route("/can-bo/hoi-nghi", methods=["GET"])
@requires(Permission.SEE_CONFERENCES)
def index() -> str:
    """index."""
    raise NotFound()


@bp.route("/can-bo/hoi-nghi/moi", methods=["GET", "POST"])
@requires(Permission.PLAN_CONFERENCE)
def create() -> str:
    """create."""
    raise NotFound()


@bp.route("/can-bo/hoi-nghi/<conference_id>", methods=["GET"])
@requires(Permission.SEE_CONFERENCES)
def show(conference_id: str) -> str:
    """show."""
    raise NotFound()


@bp.route("/can-bo/hoi-nghi/<conference_id>/sua", methods=["GET", "POST"])
@requires(Permission.PLAN_CONFERENCE)
def edit(conference_id: str) -> str:
    """edit."""
    raise NotFound()


@bp.route("/can-bo/hoi-nghi/<conference_id>/cong-bo", methods=["POST"])
@requires(Permission.PLAN_CONFERENCE)
def publish(conference_id: str) -> str:
    """publish."""
    raise NotFound()


@bp.route("/can-bo/hoi-nghi/<conference_id>/huy", methods=["GET", "POST"])
@requires(Permission.PLAN_CONFERENCE)
def cancel(conference_id: str) -> str:
    """cancel."""
    raise NotFound()
