"""The room's pages: each module hangs its own on the blueprint."""

from __future__ import annotations

from jobfair.intake import export_routes as export_routes  # hangs its pages on the blueprint
from jobfair.intake.blueprint import bp as bp
