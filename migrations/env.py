"""Alembic on the app's own engine; one numbered file a step, both databases."""

from __future__ import annotations

from alembic import context
from flask import current_app

from jobfair.models import Base

config = context.config
engine = current_app.extensions["migrate"].db.engine


def run() -> None:
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=True,
            compare_type=True,
            include_object=lambda _o, name, kind, *_: (
                not (
                    kind in ("table", "index")
                    and str(name).startswith(("person_search", "ix_trgm"))
                )
            ),
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


run()
