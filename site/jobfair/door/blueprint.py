"""The blueprint of the door, so that several modules can hang their pages on it."""

from __future__ import annotations

from typing import Final

from flask import Blueprint

bp = Blueprint("door", __name__)
DOOR: Final = "/can-bo/hoi-nghi/<conference_id>"
"""Under this address lies the door of one conference."""
