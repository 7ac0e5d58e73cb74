"""Commands of this room."""

from __future__ import annotations

from flask.cli import AppGroup

province_cli = AppGroup("province")
