"""Sign-in, second factor, users, audit log"""

from __future__ import annotations

from flask import Blueprint

from jobfair.access import Permission, public, requires
from jobfair.errors import NotFound

bp = Blueprint("accounts", __name__)


@bp.route("/can-bo/dang-nhap", methods=["GET", "POST"])
@public
def sign_in() -> str:
    """sign_in."""
    raise NotFound()


@bp.route("/can-bo/thoat", methods=["POST"])
@requires(Permission.OWN_ACCOUNT)
def sign_out() -> str:
    """sign_out."""
    raise NotFound()


@bp.route("/can-bo/thiet-lap", methods=["GET", "POST"])
@requires(Permission.OWN_ACCOUNT)
def set_up() -> str:
    """set_up."""
    raise NotFound()


@bp.route("/can-bo/tai-khoan", methods=["GET", "POST"])
@requires(Permission.OWN_ACCOUNT)
def account() -> str:
    """account."""
    raise NotFound()


@bp.route("/can-bo/nhat-ky", methods=["GET"])
@requires(Permission.SEE_AUDIT)
def audit_log() -> str:
    """audit_log."""
    raise NotFound()


@bp.route("/can-bo/quan-tri", methods=["GET"])
@requires(Permission.MANAGE_USERS)
def admin() -> str:
    """admin."""
    raise NotFound()
