"""Indexes for the seats of a case and for the few files that were joined into another."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "014"
down_revision = "013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """An index whose rows are nearly all empty is passed over by the planner: keep the others."""
    op.drop_index("ix_case_file_merged_into_id", table_name="case_file")
    joined = sa.text("merged_into_id IS NOT NULL")
    op.create_index(
        "ix_case_file_merged",
        "case_file",
        ["merged_into_id"],
        sqlite_where=joined,
        postgresql_where=joined,
    )
    op.create_index("ix_registration_case_id", "registration", ["case_id"])


def downgrade() -> None:
    """Put the old index back."""
    op.drop_index("ix_registration_case_id", table_name="registration")
    op.drop_index("ix_case_file_merged", table_name="case_file")
    op.create_index("ix_case_file_merged_into_id", "case_file", ["merged_into_id"])
