"""The list that was asked for, and the turn of the worker who makes it."""

from __future__ import annotations

from flask import Flask

from jobfair.database import db
from jobfair.messages import worker
from jobfair.models import ExportFile


def the_only(app: Flask) -> ExportFile:
    with app.app_context():
        found = db.session.query(ExportFile).one()
        db.session.expunge_all()
        db.session.remove()
    return found


def run_worker(app: Flask) -> None:
    with app.app_context():
        worker.run_once()
