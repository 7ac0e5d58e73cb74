"""Photos of sheets that were filled in by hand."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "025"
down_revision = "024"
branch_labels = None
depends_on = None

TABLE = "sheet_photo"


def upgrade() -> None:
    """The key of each photo; its bytes lie sealed in the instance folder."""
    op.create_table(
        TABLE,
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("sheet_id", sa.String(length=24), nullable=False),
        sa.Column("act_key", sa.String(length=40), nullable=False),
        sa.Column("key_enc", sa.LargeBinary(), nullable=True),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("uploaded_by", sa.String(length=24), nullable=False),
        sa.Column("uploaded_name", sa.String(length=160), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["sheet_id"], ["paper_row.id"], name=op.f("fk_sheet_photo_sheet_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet_photo")),
        sa.UniqueConstraint("act_key", name=op.f("uq_sheet_photo_act_key")),
    )
    op.create_index(op.f("ix_sheet_photo_sheet_id"), TABLE, ["sheet_id"])


def downgrade() -> None:
    """Take the table away."""
    op.drop_table(TABLE)
