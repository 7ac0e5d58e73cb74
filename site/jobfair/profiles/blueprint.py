"""The room's one blueprint; the modules with pages hang themselves on it."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("profiles", __name__)
