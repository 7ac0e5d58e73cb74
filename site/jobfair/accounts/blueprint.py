"""The one blueprint of this room; its pages are in the modules that ``routes`` names."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("accounts", __name__)
