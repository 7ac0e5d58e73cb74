"""The room's blueprint, so that several modules can hang their pages on it."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("training", __name__)
