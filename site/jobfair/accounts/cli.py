"""Commands of this room."""

from __future__ import annotations

from flask.cli import AppGroup

user_cli = AppGroup("user")
