"""Migrations on a database that holds people and orders, not on an empty one."""

from __future__ import annotations

import sqlalchemy as sa
from flask import Flask
from flask_migrate import downgrade, upgrade

from jobfair.database import db
from jobfair.models import JobOrder, Programme

BEFORE = "015"  # the tables of the public pages came after it


def test_a_filled_database_goes_back_and_up_again(app: Flask) -> None:
    """On SQLite a table that is drawn anew while others point at it would stop the start."""
    with app.app_context():
        orders = db.session.scalars(sa.select(JobOrder.code).order_by(JobOrder.code)).all()
        programmes = db.session.scalar(sa.select(sa.func.count()).select_from(Programme))
        db.session.remove()
        downgrade(revision=BEFORE)
        upgrade()
        again = db.session.scalars(sa.select(JobOrder.code).order_by(JobOrder.code)).all()
        assert again == orders != []
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Programme)) == programmes
        assert db.session.execute(sa.text("PRAGMA foreign_key_check")).all() == []
