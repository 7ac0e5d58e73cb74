"""Demonstration data: never on a public address, always under a red band."""

from __future__ import annotations

from flask import Flask

from jobfair.config import Settings
from jobfair.database import db
from jobfair.models import Setting


def demo_is_loaded() -> bool:
    """Whether this database holds demonstration data."""
    return db.session.get(Setting, "demo.loaded") is not None


def init_demo_guard(app: Flask, settings: Settings) -> None:
    """Let the layouts know; the bind address is checked by the server's own configuration."""
    app.config["DEMO_LOADED"] = demo_is_loaded
