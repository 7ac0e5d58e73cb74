"""The blueprint of this room, so that several modules can hang their pages on it."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("conferences", __name__)
