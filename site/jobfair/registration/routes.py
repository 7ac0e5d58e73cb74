"""Registration, slip and status"""

from __future__ import annotations

from flask import Blueprint

from jobfair.access import public
from jobfair.errors import NotFound

bp = Blueprint("registration", __name__)


@bp.route("/hoi-nghi/<slug>/dang-ky", methods=["GET", "POST"])
@public
def start(slug: str) -> str:
    """start."""
    raise NotFound()


@bp.route("/hoi-nghi/<slug>/dang-ky/<form_key>/<step>", methods=["GET", "POST"])
@public
def step(slug: str, form_key: str, step: str) -> str:
    """step."""
    raise NotFound()


@bp.route("/phieu/nhan/<receipt>", methods=["GET"])
@public
def receipt(receipt: str) -> str:
    """receipt."""
    raise NotFound()


@bp.route("/phieu", methods=["GET", "POST"])
@public
def slip_entry() -> str:
    """slip_entry."""
    raise NotFound()


@bp.route("/phieu/<code>", methods=["GET"])
@public
def slip(code: str) -> str:
    """slip."""
    raise NotFound()


@bp.route("/goi-lai", methods=["GET", "POST"])
@public
def call_back() -> str:
    """call_back."""
    raise NotFound()

