"""The blueprint that the modules of routes share."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("abroad", __name__)
