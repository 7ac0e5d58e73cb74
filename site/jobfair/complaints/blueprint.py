"""The two blueprints of this room, and what it asks of the worker."""

from __future__ import annotations

from flask import Blueprint, Response, request

bp = Blueprint("complaints", __name__)
staff = Blueprint("complaints_staff", __name__)

KEPT = frozenset({"complaints.warning_picture"})
"""The only answer of this room that is the same for everybody."""


@bp.after_request
def _keep_nowhere(response: Response) -> Response:
    """A key, a number or somebody's words stand on every other page: no cache may hold them."""
    if request.endpoint not in KEPT:
        response.headers["Cache-Control"] = "no-store"
    return response
