"""Who abroad is still to be asked: an index of the open check-ins alone, by their day."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "015"
down_revision = "014"
branch_labels = None
depends_on = None

NAME, TABLE = "ix_check_in_open", "check_in"
COLUMNS = ("ask_on", "due_on", "office_id", "tries", "case_id", "answered_at", "skipped_at")


def upgrade() -> None:
    """Most check-ins are answered or over; the lists ask for the others."""
    still_open = sa.text("answered_at IS NULL AND skipped_at IS NULL")
    op.drop_index(NAME, table_name=TABLE)
    op.create_index(
        NAME, TABLE, list(COLUMNS), sqlite_where=still_open, postgresql_where=still_open
    )


def downgrade() -> None:
    """Put the old index back."""
    op.drop_index(NAME, table_name=TABLE)
    op.create_index(NAME, TABLE, ["office_id", "answered_at", "skipped_at", "ask_on"])
