"""A conference may carry a link to the map on which its hall is marked."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "032"
down_revision = "031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing is marked yet."""
    column = sa.Column("map_url", sa.String(length=300), nullable=False, server_default="")
    op.add_column("conference", column)


def downgrade() -> None:
    """The links go."""
    op.drop_column("conference", "map_url")
