"""The room's blueprint; the route modules hang their pages on it."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("content", __name__)
