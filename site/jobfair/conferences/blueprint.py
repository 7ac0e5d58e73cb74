"""The two blueprints of this room, so that several modules can hang their pages on them."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("conferences", __name__)
staff = Blueprint("conferences_staff", __name__)
