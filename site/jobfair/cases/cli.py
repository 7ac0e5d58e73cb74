"""Commands of this room."""

from __future__ import annotations

from flask.cli import AppGroup

cases_cli = AppGroup("cases")
