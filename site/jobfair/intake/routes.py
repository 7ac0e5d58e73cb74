"""The room's pages: each module hangs its own on the blueprint."""

from __future__ import annotations

from jobfair.intake.blueprint import bp as bp
