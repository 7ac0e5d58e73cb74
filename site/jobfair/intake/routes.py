"""The room's pages: each module hangs its own on the blueprint."""

from __future__ import annotations

from jobfair.intake import export_routes as export_routes  # hangs its pages on the blueprint
from jobfair.intake import import_routes as import_routes
from jobfair.intake import jobs as jobs  # the worker's part
from jobfair.intake import licence_routes as licence_routes
from jobfair.intake import sweeping as sweeping  # a day later
from jobfair.intake import traces as traces  # hangs its lines on the case
from jobfair.intake.blueprint import bp as bp
