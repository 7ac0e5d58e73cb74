"""Sending bodies and orders: entry"""

from __future__ import annotations

from flask import Blueprint

from jobfair.access import Permission, requires
from jobfair.errors import NotFound

bp = Blueprint("agencies_staff", __name__)


@bp.route("/can-bo/doanh-nghiep", methods=["GET"])
@requires(Permission.SEE_BODIES)
def index() -> str:
    """index."""
    raise NotFound()


@bp.route("/can-bo/doanh-nghiep/moi", methods=["GET", "POST"])
@requires(Permission.ENTER_BODY)
def create_body() -> str:
    """create_body."""
    raise NotFound()


@bp.route("/can-bo/doanh-nghiep/<body_id>", methods=["GET"])
@requires(Permission.SEE_BODIES)
def show_body(body_id: str) -> str:
    """show_body."""
    raise NotFound()


@bp.route("/can-bo/doanh-nghiep/<body_id>/sua", methods=["GET", "POST"])
@requires(Permission.ENTER_BODY)
def edit_body(body_id: str) -> str:
    """edit_body."""
    raise NotFound()


@bp.route("/can-bo/doanh-nghiep/<body_id>/giay-phep", methods=["GET", "POST"])
@requires(Permission.ENTER_BODY)
def add_licence_event(body_id: str) -> str:
    """add_licence_event."""
    raise NotFound()


@bp.route("/can-bo/don-hang", methods=["GET"])
@requires(Permission.SEE_BODIES)
def orders() -> str:
    """orders."""
    raise NotFound()


@bp.route("/can-bo/don-hang/moi", methods=["GET", "POST"])
@requires(Permission.ENTER_ORDER)
def create_order() -> str:
    """create_order."""
    raise NotFound()


@bp.route("/can-bo/don-hang/<order_id>", methods=["GET"])
@requires(Permission.SEE_BODIES)
def show_order(order_id: str) -> str:
    """show_order."""
    raise NotFound()


@bp.route("/can-bo/don-hang/<order_id>/sua", methods=["GET", "POST"])
@requires(Permission.ENTER_ORDER)
def edit_order(order_id: str) -> str:
    """edit_order."""
    raise NotFound()


@bp.route("/can-bo/don-hang/<order_id>/duyet", methods=["GET", "POST"])
@requires(Permission.APPROVE_ORDER)
def approve_order(order_id: str) -> str:
    """approve_order."""
    raise NotFound()
