"""Commands of this room."""

from __future__ import annotations

from flask.cli import AppGroup

demo_cli = AppGroup("demo")
